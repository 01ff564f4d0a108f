package io.costaware.bedrock.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.call.CallRefusedException;
import io.costaware.call.EventScope;
import io.costaware.event.CallEvent;
import io.costaware.event.CallResult;
import io.costaware.event.Outcome;
import io.costaware.event.Provenance;
import io.costaware.tags.TagRules;
import io.costaware.testkit.wire.BedrockReply;
import io.costaware.usage.Usage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

class MeteredAsyncTest {
  private final Rig rig = new Rig().budgeted();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void theCallIsToldBeforeItsFutureCompletes() throws Exception {
    rig.server.enqueue(BedrockReply.text("Hi").usage(10, 5));
    AtomicInteger seen = new AtomicInteger();

    try (EventScope scope = EventScope.open()) {
      rig.async()
          .converse(Rig.hello().build())
          .thenAccept(response -> seen.set(scope.events().size()))
          .get(20, TimeUnit.SECONDS);
      assertThat(scope.lastReceipt()).isNotNull();
    }

    assertThat(seen).hasValue(1);
    assertThat(rig.call().outcome().usage()).isEqualTo(Usage.tokens(10, 5));
  }

  @Tag("litellm#39455")
  @Test
  void E1_eachAttemptIsAnEventOfItsOwn() throws Exception {
    rig.server.enqueue(
        BedrockReply.throttled(), BedrockReply.internal(), BedrockReply.text("Hi").usage(10, 5));

    rig.async().converse(Rig.hello().build()).get(20, TimeUnit.SECONDS);

    assertThat(rig.calls()).extracting(CallEvent::attempt).containsExactly(1, 2, 3);
    assertThat(rig.calls())
        .extracting(e -> e.outcome().error())
        .containsExactly("ThrottlingException 429", "InternalServerException 500", null);
  }

  @Test
  void aRefusalIsTheFailureOfTheFutureAndNeverThrown() {
    rig.rules = TagRules.require("team");

    CompletableFuture<ConverseResponse> future = rig.async().converse(Rig.hello().build());

    assertThatThrownBy(() -> future.get(1, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(CallRefusedException.class);
    assertThat(rig.server.requests()).isEmpty();
    assertThat(rig.refusals()).hasSize(1);
  }

  @Test
  void cancellingReachesTheServerAndIsBookedAtAnEstimate() {
    CountDownLatch gate = new CountDownLatch(1);
    rig.server.enqueue(BedrockReply.text("Hi").heldUntil(gate));
    CompletableFuture<ConverseResponse> future = rig.async().converse(Rig.hello().build());
    rig.server.awaitRequests(1, Rig.SOON);

    assertThat(future.cancel(true)).isTrue();

    assertThat(future).isCancelled();
    assertThat(rig.call().outcome().result()).isEqualTo(CallResult.CANCELLED);
    assertThat(rig.call().provenance()).isEqualTo(Provenance.ESTIMATED);
    rig.server.awaitAbandoned(1, Rig.SOON);
    gate.countDown();
  }

  @Tag("litellm#13245")
  @Test
  void aFutureThatItsCallerCompletesIsToldAsCancelled() {
    CountDownLatch gate = new CountDownLatch(1);
    rig.server.enqueue(BedrockReply.text("Hi").heldUntil(gate));
    CompletableFuture<ConverseResponse> future = rig.async().converse(Rig.hello().build());
    rig.server.awaitRequests(1, Rig.SOON);
    ConverseResponse own = ConverseResponse.builder().build();

    assertThat(future.complete(own)).isTrue();

    assertThat(future).isCompletedWithValue(own);
    assertThat(rig.call().outcome().result()).isEqualTo(CallResult.CANCELLED);
    gate.countDown();
  }

  @Test
  void aTimeoutOnTheFutureReachesTheServer() {
    CountDownLatch gate = new CountDownLatch(1);
    rig.server.enqueue(BedrockReply.text("Hi").heldUntil(gate));

    CompletableFuture<ConverseResponse> future =
        rig.async().converse(Rig.hello().build()).orTimeout(300, TimeUnit.MILLISECONDS);

    assertThatThrownBy(() -> future.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(TimeoutException.class);
    rig.server.awaitAbandoned(1, Rig.SOON);
    assertThat(rig.call().outcome().knowledge()).isEqualTo(Outcome.Knowledge.NOTHING);
    gate.countDown();
  }

  @Test
  void aFailureIsTheSdksOwn() {
    rig.server.enqueue(BedrockReply.validation("no"));

    CompletableFuture<ConverseResponse> future = rig.async().converse(Rig.hello().build());

    assertThatThrownBy(() -> future.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ValidationException.class);
    assertThat(rig.call().outcome().error()).isEqualTo("ValidationException 400");
    assertThat(rig.call().outcome().knowledge()).isEqualTo(Outcome.Knowledge.FREE);
  }
}
