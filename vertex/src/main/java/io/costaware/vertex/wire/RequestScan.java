package io.costaware.vertex.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.costaware.call.CallIntent;
import io.costaware.usage.TokenHeuristic;
import java.io.IOException;
import java.nio.CharBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's body once, without building a tree: how large the prompt is, what caps the
 * answer, which labels it carries, and where the places are that a rewrite may have to change.
 *
 * <p>For use by one thread.
 */
final class RequestScan {
  private static final JsonFactory JSON = new JsonFactory();

  final Map<String, String> labels = new LinkedHashMap<>();
  final MediaTokens media = new MediaTokens();
  long textTokens;
  long maxOutputTokens = CallIntent.Size.UNCAPPED;
  int candidates = 1;
  boolean richOutput;
  boolean openEnded;
  boolean enterpriseSearch;
  boolean usesCache;
  boolean declaresFunctions;
  @Nullable String serviceTier;

  /** Byte offsets; -1 where the body has no such place. */
  int labelsFrom = -1;

  int labelsTo = -1;
  int capFrom = -1;
  int capTo = -1;
  int configFrom = -1;
  boolean configIsEmpty;
  int end = -1;
  boolean isEmpty;

  final Turns turns = new Turns();

  private final JsonParser parser;

  private RequestScan(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Reads a body.
   *
   * @throws IOException if it is no JSON object
   */
  static RequestScan of(byte[] body) throws IOException {
    try (JsonParser parser = JSON.createParser(body)) {
      RequestScan scan = new RequestScan(parser);
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("the body is no JSON object");
      }
      scan.top(body);
      return scan;
    }
  }

  private void top(byte[] body) throws IOException {
    isEmpty = true;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      isEmpty = false;
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "contents" -> contents(body);
        case "content", "systemInstruction" -> content();
        case "instances" -> texts();
        case "tools" -> tools();
        case "generationConfig" -> config();
        case "labels" -> labels();
        case "serviceTier" -> serviceTier = parser.getValueAsString();
        case "cachedContent" -> usesCache = true;
        case "parameters" -> parameters();
        default -> parser.skipChildren();
      }
    }
    if (parser.currentToken() != JsonToken.END_OBJECT) {
      throw new IOException("the body's JSON object does not end");
    }
    end = offset() - 1;
  }

  /** Just behind the token read last. */
  private int offset() {
    return (int) parser.currentLocation().getByteOffset();
  }

  private int tokenStart() {
    return (int) parser.currentTokenLocation().getByteOffset();
  }

  private void contents(byte[] body) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      content();
      return;
    }
    turns.begin(body, offset());
    while (more()) {
      turns.kind = Turns.Kind.OTHER;
      content();
      turns.end(offset());
    }
  }

  /** Moves to the next element of an array, if there is one. */
  private boolean more() throws IOException {
    JsonToken next = parser.nextToken();
    return next != null && next != JsonToken.END_ARRAY;
  }

  private void content() throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      texts();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (!name.equals("parts")) {
        parser.skipChildren();
      } else if (parser.currentToken() == JsonToken.START_ARRAY) {
        while (more()) {
          part();
        }
      } else {
        part();
      }
    }
  }

  private void part() throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "text" -> text();
        case "inlineData" -> media.inline(parser);
        case "fileData" -> media.file(parser);
        case "functionCall" -> {
          turns.kind = Turns.Kind.CALL;
          structure();
        }
        case "functionResponse" -> {
          turns.kind = Turns.Kind.RESPONSE;
          structure();
        }
        case "thoughtSignature" -> parser.skipChildren();
        default -> {
          if (value == JsonToken.START_OBJECT || value == JsonToken.START_ARRAY) {
            structure();
          }
        }
      }
    }
  }

  /** JSON that the model reads as it stands: a schema, arguments, a tool's answer. */
  private void structure() throws IOException {
    int from = tokenStart();
    parser.skipChildren();
    textTokens += TokenHeuristic.tokensOfBytes(Math.max(0, offset() - from));
  }

  private void text() throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      textTokens +=
          TokenHeuristic.tokens(
              CharBuffer.wrap(
                  parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength()));
    } else {
      parser.skipChildren();
    }
  }

  /** Every text below; images and other data of predict are not counted. */
  private void texts() throws IOException {
    int depth = 0;
    do {
      JsonToken token = parser.currentToken();
      if (token == null) {
        return;
      }
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      } else if (token == JsonToken.VALUE_STRING
          && !"bytesBase64Encoded".equals(parser.currentName())) {
        text();
      }
      if (depth > 0) {
        parser.nextToken();
      }
    } while (depth > 0);
  }

  private void tools() throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      structure();
      return;
    }
    while (more()) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        parser.skipChildren();
        continue;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String tool = parser.currentName();
        parser.nextToken();
        declaresFunctions |= tool.equals("functionDeclarations");
        enterpriseSearch |= tool.equals("enterpriseWebSearch");
        openEnded |= !tool.equals("functionDeclarations") && !tool.equals("computerUse");
        structure();
      }
    }
  }

  private void config() throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    configFrom = offset();
    configIsEmpty = true;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      configIsEmpty = false;
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "maxOutputTokens" -> cap();
        case "candidateCount" -> candidates = Math.max(1, parser.getValueAsInt(1));
        case "responseModalities" -> modalities();
        case "responseSchema", "responseJsonSchema" -> structure();
        default -> parser.skipChildren();
      }
    }
  }

  private void cap() throws IOException {
    if (parser.currentToken().isNumeric()) {
      capFrom = tokenStart();
      capTo = capFrom + parser.getTextLength();
      long cap = parser.getValueAsLong(CallIntent.Size.UNCAPPED);
      maxOutputTokens = cap > 0 ? cap : CallIntent.Size.UNCAPPED;
    } else {
      parser.skipChildren();
    }
  }

  private void modalities() throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    while (more()) {
      richOutput |= !parser.getValueAsString("").equals("TEXT");
      parser.skipChildren();
    }
  }

  private void labels() throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    labelsFrom = tokenStart();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (parser.nextToken() == JsonToken.VALUE_STRING) {
        labels.put(name, parser.getText());
      } else {
        parser.skipChildren();
      }
    }
    labelsTo = offset();
  }

  private void parameters() throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (name.equals("sampleCount")) {
        openEnded = true;
      }
      parser.skipChildren();
    }
  }
}
