package io.costaware.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvalidLinesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json",
        "[]",
        "42",
        "null",
        "\"text\"",
        "{\"id\": 1",
        "{} {}",
        "{\"a\":1}]",
      })
  void whatIsNoObjectIsInvalid(String line) {
    assertInvalid(line);
  }

  @ParameterizedTest
  @ValueSource(strings = {"provider", "model", "operation", "at"})
  void whatIsNeededMustBeThere(String field) {
    assertThat(assertInvalid(without(field, null)).get("error").textValue()).contains(field);
    assertInvalid(without(field, "\"\""));
    assertInvalid(without(field, "7"));
    assertInvalid(without(field, "null"));
  }

  private static String without(String field, String value) {
    var call = Lines.converse();
    call.remove(field);
    String json = call.toString();
    return value == null
        ? json
        : json.substring(0, json.length() - 1) + ",\"" + field + "\":" + value + "}";
  }

  @ParameterizedTest
  @CsvSource({
    "provider, azure",
    "operation, generateContent",
    "operation, live_long",
    "at, yesterday",
    "at, 2026-02-30",
    "at, 2026-08-21T10:00:00",
    "at, 20260821",
  })
  void whatIsUnknownOrUnreadableIsInvalid(String field, String value) {
    JsonNode line = assertInvalid(Lines.converse().put(field, value).toString());

    assertThat(line.get("error").textValue()).contains(value);
    assertThat(line.get("id").textValue()).isEqualTo("c-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "9223372036854775808", "99999999999999999999999"})
  void aNegativeOrOverflowingCountIsInvalid(String count) {
    String json =
        Lines.converse().toString().replace("\"inputTokens\":1000", "\"inputTokens\":" + count);

    JsonNode line = assertInvalid(json);

    assertThat(line.get("provider").textValue()).isEqualTo("bedrock");
    assertThat(line.get("error").textValue()).contains("inputTokens");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'provider':'bedrock','model':'amazon.nova-lite-v1:0','operation':'count_tokens','at':'2026-08-21','response':{'inputTokens':-5}}",
        "{'provider':'bedrock','model':'amazon.nova-lite-v1:0','operation':'converse','at':'2026-08-21','status':429,'response':{'usage':{'inputTokens':-5}}}",
        "{'provider':'vertex','model':'gemini-2.5-flash','operation':'countTokens','at':'2026-08-21','response':{'totalTokens':-5}}",
        "{'provider':'vertex','model':'gemini-2.5-flash','operation':'generateContent','at':'2026-08-21','status':429,'response':{'usageMetadata':{'promptTokenCount':-5}}}",
      })
  void aCountThatIsNoneIsInvalidAlsoWhereNothingIsBilled(String line) {
    assertThat(assertInvalid(line.replace('\'', '"')).get("error").textValue()).contains("-5");
  }

  @Test
  void anErrorQuotesNothingOfWhatWasSaid() {
    String secret = "tell nobody about this prompt";

    JsonNode line = assertInvalid("{\"prompt\": \"" + secret + "\", " + secret + "}");

    assertThat(line.toString()).doesNotContain("nobody");
  }

  @Test
  void theOthersGoOnInTheirOrder() {
    StringBuilder input = new StringBuilder();
    for (int i = 1; i <= 5000; i++) {
      input.append(i % 1000 == 7 ? "{bad" : Lines.converse().put("id", "n" + i).toString());
      input.append(i % 2 == 0 ? "\n" : "\r\n");
    }

    Run run = Run.of(input.toString(), "price");

    assertThat(run.exitCode).isEqualTo(1);
    assertThat(run.lines()).hasSize(5000);
    for (int i = 1; i <= 5000; i++) {
      JsonNode line = run.json(i - 1);
      if (i % 1000 == 7) {
        assertThat(line.get("line").longValue()).isEqualTo(i);
        assertThat(line.get("outcome").textValue()).isEqualTo("invalid");
      } else {
        assertThat(line.get("id").textValue()).isEqualTo("n" + i);
      }
    }
  }

  @Test
  void blankLinesAreCountedAndPassedOver() {
    Run run = Run.of("\n  \n" + Lines.converse() + "\n\n{bad", "price");

    assertThat(run.lines()).hasSize(2);
    assertThat(run.json(1).get("line").longValue()).isEqualTo(5);
  }

  @Test
  void aLineOfSeveralMegabytesIsRead() {
    var call = Lines.converse();
    call.withObject("/response").put("text", "x".repeat(3_000_000));

    Run run = Run.of(call + "\n" + Lines.gemini(), "price");

    assertThat(run.exitCode).isZero();
    assertThat(run.lines()).hasSize(2);
  }

  private static JsonNode assertInvalid(String line) {
    Run run = Run.of(line + "\n" + Lines.gemini() + "\n", "price");
    assertThat(run.exitCode).isEqualTo(1);
    assertThat(run.lines()).hasSize(2);
    JsonNode first = run.json(0);
    assertThat(first.get("outcome").textValue()).as("%s", first).isEqualTo("invalid");
    assertThat(first.get("line").longValue()).isEqualTo(1);
    assertThat(first.get("error").textValue()).isNotBlank();
    assertThat(run.json(1).get("outcome").textValue()).isEqualTo("priced");
    return first;
  }
}
