package io.costaware.bedrock.usage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.costaware.usage.RawUsage;
import java.io.IOException;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads the numbers out of a model's native JSON: the body that InvokeModel answers with, or one
 * event of its stream. Text is skipped, never kept.
 *
 * <p>For use by one thread.
 */
public final class NativeUsage {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Set<String> COUNTED_AT_TOP =
      Set.of(
          "inputTextTokenCount",
          "totalOutputTextTokenCount",
          "prompt_token_count",
          "generation_token_count");

  private final JsonParser parser;
  private final Map<String, Long> numbers = new LinkedHashMap<>();
  private boolean intervened;
  private boolean measured;

  private NativeUsage(JsonParser parser) {
    this.parser = parser;
  }

  /** The numbers in a body or event; none if it is not a JSON object. */
  public static RawUsage read(byte[] json) {
    try (JsonParser parser = JSON.createParser(json)) {
      return new NativeUsage(parser).read();
    } catch (IOException | ArithmeticException e) {
      // Not JSON: an image, say. Whatever it is, it holds no numbers to read.
      return RawUsage.none();
    }
  }

  private RawUsage read() throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return RawUsage.none();
    }
    String type = "";
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (field.equals("type") && value == JsonToken.VALUE_STRING) {
        type = parser.getText();
      } else {
        readTop(field, value);
      }
    }
    Long output = numbers.get("usage.output_tokens");
    if (type.equals("message_delta") && output != null) {
      // Claude's last word on its output, as against the first guess in message_start.
      numbers.put("final.output_tokens", output);
    }
    if (intervened && !measured) {
      numbers.put(BedrockUsage.INPUT_BLOCKED, 1L);
    }
    RawUsage.Builder raw = RawUsage.builder();
    numbers.forEach(raw::put);
    return raw.build();
  }

  private void readTop(String field, JsonToken value) throws IOException {
    switch (field) {
      case "usage" -> readNumbers("usage.");
      case "message", "metadata" -> readInner("usage", "usage.");
      case "meta" -> readInner("billed_units", "meta.billed_units.");
      case "amazon-bedrock-invocationMetrics" -> {
        measured = true;
        readNumbers("invocationMetrics.");
      }
      case "amazon-bedrock-guardrailAction" ->
          intervened = value == JsonToken.VALUE_STRING && parser.getText().equals("INTERVENED");
      case "amazon-bedrock-trace" -> readGuardrailUnits();
      case "prompt" -> readInnerArray("tokens", "prompt.tokens");
      case "results" -> readResults();
      case "completions" -> readCompletions();
      case "images", "artifacts" -> countElements("images", 1);
      case "finish_reasons" -> countElements("images", -1);
      default -> {
        if (value.isNumeric() && COUNTED_AT_TOP.contains(field)) {
          put(field);
        } else {
          parser.skipChildren();
        }
      }
    }
  }

  /** All numbers of this object, and of objects in it, under a prefix. */
  private void readNumbers(String prefix) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value.isNumeric()) {
        put(prefix + field);
      } else if (value == JsonToken.START_OBJECT) {
        readNumbers(prefix + field + ".");
      } else {
        parser.skipChildren();
      }
    }
  }

  private void readInner(String inner, String prefix) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean wanted = parser.currentName().equals(inner);
      parser.nextToken();
      if (wanted) {
        readNumbers(prefix);
      } else {
        parser.skipChildren();
      }
    }
  }

  private void readInnerArray(String inner, String name) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean wanted = parser.currentName().equals(inner);
      parser.nextToken();
      if (wanted) {
        countElements(name, 1);
      } else {
        parser.skipChildren();
      }
    }
  }

  /** Titan's texts with their counts, or the documents of a rerank model with their scores. */
  private void readResults() throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        parser.skipChildren();
        continue;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        if (value.isNumeric() && field.equals("tokenCount")) {
          add("results.tokenCount", wholeNumber());
        } else if (field.equals("relevance_score") || field.equals("relevanceScore")) {
          add("rerank.results", 1);
          parser.skipChildren();
        } else {
          parser.skipChildren();
        }
      }
    }
  }

  private void readCompletions() throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        parser.skipChildren();
        continue;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean data = parser.currentName().equals("data");
        parser.nextToken();
        if (data) {
          readInnerArray("tokens", "completions.data.tokens");
        } else {
          parser.skipChildren();
        }
      }
    }
  }

  /** Elements of an array that are not null, times a sign. */
  private void countElements(String name, int sign) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    long count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.VALUE_NULL) {
        count++;
      }
      parser.skipChildren();
    }
    if (count > 0) {
      add(name, sign * count);
    }
  }

  /** Every block {@code invocationMetrics.usage} below here, wherever it is. */
  private void readGuardrailUnits() throws IOException {
    if (!parser.currentToken().isStructStart()) {
      return;
    }
    int depth = 1;
    boolean metrics = false;
    while (depth > 0) {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        if (metrics && field.equals("usage")) {
          parser.nextToken();
          readUnits();
        }
        metrics = field.equals("invocationMetrics") || (metrics && !field.equals("usage"));
      } else if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      }
    }
  }

  private void readUnits() throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      if (parser.nextToken().isNumeric()) {
        add(BedrockUsage.GUARDRAIL + field, wholeNumber());
      } else {
        parser.skipChildren();
      }
    }
  }

  private void put(String name) throws IOException {
    numbers.put(name, wholeNumber());
  }

  private void add(String name, long count) {
    numbers.merge(name, count, Long::sum);
  }

  /** Under a guardrail Titan writes its counts with a decimal point. */
  private long wholeNumber() throws IOException {
    return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
        ? parser.getLongValue()
        : parser.getDecimalValue().setScale(0, RoundingMode.CEILING).longValueExact();
  }
}
