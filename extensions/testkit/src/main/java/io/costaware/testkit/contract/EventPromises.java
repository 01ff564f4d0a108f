package io.costaware.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.CostAware;
import io.costaware.budget.Amount;
import io.costaware.budget.Budget;
import io.costaware.call.CallRefusedException;
import io.costaware.call.EventScope;
import io.costaware.client.Answer;
import io.costaware.client.CostAwareClient;
import io.costaware.event.CallEvent;
import io.costaware.event.CallResult;
import io.costaware.money.Money;
import io.costaware.sink.EventSink;
import io.costaware.sink.JsonLinesSink;
import io.costaware.tags.TagRules;
import io.costaware.tags.Tags;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every attempt is told about, once, and nothing else is told. */
interface EventPromises extends Staged {
  @Tag("litellm#13280")
  @Test
  default void E1_oneEventForEachAttempt() {
    if (!stage().provider.showsRetries()) {
      return;
    }
    stage().provider.fail(503);
    stage().provider.answer(120, 40, "Hello");

    Answer answer = stage().client().converse(stage().prompt("Hi"));

    List<CallEvent> told = stage().events.awaitCalls(2, ContractStage.LIMIT);
    assertThat(told).hasSize(stage().provider.requests());
    assertThat(told).extracting(CallEvent::attempt).containsExactly(1, 2);
    assertThat(told)
        .extracting(event -> event.outcome().result())
        .containsExactly(CallResult.FAILED, CallResult.SUCCEEDED);
    assertThat(told.get(0).call().operationId()).isEqualTo(told.get(1).call().operationId());
    assertThat(answer.event()).isEqualTo(told.get(1));
  }

  @Test
  default void E1_aCallThatFailsForGoodHasOneEventForEachRequest() {
    stage().provider.failAlways(500);

    assertThatThrownBy(() -> stage().client().converse(stage().prompt("Hi")))
        .isInstanceOf(RuntimeException.class)
        .isNotInstanceOf(CallRefusedException.class);

    int requests = stage().provider.requests();
    List<CallEvent> told = stage().events.awaitCalls(1, ContractStage.LIMIT);
    if (told.get(0).attemptsKnown()) {
      told = stage().events.awaitCalls(requests, ContractStage.LIMIT);
      assertThat(told).hasSize(requests);
    }
    assertThat(told).allMatch(event -> event.outcome().result() == CallResult.FAILED);
  }

  @Test
  default void E2_aSinkThatThrowsHarmsNoCall() {
    EventSink broken =
        event -> {
          throw new IllegalStateException("This sink is broken");
        };
    CostAware costs = stage().costs(b -> b.sink("broken", broken));
    stage().provider.answer(1, 1, "Hello");

    assertThat(stage().client(costs).converse(stage().prompt("Hi")).text()).isEqualTo("Hello");
    assertThat(stage().events.awaitCalls(1, ContractStage.LIMIT)).hasSize(1);
  }

  @Test
  default void E2_aSinkThatBlocksDelaysNoCall() {
    CountDownLatch gate = new CountDownLatch(1);
    EventSink stuck = event -> awaitQuietly(gate);
    CostAware costs = stage().costs(b -> b.sink("stuck", stuck).queueCapacity(2));
    CostAwareClient client = stage().client(costs);
    stage().provider.answerAlways(1, 1, "Hello");
    try {
      for (int i = 0; i < 20; i++) {
        assertThat(client.converse(stage().prompt("Hi")).text()).isEqualTo("Hello");
      }
      assertThat(costs.health().lost()).isPositive();
    } finally {
      gate.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  default void E5_noEventHoldsWhatWasSaid(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("events.jsonl");
    String question = "a-very-private-question";
    String answered = "a-very-private-answer";
    try (CostAware costs =
        stage()
            .costs(
                b ->
                    b.sink("file", JsonLinesSink.to(file))
                        .tags(TagRules.none().allow("team", "support")))) {
      CostAwareClient client = stage().client(costs);
      stage().provider.answer(10, 5, answered);
      client.converse(stage().prompt(question));
      stage().provider.answer(10, 5, answered);
      ContractStage.read(client.converseStream(stage().prompt(question)));
      stage().provider.failInStream(answered);
      assertThatThrownBy(() -> ContractStage.read(client.converseStream(stage().prompt(question))));
      stage().provider.fail(400);
      assertThatThrownBy(() -> client.converse(stage().prompt(question)));
      assertThatThrownBy(() -> client.converse(stage().prompt(question).tag("team", "other")))
          .isInstanceOf(CallRefusedException.class)
          .message()
          .doesNotContain(question);
    }

    String told = Files.readString(file);
    assertThat(told.lines()).hasSize(5);
    assertThat(told).doesNotContain(question).doesNotContain(answered);
    assertThat(stage().events.events().toString())
        .doesNotContain(question)
        .doesNotContain(answered);
  }

  @ParameterizedTest
  @EnumSource
  default void aScopeCollectsTheEventsOfItsThread(Surface surface) throws Exception {
    CostAwareClient client = stage().client();
    try (EventScope outer = EventScope.open()) {
      surface.script(stage());
      surface.call(stage(), client, Tags.none());
      assertThat(outer.events()).hasSize(1);
      try (EventScope inner = EventScope.open()) {
        surface.script(stage());
        surface.call(stage(), client, Tags.none());
        assertThat(inner.events()).hasSize(1);
      }
      surface.script(stage());
      surface.call(stage(), client, Tags.none());

      assertThat(outer.events()).hasSize(2);
      assertThat(outer.lastReceipt()).isNotNull();
    }
  }

  @Tag("litellm#6633")
  @Tag("litellm#7023")
  @Test
  default void manyThreadsLoseNothing() throws Exception {
    CostAware costs =
        stage().costs(b -> b.budget(Budget.named("all").limit("10", "USD").lifetime()));
    CostAwareClient client = stage().client(costs);
    stage().provider.answerAlways(7, 3, "Hel", "lo");
    int threads = 8;
    int callsEach = 15;
    List<CompletableFuture<Void>> running = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      running.add(
          CompletableFuture.runAsync(
              () -> callSeveral(client, callsEach), task -> new Thread(task, "caller").start()));
    }
    for (CompletableFuture<Void> thread : running) {
      ContractStage.get(thread);
    }

    int calls = threads * callsEach;
    List<CallEvent> told = stage().events.awaitCalls(calls, ContractStage.LIMIT);
    assertThat(told).hasSize(calls);
    assertThat(told).extracting(CallEvent::id).doesNotHaveDuplicates();
    Money sum = ContractPrices.of(7, 3).times(calls);
    ContractStage.await("every hold has ended", () -> costs.health().openHolds() == 0);
    assertThat(costs.budgets().get(0).settled()).isEqualTo(new Amount.OfMoney(sum));
  }

  private void callSeveral(CostAwareClient client, int calls) {
    for (int i = 0; i < calls; i++) {
      switch (i % 3) {
        case 0 -> client.converse(stage().prompt("Hi"));
        case 1 -> client.converseAsync(stage().prompt("Hi")).join();
        default -> ContractStage.read(client.converseStream(stage().prompt("Hi")));
      }
    }
  }
}
