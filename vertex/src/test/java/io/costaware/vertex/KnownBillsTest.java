package io.costaware.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.genai.Client;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import io.costaware.CostAware;
import io.costaware.event.CallEvent;
import io.costaware.event.Provenance;
import io.costaware.money.Money;
import io.costaware.pricing.PriceSheet;
import io.costaware.pricing.Receipt;
import io.costaware.testkit.fake.RecordingSink;
import io.costaware.testkit.wire.GeminiReply;
import io.costaware.testkit.wire.GenerateReply;
import io.costaware.testkit.wire.VertexWireServer;
import io.costaware.usage.Meter;
import io.costaware.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers with known bills, through the SDK's own client and at the prices that come along. */
class KnownBillsTest {
  private static final Instant NOVEMBER = Instant.parse("2026-11-21T12:00:00Z");

  private final VertexWireServer server = VertexWireServer.start();

  @AfterEach
  void close() {
    server.close();
  }

  private CallEvent event(String location, String model, GenerateReply reply) {
    return event(location, model, reply, NOVEMBER);
  }

  private CallEvent event(String location, String model, GenerateReply reply, Instant now) {
    server.enqueue(reply);
    RecordingSink sink = new RecordingSink();
    try (CostAware costs =
            CostAware.builder()
                .prices(PriceSheet.bundled())
                .beginAtZero()
                .clock(InstantSource.fixed(now))
                .sink(sink)
                .build();
        Client client =
            CostAwareVertex.builder(costs)
                .project("p1")
                .location(location)
                .credentials(
                    GoogleCredentials.create(
                        new AccessToken("test", Date.from(Instant.parse("2099-01-01T00:00:00Z")))))
                .httpOptions(
                    HttpOptions.builder()
                        .baseUrl(server.endpoint().toString())
                        .retryOptions(HttpRetryOptions.builder().attempts(1).initialDelay(0.0))
                        .build())
                .build()) {
      client.models.generateContent(model, "hello", null);
    }
    return sink.awaitCalls(1, Duration.ofSeconds(20)).get(0);
  }

  private static GenerateReply usage(int prompt, int candidates) {
    return GeminiReply.text("Hi").usage(prompt, candidates);
  }

  private static void assertBill(CallEvent event, String dollars) {
    assertThat(event.receipt().outcome()).isEqualTo(Receipt.Outcome.PRICED);
    assertThat(event.provenance()).isEqualTo(Provenance.MEASURED);
    assertThat(event.receipt().total()).isEqualTo(Money.usd(dollars));
  }

  @Test
  void U2_aGroundedAnswerPaysForThoughtsToolResultsAndOneSearch() {
    GenerateReply reply = usage(18, 89).thoughts(83).toolUsePrompt(32).total(222);
    assertBill(event("global", "gemini-2.5-flash", reply), "0.000445");
    assertBill(event("global", "gemini-2.5-flash", reply.grounded("one", "two")), "0.035445");
  }

  @Test
  void M6_aFlexAnswerPaysFlexPrices() {
    GenerateReply reply = usage(5, 1).thoughts(51).trafficType("ON_DEMAND_FLEX");
    assertBill(event("global", "gemini-3-flash-preview", reply), "0.00007925");
  }

  @Test
  void M5_aLongPromptMovesEveryToken() {
    GenerateReply reply = usage(250_000, 1_000).cached(100_000);
    assertBill(event("global", "gemini-2.5-pro", reply), "0.415");
  }

  @ParameterizedTest
  @CsvSource({"200000, 0, 0.25", "200001, 0, 0.5000025", "199990, 11, 0.5000025"})
  void M5_theThresholdIsTwoHundredThousandTokens(int prompt, int toolUse, String dollars) {
    GenerateReply reply = usage(prompt, 0).toolUsePrompt(toolUse);
    assertBill(event("global", "gemini-2.5-pro", reply), dollars);
  }

  @ParameterizedTest
  @CsvSource({"us-central1, 11.55", "global, 10.50", "eu, 11.55"})
  void M7_theLocationDecidesThePrice(String location, String dollars) {
    assertBill(event(location, "gemini-3.5-flash", usage(1_000_000, 1_000_000)), dollars);
  }

  @Test
  void U2_thoughtsAmongTheCandidatesAreNotPaidTwice() {
    CallEvent event = event("global", "gemini-2.5-flash", usage(10, 10).thoughts(5).total(20));
    assertThat(event.outcome().usage()).isEqualTo(Usage.tokens(10, 10));
    assertBill(event, "0.000028");
  }

  @Test
  void U1_anImageIsPaidByItsTokens() {
    CallEvent event =
        event("global", "gemini-2.5-flash-image", usage(0, 1290).candidatesDetail("IMAGE", 1290));
    assertThat(event.outcome().usage().get(Meter.OUTPUT_IMAGE)).isEqualTo(1290);
    assertBill(event, "0.0387");
  }

  @Test
  void M6_provisionedThroughputIsNotBilledByTheToken() {
    CallEvent event =
        event(
            "global",
            "gemini-2.5-flash",
            usage(1_000, 1_000).trafficType("PROVISIONED_THROUGHPUT"));
    assertThat(event.receipt().outcome()).isEqualTo(Receipt.Outcome.ZERO);
    assertThat(event.receipt().knownTotal()).isEqualTo(Money.usd("0"));
    assertThat(event.booked().tokens()).isEqualTo(2_000);
  }

  @Test
  void aBlockedPromptPaysItsInput() {
    assertBill(
        event("global", "gemini-2.5-flash", GeminiReply.blocked("SAFETY").total(10)), "0.000003");
  }

  @ParameterizedTest
  @CsvSource({"2026-12-31T23:59:59.999Z, 0.75", "2027-01-01T00:00:00Z, 1.5"})
  void M4_theDayOfTheCallDecidesThePrice(Instant now, String dollars) {
    assertBill(event("global", "gemini-3.7-flash", usage(1_000_000, 0), now), dollars);
  }

  @ParameterizedTest
  @CsvSource({
    "gemini-2.5-flash@default",
    "gemini-2.5-flash-001",
    "publishers/google/models/gemini-2.5-flash",
    "projects/p1/locations/global/publishers/google/models/gemini-2.5-flash"
  })
  void M7_howTheProviderWritesTheModelsNameChangesNoPrice(String version) {
    assertBill(
        event("global", "gemini-2.5-flash", usage(1_000_000, 0).modelVersion(version)), "0.3");
  }
}
