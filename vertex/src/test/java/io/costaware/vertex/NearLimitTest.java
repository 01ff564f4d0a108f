package io.costaware.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.genai.Client;
import com.google.genai.types.Content;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.Part;
import io.costaware.budget.Budget;
import io.costaware.budget.NearLimit;
import io.costaware.call.CallRefusedException;
import io.costaware.event.CallEvent;
import io.costaware.event.HoldBasis;
import io.costaware.models.ModelRegistry;
import io.costaware.testkit.wire.GeminiReply;
import io.costaware.testkit.wire.RecordedRequest;
import io.costaware.testkit.wire.WireReply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls whose estimate does not fit into what is left. */
class NearLimitTest {
  private static final String MODEL = "gemini-2.5-flash";

  /** 500 tokens by the estimate, which is on the high side. */
  private static final String LONG = "word ".repeat(300);

  private static final NearLimit COUNT = new NearLimit(true, 0, Duration.ZERO);
  private static final NearLimit CLAMP = new NearLimit(false, 50, Duration.ZERO);

  private Bench bench = limited(400, COUNT);

  @AfterEach
  void close() {
    bench.close();
  }

  private static Bench limited(long tokens, NearLimit near) {
    return Bench.of(
        settings ->
            settings
                .budgets(Budget.named("daily").limitTokens(tokens).lifetime().nearLimit(near))
                .models(ModelRegistry.builder().alias("fast", "vertex:" + MODEL).build()));
  }

  private void use(Bench other) {
    bench.close();
    bench = other;
  }

  private static GenerateContentConfig capped(int cap) {
    return GenerateContentConfig.builder()
        .maxOutputTokens(cap)
        .systemInstruction(Content.fromParts(Part.fromText("Be brief")))
        .build();
  }

  /** Exactly one count came, and then the call. */
  private void assertCountedAndSent() {
    List<RecordedRequest> sent = bench.server.requests();
    assertThat(sent).hasSize(2);
    RecordedRequest count = sent.get(0);
    assertThat(count.operation()).isEqualTo("countTokens");
    assertThat(count.modelId()).isEqualTo(MODEL);
    assertThat(count.query()).doesNotContain("alt=sse");
    assertThat(count.header("Authorization")).isEqualTo(sent.get(1).header("Authorization"));
    assertThat(count.body().fieldNames())
        .toIterable()
        .containsExactly("contents", "systemInstruction", "generationConfig");
    assertThat(count.body().get("contents")).isEqualTo(sent.get(1).body().get("contents"));
    CallEvent event = bench.call();
    assertThat(event.call().basis().inputTokens()).isEqualTo(200);
    assertThat(event.call().basis().inputKnown()).contains("counted");
    assertThat(bench.events).isEmpty();
  }

  @Test
  void B5_theFreeCountAdmitsACallThatTheEstimateWouldRefuse() {
    Client client = bench.client();
    bench.server.enqueue(GeminiReply.tokens(200), GeminiReply.text("Hi").usage(200, 5));

    client.models.generateContent("fast", LONG, capped(100));

    assertCountedAndSent();
  }

  @Test
  void B5_theFreeCountAdmitsAStream() {
    Client client = bench.client();
    bench.server.enqueue(GeminiReply.tokens(200), GeminiReply.text("Hi").usage(200, 5));

    int read = 0;
    for (GenerateContentResponse response :
        client.models.generateContentStream(MODEL, LONG, capped(100))) {
      assertThat(response.text()).isEqualTo("Hi");
      read++;
    }

    assertThat(read).isEqualTo(1);
    assertCountedAndSent();
  }

  @Test
  void B5_theFreeCountAdmitsAnAsyncCall() {
    Client client = bench.client();
    bench.server.enqueue(GeminiReply.tokens(200), GeminiReply.text("Hi").usage(200, 5));

    client.async.models.generateContent(MODEL, LONG, capped(100)).join();

    assertCountedAndSent();
  }

  @Test
  void B8_aCountThatFailsLeavesTheRefusalAsItWasAndSaysSo() {
    Client client = bench.client();
    bench.server.enqueue(GeminiReply.exhausted());

    assertThatThrownBy(() -> client.models.generateContent(MODEL, LONG, capped(100)))
        .isInstanceOf(CallRefusedException.class);

    assertThat(bench.server.requests()).as("a count is not tried again").hasSize(1);
    assertThat(bench.refusal().call().decisions())
        .anyMatch(decision -> decision.startsWith("the input was not counted"));
    assertThat(bench.meter.faults()).isEqualTo(1);
  }

  @Test
  void B8_aCountThatTakesTooLongIsGivenUp() {
    Client client = bench.client();
    CountDownLatch gate = new CountDownLatch(1);
    WireReply late = GeminiReply.tokens(200);
    bench.server.always(request -> late.heldUntil(gate));
    try {
      assertThatThrownBy(() -> client.async.models.generateContent(MODEL, LONG, capped(100)).join())
          .isInstanceOf(CompletionException.class)
          .satisfies(failure -> assertThat(CallRefusedException.find(failure)).isNotNull());

      bench.server.awaitAbandoned(1, Bench.LIMIT);
      assertThat(bench.server.requests()).hasSize(1);
      assertThat(bench.refusal().call().decisions())
          .anyMatch(decision -> decision.startsWith("the input was not counted"));
    } finally {
      gate.countDown();
    }
  }

  @Test
  void cachedContentIsNotInTheCountSoThatNobodyIsAsked() {
    Client client = bench.client();

    assertThatThrownBy(
            () ->
                client.models.generateContent(
                    MODEL,
                    LONG,
                    GenerateContentConfig.builder()
                        .maxOutputTokens(100)
                        .cachedContent("projects/p1/locations/us-central1/cachedContents/7")
                        .build()))
        .isInstanceOf(CallRefusedException.class);

    assertThat(bench.server.requests()).isEmpty();
    assertThat(bench.meter.faults()).isZero();
  }

  private void assertClamped() {
    HoldBasis basis = bench.call().call().basis();
    assertThat(basis.outputCap()).isEqualTo(HoldBasis.OutputCap.CLAMP);
    assertThat(basis.outputTokens()).isBetween(50L, 400L);
    List<RecordedRequest> sent = bench.server.requests();
    JsonNode body = sent.get(sent.size() - 1).body();
    assertThat(body.path("generationConfig").path("maxOutputTokens").asLong())
        .isEqualTo(basis.outputTokens());
  }

  @Test
  void B6_theClampReachesEveryForm() {
    use(limited(400, CLAMP));
    Client client = bench.client();
    bench.server.always(request -> GeminiReply.text("Hi").usage(1, 0));

    client.models.generateContent(MODEL, "Hello", capped(5_000));
    assertClamped();

    client.models.generateContent(MODEL, "Hello", null);
    assertClamped();

    client.async.models.generateContent(MODEL, "Hello", capped(5_000)).join();
    assertClamped();

    client.models.generateContentStream(MODEL, "Hello", capped(5_000)).forEach(part -> {});
    assertClamped();
  }
}
