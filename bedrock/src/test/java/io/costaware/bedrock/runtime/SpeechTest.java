package io.costaware.bedrock.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.budget.Budget;
import io.costaware.budget.StreamRule;
import io.costaware.call.CallStoppedException;
import io.costaware.event.CallEvent;
import io.costaware.event.CallResult;
import io.costaware.event.Outcome;
import io.costaware.event.Provenance;
import io.costaware.money.Money;
import io.costaware.target.Operation;
import io.costaware.usage.Meter;
import io.costaware.usage.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.BidirectionalOutputPayloadPart;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithBidirectionalStreamInput;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithBidirectionalStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithBidirectionalStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithBidirectionalStreamResponse;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithBidirectionalStreamResponseHandler;

/** Talks through the async drop-in. They need HTTP/2, so a client made by hand stands behind. */
class SpeechTest {
  private final Rig rig = new Rig().budgeted();
  private final List<String> heard = new ArrayList<>();

  @AfterEach
  void close() {
    rig.close();
  }

  private static String usage(int speechIn, int speechOut) {
    return "{\"event\":{\"usageEvent\":{\"details\":{\"total\":{\"input\":{\"speechTokens\":"
        + speechIn
        + ",\"textTokens\":1},\"output\":{\"speechTokens\":"
        + speechOut
        + ",\"textTokens\":2}}}}}}";
  }

  private CompletableFuture<Void> talk(@Nullable RuntimeException failure, String... events) {
    InvokeModelWithBidirectionalStreamResponseHandler handler =
        InvokeModelWithBidirectionalStreamResponseHandler.builder()
            .subscriber(
                event -> heard.add(((BidirectionalOutputPayloadPart) event).bytes().asUtf8String()))
            .build();
    return rig.clients()
        .wrap(new Talking(List.of(events), failure))
        .invokeModelWithBidirectionalStream(
            request -> request.modelId("amazon.nova-sonic-v1:0"),
            SdkPublisher.fromIterable(List.of()),
            handler);
  }

  @Test
  void U3_aTalkIsBilledByItsLastTotal() {
    assertThat(
            talk(
                null,
                "{\"event\":{\"audioOutput\":{\"content\":\"AAAA\"}}}",
                usage(10, 0),
                usage(30, 20),
                usage(60, 40)))
        .isCompleted();

    CallEvent event = rig.call();
    assertThat(heard).hasSize(4);
    assertThat(event.call().operation()).isEqualTo(Operation.INVOKE_MODEL_BIDIRECTIONAL);
    assertThat(event.provenance()).isEqualTo(Provenance.MEASURED);
    assertThat(event.outcome().usage())
        .isEqualTo(
            Usage.builder()
                .add(Meter.INPUT_AUDIO, 60)
                .add(Meter.INPUT, 1)
                .add(Meter.OUTPUT_AUDIO, 40)
                .add(Meter.OUTPUT, 2)
                .build());
    // 60 x 3.40 + 1 x 0.06 + 40 x 13.60 + 2 x 0.24, by the million.
    assertThat(event.receipt().total()).isEqualTo(Money.of("0.00074854", "USD"));
    assertThat(event.held().picos()).isPositive();
  }

  @Test
  void U5_aTalkThatBreaksOffIsALowerBoundAndOneWithoutUsageIsUnknown() {
    assertThat(talk(new IllegalStateException("cut"), usage(10, 5))).isCompletedExceptionally();
    assertThat(talk(null, "{\"event\":{\"audioOutput\":{\"content\":\"AAAA\"}}}")).isCompleted();

    assertThat(rig.calls())
        .extracting(event -> event.outcome().knowledge())
        .containsExactly(Outcome.Knowledge.PART, Outcome.Knowledge.NOTHING);
    assertThat(rig.calls().get(0).outcome().usage().get(Meter.INPUT_AUDIO)).isEqualTo(10);
  }

  @Test
  void B5_aTalkIsStoppedWhenItsUsageEventsPassTheHold() {
    rig.budgets.clear();
    rig.budgets.add(
        Budget.named("talk")
            .limitTokens(100_000)
            .lifetime()
            .defaultOutputTokens(300)
            .streams(StreamRule.STOP));

    CompletableFuture<Void> talk = talk(null, usage(10, 200), usage(20, 299), usage(30, 500));

    assertThat(talk)
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(CallStoppedException.class);
    assertThat(heard).hasSize(2);
    CallEvent event = rig.call();
    assertThat(event.outcome().result()).isEqualTo(CallResult.STOPPED);
    assertThat(event.outcome().usage().get(Meter.OUTPUT_AUDIO)).isEqualTo(299);
    assertThat(event.booked().tokens()).isGreaterThanOrEqualTo(20 + 1 + 299 + 2);
  }

  /** Says its events and, if it has one, fails with its failure. */
  private record Talking(List<String> events, @Nullable RuntimeException failure)
      implements BedrockRuntimeAsyncClient {
    @Override
    public CompletableFuture<Void> invokeModelWithBidirectionalStream(
        InvokeModelWithBidirectionalStreamRequest request,
        Publisher<InvokeModelWithBidirectionalStreamInput> input,
        InvokeModelWithBidirectionalStreamResponseHandler handler) {
      handler.responseReceived(InvokeModelWithBidirectionalStreamResponse.builder().build());
      List<InvokeModelWithBidirectionalStreamOutput> parts = new ArrayList<>();
      for (String event : events) {
        parts.add(
            BidirectionalOutputPayloadPart.builder().bytes(SdkBytes.fromUtf8String(event)).build());
      }
      RuntimeException cut = failure;
      handler.onEventStream(SdkPublisher.adapt(subscriber -> say(parts, cut, subscriber)));
      if (cut == null) {
        handler.complete();
        return CompletableFuture.completedFuture(null);
      }
      handler.exceptionOccurred(cut);
      return CompletableFuture.failedFuture(cut);
    }

    private static void say(
        List<InvokeModelWithBidirectionalStreamOutput> parts,
        @Nullable RuntimeException cut,
        Subscriber<? super InvokeModelWithBidirectionalStreamOutput> subscriber) {
      subscriber.onSubscribe(
          new Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {}
          });
      parts.forEach(subscriber::onNext);
      if (cut == null) {
        subscriber.onComplete();
      } else {
        subscriber.onError(cut);
      }
    }

    @Override
    public String serviceName() {
      return "bedrock";
    }

    @Override
    public void close() {}
  }
}
