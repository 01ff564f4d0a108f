package io.costaware.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schema and the reader take and refuse the same files. */
class BudgetsSchemaTest {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final Path SCHEMA =
      Path.of(System.getProperty("basedir", ""), "../docs/budgets.schema.json");

  /** A budget that says everything; each field of it is left out and spoilt in turn. */
  private static final String FULL =
      """
      {"name": "a", "where": {"team": "x", "env": ["p", "s"]}, "each": ["tenant"],
       "provider": ["bedrock"], "model": "anthropic.claude-sonnet-4-6", "operation": "converse",
       "limit": {"amount": "10.5", "currency": "USD"},
       "window": {"per": "year", "zone": "UTC", "startingIn": "april", "startingOnDay": 6},
       "mode": "warn",
       "raises": [{"by": {"amount": 5, "currency": "USD"}, "until": "2026-12-01T00:00:00Z"}],
       "warnAt": [50, 80], "output": {"learned": 95},
       "nearLimit": {"count": true, "clampTokens": 256, "wait": "PT2S"},
       "streams": "stop", "onStoreFailure": "admit", "maxSubjects": 5}
      """;

  private final SchemaReading schema = new SchemaReading(JSON.readTree(SCHEMA.toFile()));

  BudgetsSchemaTest() throws IOException {}

  private void assertAgreed(JsonNode budget) {
    JsonNode file = JSON.createObjectNode().set("budgets", JSON.createArrayNode().add(budget));
    assertThat(schema.accepts(file)).as("the schema on %s", file).isEqualTo(reads(file));
  }

  private static boolean reads(JsonNode file) {
    try {
      return !Configuration.read("b.json", file.toString().getBytes(StandardCharsets.UTF_8))
          .budgets()
          .isEmpty();
    } catch (ConfigurationException e) {
      return false;
    }
  }

  private static ObjectNode with(String field, JsonNode value) throws JsonProcessingException {
    ObjectNode budget = (ObjectNode) JSON.readTree(FULL);
    budget.set(field, value);
    return budget;
  }

  @Test
  void aBudgetThatSaysEverythingIsTakenByBoth() throws IOException {
    JsonNode full = JSON.readTree(FULL);
    assertThat(reads(JSON.createObjectNode().set("budgets", JSON.createArrayNode().add(full))))
        .isTrue();
    assertAgreed(full);
    for (String empty : List.of("{\"budgets\":[]}", "{}", "[]", "{\"budgets\":{}}")) {
      boolean read;
      try {
        Configuration.read("b.json", empty.getBytes(StandardCharsets.UTF_8));
        read = true;
      } catch (ConfigurationException e) {
        read = false;
      }
      assertThat(schema.accepts(JSON.readTree(empty))).as(empty).isEqualTo(read);
    }
  }

  @Test
  void whateverFieldIsLeftOutOrSpoiltBothAgree() throws IOException {
    List<JsonNode> spoilt = new ArrayList<>();
    for (String value : List.of("null", "7", "-1", "true", "\"x\"", "\" \"", "[]", "{}", "[7]")) {
      spoilt.add(JSON.readTree(value));
    }
    List<String> fields = new ArrayList<>();
    JSON.readTree(FULL).fieldNames().forEachRemaining(fields::add);
    for (String field : fields) {
      ObjectNode without = (ObjectNode) JSON.readTree(FULL);
      without.remove(field);
      assertAgreed(without);
      for (JsonNode value : spoilt) {
        // Whether there is such an operation, only the reader knows.
        if (!field.equals("operation") || !value.isTextual()) {
          assertAgreed(with(field, value));
        }
      }
    }
    assertAgreed(with("stranger", JSON.readTree("1")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"tokens\":1}",
        "{\"requests\":1000000000000000}",
        "{\"requests\":1000000000000001}",
        "{\"requests\":1.5}",
        "{\"tokens\":\"5\"}",
        "{\"tokens\":1,\"requests\":1}",
        "{\"tokens\":1,\"currency\":\"USD\"}",
        "{\"amount\":\"1\"}",
        "{\"amount\":\"-1\",\"currency\":\"USD\"}",
        "{\"amount\":0,\"currency\":\"USD\"}",
        "{\"amount\":0.01,\"currency\":\"USD\"}",
        "{\"amount\":\"1e3\",\"currency\":\"USD\"}",
        "{\"amount\":\"a\",\"currency\":\"USD\"}",
        "{\"amount\":true,\"currency\":\"USD\"}",
        "{\"amount\":\"1\",\"currency\":\"usd\"}",
      })
  void bothAgreeOnLimits(String limit) throws IOException {
    ObjectNode budget = with("limit", JSON.readTree(limit));
    // A raise in another unit than the limit's is beyond a schema.
    budget.remove("raises");
    assertAgreed(budget);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"per\":\"day\"}",
        "{\"per\":\"day\",\"zone\":\"UTC\"}",
        "{\"per\":\"Day\",\"zone\":\"UTC\"}",
        "{\"per\":\"day\",\"zone\":\"UTC\",\"startingOnDay\":3}",
        "{\"per\":\"minute\",\"zone\":\"Europe/Berlin\"}",
        "{\"per\":\"hour\",\"zone\":\"\"}",
        "{\"per\":\"week\",\"zone\":\"UTC\",\"startingOn\":\"sunday\"}",
        "{\"per\":\"week\",\"zone\":\"UTC\",\"startingOn\":\"Sunday\"}",
        "{\"per\":\"week\",\"zone\":\"UTC\",\"startingIn\":\"may\"}",
        "{\"per\":\"month\",\"zone\":\"UTC\",\"startingOnDay\":28}",
        "{\"per\":\"month\",\"zone\":\"UTC\",\"startingOnDay\":29}",
        "{\"per\":\"month\",\"zone\":\"UTC\",\"startingOnDay\":0}",
        "{\"per\":\"month\",\"zone\":\"UTC\",\"startingIn\":\"may\"}",
        "{\"per\":\"quarter\",\"zone\":\"UTC\",\"startingIn\":\"may\",\"startingOnDay\":2}",
        "{\"per\":\"year\",\"zone\":\"UTC\",\"startingIn\":\"mai\"}",
        "{\"per\":\"rolling\",\"length\":\"PT1H\",\"buckets\":12}",
        "{\"per\":\"rolling\",\"length\":\"PT1H\",\"buckets\":61}",
        "{\"per\":\"rolling\",\"length\":\"PT1H\"}",
        "{\"per\":\"rolling\",\"length\":\"1h\",\"buckets\":12}",
        "{\"per\":\"run\",\"forgottenAfter\":\"P1D\"}",
        "{\"per\":\"run\"}",
        "{\"per\":\"lifetime\"}",
        "{\"per\":\"lifetime\",\"zone\":\"UTC\"}",
        "{\"zone\":\"UTC\"}",
        "{}",
        "7",
      })
  void bothAgreeOnWindows(String window) throws IOException {
    assertAgreed(with("window", JSON.readTree(window)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"output\":{\"learned\":50}}",
        "{\"output\":{\"learned\":49}}",
        "{\"output\":{\"learned\":100}}",
        "{\"output\":{\"tokens\":1}}",
        "{\"output\":{\"tokens\":0}}",
        "{\"output\":{\"modelMaximum\":true}}",
        "{\"output\":{\"modelMaximum\":false}}",
        "{\"output\":{\"learned\":95,\"tokens\":1}}",
        "{\"nearLimit\":{}}",
        "{\"nearLimit\":{\"count\":1}}",
        "{\"nearLimit\":{\"clampTokens\":0}}",
        "{\"nearLimit\":{\"wait\":2}}",
        "{\"mode\":\"pause\"}",
        "{\"mode\":\"PAUSE\"}",
        "{\"streams\":\"extend_or_stop\"}",
        "{\"onStoreFailure\":\"refuse\"}",
        "{\"onStoreFailure\":\"open\"}",
        "{\"warnAt\":[100]}",
        "{\"warnAt\":[101]}",
        "{\"warnAt\":[50,50]}",
        "{\"warnAt\":50}",
        "{\"provider\":\"vertex\",\"operation\":\"generateContent\",\"model\":\"gemini-2.5-flash\"}",
        "{\"provider\":[\"bedrock\",\"bedrock\"]}",
        "{\"model\":[\"a\",\"a\"]}",
        "{\"maxSubjects\":100000001}",
        "{\"raises\":[{\"by\":{\"amount\":5,\"currency\":\"USD\"},\"until\":\"2026-12-01\"}]}",
        "{\"raises\":[{\"by\":{\"amount\":5,\"currency\":\"USD\"}}]}",
        "{\"raises\":[{\"until\":\"2026-12-01T00:00:00+01:00\"}]}",
      })
  void bothAgreeOnRules(String fields) throws IOException {
    ObjectNode budget = (ObjectNode) JSON.readTree(FULL);
    budget.setAll((ObjectNode) JSON.readTree(fields));
    assertAgreed(budget);
  }

  @Test
  void theSchemaIsThere() {
    assertThat(Files.isRegularFile(SCHEMA)).isTrue();
  }
}
