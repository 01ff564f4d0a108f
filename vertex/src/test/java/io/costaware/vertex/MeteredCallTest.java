package io.costaware.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.genai.types.GenerateContentConfig;
import io.costaware.call.EventScope;
import io.costaware.event.CallEvent;
import io.costaware.event.CallResult;
import io.costaware.event.Provenance;
import io.costaware.money.Money;
import io.costaware.tags.TagScope;
import io.costaware.tags.Tags;
import io.costaware.target.Operation;
import io.costaware.target.ServiceTier;
import io.costaware.testkit.wire.GeminiReply;
import io.costaware.usage.Usage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MeteredCallTest {
  private final Bench bench = Bench.plain();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void aBlockingCallIsMeteredWithoutAChangeInItsCode() {
    bench.server.enqueue(GeminiReply.text("Hi").usage(18, 89).thoughts(83));

    String text = bench.client().models.generateContent("gemini-2.5-flash", "hello", null).text();

    assertThat(text).isEqualTo("Hi");
    CallEvent event = bench.call();
    assertThat(event.call().operation()).isEqualTo(Operation.GENERATE_CONTENT);
    assertThat(event.call().target()).hasToString("vertex:gemini-2.5-flash (non_global)");
    assertThat(event.outcome().result()).isEqualTo(CallResult.SUCCEEDED);
    assertThat(event.outcome().usage()).isEqualTo(Usage.tokens(18, 172));
    assertThat(event.outcome().requestId()).isEqualTo("response-000001");
    assertThat(event.outcome().servedTier()).isEqualTo(ServiceTier.STANDARD);
    assertThat(event.provenance()).isEqualTo(Provenance.MEASURED);
    assertThat(event.attempt()).isEqualTo(1);
    // 18 at 0.30 and 172 at 2.50 for a million.
    assertThat(event.receipt().total()).isEqualTo(Money.usd("0.0004354"));
    assertThat(event.flags()).isEmpty();
  }

  @Test
  void tagsOfTheScopeReachEventAndLabels() {
    bench.server.enqueue(GeminiReply.text("Hi"));

    try (TagScope scope = TagScope.open(Tags.of("team", "support"))) {
      bench
          .client()
          .models
          .generateContent(
              "gemini-2.5-flash",
              "hello",
              GenerateContentConfig.builder().labels(java.util.Map.of("app", "chat")).build());
      assertThat(scope.tags()).isEqualTo(Tags.of("team", "support"));
    }

    assertThat(bench.call().call().tags()).isEqualTo(Tags.of("app", "chat", "team", "support"));
    assertThat(bench.server.requests().get(0).body().get("labels"))
        .hasToString("{\"app\":\"chat\",\"team\":\"support\"}");
  }

  @Test
  void theReceiptIsInTheScopeWhenTheCallReturns() {
    bench.server.enqueue(GeminiReply.text("Hi").usage(1000, 0));

    try (EventScope scope = EventScope.open()) {
      bench.client().models.generateContent("gemini-2.5-flash", "hello", null);

      assertThat(scope.lastReceipt().total()).isEqualTo(Money.usd("0.0003"));
    }
  }
}
