package io.costaware.bedrock.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.budget.Budget;
import io.costaware.call.CallRefusedException;
import io.costaware.call.EventScope;
import io.costaware.event.CallEvent;
import io.costaware.event.CallResult;
import io.costaware.event.Outcome;
import io.costaware.event.Provenance;
import io.costaware.tags.TagScope;
import io.costaware.tags.Tags;
import io.costaware.target.ServiceTier;
import io.costaware.testkit.wire.BedrockReply;
import io.costaware.testkit.wire.WireReply;
import io.costaware.usage.Usage;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClientBuilder;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamMetadataEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.MessageStopEvent;

class ConverseStreamTest {
  private final Rig rig = new Rig().budgeted();

  @AfterEach
  void close() {
    rig.close();
  }

  private static ConverseStreamRequest.Builder hello() {
    return ConverseStreamRequest.builder()
        .modelId(Rig.MODEL)
        .inferenceConfig(c -> c.maxTokens(500))
        .messages(Rig.user("Hello"));
  }

  private StreamTape stream(BedrockRuntimeAsyncClient client) {
    StreamTape tape = StreamTape.all();
    await(client.converseStream(hello().build(), tape));
    return tape;
  }

  private static void await(CompletableFuture<Void> future) {
    try {
      future.get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static Throwable failureOf(CompletableFuture<Void> future) {
    try {
      future.get(20, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      return e.getCause() == null ? e : e.getCause();
    } catch (Exception e) {
      return e;
    }
    throw new AssertionError("The future did not fail");
  }

  @Tag("spring-ai#2671")
  @Tag("spring-ai#2293")
  @Test
  void aStreamIsPassedOnPricedAndToldOnce() {
    rig.server.enqueue(
        BedrockReply.stream("Hel", "lo").usage(350, 900).cacheRead(120_000).serviceTier("default"));

    StreamTape tape = stream(rig.async());

    assertThat(tape.text()).isEqualTo("Hello");
    assertThat(tape.told).startsWith("response", "stream").endsWith("onComplete", "complete");
    CallEvent event = rig.call();
    assertThat(event.outcome().result()).isEqualTo(CallResult.SUCCEEDED);
    assertThat(event.provenance()).isEqualTo(Provenance.MEASURED);
    assertThat(event.outcome().servedTier()).isEqualTo(ServiceTier.STANDARD);
    assertThat(event.outcome().requestId()).isNotNull();
    assertThat(event.receipt().total().toString()).contains("0.05055");
  }

  @Test
  void E1_a429BeforeTheStreamIsAnAttemptOfItsOwnAndFree() {
    rig.server.enqueue(BedrockReply.throttled(), BedrockReply.text("Hi").usage(10, 5));

    stream(rig.async());

    assertThat(rig.calls()).extracting(CallEvent::attempt).containsExactly(1, 2);
    assertThat(rig.calls().get(0).outcome().knowledge()).isEqualTo(Outcome.Knowledge.FREE);
    assertThat(rig.calls().get(0).outcome().error()).isEqualTo("ThrottlingException 429");
    assertThat(rig.calls().get(1).outcome().usage()).isEqualTo(Usage.tokens(10, 5));
  }

  @Test
  void E1_aThrottlingInMidStreamIsRetriedAndEachAttemptMayBeBilled() {
    rig.server.enqueue(
        BedrockReply.text("Half an ans").thenFail("throttlingException", "slow down"),
        BedrockReply.text("Hi").usage(10, 5));

    stream(rig.async());

    assertThat(rig.calls()).extracting(CallEvent::attempt).containsExactly(1, 2);
    CallEvent broken = rig.calls().get(0);
    assertThat(broken.outcome().knowledge()).isEqualTo(Outcome.Knowledge.NOTHING);
    assertThat(broken.outcome().error()).isEqualTo("ThrottlingException 429");
    assertThat(broken.outcome().basis()).contains("11 characters");
    assertThat(broken.booked().tokens()).isGreaterThanOrEqualTo(500);
    assertThat(rig.calls().get(1).outcome().usage()).isEqualTo(Usage.tokens(10, 5));
  }

  @Test
  void aWrappedClientTellsOfARetryInMidStreamInOneEvent() {
    rig.server.enqueue(
        BedrockReply.text("Half an ans").thenFail("throttlingException", "slow down"),
        BedrockReply.text("Hi").usage(10, 5));

    stream(rig.clients().wrap(rig.asyncBuilder().build()));

    CallEvent event = rig.call();
    assertThat(event.attemptsKnown()).isFalse();
    assertThat(event.outcome().knowledge()).isEqualTo(Outcome.Knowledge.PART);
    assertThat(event.outcome().usage()).isEqualTo(Usage.tokens(10, 5));
    assertThat(event.outcome().basis()).contains("1 more stream");
  }

  @Test
  void aWrappedClientShowsItsAttemptsIfAsked() {
    rig.showsAttempts = true;
    rig.server.enqueue(
        BedrockReply.text("Half an ans").thenFail("throttlingException", "slow down"),
        BedrockReply.text("Hi").usage(10, 5));

    stream(rig.clients().wrap(rig.asyncBuilder().build()));

    assertThat(rig.calls()).extracting(CallEvent::attempt).containsExactly(1, 2);
  }

  @Test
  void U5_anErrorOfTheModelInMidStreamIsBookedAtAnEstimate() {
    rig.server.enqueue(BedrockReply.text("Half").thenFail("modelStreamErrorException", "broken"));

    StreamTape tape = StreamTape.all();
    Throwable failure = failureOf(rig.async().converseStream(hello().build(), tape));

    assertThat(failure.getClass().getSimpleName()).isEqualTo("ModelStreamErrorException");
    assertThat(tape.told).contains("onError", "exceptionOccurred");
    assertThat(rig.call().outcome().result()).isEqualTo(CallResult.FAILED);
    assertThat(rig.call().outcome().error()).isEqualTo("ModelStreamErrorException 424");
    assertThat(rig.call().provenance()).isEqualTo(Provenance.ESTIMATED);
  }

  @Test
  void aFailureAfterTheMetadataKeepsTheUsage() {
    rig.server.enqueue(
        BedrockReply.text("All")
            .usage(10, 5)
            .thenFailAfterMetadata("modelStreamErrorException", "broken"));

    failureOf(rig.async().converseStream(hello().build(), StreamTape.all()));

    assertThat(rig.call().outcome().usage()).isEqualTo(Usage.tokens(10, 5));
    assertThat(rig.call().outcome().knowledge()).isEqualTo(Outcome.Knowledge.WHOLE);
    assertThat(rig.call().outcome().result()).isEqualTo(CallResult.FAILED);
  }

  @Test
  void aValidationErrorCostsNothing() {
    rig.server.enqueue(BedrockReply.validation("no"));

    StreamTape tape = StreamTape.all();
    failureOf(rig.async().converseStream(hello().build(), tape));

    assertThat(rig.call().outcome().knowledge()).isEqualTo(Outcome.Knowledge.FREE);
    assertThat(rig.call().outcome().error()).isEqualTo("ValidationException 400");
    assertThat(tape.told).containsOnly("exceptionOccurred");
  }

  @Tag("litellm#36008")
  @Test
  void U5_aStreamThatEndsWithoutMetadataIsNeverZero() {
    rig.server.enqueue(BedrockReply.text("Hello").thenEndWithoutMetadata());

    StreamTape tape = stream(rig.async());

    assertThat(tape.told).endsWith("onComplete", "complete");
    assertThat(rig.call().outcome().result()).isEqualTo(CallResult.SUCCEEDED);
    assertThat(rig.call().outcome().knowledge()).isEqualTo(Outcome.Knowledge.NOTHING);
    assertThat(rig.call().provenance()).isEqualTo(Provenance.ESTIMATED);
    assertThat(rig.call().booked().tokens()).isGreaterThanOrEqualTo(500);
    assertThat(rig.budget().settled().toString()).doesNotStartWith("0 ");
  }

  @Test
  void U5_aBodyThatEndsInsideAFrameIsNeverZero() {
    rig.server.enqueue(BedrockReply.stream("Hel", "lo").endInside(2));

    stream(rig.async());

    assertThat(rig.call().provenance()).isEqualTo(Provenance.ESTIMATED);
    assertThat(rig.call().outcome().basis()).contains("3 characters");
  }

  @Test
  void E1_aConnectionResetInMidStreamIsRetried() {
    rig.server.enqueue(
        BedrockReply.stream("Hel", "lo").resetAfter(2), BedrockReply.text("Hi").usage(10, 5));

    stream(rig.async());

    assertThat(rig.calls()).extracting(CallEvent::attempt).containsExactly(1, 2);
    assertThat(rig.calls().get(0).provenance()).isEqualTo(Provenance.ESTIMATED);
    assertThat(rig.calls().get(1).outcome().knowledge()).isEqualTo(Outcome.Knowledge.WHOLE);
  }

  @Test
  void aConnectionResetBeforeTheStreamMayHaveBeenBilled() {
    rig.server.always(request -> WireReply.reset());

    failureOf(rig.async().converseStream(hello().build(), StreamTape.all()));

    assertThat(rig.calls()).hasSize(4);
    assertThat(rig.calls()).allMatch(e -> e.outcome().knowledge() == Outcome.Knowledge.NOTHING);
  }

  @Tag("bifrost#3357")
  @Test
  void cancellingTheFutureEndsTheCallOnceAndReachesTheServer() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    rig.server.enqueue(BedrockReply.stream("Hel", "lo").stallAfter(2, gate));
    CountDownLatch first = new CountDownLatch(1);
    StreamTape tape = StreamTape.doing(event -> first.countDown());

    CompletableFuture<Void> future = rig.async().converseStream(hello().build(), tape);
    assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(future.cancel(true)).isTrue();

    assertThat(future).isCancelled();
    assertThat(rig.call().outcome().result()).isEqualTo(CallResult.CANCELLED);
    assertThat(rig.call().provenance()).isEqualTo(Provenance.ESTIMATED);
    assertThat(rig.call().booked().tokens()).isGreaterThanOrEqualTo(500);
    rig.server.awaitAbandoned(1, Rig.SOON);
    gate.countDown();
  }

  @Test
  void cancellingTheSubscriptionEndsTheCallOnce() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    rig.server.enqueue(BedrockReply.stream("Hel", "lo").stallAfter(2, gate));
    CountDownLatch first = new CountDownLatch(1);
    StreamTape tape = StreamTape.doing(event -> first.countDown());

    CompletableFuture<Void> future = rig.async().converseStream(hello().build(), tape);
    assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();
    tape.subscription.get(20, TimeUnit.SECONDS).cancel();

    assertThat(rig.call().outcome().result()).isEqualTo(CallResult.CANCELLED);
    // From a thread of the caller's the SDK may take it for a failure, and does not try again.
    assertThat(future.handle((nothing, failure) -> true).get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(rig.call().outcome().result()).isEqualTo(CallResult.CANCELLED);
    assertThat(rig.call().provenance()).isEqualTo(Provenance.ESTIMATED);
    gate.countDown();
  }

  @Test
  void cancellingAfterTheMetadataKeepsTheUsage() {
    rig.server.enqueue(BedrockReply.text("Hi").usage(10, 5));
    AtomicReference<@Nullable StreamTape> self = new AtomicReference<>();
    StreamTape tape =
        StreamTape.doing(
            event -> {
              StreamTape own = self.get();
              if (event instanceof ConverseStreamMetadataEvent && own != null) {
                own.subscription.join().cancel();
              }
            });
    self.set(tape);

    await(rig.async().converseStream(hello().build(), tape));

    assertThat(rig.call().outcome().usage()).isEqualTo(Usage.tokens(10, 5));
    assertThat(rig.call().outcome().result()).isEqualTo(CallResult.CANCELLED);
  }

  @Test
  void aTimeoutOfTheCallEndsItOnce() {
    CountDownLatch gate = new CountDownLatch(1);
    rig.server.enqueue(BedrockReply.stream("Hel", "lo").stallAfter(2, gate));

    Throwable failure =
        failureOf(
            rig.async()
                .converseStream(
                    hello()
                        .overrideConfiguration(o -> o.apiCallTimeout(Duration.ofMillis(500)))
                        .build(),
                    StreamTape.all()));

    assertThat(failure.getClass().getSimpleName()).isEqualTo("ApiCallTimeoutException");
    assertThat(rig.call().outcome().result()).isEqualTo(CallResult.FAILED);
    assertThat(rig.call().outcome().error()).isEqualTo("ApiCallTimeoutException");
    assertThat(rig.call().provenance()).isEqualTo(Provenance.ESTIMATED);
    gate.countDown();
  }

  @Test
  void E1_aTimeoutOfEachAttemptIsAnEventForEach() {
    CountDownLatch gate = new CountDownLatch(1);
    rig.server.always(request -> BedrockReply.stream("Hel", "lo").stallAfter(2, gate));
    AtomicInteger dispatched = new AtomicInteger();
    BedrockRuntimeAsyncClientBuilder builder = rig.asyncBuilder();
    builder.overrideConfiguration(
        builder.overrideConfiguration().toBuilder()
            .addExecutionInterceptor(
                new ExecutionInterceptor() {
                  @Override
                  public void beforeTransmission(
                      Context.BeforeTransmission context, ExecutionAttributes attributes) {
                    dispatched.incrementAndGet();
                  }
                })
            .build());

    failureOf(
        rig.clients()
            .build(builder)
            .converseStream(
                hello()
                    .overrideConfiguration(o -> o.apiCallAttemptTimeout(Duration.ofMillis(300)))
                    .build(),
                StreamTape.all()));

    // Usually four, but the SDK itself at times gives up earlier, with an SdkClientException.
    assertThat(rig.calls())
        .extracting(CallEvent::attempt)
        .isEqualTo(IntStream.rangeClosed(1, dispatched.get()).boxed().toList());
    assertThat(rig.calls()).allMatch(e -> e.provenance() == Provenance.ESTIMATED);
    gate.countDown();
  }

  @Test
  void aSubscriberThatThrowsFailsItsFutureAndTheCallIsTold() {
    rig.server.enqueue(BedrockReply.text("Hello").usage(10, 5));
    StreamTape tape =
        StreamTape.doing(
            event -> {
              throw new IllegalStateException("user code");
            });

    Throwable failure = failureOf(rig.async().converseStream(hello().build(), tape));

    assertThat(failure).hasRootCauseMessage("user code");
    assertThat(rig.call().outcome().result()).isEqualTo(CallResult.FAILED);
    assertThat(rig.call().provenance()).isEqualTo(Provenance.ESTIMATED);
  }

  @Tag("aws-sdk-java-v2#7136")
  @Test
  void aStreamThatFallsSilentIsEndedAtTheIdleLimit() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    rig.server.enqueue(BedrockReply.stream("Hel", "lo").usage(10, 5).stallAfter(2, gate));
    CountDownLatch second = new CountDownLatch(2);
    StreamTape tape = StreamTape.doing(event -> second.countDown());
    CompletableFuture<Void> future = rig.async().converseStream(hello().build(), tape);
    assertThat(second.await(20, TimeUnit.SECONDS)).isTrue();

    rig.nanos.addAndGet(Duration.ofMinutes(11).toNanos());
    rig.meter().endStalled();

    assertThat(rig.call().outcome().result()).isEqualTo(CallResult.STALLED);
    gate.countDown();
    await(future);
    assertThat(tape.text()).as("the caller's stream goes on").isEqualTo("Hello");
    assertThat(rig.calls()).hasSize(1);
  }

  @Test
  void aStreamNobodySubscribesToIsEndedAtTheIdleLimit() {
    rig.server.enqueue(BedrockReply.text("Hello"));
    StreamTape tape = StreamTape.deaf();
    CompletableFuture<Void> future = rig.async().converseStream(hello().build(), tape);
    rig.server.awaitRequests(1, Rig.SOON);

    rig.nanos.addAndGet(Duration.ofMinutes(11).toNanos());
    rig.meter().endStalled();

    assertThat(rig.call().outcome().result()).isEqualTo(CallResult.STALLED);
    future.cancel(true);
    assertThat(rig.calls()).hasSize(1);
  }

  @Test
  void aStreamStillOpenAtTheEndIsToldAsAbandoned() {
    CountDownLatch gate = new CountDownLatch(1);
    rig.server.enqueue(BedrockReply.stream("Hel", "lo").stallAfter(2, gate));
    CompletableFuture<Void> future = rig.async().converseStream(hello().build(), StreamTape.all());
    rig.server.awaitRequests(1, Rig.SOON);

    rig.meter().endWatched();

    assertThat(rig.call().outcome().result()).isEqualTo(CallResult.ABANDONED);
    future.cancel(true);
    gate.countDown();
  }

  @Test
  void demandIsThatOfTheSubscriber() throws Exception {
    rig.server.enqueue(BedrockReply.stream("a", "b", "c").usage(10, 5));
    StreamTape tape = StreamTape.demanding(1);

    CompletableFuture<Void> future = rig.async().converseStream(hello().build(), tape);
    var subscription = tape.subscription.get(20, TimeUnit.SECONDS);
    for (int i = 0; i < 10 && !future.isDone(); i++) {
      subscription.request(1);
    }

    await(future);
    assertThat(tape.text()).isEqualTo("abc");
    assertThat(rig.call().outcome().usage()).isEqualTo(Usage.tokens(10, 5));
  }

  @Test
  void aRefusalIsToldToTheHandlerOnceAndFailsTheFuture() {
    rig.budgets.add(Budget.named("tiny").limit("0.000001", "USD").lifetime());
    StreamTape tape = StreamTape.all();

    CompletableFuture<Void> future = rig.async().converseStream(hello().build(), tape);

    assertThat(future).isCompletedExceptionally();
    assertThat(failureOf(future)).isInstanceOf(CallRefusedException.class);
    assertThat(tape.failures).hasSize(1).allMatch(CallRefusedException.class::isInstance);
    assertThat(tape.told).containsExactly("exceptionOccurred");
    assertThat(rig.server.requests()).isEmpty();
    assertThat(rig.refusals()).hasSize(1);
  }

  @Test
  void B5_anAttemptThatNoBudgetHasRoomForIsNotSent() {
    // One attempt of 500 tokens is 0.0075 USD at most; the second may not be sent.
    rig.budgets.add(Budget.named("one").limit("0.009", "USD").lifetime());
    rig.server.always(
        request -> BedrockReply.text("Half").thenFail("throttlingException", "slow down"));

    Throwable failure = failureOf(rig.async().converseStream(hello().build(), StreamTape.all()));

    assertThat(failure).isInstanceOf(CallRefusedException.class);
    assertThat(rig.server.requests()).hasSize(1);
    assertThat(rig.calls()).hasSize(1);
  }

  @Test
  void theReceiptIsInTheScopeWhenTheStreamSaysThatItIsComplete() {
    rig.server.enqueue(BedrockReply.text("Hi").usage(10, 5));
    AtomicInteger seen = new AtomicInteger();

    try (EventScope scope = EventScope.open()) {
      await(
          rig.async()
              .converseStream(
                  hello().build(), StreamTape.atTheEnd(() -> seen.set(scope.events().size()))));
      assertThat(scope.lastReceipt()).isNotNull();
    }

    assertThat(seen).hasValue(1);
  }

  @Test
  void T3_theTagsAreThoseOfTheThreadThatMadeTheCall() {
    rig.server.enqueue(BedrockReply.text("Hi"));
    CompletableFuture<Void> future;
    try (TagScope scope = TagScope.open(Tags.of("team", "support"))) {
      assertThat(scope).isNotNull();
      future = rig.async().converseStream(hello().build(), StreamTape.all());
    }

    await(future);

    assertThat(rig.call().call().tags()).isEqualTo(Tags.of("team", "support"));
    assertThat(rig.server.requests().get(0).body().get("requestMetadata").get("team").asText())
        .isEqualTo("support");
  }

  @Tag("litellm#35958")
  @Tag("litellm#37558")
  @Tag("litellm#33736")
  @Tag("litellm#30630")
  @Test
  void aSubscriberThatLeavesBeforeTheMetadataIsBookedAtAnEstimate() {
    rig.server.enqueue(BedrockReply.text("Hi").usage(10, 5));
    AtomicReference<@Nullable StreamTape> self = new AtomicReference<>();
    StreamTape tape =
        StreamTape.doing(
            event -> {
              StreamTape own = self.get();
              if (event instanceof MessageStopEvent && own != null) {
                own.subscription.join().cancel();
              }
            });
    self.set(tape);

    await(rig.async().converseStream(hello().build(), tape));

    assertThat(rig.call().outcome().result()).isEqualTo(CallResult.CANCELLED);
    assertThat(rig.call().provenance()).isEqualTo(Provenance.ESTIMATED);
  }

  @Test
  void whatTheFutureFailsWithIsWhatTheSdkGave() {
    rig.server.enqueue(BedrockReply.validation("no"));
    CompletableFuture<Void> future = rig.async().converseStream(hello().build(), StreamTape.all());

    assertThatThrownBy(future::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .hasMessageContaining("no");
  }
}
