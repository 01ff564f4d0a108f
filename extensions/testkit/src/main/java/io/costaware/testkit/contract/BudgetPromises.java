package io.costaware.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.CostAware;
import io.costaware.budget.Amount;
import io.costaware.budget.Budget;
import io.costaware.budget.Shortfall;
import io.costaware.call.CallRefusedException;
import io.costaware.client.Answer;
import io.costaware.client.CostAwareClient;
import io.costaware.event.CallEvent;
import io.costaware.event.Provenance;
import io.costaware.event.Refusal;
import io.costaware.money.Money;
import io.costaware.tags.Tags;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No budget is overrun, and every hold ends. */
interface BudgetPromises extends Staged {
  @ParameterizedTest
  @EnumSource
  @Tag("litellm#27639")
  default void B1_whateverTheEndTheHoldEndsAndWhatWasBookedIsSettled(Ending ending) {
    CostAware costs =
        stage().costs(b -> b.budget(Budget.named("all").limit("10", "USD").lifetime()));

    ending.play(stage(), stage().client(costs));

    stage().assertSettledAsTold(costs, 1);
    List<CallEvent> told = stage().events.calls();
    CallEvent last = told.get(told.size() - 1);
    if (ending.result != null) {
      assertThat(last.outcome().result()).isEqualTo(ending.result);
    }
    if (ending.isEstimated()) {
      assertThat(last.provenance()).as("U5").isEqualTo(Provenance.ESTIMATED);
      assertThat(last.booked().cost()).as("U5").isGreaterThan(Money.usd("0"));
      assertThat(last.outcome().basis()).as("U5").isNotBlank();
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("bifrost#2873")
  default void B8_aRefusalSaysAllThatItsReaderNeeds(Surface surface) {
    CostAware costs =
        stage()
            .costs(
                b ->
                    b.budget(
                        Budget.named("tiny")
                            .where("team", "support")
                            .limit("0.0000001", "USD")
                            .perMonth(ZoneOffset.UTC)));
    CostAwareClient client = stage().client(costs);
    surface.script(stage());

    assertThatThrownBy(() -> surface.call(stage(), client, Tags.of("team", "support")))
        .isInstanceOfSatisfying(
            CallRefusedException.class,
            refused -> {
              Shortfall lack = ((Refusal.OfBudget) refused.refusal()).shortfall();
              assertThat(lack.budget()).isEqualTo("tiny");
              assertThat(lack.window()).contains("month");
              assertThat(lack.limit()).isEqualTo(new Amount.OfMoney(Money.usd("0.0000001")));
              assertThat(lack.settled()).isEqualTo(new Amount.OfMoney(Money.usd("0")));
              assertThat(lack.held()).isEqualTo(new Amount.OfMoney(Money.usd("0")));
              assertThat(((Amount.OfMoney) lack.asked()).money()).isGreaterThan(Money.usd("0"));
              assertThat(lack.resetsAt()).isNotNull();
              assertThat(refused).hasMessageContainingAll("'tiny'", "month", "resets");
            });

    assertThat(stage().provider.requests()).isZero();
    assertThat(costs.health().openHolds()).isZero();
    assertThat(stage().events.awaitRefusals(1, ContractStage.LIMIT)).hasSize(1);
  }

  @Test
  default void aRefusedFutureHoldsTheRefusalItself() {
    CostAware costs =
        stage().costs(b -> b.budget(Budget.named("tiny").limit("0.0000001", "USD").lifetime()));

    Throwable failure =
        stage()
            .client(costs)
            .converseAsync(stage().prompt("Hi"))
            .handle((answer, cause) -> cause)
            .orTimeout(ContractStage.LIMIT.toSeconds(), TimeUnit.SECONDS)
            .join();

    assertThat(failure).isExactlyInstanceOf(CallRefusedException.class);
  }

  @Test
  default void B1_callersThatRaceNeverGetMoreThanThereIs() throws Exception {
    CostAware costs =
        stage().costs(b -> b.budget(Budget.named("three").limitRequests(3).lifetime()));
    CostAwareClient client = stage().client(costs);
    stage().provider.answerAlways(1, 1, "Hello");
    int callers = 12;
    CountDownLatch start = new CountDownLatch(1);
    List<CompletableFuture<Answer>> racing = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      racing.add(
          CompletableFuture.supplyAsync(
              () -> {
                awaitStart(start);
                return client.converse(stage().prompt("Hi"));
              },
              task -> new Thread(task, "caller").start()));
    }

    start.countDown();
    int answered = 0;
    for (CompletableFuture<Answer> caller : racing) {
      try {
        ContractStage.get(caller);
        answered++;
      } catch (ExecutionException e) {
        assertThat(e.getCause()).isInstanceOf(CallRefusedException.class);
      }
    }

    assertThat(answered).isEqualTo(3);
    assertThat(stage().provider.requests()).isEqualTo(3);
    assertThat(stage().events.awaitRefusals(callers - 3, ContractStage.LIMIT)).hasSize(callers - 3);
  }

  private static void awaitStart(CountDownLatch start) {
    try {
      start.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted before the start", e);
    }
  }

  @Test
  default void whereNothingIsRefusedTheEventSaysWhatWouldHaveBeen() {
    CostAware costs =
        stage()
            .costs(
                b ->
                    b.observeOnly()
                        .budget(Budget.named("tiny").limit("0.0000001", "USD").lifetime()));
    stage().provider.answer(120, 40, "Hello");

    Answer answer = stage().client(costs).converse(stage().prompt("Hi"));

    assertThat(answer.text()).isEqualTo("Hello");
    Refusal unrefused = answer.event().call().unrefused();
    assertThat(unrefused).isInstanceOf(Refusal.OfBudget.class);
    stage().assertSettledAsTold(costs, 1);
  }
}
