package io.costaware.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.costaware.CostAware;
import io.costaware.budget.Amount;
import io.costaware.budget.Budget;
import io.costaware.budget.BudgetStatus;
import io.costaware.budget.StreamRule;
import io.costaware.call.CallRefusedException;
import io.costaware.call.CallStoppedException;
import io.costaware.client.AnswerPart;
import io.costaware.client.AnswerStream;
import io.costaware.client.CostAwareClient;
import io.costaware.client.Prompt;
import io.costaware.event.CallEvent;
import io.costaware.event.CallResult;
import io.costaware.event.Provenance;
import io.costaware.event.Refusal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A stream that grows past what is held for it is stopped or held for, as the budget says. */
interface StopPromises extends Staged {
  /** Eight words; every tokenizer has eight to eleven tokens for them. */
  String PIECE = "one two three four five six seven eight ";

  int PIECES = 200;

  /** Tokens that one read of a connection may bring at most: pieces sent at once come at once. */
  long ONE_READ = 350;

  @Test
  default void B5_anIteratedStreamIsStoppedAtItsHold() {
    CostAware costs = stage().costs(b -> b.budget(tokens(100_000, StreamRule.STOP)));
    CountDownLatch gate = new CountDownLatch(1);
    stage().provider.stallAfter(gate, pieces());
    List<AnswerPart> read = new ArrayList<>();
    try (AnswerStream stream = stage().client(costs).converseStream(uncapped())) {
      CallStoppedException stop =
          catchThrowableOfType(CallStoppedException.class, () -> stream.forEach(read::add));

      assertThat(stop.refusal()).isEqualTo(new Refusal.OfStream("short", 300));
      assertStoppedOnce(costs, stop, read);
      assertThat(stop.outputTokens()).isBetween(301L, 300 + ONE_READ);
    } finally {
      gate.countDown();
    }
  }

  @Test
  default void B5_aPublishedStreamIsStoppedAtItsHold() {
    CostAware costs = stage().costs(b -> b.budget(tokens(100_000, StreamRule.STOP)));
    CountDownLatch gate = new CountDownLatch(1);
    stage().provider.stallAfter(gate, pieces());
    PartCollector parts = new PartCollector(1);
    try {
      stage().client(costs).converseStream(uncapped()).publisher().subscribe(parts);
      CallStoppedException stop = catchThrowableOfType(CallStoppedException.class, parts::await);

      assertThat(stop.refusal()).isEqualTo(new Refusal.OfStream("short", 300));
      assertStoppedOnce(costs, stop, parts.soFar());
    } finally {
      gate.countDown();
    }
  }

  /** A limit of 1,000 tokens, and a model that would go on far beyond 1,200. */
  @Tag("envoyproxy/ai-gateway#2394")
  @Test
  @Tag("envoyproxy/ai-gateway#1754")
  default void B5_aStreamIsStoppedWhereTheLimitIsAndTheNextCallIsRefused() {
    CostAware costs = stage().costs(b -> b.budget(tokens(1_000, StreamRule.EXTEND_OR_STOP)));
    CostAwareClient client = stage().client(costs);
    CountDownLatch gate = new CountDownLatch(1);
    stage().provider.stallAfter(gate, pieces());
    List<AnswerPart> read = new ArrayList<>();
    try (AnswerStream stream = client.converseStream(uncapped())) {
      CallStoppedException stop =
          catchThrowableOfType(CallStoppedException.class, () -> stream.forEach(read::add));

      assertThat(((Refusal.OfBudget) stop.refusal()).shortfall().budget()).isEqualTo("short");
      assertStoppedOnce(costs, stop, read);
      assertThat(settled(costs)).isBetween(990L, 1_000 + ONE_READ);
    } finally {
      gate.countDown();
    }

    assertThatThrownBy(() -> client.converse(uncapped())).isInstanceOf(CallRefusedException.class);
    assertThat(stage().provider.requests()).isEqualTo(1);
  }

  @Test
  default void B5_whereTheHoldIsExtendedNothingIsStopped() {
    CostAware costs = stage().costs(b -> b.budget(tokens(1_000, StreamRule.EXTEND)));
    stage().provider.answer(10, 1_200, pieces());

    List<AnswerPart> read = ContractStage.read(stage().client(costs).converseStream(uncapped()));

    assertThat(read).hasSize(PIECES + 1);
    assertThat(read.get(PIECES)).isInstanceOf(AnswerPart.Finished.class);
    CallEvent event = stage().events.awaitCalls(1, ContractStage.LIMIT).get(0);
    assertThat(event.outcome().result()).isEqualTo(CallResult.SUCCEEDED);
    assertThat(event.provenance()).isEqualTo(Provenance.MEASURED);
    ContractStage.await("the hold has ended", () -> costs.health().openHolds() == 0);
    assertThat(settled(costs)).isEqualTo(1_210);
  }

  @Test
  default void B5_whatTheRequestItselfCapsIsNotStoppedByAnEstimate() {
    CostAware costs = stage().costs(b -> b.budget(tokens(100_000, StreamRule.STOP)));
    stage().provider.answer(10, 90, pieces());

    List<AnswerPart> read =
        ContractStage.read(stage().client(costs).converseStream(uncapped().maxTokens(100)));

    assertThat(read).hasSize(PIECES + 1);
    assertThat(stage().events.awaitCalls(1, ContractStage.LIMIT).get(0).outcome().result())
        .isEqualTo(CallResult.SUCCEEDED);
  }

  private static Budget tokens(long limit, StreamRule rule) {
    return Budget.named("short")
        .limitTokens(limit)
        .lifetime()
        .defaultOutputTokens(300)
        .streams(rule);
  }

  private static String[] pieces() {
    return Collections.nCopies(PIECES, PIECE).toArray(String[]::new);
  }

  private Prompt uncapped() {
    return Prompt.to(stage().provider.model()).user("Hi");
  }

  private void assertStoppedOnce(
      CostAware costs, CallStoppedException stop, List<AnswerPart> delivered) {
    assertThat(delivered).isNotEmpty().hasSizeLessThan(PIECES);
    assertThat(delivered).allMatch(new AnswerPart.TextPart(PIECE)::equals);
    ContractStage.await("the connection is closed", stage().provider::hungUp);
    ContractStage.await("the hold has ended", () -> costs.health().openHolds() == 0);
    List<CallEvent> told = stage().events.awaitCalls(1, ContractStage.LIMIT);
    assertThat(told).hasSize(1);
    CallEvent event = told.get(0);
    assertThat(event.outcome().result()).isEqualTo(CallResult.STOPPED);
    assertThat(event.provenance()).as("U5").isEqualTo(Provenance.ESTIMATED);
    assertThat(event.booked().tokens())
        .as("U5")
        .isGreaterThanOrEqualTo(event.call().basis().inputTokens() + stop.outputTokens());
    assertThat(event.flags()).contains(stop.getMessage());
    assertThat(settled(costs)).isEqualTo(event.booked().tokens());
    assertThat(stop.facts().operationId()).isEqualTo(event.call().operationId());
    assertThat(stage().provider.requests()).isEqualTo(1);
  }

  private static long settled(CostAware costs) {
    BudgetStatus budget = costs.budgets().get(0);
    assertThat(budget.held()).as("held").isEqualTo(new Amount.OfTokens(0));
    return ((Amount.OfTokens) budget.settled()).count();
  }
}
