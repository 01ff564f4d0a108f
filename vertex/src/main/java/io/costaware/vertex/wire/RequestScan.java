package io.costaware.vertex.wire;

import io.costaware.call.CallIntent;
import io.costaware.usage.TokenHeuristic;
import io.costaware.vertex.usage.JsonNames;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's body once, where it lies: how large the prompt is, what caps the answer, which
 * labels it carries, and where the places are that a rewrite may have to change.
 *
 * <p>For use by one thread.
 */
final class RequestScan {
  private static final JsonNames NAMES =
      JsonNames.of(
          "contents",
          "content",
          "systemInstruction",
          "instances",
          "tools",
          "generationConfig",
          "labels",
          "serviceTier",
          "cachedContent",
          "parameters",
          "parts",
          "text",
          "inlineData",
          "fileData",
          "mimeType",
          "data",
          "functionCall",
          "functionResponse",
          "thoughtSignature",
          "bytesBase64Encoded",
          "functionDeclarations",
          "enterpriseWebSearch",
          "computerUse",
          "maxOutputTokens",
          "candidateCount",
          "responseModalities",
          "responseSchema",
          "responseJsonSchema",
          "sampleCount",
          "durationSeconds",
          "resolution",
          "generateAudio");

  /** What lies deeper is passed over. */
  private static final int MOST_DEPTH = 64;

  Map<String, String> labels = Map.of();
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

  /** What the parameters of predict fix; -1 and null where they are silent. */
  long samples = -1;

  long seconds = -1;
  @Nullable String resolution;
  @Nullable Boolean sound;

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

  private final JsonBody json;

  private RequestScan(JsonBody json) {
    this.json = json;
  }

  /**
   * Reads a body.
   *
   * @throws IOException if it is no JSON object
   */
  static RequestScan of(byte[] body) throws IOException {
    RequestScan scan = new RequestScan(new JsonBody(body, NAMES));
    if (!scan.json.entersObject()) {
      throw new IOException("the body is no JSON object");
    }
    scan.top(body);
    return scan;
  }

  private void top(byte[] body) throws IOException {
    isEmpty = true;
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      isEmpty = false;
      switch (name) {
        case "contents" -> contents(body);
        case "content", "systemInstruction" -> content();
        case "instances" -> texts(0);
        case "tools" -> tools();
        case "generationConfig" -> config();
        case "labels" -> labels();
        case "serviceTier" -> serviceTier = json.string();
        case "parameters" -> parameters();
        default -> {
          usesCache |= name.equals("cachedContent");
          json.skip();
        }
      }
    }
    end = json.at() - 1;
  }

  private void contents(byte[] body) throws IOException {
    if (json.peek() != '[') {
      content();
      return;
    }
    json.entersArray();
    turns.begin(body, json.at());
    while (json.nextElement()) {
      turns.kind = Turns.Kind.OTHER;
      content();
      turns.end(json.at());
    }
  }

  private void content() throws IOException {
    if (json.peek() != '{') {
      texts(0);
      return;
    }
    json.entersObject();
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      if (!name.equals("parts")) {
        json.skip();
      } else if (json.peek() == '[') {
        json.entersArray();
        while (json.nextElement()) {
          part();
        }
      } else {
        part();
      }
    }
  }

  private void part() throws IOException {
    if (!json.entersObject()) {
      return;
    }
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      switch (name) {
        case "text" -> textTokens += json.textTokens();
        case "inlineData" -> media.inline(json);
        case "fileData" -> media.file(json);
        case "functionCall" -> {
          turns.kind = Turns.Kind.CALL;
          structure();
        }
        case "functionResponse" -> {
          turns.kind = Turns.Kind.RESPONSE;
          structure();
        }
        case "thoughtSignature" -> json.skip();
        default -> {
          byte kind = json.peek();
          if (kind == '{' || kind == '[') {
            structure();
          } else {
            json.skip();
          }
        }
      }
    }
  }

  /** JSON that the model reads as it stands: a schema, arguments, a tool's answer. */
  private void structure() throws IOException {
    json.peek();
    int from = json.at();
    json.skip();
    textTokens += TokenHeuristic.tokensOfBytes(json.at() - from);
  }

  /** Every text below; images and other data of predict are not counted. */
  private void texts(int depth) throws IOException {
    byte kind = json.peek();
    if (depth == MOST_DEPTH || (kind != '{' && kind != '[')) {
      textTokens += json.textTokens();
    } else if (kind == '[') {
      json.entersArray();
      while (json.nextElement()) {
        texts(depth + 1);
      }
    } else {
      json.entersObject();
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        if (name.equals("bytesBase64Encoded")) {
          json.skip();
        } else {
          texts(depth + 1);
        }
      }
    }
  }

  private void tools() throws IOException {
    if (json.peek() != '[') {
      structure();
      return;
    }
    json.entersArray();
    while (json.nextElement()) {
      if (!json.entersObject()) {
        continue;
      }
      for (String tool = json.nextName(); tool != null; tool = json.nextName()) {
        declaresFunctions |= tool.equals("functionDeclarations");
        enterpriseSearch |= tool.equals("enterpriseWebSearch");
        openEnded |= !tool.equals("functionDeclarations") && !tool.equals("computerUse");
        structure();
      }
    }
  }

  private void config() throws IOException {
    if (!json.entersObject()) {
      return;
    }
    configFrom = json.at();
    configIsEmpty = true;
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      configIsEmpty = false;
      switch (name) {
        case "maxOutputTokens" -> cap();
        case "candidateCount" ->
            candidates = (int) Math.max(1, Math.min(Integer.MAX_VALUE, json.number(1)));
        case "responseModalities" -> modalities();
        case "responseSchema", "responseJsonSchema" -> structure();
        default -> json.skip();
      }
    }
  }

  private void cap() throws IOException {
    byte kind = json.peek();
    if (kind != '-' && (kind < '0' || kind > '9')) {
      json.skip();
      return;
    }
    capFrom = json.at();
    long cap = json.number(CallIntent.Size.UNCAPPED);
    capTo = json.at();
    maxOutputTokens = cap > 0 ? cap : CallIntent.Size.UNCAPPED;
  }

  private void modalities() throws IOException {
    if (!json.entersArray()) {
      return;
    }
    while (json.nextElement()) {
      richOutput |= !"TEXT".equals(json.string());
    }
  }

  private void labels() throws IOException {
    json.peek();
    int from = json.at();
    if (!json.entersObject()) {
      return;
    }
    labelsFrom = from;
    labels = new LinkedHashMap<>();
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      String key = json.name();
      String value = json.string();
      if (value != null) {
        labels.put(key, value);
      }
    }
    labelsTo = json.at();
  }

  private void parameters() throws IOException {
    if (!json.entersObject()) {
      return;
    }
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      switch (name) {
        case "sampleCount" -> samples = json.number(-1);
        case "durationSeconds" -> seconds = json.number(-1);
        case "resolution" -> resolution = json.string();
        case "generateAudio" -> {
          byte first = json.peek();
          sound = first == 't' ? Boolean.TRUE : first == 'f' ? Boolean.FALSE : null;
          json.skip();
        }
        default -> json.skip();
      }
    }
  }
}
