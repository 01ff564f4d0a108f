package io.costaware.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.errors.GenAiIOException;
import com.google.genai.errors.ServerException;
import com.google.genai.types.GenerateContentResponse;
import io.costaware.budget.Budget;
import io.costaware.call.EventScope;
import io.costaware.event.CallEvent;
import io.costaware.event.CallResult;
import io.costaware.event.Outcome;
import io.costaware.event.Provenance;
import io.costaware.money.Money;
import io.costaware.testkit.wire.GeminiReply;
import io.costaware.testkit.wire.GenerateReply;
import io.costaware.testkit.wire.WireReply;
import io.costaware.usage.Meter;
import io.costaware.usage.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class StreamTest {
  private static final String MODEL = "gemini-2.5-flash";
  private static final GenerateReply THREE =
      GeminiReply.stream("one ", "two ", "three").usage(100, 30).thoughts(20);

  private final Bench bench =
      Bench.of(settings -> settings.budgets(Budget.named("all").limit("100", "USD").lifetime()));
  private final Client client = bench.client();

  @AfterEach
  void close() {
    bench.close();
  }

  private List<String> read(ResponseStream<GenerateContentResponse> stream) {
    List<String> texts = new ArrayList<>();
    for (GenerateContentResponse response : stream) {
      texts.add(response.text());
    }
    return texts;
  }

  private ResponseStream<GenerateContentResponse> open() {
    return client.models.generateContentStream(MODEL, "hello", null);
  }

  private void assertHoldEndedOnce() {
    assertThat(bench.ledger.openHolds()).isZero();
    assertThat(bench.events).isEmpty();
    assertThat(bench.meter.openStreams()).isZero();
  }

  @Test
  void aWholeStreamIsMeteredFromItsLastEvent() {
    bench.server.enqueue(THREE);

    assertThat(read(open())).containsExactly("one ", "two ", "three");

    CallEvent event = bench.call();
    assertThat(event.outcome().usage()).isEqualTo(Usage.tokens(100, 50));
    assertThat(event.outcome().result()).isEqualTo(CallResult.SUCCEEDED);
    assertThat(event.provenance()).isEqualTo(Provenance.MEASURED);
    assertThat(event.receipt().total()).isEqualTo(Money.usd("0.000155"));
    assertHoldEndedOnce();
  }

  @Test
  void aCompressedStreamIsReadAsWell() {
    bench.server.enqueue(THREE.gzip());

    assertThat(read(open())).hasSize(3);
    assertThat(bench.call().outcome().usage()).isEqualTo(Usage.tokens(100, 50));
  }

  @Test
  void theReceiptIsThereBeforeTheLastElementIsHandedOut() {
    bench.server.enqueue(THREE);

    try (EventScope scope = EventScope.open()) {
      List<Boolean> known = new ArrayList<>();
      for (GenerateContentResponse ignored : open()) {
        known.add(scope.lastReceipt() != null);
      }
      assertThat(known).containsExactly(false, false, true);
    }
  }

  @Test
  void anAsyncStreamIsMeteredWhereItIsRead() {
    bench.server.enqueue(THREE);

    try (EventScope scope = EventScope.open()) {
      ResponseStream<GenerateContentResponse> stream =
          client.async.models.generateContentStream(MODEL, "hello", null).join();
      assertThat(read(stream)).hasSize(3);

      assertThat(scope.last()).isEqualTo(bench.call());
    }
    assertHoldEndedOnce();
  }

  @Test
  void aChatStreamIsMetered() {
    bench.server.enqueue(THREE);

    assertThat(read(client.chats.create(MODEL).sendMessageStream("hello"))).hasSize(3);
    assertThat(bench.call().outcome().usage()).isEqualTo(Usage.tokens(100, 50));
  }

  @Tag("litellm#35958")
  @Test
  void U5_aStreamClosedEarlyIsEstimatedAndNeverFree() {
    CountDownLatch gate = new CountDownLatch(1);
    bench.server.enqueue(THREE.stallAfter(2, gate));

    ResponseStream<GenerateContentResponse> stream = open();
    assertThat(stream.iterator().next().text()).isEqualTo("one ");
    stream.close();
    stream.close();
    gate.countDown();

    CallEvent event = bench.call();
    assertThat(event.outcome().result()).isEqualTo(CallResult.CANCELLED);
    assertThat(event.outcome().knowledge()).isEqualTo(Outcome.Knowledge.PART);
    assertThat(event.outcome().usage().get(Meter.OUTPUT)).isEqualTo(2);
    assertThat(event.outcome().basis()).contains("closed before", "8 bytes of text");
    assertThat(event.provenance()).isEqualTo(Provenance.ESTIMATED);
    assertThat(event.booked().picos()).isPositive();
    assertHoldEndedOnce();
  }

  @Test
  void aStreamCutAfterItsCountsIsMeasuredThoughTheCallerFails() {
    bench.server.enqueue(THREE.resetAfter(3));

    assertThat(catchThrowable(() -> read(open()))).isInstanceOf(GenAiIOException.class);

    CallEvent event = bench.call();
    assertThat(event.outcome().result()).isEqualTo(CallResult.FAILED);
    assertThat(event.outcome().knowledge()).isEqualTo(Outcome.Knowledge.WHOLE);
    assertThat(event.outcome().usage()).isEqualTo(Usage.tokens(100, 50));
    assertHoldEndedOnce();
  }

  @Test
  void aStreamCutBeforeItsCountsIsEstimated() {
    bench.server.enqueue(THREE.cutInside(1));

    assertThat(catchThrowable(() -> read(open()))).isInstanceOf(GenAiIOException.class);

    CallEvent event = bench.call();
    assertThat(event.outcome().result()).isEqualTo(CallResult.FAILED);
    assertThat(event.provenance()).isEqualTo(Provenance.ESTIMATED);
    assertThat(event.booked().picos()).isPositive();
    assertHoldEndedOnce();
  }

  @Test
  void aCleanEndWithoutCountsIsEstimatedThoughTheCallerSeesNoError() {
    bench.server.enqueue(THREE.thenEndWithoutCounts());

    assertThat(read(open())).hasSize(3);

    CallEvent event = bench.call();
    assertThat(event.outcome().result()).isEqualTo(CallResult.SUCCEEDED);
    assertThat(event.provenance()).isEqualTo(Provenance.ESTIMATED);
    assertThat(event.outcome().usage().get(Meter.OUTPUT)).isEqualTo(3);
    assertHoldEndedOnce();
  }

  @Test
  void anErrorInsideTheStreamIsAFailureOfUnknownCost() {
    bench.server.enqueue(THREE.thenFail(503, "UNAVAILABLE", "the secret message"));

    assertThat(catchThrowable(() -> read(open()))).isInstanceOf(ServerException.class);

    CallEvent event = bench.call();
    assertThat(event.outcome().result()).isEqualTo(CallResult.FAILED);
    assertThat(event.outcome().error()).isEqualTo("UNAVAILABLE 503");
    assertThat(event.provenance()).isEqualTo(Provenance.ESTIMATED);
    assertThat(event.toString()).doesNotContain("secret message");
    assertHoldEndedOnce();
  }

  @Test
  void anAbandonedStreamIsEndedOnceItIsCollected() {
    CountDownLatch gate = new CountDownLatch(1);
    bench.server.enqueue(THREE.stallAfter(2, gate));
    openAndDrop();

    long deadline = System.nanoTime() + Bench.LIMIT.toNanos();
    while (bench.events.isEmpty() && System.nanoTime() < deadline) {
      System.gc();
      Thread.onSpinWait();
    }

    CallEvent event = bench.call();
    assertThat(event.outcome().result()).isEqualTo(CallResult.ABANDONED);
    assertThat(event.provenance()).isEqualTo(Provenance.ESTIMATED);
    gate.countDown();
    assertHoldEndedOnce();
  }

  private void openAndDrop() {
    assertThat(open().iterator().next().text()).isEqualTo("one ");
  }

  @Test
  void aSilentStreamIsEndedByTheIdleWatch() {
    CountDownLatch gate = new CountDownLatch(1);
    bench.server.enqueue(THREE.stallAfter(2, gate));
    ResponseStream<GenerateContentResponse> stream = open();
    assertThat(stream.iterator().next().text()).isEqualTo("one ");

    bench.nanos.addAndGet(Duration.ofMinutes(11).toNanos());
    bench.meter.endStalled();

    assertThat(bench.call().outcome().result()).isEqualTo(CallResult.STALLED);
    assertHoldEndedOnce();
    gate.countDown();
    stream.close();
    assertThat(bench.events).isEmpty();
  }

  @Test
  void textThatLooksLikeUsageFoolsNobody() {
    bench.server.enqueue(
        GeminiReply.stream("{\"usageMetadata\":{\"promptTokenCount\":9}}", "\\\"}", "end")
            .usage(5, 6));

    assertThat(read(open())).hasSize(3);
    assertThat(bench.call().outcome().usage()).isEqualTo(Usage.tokens(5, 6));
  }

  @Test
  void M6_theTierServedIsThatOfTheStream() {
    WireReply flex = THREE.trafficType("ON_DEMAND_FLEX");
    bench.server.enqueue(flex);

    read(open());

    assertThat(bench.call().receipt().total()).isEqualTo(Money.usd("0.0000775"));
  }
}
