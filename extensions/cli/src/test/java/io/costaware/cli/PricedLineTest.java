package io.costaware.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each field of an output line says. */
class PricedLineTest {
  @Test
  void aLineHasTheFieldsOfTheDescriptionInTheirOrder() {
    JsonNode line = Lines.price(Lines.converse());

    List<String> names = new ArrayList<>();
    line.fieldNames().forEachRemaining(names::add);
    assertThat(names)
        .containsExactly(
            "id",
            "provider",
            "outcome",
            "model",
            "scope",
            "tier",
            "band",
            "usage",
            "cost",
            "currency",
            "shadowCost",
            "lines",
            "warnings");
    assertThat(line.get("cost").textValue()).isEqualTo("0.000084");
    assertThat(line.get("currency").textValue()).isEqualTo("USD");
    assertThat(line.get("shadowCost").isNull()).isTrue();
    assertThat(line.get("band").textValue()).isEqualTo("any");
  }

  @Test
  void theReceiptAddsUpToTheCost() {
    JsonNode line = Lines.price(Lines.converse());

    BigDecimal sum = BigDecimal.ZERO;
    for (JsonNode part : line.get("lines")) {
      List<String> names = new ArrayList<>();
      part.fieldNames().forEachRemaining(names::add);
      assertThat(names)
          .containsExactly(
              "meter",
              "quantity",
              "unit",
              "unitPrice",
              "amount",
              "condition",
              "source",
              "effectiveFrom");
      assertThat(part.get("quantity").isIntegralNumber()).isTrue();
      assertThat(
              new BigDecimal(part.get("unitPrice").textValue())
                  .multiply(part.get("quantity").decimalValue()))
          .isEqualByComparingTo(part.get("amount").textValue());
      sum = sum.add(new BigDecimal(part.get("amount").textValue()));
    }
    assertThat(line.get("lines")).hasSize(2);
    assertThat(sum).isEqualByComparingTo(line.get("cost").textValue());
  }

  @Test
  void aPriceThatBeganOnADaySaysWhich() {
    ObjectNode call = Lines.converse();
    call.put("model", "anthropic.claude-3-5-sonnet-20240620-v1:0").put("at", "2025-12-01");

    JsonNode line = Lines.price(call);

    assertThat(line.at("/lines/0/effectiveFrom").textValue()).isEqualTo("2025-12-01");
    assertThat(line.get("tier").textValue()).isEqualTo("standard");
    assertThat(Lines.price(Lines.converse()).at("/lines/0/effectiveFrom").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "bedrock, amazon.nova-lite-v1:0, us-east-1, in_region",
    "bedrock, amazon.nova-lite-v1:0, , in_region",
    "bedrock, us.amazon.nova-lite-v1:0, us-east-1, geo:us",
    "bedrock, apac.amazon.nova-lite-v1:0, , geo:apac",
    "bedrock, global.anthropic.claude-sonnet-4-6, , global",
    "vertex, gemini-2.5-flash, , global",
    "vertex, gemini-2.5-flash, global, global",
    "vertex, gemini-2.5-flash, us-central1, non_global",
    "vertex, gemini-2.5-flash, eu, non_global",
  })
  void theScopeIsTheCallsOwn(String provider, String model, String place, String scope) {
    ObjectNode call = provider.equals("bedrock") ? Lines.converse() : Lines.gemini();
    call.put("model", model);
    call.remove(List.of("region", "location"));
    if (place != null) {
      call.put(provider.equals("bedrock") ? "region" : "location", place);
    }

    JsonNode line = Lines.price(call);

    assertThat(line.get("scope").textValue()).isEqualTo(scope);
    assertThat(line.get("outcome").textValue()).isEqualTo("priced");
  }

  @Test
  void theBandSaysHowLongThePromptWas() {
    ObjectNode call = Lines.gemini().put("model", "gemini-2.5-pro");
    call.withObject("/response/usageMetadata")
        .put("promptTokenCount", 200_001)
        .put("totalTokenCount", 200_101);

    assertThat(Lines.price(call).get("band").textValue()).isEqualTo("gt_200k");
  }

  @Test
  void anAliasIsPricedOnlyWhereTheConfigurationDefinesIt(@TempDir Path directory)
      throws IOException {
    ObjectNode call = Lines.converse().put("model", "lite");
    Path config = directory.resolve("costaware.json");
    Files.writeString(config, "{\"aliases\": {\"lite\": \"bedrock:us.amazon.nova-lite-v1:0\"}}");

    JsonNode without = Lines.price(call);
    JsonNode with = Lines.price(call, "--config", config.toString());

    assertThat(without.get("outcome").textValue()).isEqualTo("unpriced");
    assertThat(without.get("cost").isNull()).isTrue();
    assertThat(without.get("currency").isNull()).isTrue();
    assertThat(with.get("outcome").textValue()).isEqualTo("priced");
    assertThat(with.get("model").textValue()).isEqualTo("amazon.nova-lite-v1:0");
    assertThat(with.get("scope").textValue()).isEqualTo("geo:us");
  }

  @ParameterizedTest
  @CsvSource({
    "us-east-1, in_region",
    "us-east-1 us-west-2, geo:us",
    "eu-central-1 eu-west-1, geo:eu",
    "'us-east-1 ', global",
  })
  void anApplicationProfileIsPricedByTheModelsBehindIt(String regions, String scope) {
    ObjectNode call = Lines.converse();
    call.put("model", "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc");
    for (String region : regions.split(" ", -1)) {
      call.withObject("/request")
          .withArray("profileModels")
          .add("arn:aws:bedrock:" + region + "::foundation-model/amazon.nova-lite-v1:0");
    }

    JsonNode line = Lines.price(call);

    assertThat(line.get("model").textValue()).isEqualTo("amazon.nova-lite-v1:0");
    assertThat(line.get("scope").textValue()).isEqualTo(scope);
  }

  @Test
  void anApplicationProfileWithoutItsModelsIsUnpricedAndSaysWhatToDo() {
    String arn = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc";

    JsonNode line = Lines.price(Lines.converse().put("model", arn));

    assertThat(line.get("outcome").textValue()).isEqualTo("unpriced");
    assertThat(line.get("model").textValue()).isEqualTo(arn);
    assertThat(line.get("usage")).isEqualTo(Lines.object("{\"input\": 1000, \"output\": 100}"));
    assertThat(line.get("warnings").toString()).contains("request.profileModels");
  }

  @Test
  void provisionedThroughputCostsNothingMore() {
    ObjectNode call = Lines.converse();
    call.put("model", "arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abc");

    JsonNode unknown = Lines.price(call);
    call.withObject("/request")
        .withArray("profileModels")
        .add("arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0");
    JsonNode known = Lines.price(call);

    for (JsonNode line : List.of(unknown, known)) {
      assertThat(line.get("outcome").textValue()).isEqualTo("zero");
      assertThat(line.get("tier").textValue()).isEqualTo("provisioned");
      assertThat(line.get("cost").textValue()).isEqualTo("0");
      assertThat(line.at("/usage/input").longValue()).isEqualTo(1000);
    }
    assertThat(unknown.get("shadowCost").isNull()).isTrue();
    assertThat(known.get("shadowCost").textValue()).isEqualTo("0.000084");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 429})
  void aRefusedCallIsAKnownZero(int status) {
    ObjectNode call = Lines.converse().put("status", status);
    call.remove("response");

    JsonNode line = Lines.price(call);

    assertThat(line.get("outcome").textValue()).isEqualTo("zero");
    assertThat(line.get("cost").textValue()).isEqualTo("0");
    assertThat(line.get("usage")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 424, 500, 502, 503, 529})
  void aFailedCallWithoutUsageIsMissingAndWithUsageIsPriced(int status) {
    ObjectNode call = Lines.converse().put("status", status);
    assertThat(Lines.price(call).get("outcome").textValue()).isEqualTo("priced");
    call.remove("response");

    JsonNode line = Lines.price(call);

    assertThat(line.get("outcome").textValue()).isEqualTo("missing");
    assertThat(line.get("cost").isNull()).isTrue();
    assertThat(line.get("usage")).isEmpty();
    assertThat(line.get("lines")).isEmpty();
  }

  @Test
  void zerosOnAPaidOperationArePricedAtNothingWithAWarning() {
    ObjectNode call = Lines.converse();
    call.withObject("/response/usage")
        .put("inputTokens", 0)
        .put("outputTokens", 0)
        .put("totalTokens", 0);

    JsonNode line = Lines.price(call);

    assertThat(line.get("outcome").textValue()).isEqualTo("priced");
    assertThat(line.get("cost").textValue()).isEqualTo("0");
    assertThat(line.get("usage")).isEmpty();
    assertThat(line.get("warnings")).isNotEmpty();
  }

  @Test
  void aTierThatNobodyKnowsIsEchoedAndUnpriced() {
    ObjectNode call = Lines.converse();
    call.withObject("/response/serviceTier").put("type", "turbo");

    JsonNode line = Lines.price(call);

    assertThat(line.get("outcome").textValue()).isEqualTo("unpriced");
    assertThat(line.get("tier").textValue()).isEqualTo("turbo");
  }

  @Test
  void moneyHasNeitherExponentNorTrailingZeros() {
    ObjectNode call = Lines.converse();
    call.withObject("/response/usage")
        .put("inputTokens", 1)
        .put("outputTokens", 0)
        .put("totalTokens", 1);

    assertThat(Lines.price(call).get("cost").textValue()).isEqualTo("0.00000006");
    call.withObject("/response/usage").put("inputTokens", 1_000_000_000_000L);
    assertThat(Lines.price(call).get("cost").textValue()).isEqualTo("60000");
  }

  @Test
  void halfASurrogatePairDoesNotBreakTheOutput() {
    Run run =
        Run.of(
            Lines.converse().put("id", "x").toString().replace("\"x\"", "\"\\ud800\"") + "\n",
            "price");

    assertThat(run.exitCode).isZero();
    assertThat(run.json(0).get("id").textValue()).isEqualTo("\ufffd");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-08-21",
        "2026-08-21T23:59:59Z",
        "2026-08-21T01:00:00+09:00",
        "2026-08-21T10:00:00.123Z"
      })
  void aMomentIsADateOrAnInstantWithItsOffset(String at) {
    assertThat(Lines.price(Lines.converse().put("at", at)).get("outcome").textValue())
        .isEqualTo("priced");
  }

  @ParameterizedTest
  @CsvSource({
    "2025-11-30T23:59:59.999Z, 0.0045",
    "2025-12-01T00:00:00Z, 0.009",
    "2025-12-01T01:00:00+02:00, 0.0045",
    "2025-11-30T23:00:00-02:00, 0.009",
  })
  void thePriceIsThatOfTheMomentOfTheCall(String at, String cost) {
    ObjectNode call =
        Lines.converse().put("model", "anthropic.claude-3-5-sonnet-20240620-v1:0").put("at", at);

    assertThat(Lines.price(call).get("cost").textValue()).isEqualTo(cost);
  }

  @Test
  void whatNobodyReadsMayBeLong() {
    String line = Lines.converse().put("prompt", "x".repeat(25_000_000)).toString();
    Run run = Run.of(line + "\n", "price");
    assertThat(run.exitCode).isZero();
    assertThat(run.json(0).get("outcome").textValue()).isEqualTo("priced");
  }
}
