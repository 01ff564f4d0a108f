package io.costaware.vertex;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.types.GenerateContentResponse;
import io.costaware.budget.Amount;
import io.costaware.budget.Budget;
import io.costaware.budget.BudgetStatus;
import io.costaware.budget.StreamRule;
import io.costaware.call.CallRefusedException;
import io.costaware.call.CallStoppedException;
import io.costaware.event.CallEvent;
import io.costaware.event.CallResult;
import io.costaware.event.Outcome;
import io.costaware.event.Provenance;
import io.costaware.event.Refusal;
import io.costaware.testkit.wire.GeminiReply;
import io.costaware.testkit.wire.WireAnswer;
import io.costaware.testkit.wire.WireReply;
import io.costaware.usage.OutputTally;
import io.costaware.usage.TokenFamily;
import io.costaware.usage.Usage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams of the SDK's own client that grow past what is held for them. */
class StoppedStreamTest {
  private static final String MODEL = "gemini-2.5-flash";
  private static final int PIECES = 160;

  /** Eight words, about nine tokens to Gemini. */
  private static final String PIECE = "one two three four five six seven eight ";

  private final CountDownLatch gate = new CountDownLatch(1);
  private Bench bench = limited(100_000, StreamRule.STOP);
  private final List<String> read = new ArrayList<>();

  @AfterEach
  void close() {
    gate.countDown();
    bench.close();
  }

  private static Bench limited(long tokens, StreamRule rule) {
    return Bench.of(
        settings ->
            settings.budgets(
                Budget.named("daily")
                    .limitTokens(tokens)
                    .lifetime()
                    .defaultOutputTokens(300)
                    .streams(rule)));
  }

  private void use(Bench other) {
    bench.close();
    bench = other;
  }

  /** Some pieces, and then the model is silent with its connection open. */
  private void streamOfMany() {
    bench.server.enqueue(
        GeminiReply.stream(Collections.nCopies(PIECES + 1, PIECE).toArray(String[]::new))
            .stallAfter(PIECES, gate));
  }

  private CallStoppedException stopOf(ResponseStream<GenerateContentResponse> stream) {
    return catchThrowableOfType(
        CallStoppedException.class,
        () -> {
          for (GenerateContentResponse response : stream) {
            read.add(response.text());
          }
        });
  }

  private CallEvent assertStoppedOnce(CallStoppedException stop) {
    bench.server.awaitAbandoned(1, Bench.LIMIT);
    CallEvent event = bench.call();
    assertThat(bench.events).isEmpty();
    assertThat(event.outcome().result()).isEqualTo(CallResult.STOPPED);
    assertThat(event.provenance()).as("U5").isEqualTo(Provenance.ESTIMATED);
    assertThat(event.flags()).contains(stop.getMessage());
    assertThat(event.booked().tokens())
        .as("U5")
        .isGreaterThanOrEqualTo(event.call().basis().inputTokens() + stop.outputTokens());
    BudgetStatus budget = bench.ledger.status().get(0);
    assertThat(budget.settled()).isEqualTo(new Amount.OfTokens(event.booked().tokens()));
    assertThat(bench.ledger.openHolds()).isZero();
    assertThat(bench.meter.openStreams()).isZero();
    assertThat(bench.server.requests()).hasSize(1);
    return event;
  }

  /** The pieces up to the one that passes so many tokens. */
  private static int piecesUpTo(long tokens) {
    OutputTally tally = new OutputTally(TokenFamily.GEMINI);
    int pieces = 0;
    while (tally.tokens() <= tokens) {
      tally.text(PIECE);
      pieces++;
    }
    return pieces;
  }

  @Test
  void B5_aStreamIsStoppedAtItsHoldAndWhatHasComeIsDelivered() {
    Client client = bench.client();
    streamOfMany();

    CallStoppedException stop = stopOf(client.models.generateContentStream(MODEL, "hello", null));

    assertThat(stop.refusal()).isEqualTo(new Refusal.OfStream("daily", 300));
    assertThat(read).hasSizeBetween(piecesUpTo(300), PIECES).containsOnly(PIECE);
    OutputTally delivered = new OutputTally(TokenFamily.GEMINI);
    read.forEach(delivered::text);
    assertThat(delivered.tokens()).as("all that was counted").isEqualTo(stop.outputTokens());
    assertStoppedOnce(stop);
  }

  @Test
  void B5_anAsyncStreamIsStoppedWhereItIsRead() {
    Client client = bench.client();
    streamOfMany();

    CallStoppedException stop =
        stopOf(client.async.models.generateContentStream(MODEL, "hello", null).join());

    assertThat(read).isNotEmpty().containsOnly(PIECE);
    assertStoppedOnce(stop);
  }

  @Test
  void B5_theStreamOfAChatIsStoppedAndSoIsACompressedOne() {
    Client client = bench.client();
    bench.server.enqueue(
        GeminiReply.stream(Collections.nCopies(PIECES + 1, PIECE).toArray(String[]::new))
            .gzip()
            .stallAfter(PIECES, gate));

    CallStoppedException stop = stopOf(client.chats.create(MODEL).sendMessageStream("hello"));

    assertThat(read).isNotEmpty().containsOnly(PIECE);
    assertStoppedOnce(stop);
  }

  /** A limit of 1,000 tokens, and a model that would answer with more than 1,200. */
  @Tag("envoyproxy/ai-gateway#2394")
  @Test
  @Tag("envoyproxy/ai-gateway#1754")
  void B5_aStreamIsStoppedWhereTheLimitIsAndTheNextCallIsRefused() {
    use(limited(1_000, StreamRule.EXTEND_OR_STOP));
    Client client = bench.client();
    streamOfMany();

    CallStoppedException stop = stopOf(client.models.generateContentStream(MODEL, "hello", null));

    assertThat(((Refusal.OfBudget) stop.refusal()).shortfall().budget()).isEqualTo("daily");
    assertStoppedOnce(stop);
    assertThatThrownBy(() -> client.models.generateContentStream(MODEL, "hello", null))
        .isInstanceOf(CallRefusedException.class);
    assertThat(bench.server.requests()).hasSize(1);
  }

  @Test
  void B5_whereTheHoldIsExtendedTheStreamRunsToItsEnd() {
    use(limited(1_000, StreamRule.EXTEND));
    Client client = bench.client();
    bench.server.enqueue(
        GeminiReply.stream(Collections.nCopies(PIECES, PIECE).toArray(String[]::new))
            .usage(10, 1_200));

    for (GenerateContentResponse response :
        client.models.generateContentStream(MODEL, "hello", null)) {
      read.add(response.text());
    }

    assertThat(read).hasSize(PIECES);
    assertThat(bench.call().outcome().usage()).isEqualTo(Usage.tokens(10, 1_200));
    assertThat(bench.ledger.status().get(0).settled()).isEqualTo(new Amount.OfTokens(1_210));
  }

  private static String event(String parts, String usage) {
    return "data: {\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":["
        + parts
        + "]}}]"
        + usage
        + "}\r\n\r\n";
  }

  private WireReply events(String... events) {
    List<byte[]> frames = new ArrayList<>();
    for (String event : events) {
      frames.add(event.getBytes(UTF_8));
    }
    WireAnswer answer = WireAnswer.stream(200, "text/event-stream", frames);
    return answer.stallAfter(events.length - 1, gate);
  }

  @Test
  void B5_countsOnTheWayComeBeforeAnEstimate() {
    Client client = bench.client();
    String first = "{\"text\":\"" + PIECE + "\"}";
    bench.server.enqueue(
        events(
            event(first, ",\"usageMetadata\":{\"promptTokenCount\":7,\"candidatesTokenCount\":8}"),
            event(
                first,
                ",\"usageMetadata\":{\"promptTokenCount\":7,\"candidatesTokenCount\":16,"
                    + "\"thoughtsTokenCount\":290}"),
            event(first, "")));

    CallStoppedException stop = stopOf(client.models.generateContentStream(MODEL, "hello", null));

    assertThat(read).hasSize(2);
    assertThat(stop.outputTokens()).isEqualTo(306);
    CallEvent event = assertStoppedOnce(stop);
    assertThat(event.outcome().knowledge()).isEqualTo(Outcome.Knowledge.PART);
    assertThat(event.outcome().usage()).isEqualTo(Usage.tokens(7, 306));
    assertThat(event.booked().tokens()).isEqualTo(313);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"text\":\"%s\",\"thought\":true}",
        "{\"functionCall\":{\"name\":\"write\",\"args\":{\"pages\":[{\"page\":\"%s\"}]}}}",
        "{\"executableCode\":{\"language\":\"PYTHON\",\"code\":\"%s\"}}"
      })
  void B5_thoughtsFunctionsAndCodeCountAsWell(String part) {
    Client client = bench.client();
    String much = event(part.formatted(PIECE.repeat(40)), "");
    bench.server.enqueue(events(much, much, much));

    // The very first event is too much: it is delivered all the same.
    int delivered = 0;
    CallStoppedException stop = null;
    try (ResponseStream<GenerateContentResponse> stream =
        client.models.generateContentStream(MODEL, "hello", null)) {
      for (GenerateContentResponse response : stream) {
        assertThat(response.candidates().orElseThrow()).hasSize(1);
        delivered++;
      }
    } catch (CallStoppedException e) {
      stop = e;
    }

    assertThat(delivered).isBetween(1, 2);
    assertThat(stop).isNotNull();
    assertStoppedOnce(stop);
  }

  @Test
  void aStoppedStreamStaysStopped() {
    Client client = bench.client();
    streamOfMany();
    ResponseStream<GenerateContentResponse> stream =
        client.models.generateContentStream(MODEL, "hello", null);
    CallStoppedException stop = stopOf(stream);

    assertThatThrownBy(() -> stream.iterator().next()).isSameAs(stop);
    stream.close();
    assertStoppedOnce(stop);
  }
}
