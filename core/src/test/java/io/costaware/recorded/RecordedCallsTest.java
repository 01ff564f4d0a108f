package io.costaware.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.event.Outcome;
import io.costaware.models.ModelRegistry;
import io.costaware.pricing.PriceAttributes;
import io.costaware.pricing.PriceOverlay;
import io.costaware.pricing.PriceSelector;
import io.costaware.pricing.PriceSheet;
import io.costaware.pricing.SheetPriceBook;
import io.costaware.target.ModelId;
import io.costaware.target.Provider;
import io.costaware.target.ServiceTier;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordedCallsTest {
  private static final String CALL =
      "{\"id\": \"%s\", \"provider\": \"bedrock\", \"model\": \"%s\","
          + " \"operation\": \"converse\", \"at\": \"2026-08-21\", \"region\": \"us-east-1\"}";

  private static String call(String id, String model) {
    return CALL.formatted(id, model);
  }

  private static List<RecordedLine> read(InputStream in) throws IOException {
    List<RecordedLine> lines = new ArrayList<>();
    RecordedCalls.read(in, lines::add);
    return lines;
  }

  private static RecordedCall one(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    RecordedLine line = RecordedCalls.line(1, bytes, 0, bytes.length);
    assertThat(line).isInstanceOf(RecordedLine.Call.class);
    return ((RecordedLine.Call) line).call();
  }

  private static CallPricer pricer(ModelRegistry aliases, RecordedAnswer answer) {
    return CallPricer.of(
        SheetPriceBook.of(PriceSheet.bundled()), aliases, Map.of(Provider.BEDROCK, call -> answer));
  }

  private static RecordedAnswer measured() {
    return RecordedAnswer.measured(Usage.tokens(1000, 100), RawUsage.none(), ServiceTier.STANDARD);
  }

  @Test
  void linesAreReadInOrderAndABadOneIsTold() throws IOException {
    StringBuilder file = new StringBuilder("\ufeff");
    for (int i = 1; i <= 3000; i++) {
      file.append(i == 2000 ? "oops" : call("n" + i, "amazon.nova-lite-v1:0"));
      file.append(i % 2 == 0 ? "\n" : "\r\n");
    }
    byte[] bytes = file.toString().getBytes(StandardCharsets.UTF_8);
    // Whoever reads a pipe gets it in pieces of any size.
    InputStream pieces =
        new ByteArrayInputStream(bytes) {
          @Override
          public synchronized int read(byte[] into, int from, int length) {
            return super.read(into, from, Math.min(length, 97));
          }
        };

    List<RecordedLine> lines = read(pieces);

    assertThat(lines).hasSize(3000);
    for (int i = 1; i <= 3000; i++) {
      RecordedLine line = lines.get(i - 1);
      assertThat(line.number()).isEqualTo(i);
      assertThat(line instanceof RecordedLine.Fault).isEqualTo(i == 2000);
    }
  }

  @Test
  void aLineLongerThanTheBufferIsReadWhole() throws IOException {
    String json =
        call("long", "amazon.nova-lite-v1:0")
            .replace("}", ", \"x\": \"" + "y".repeat(300_000) + "\"}");

    List<RecordedLine> lines =
        read(new ByteArrayInputStream((json + "\n" + json).getBytes(StandardCharsets.UTF_8)));

    assertThat(lines).hasSize(2).allMatch(line -> line instanceof RecordedLine.Call);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-08-21, 2026-08-21T00:00:00Z",
    "2026-08-21T09:30:05Z, 2026-08-21T09:30:05Z",
    "2026-08-21T09:30:05.250Z, 2026-08-21T09:30:05.250Z",
    "2026-08-21T09:30:05+02:00, 2026-08-21T07:30:05Z",
    "2024-02-29T23:59:59Z, 2024-02-29T23:59:59Z",
  })
  void aMomentIsReadInEachForm(String text, Instant moment) {
    assertThat(RecordedCalls.at(text)).isEqualTo(moment);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "today",
        "2026-02-29",
        "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-08-21T24:00:00Z",
        "2026-08-21T09:30:0xZ",
        "2026-08-21T09:30:05",
      })
  void whatIsNoMomentIsRefused(String text) {
    assertThatThrownBy(() -> RecordedCalls.at(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2026-08-21T09:30:00Z");
  }

  @Test
  void theReaderSeesTheModelOfAnAliasAndTheAnswerTheAlias() {
    List<String> seen = new ArrayList<>();
    CallPricer pricer =
        CallPricer.of(
            SheetPriceBook.of(PriceSheet.bundled()),
            ModelRegistry.builder().alias("lite", "bedrock:us.amazon.nova-lite-v1:0").build(),
            Map.of(
                Provider.BEDROCK,
                call -> {
                  seen.add(call.model());
                  return measured();
                }));

    PricedCall priced = pricer.price(one(call("a", "lite")));

    assertThat(seen).containsExactly("us.amazon.nova-lite-v1:0");
    assertThat(priced.model()).isEqualTo("amazon.nova-lite-v1:0");
    assertThat(priced.call().model()).isEqualTo("lite");
    assertThat(priced.receipt().total()).hasToString("0.000084 USD");
  }

  @Test
  void M1_pricesBoundToAnAccountOrATagReachTheCallsThatTellThem() {
    PriceOverlay overlay =
        PriceOverlay.discount("contract", "50")
            .where(PriceSelector.all().account("123456789012").tag("team", "lab"));
    CallPricer pricer =
        CallPricer.of(
            SheetPriceBook.of(PriceSheet.bundled()).withOverlays(List.of(overlay)),
            ModelRegistry.none(),
            Map.of(Provider.BEDROCK, call -> measured()));
    String plain = call("a", "amazon.nova-lite-v1:0");
    String tagged = plain.replace("}", ", \"tags\": {\"team\": \"lab\", \"\": \"x\", \"n\": 1}}");
    String paid = tagged.replace("\"tags\"", "\"account\": \"123456789012\", \"tags\"");
    String byArn =
        tagged.replace(
            "amazon.nova-lite-v1:0",
            "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0");

    assertThat(pricer.price(one(plain)).receipt().total()).hasToString("0.000084 USD");
    assertThat(pricer.price(one(tagged)).receipt().total()).hasToString("0.000084 USD");
    assertThat(pricer.price(one(paid)).receipt().total()).hasToString("0.000042 USD");
    assertThat(pricer.price(one(byArn)).receipt().total()).hasToString("0.000042 USD");
  }

  @Test
  void U5_throughputThatWasBoughtIsNotFreeOnAnotherModel() {
    CallPricer pricer =
        pricer(ModelRegistry.none(), measured())
            .asModel(ModelId.parse("bedrock:us.amazon.nova-lite-v1:0"));
    String arn = "arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abc123def456";

    PricedCall priced = pricer.price(one(call("p", arn)));

    assertThat(priced.tier()).isEqualTo(ServiceTier.STANDARD);
    assertThat(priced.receipt().total()).hasToString("0.000084 USD");
    assertThat(priced.warnings()).anyMatch(warning -> warning.contains("paid beforehand"));
  }

  @Test
  void anAliasOfAnotherProviderIsUnpricedWithTheReason() {
    ModelRegistry aliases =
        ModelRegistry.builder().alias("flash", "vertex:gemini-2.5-flash").build();

    PricedCall priced = pricer(aliases, measured()).price(one(call("a", "flash")));

    assertThat(priced.receipt().outcome().id()).isEqualTo("unpriced");
    assertThat(priced.warnings()).anyMatch(warning -> warning.contains("vertex:gemini-2.5-flash"));
  }

  @Test
  void aPromptRouterIsPricedByTheModelItChose() {
    RecordedAnswer answer =
        new RecordedAnswer(
            Outcome.Knowledge.WHOLE,
            Usage.tokens(1000, 100),
            RawUsage.none(),
            ServiceTier.STANDARD,
            List.of(
                "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0"),
            PriceAttributes.none(),
            List.of());
    String router = "arn:aws:bedrock:us-east-1:123456789012:default-prompt-router/amazon.nova:1";

    PricedCall priced = pricer(ModelRegistry.none(), answer).price(one(call("r", router)));

    assertThat(priced.target()).hasToString("bedrock:amazon.nova-lite-v1:0 (geo:us)");
    assertThat(priced.receipt().total()).hasToString("0.000084 USD");
  }

  @Test
  void partOfAUsageIsALowerBoundAndNoneOfItIsMissing() {
    RecordedAnswer part =
        new RecordedAnswer(
            Outcome.Knowledge.PART,
            Usage.tokens(1000, 0),
            RawUsage.none(),
            ServiceTier.STANDARD,
            List.of(),
            PriceAttributes.none(),
            List.of("cut"));
    RecordedAnswer nothing =
        RecordedAnswer.without(Outcome.Knowledge.NOTHING, ServiceTier.STANDARD);
    RecordedCall call = one(call("p", "amazon.nova-lite-v1:0"));

    PricedCall partial = pricer(ModelRegistry.none(), part).price(call);
    PricedCall missing = pricer(ModelRegistry.none(), nothing).price(call);

    assertThat(partial.receipt().outcome().id()).isEqualTo("partial");
    assertThat(partial.receipt().total()).hasToString("0.00006 USD");
    assertThat(partial.warnings()).contains("cut");
    assertThat(missing.receipt().outcome().id()).isEqualTo("missing");
    assertThat(missing.receipt().total()).isNull();
  }

  @Test
  void anotherDayAndAnotherModelArePricedWithTheUsageThatWas() {
    RecordedCall call = one(call("m", "anthropic.claude-3-5-sonnet-20240620-v1:0"));
    CallPricer pricer = pricer(ModelRegistry.none(), measured());

    assertThat(pricer.price(call).receipt().total()).hasToString("0.009 USD");
    assertThat(pricer.asOf(Instant.parse("2025-11-30T00:00:00Z")).price(call).receipt().total())
        .hasToString("0.0045 USD");
    assertThat(
            pricer.asModel(ModelId.parse("vertex:gemini-2.5-flash")).price(call).receipt().total())
        .hasToString("0.00055 USD");
    assertThatThrownBy(
            () ->
                pricer.asModel(
                    ModelId.parse(
                        "bedrock:arn:aws:bedrock:us-east-1:1:application-inference-profile/x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name a model");
  }

  @Test
  void aProviderThatNobodyReadsIsRefused() {
    CallPricer pricer =
        CallPricer.of(SheetPriceBook.of(PriceSheet.bundled()), ModelRegistry.none(), Map.of());

    assertThatThrownBy(() -> pricer.price(one(call("x", "amazon.nova-lite-v1:0"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bedrock");
  }
}
