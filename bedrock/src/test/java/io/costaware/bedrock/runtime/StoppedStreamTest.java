package io.costaware.bedrock.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.budget.Amount;
import io.costaware.budget.Budget;
import io.costaware.budget.StreamRule;
import io.costaware.call.CallRefusedException;
import io.costaware.call.CallStoppedException;
import io.costaware.event.CallEvent;
import io.costaware.event.CallResult;
import io.costaware.event.Outcome;
import io.costaware.event.Provenance;
import io.costaware.event.Refusal;
import io.costaware.testkit.wire.BedrockReply;
import io.costaware.usage.Usage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.PayloadPart;

/** Streams of the SDK's own async client that grow past what is held for them. */
class StoppedStreamTest {
  private static final int PIECES = 140;

  /** Eight words, about ten tokens to Claude. */
  private static final String PIECE = "one two three four five six seven eight ";

  private final Rig rig = new Rig();
  private final CountDownLatch gate = new CountDownLatch(1);

  @AfterEach
  void close() {
    gate.countDown();
    rig.close();
  }

  private Rig limited(long tokens, StreamRule rule) {
    rig.budgets.add(
        Budget.named("daily")
            .limitTokens(tokens)
            .lifetime()
            .defaultOutputTokens(300)
            .streams(rule));
    return rig;
  }

  private static String[] pieces() {
    return Collections.nCopies(PIECES, PIECE).toArray(String[]::new);
  }

  private static ConverseStreamRequest request() {
    return ConverseStreamRequest.builder().modelId(Rig.MODEL).messages(Rig.user("Hello")).build();
  }

  /** All pieces, and then the model is silent with its connection open. */
  private void streamOfMany() {
    rig.server.enqueue(BedrockReply.stream(pieces()).stallAfter(PIECES + 1, gate));
  }

  private static Throwable failureOf(CompletableFuture<Void> future) throws Exception {
    try {
      future.get(20, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (TimeoutException e) {
      throw new AssertionError("The stream neither ended nor failed", e);
    }
    throw new AssertionError("The stream was not stopped");
  }

  /** One settlement, no less than what was seen, and the connection is closed. */
  private CallEvent assertStoppedOnce(CallStoppedException stop) {
    rig.server.awaitAbandoned(1, Rig.SOON);
    CallEvent event = rig.call();
    assertThat(event.outcome().result()).isEqualTo(CallResult.STOPPED);
    assertThat(event.provenance()).as("U5").isEqualTo(Provenance.ESTIMATED);
    assertThat(event.flags()).contains(stop.getMessage());
    assertThat(event.booked().tokens())
        .as("U5")
        .isGreaterThanOrEqualTo(event.call().basis().inputTokens() + stop.outputTokens());
    assertThat(rig.budget().settled()).isEqualTo(new Amount.OfTokens(event.booked().tokens()));
    assertThat(rig.ledger().openHolds()).isZero();
    assertThat(rig.server.requests()).hasSize(1);
    return event;
  }

  @Test
  void B5_aStreamIsStoppedAtItsHoldAndEveryListenerIsToldOnce() throws Exception {
    limited(100_000, StreamRule.STOP);
    streamOfMany();
    StreamTape tape = StreamTape.all();

    Throwable failure = failureOf(rig.async().converseStream(request(), tape));

    CallStoppedException stop = (CallStoppedException) failure;
    assertThat(stop.refusal()).isEqualTo(new Refusal.OfStream("daily", 300));
    assertThat(stop.outputTokens()).isBetween(301L, 311L);
    assertThat(tape.failures).containsExactly(stop);
    assertThat(tape.told).endsWith("'" + PIECE, "onError", "exceptionOccurred");
    assertThat(tape.told).doesNotContain("onComplete", "complete").containsOnlyOnce("onError");
    assertStoppedOnce(stop);
  }

  @Test
  void B5_aWrappedClientIsStoppedToo() throws Exception {
    limited(100_000, StreamRule.STOP);
    streamOfMany();
    StreamTape tape = StreamTape.all();
    try (BedrockRuntimeAsyncClient plain = rig.asyncBuilder().build()) {
      Throwable failure = failureOf(rig.clients().wrap(plain).converseStream(request(), tape));

      assertThat(tape.failures).containsExactly(failure);
      assertStoppedOnce((CallStoppedException) failure);
    }
  }

  /** A limit of 1,000 tokens, and a model that would answer with more than 1,200. */
  @Tag("envoyproxy/ai-gateway#2394")
  @Test
  @Tag("envoyproxy/ai-gateway#1754")
  void B5_aStreamIsStoppedWhereTheLimitIsAndTheNextCallIsRefused() throws Exception {
    limited(1_000, StreamRule.EXTEND_OR_STOP);
    streamOfMany();

    Throwable failure = failureOf(rig.async().converseStream(request(), StreamTape.all()));

    CallStoppedException stop = (CallStoppedException) failure;
    assertThat(((Refusal.OfBudget) stop.refusal()).shortfall().budget()).isEqualTo("daily");
    assertThat(assertStoppedOnce(stop).booked().tokens()).isBetween(990L, 1_011L);
    assertThat(failureOf(rig.async().converseStream(request(), StreamTape.all())))
        .isInstanceOf(CallRefusedException.class);
    assertThat(rig.server.requests()).hasSize(1);
  }

  @Test
  void B5_whereTheHoldIsExtendedTheStreamRunsToItsEnd() throws Exception {
    limited(1_000, StreamRule.EXTEND);
    rig.server.enqueue(BedrockReply.stream(pieces()).usage(10, 1_200));
    StreamTape tape = StreamTape.all();

    rig.async().converseStream(request(), tape).get(20, TimeUnit.SECONDS);

    assertThat(tape.text()).hasSize(PIECES * PIECE.length());
    assertThat(rig.call().outcome().usage()).isEqualTo(Usage.tokens(10, 1_200));
    assertThat(rig.budget().settled()).isEqualTo(new Amount.OfTokens(1_210));
  }

  @Test
  void B5_thoughtsAndTheInputOfToolsCountAsWell() throws Exception {
    limited(100_000, StreamRule.STOP);
    rig.server.enqueue(
        BedrockReply.toolUse("t1", "write", "{\"page\":\"" + PIECE.repeat(20) + "\"}")
            .reasoning(PIECE.repeat(20))
            .thenText(pieces())
            .stallAfter(20, gate));
    StreamTape tape = StreamTape.all();

    Throwable failure = failureOf(rig.async().converseStream(request(), tape));

    assertThat(tape.text()).as("no text was due").doesNotContain(PIECE + PIECE.substring(0, 4));
    assertStoppedOnce((CallStoppedException) failure);
  }

  private static InvokeModelWithResponseStreamRequest invocation(String model) {
    return InvokeModelWithResponseStreamRequest.builder()
        .modelId(model)
        .body(SdkBytes.fromUtf8String("{\"prompt\":\"Hello\"}"))
        .build();
  }

  private CallStoppedException stopped(String model, String event) throws Exception {
    rig.server.enqueue(
        BedrockReply.invokeStream(Collections.nCopies(PIECES, event).toArray(String[]::new))
            .stallAfter(PIECES, gate));
    List<String> read = new CopyOnWriteArrayList<>();
    List<Throwable> told = new CopyOnWriteArrayList<>();
    InvokeModelWithResponseStreamResponseHandler handler =
        InvokeModelWithResponseStreamResponseHandler.builder()
            .onError(told::add)
            .subscriber(part -> read.add(((PayloadPart) part).bytes().asUtf8String()))
            .build();

    Throwable failure =
        failureOf(rig.async().invokeModelWithResponseStream(invocation(model), handler));

    assertThat(told).containsExactly(failure);
    assertThat(read).isNotEmpty().hasSizeLessThan(PIECES);
    return (CallStoppedException) failure;
  }

  @Test
  void B5_aNativeStreamOfClaudeIsStopped() throws Exception {
    limited(100_000, StreamRule.STOP);

    CallStoppedException stop =
        stopped(
            Rig.MODEL,
            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\","
                + "\"text\":\""
                + PIECE
                + "\"}}");

    assertThat(stop.outputTokens()).isBetween(301L, 311L);
    assertStoppedOnce(stop);
  }

  @Test
  void B5_whatANativeEventCountsComesBeforeAnEstimate() throws Exception {
    limited(100_000, StreamRule.STOP);

    CallStoppedException stop =
        stopped(
            "us.meta.llama3-3-70b-instruct-v1:0",
            "{\"generation\":\"a\",\"prompt_token_count\":null,\"generation_token_count\":301}");

    assertThat(stop.outputTokens()).isEqualTo(301);
    CallEvent event = assertStoppedOnce(stop);
    assertThat(event.outcome().knowledge()).isEqualTo(Outcome.Knowledge.PART);
  }

  @Test
  void B5_aSubscriberThatLeavesAtTheStopIsToldNothingMore() throws Exception {
    limited(100_000, StreamRule.STOP);
    streamOfMany();
    List<StreamTape> self = new ArrayList<>();
    StreamTape tape =
        StreamTape.doing(
            event -> {
              if (rig.events.size() == 1) {
                self.get(0).subscription.join().cancel();
              }
            });
    self.add(tape);

    Throwable failure = failureOf(rig.async().converseStream(request(), tape));

    assertThat(tape.told).doesNotContain("onError", "onComplete");
    assertStoppedOnce((CallStoppedException) failure);
  }
}
