package io.costaware.bedrock.usage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.costaware.usage.RawUsage;
import java.io.IOException;
import java.io.UncheckedIOException;
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
          "generation_token_count",
          "inputTokenCount",
          "outputTokenCount");

  private final JsonParser parser;
  private final NumberReader numbers;
  private final DeliveredImages images = new DeliveredImages();
  private String type = "";
  private boolean intervened;
  private boolean measured;
  private boolean stopped;

  private NativeUsage(JsonParser parser, boolean strict) {
    this.parser = parser;
    this.numbers = new NumberReader(parser, strict);
  }

  /** The numbers in a body or event; none if it is not a JSON object. */
  public static RawUsage read(byte[] json) {
    try (JsonParser parser = JSON.createParser(json)) {
      return new NativeUsage(parser, false).read();
    } catch (IOException | ArithmeticException e) {
      // Not JSON: an image, say. Whatever it is, it holds no numbers to read.
      return RawUsage.none();
    }
  }

  /**
   * The same of a recorded body or event.
   *
   * @throws IllegalArgumentException if a count is negative, too large, or no number
   * @throws ArithmeticException if a sum of counts is too large
   */
  public static RawUsage read(JsonNode json) {
    try (JsonParser parser = json.traverse()) {
      return new NativeUsage(parser, true).read();
    } catch (IOException e) {
      throw new UncheckedIOException("A tree that cannot be walked", e);
    }
  }

  private RawUsage read() throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return RawUsage.none();
    }
    readObject();
    images.putInto(numbers);
    Long output = numbers.numbers().get("usage.output_tokens");
    if (type.equals("message_delta") && output != null) {
      // Claude's last word on its output, as against the first guess in message_start.
      numbers.put("final.output_tokens", output);
    }
    if (stopped && numbers.numbers().containsKey("generation_token_count")) {
      numbers.put("final.generation_token_count", 1);
    }
    if (intervened && !measured) {
      numbers.put(BedrockUsage.INPUT_BLOCKED, 1L);
    }
    RawUsage.Builder raw = RawUsage.builder();
    numbers.numbers().forEach(raw::put);
    return raw.build();
  }

  private void readObject() throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (field.equals("type") && value == JsonToken.VALUE_STRING) {
        type = parser.getText();
      } else {
        readTop(field, value);
      }
    }
  }

  private void readTop(String field, JsonToken value) throws IOException {
    switch (field) {
      case "usage" -> numbers.putAll("usage.");
      case "message", "metadata" -> readInner("usage", "usage.");
      // An event of the Responses stream holds the whole answer.
      case "response" -> readWithin();
      case "meta" -> readInner("billed_units", "meta.billed_units.");
      case "amazon-bedrock-invocationMetrics" -> {
        measured = true;
        numbers.putAll("invocationMetrics.");
      }
      case "amazon-bedrock-guardrailAction" ->
          intervened = value == JsonToken.VALUE_STRING && parser.getText().equals("INTERVENED");
      case "amazon-bedrock-trace" -> readGuardrailUnits();
      case "prompt" -> readInnerArray("tokens", "prompt.tokens");
      case "results" -> readResults();
      case "completions" -> readCompletions();
      case "output" -> readOutput();
      case "images" -> images.readImages(parser, numbers);
      case "artifacts" -> images.readArtifacts(parser);
      case "finish_reasons" -> images.readReasons(parser);
      case "stop_reason" -> stopped = value == JsonToken.VALUE_STRING;
      default -> {
        if (COUNTED_AT_TOP.contains(field)) {
          numbers.put(field);
        }
        parser.skipChildren();
      }
    }
  }

  private void readWithin() throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      readObject();
    } else {
      parser.skipChildren();
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
        numbers.putAll(prefix);
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
        numbers.add(name, numbers.elements(name));
      } else {
        parser.skipChildren();
      }
    }
  }

  /** Titan's texts with their counts, or the documents of a rerank model with their scores. */
  private void readResults() throws IOException {
    eachObject(
        (field, value) -> {
          if (field.equals("tokenCount")) {
            numbers.add("results.tokenCount");
          } else if (field.equals("relevance_score") || field.equals("relevanceScore")) {
            numbers.add("rerank.results", 1);
          }
          parser.skipChildren();
        });
  }

  private void readCompletions() throws IOException {
    eachObject(
        (field, value) -> {
          if (field.equals("data")) {
            readInnerArray("tokens", "completions.data.tokens");
          } else {
            parser.skipChildren();
          }
        });
  }

  /** The items of a Responses answer, of which each search of the web costs. */
  private void readOutput() throws IOException {
    eachObject(
        (field, value) -> {
          if (field.equals("type")
              && value == JsonToken.VALUE_STRING
              && parser.getText().equals("web_search_call")) {
            numbers.add(BedrockUsage.WEB_SEARCH_CALLS, 1);
          }
          parser.skipChildren();
        });
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
          numbers.addAll(BedrockUsage.GUARDRAIL);
        }
        metrics = field.equals("invocationMetrics") || (metrics && !field.equals("usage"));
      } else if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      }
    }
  }

  /** Shows each field of each object in this array. */
  private void eachObject(FieldReader reader) throws IOException {
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
        reader.read(field, parser.nextToken());
      }
    }
  }

  /** Reads the value of a field to its end. */
  private interface FieldReader {
    void read(String field, JsonToken value) throws IOException;
  }
}
