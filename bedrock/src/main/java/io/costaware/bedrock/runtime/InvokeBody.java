package io.costaware.bedrock.runtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.costaware.bedrock.usage.ModelFamily;
import io.costaware.call.CallIntent;
import io.costaware.usage.TokenHeuristic;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A native body of InvokeModel, read once: how large it is, where its output cap stands, and what
 * in it costs beyond tokens. The text itself is passed over.
 */
final class InvokeBody {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Set<String> CAPS =
      Set.of(
          "max_tokens",
          "maxTokens",
          "max_new_tokens",
          "maxTokenCount",
          "max_gen_len",
          "max_completion_tokens",
          "max_tokens_to_sample");
  private static final Set<String> CAP_HOLDERS = Set.of("inferenceConfig", "textGenerationConfig");

  /** Strings longer than this may be an image or a file in Base64. */
  private static final int MEDIA_AT_LEAST = 1_024;

  private static final int SAMPLE = 256;

  private final byte[] json;
  private long cap = CallIntent.Size.UNCAPPED;
  private int capAt = -1;
  private int capLength;
  private int holderAt = -1;
  private int objectAt = -1;
  private int candidates = 1;
  private int documents;
  private boolean cacheWrites;
  private boolean richMedia;
  private boolean openEnded;
  private boolean pdf;
  private long mediaBytes;
  private long mediaTokens;

  private InvokeBody(byte[] json) {
    this.json = json;
  }

  /** Reads a body; one that is not JSON is taken for plain bytes. */
  static InvokeBody read(byte[] json) {
    InvokeBody body = new InvokeBody(json);
    try (JsonParser parser = JSON.createParser(json)) {
      body.scan(parser);
    } catch (IOException | RuntimeException e) {
      // Not JSON: what was found so far stands, and the size in bytes is known anyway.
      body.openEnded = true;
    }
    return body;
  }

  /** Documents that a rerank model is asked to compare. */
  int documents() {
    return documents;
  }

  CallIntent.Size size(ModelFamily family) {
    long tokens = TokenHeuristic.tokensOfBytes(Math.max(0, json.length - mediaBytes)) + mediaTokens;
    return new CallIntent.Size(
        family.billsNoInputTokens() ? 0 : tokens,
        "estimated",
        family.makesNoText() ? 0 : cap,
        candidates,
        cacheWrites,
        richMedia,
        openEnded);
  }

  private void scan(JsonParser parser) throws IOException {
    int depth = 0;
    String field = "";
    String holder = "";
    String array = "";
    long stringAt = -1;
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      if (stringAt >= 0) {
        string(stringAt, parser.currentTokenLocation().getByteOffset());
        stringAt = -1;
      }
      switch (token) {
        case START_OBJECT -> {
          depth++;
          opened(parser, depth, field);
          holder = depth == 2 ? field : holder;
          if (depth == 3 && array.equals("documents")) {
            documents++;
          }
        }
        case START_ARRAY -> {
          depth++;
          array = depth == 2 ? field : array;
        }
        case END_OBJECT, END_ARRAY -> depth--;
        case FIELD_NAME -> {
          field = parser.currentName();
          named(field);
        }
        case VALUE_STRING -> {
          stringAt = parser.currentTokenLocation().getByteOffset();
          if (depth == 2 && array.equals("documents")) {
            documents++;
          } else if (field.equals("media_type") || field.equals("format")) {
            pdf = parser.getText().contains("pdf");
          }
        }
        case VALUE_NUMBER_INT -> {
          boolean top = depth == 1;
          if (CAPS.contains(field) && (top || (depth == 2 && CAP_HOLDERS.contains(holder)))) {
            capAt(parser);
          } else if (top && field.equals("n")) {
            candidates = Math.min(128, Math.max(1, parser.getIntValue()));
          }
        }
        default -> {}
      }
    }
  }

  private void opened(JsonParser parser, int depth, String field) {
    int after = (int) parser.currentTokenLocation().getByteOffset() + 1;
    if (depth == 1 && objectAt < 0) {
      objectAt = after;
    } else if (depth == 2 && CAP_HOLDERS.contains(field)) {
      holderAt = after;
    }
  }

  private void named(String field) {
    switch (field) {
      case "cache_control", "cachePoint" -> cacheWrites = true;
      case "systemTool", "guardrailConfig" -> openEnded = true;
      default -> {}
    }
  }

  private void capAt(JsonParser parser) throws IOException {
    long value = parser.getLongValue();
    if (value >= 0) {
      cap = value;
      capAt = (int) parser.currentTokenLocation().getByteOffset();
      capLength = parser.getTextLength();
    }
  }

  /** Takes a long string without blanks for an image or a file, and not for text. */
  private void string(long from, long next) {
    long length = next - from;
    if (from < 0 || length < MEDIA_AT_LEAST) {
      return;
    }
    for (int i = (int) from + 1; i < from + SAMPLE; i++) {
      byte c = json[i];
      if (c == ' ' || c == '\\' || c < 0) {
        return;
      }
    }
    mediaBytes += length;
    mediaTokens += pdf ? PromptSize.documentTokens(length * 3 / 4) : PromptSize.IMAGE_TOKENS;
    richMedia |= !pdf;
  }

  /**
   * The body with its output capped, every other byte as it was; null where no place for a cap is
   * known.
   *
   * @param model tells the family where the body does not
   */
  byte @Nullable [] clampedTo(long tokens, String model) {
    if (capAt >= 0) {
      return spliced(capAt, capLength, Long.toString(tokens));
    }
    String name = model.toLowerCase(Locale.ROOT);
    if (objectAt < 0) {
      return null;
    }
    if (name.contains("nova")) {
      return holderAt >= 0
          ? inserted(holderAt, "\"maxTokens\":" + tokens)
          : inserted(objectAt, "\"inferenceConfig\":{\"maxTokens\":" + tokens + "}");
    }
    if (name.contains("titan-text")) {
      return holderAt >= 0
          ? inserted(holderAt, "\"maxTokenCount\":" + tokens)
          : inserted(objectAt, "\"textGenerationConfig\":{\"maxTokenCount\":" + tokens + "}");
    }
    if (name.contains("llama")) {
      return inserted(objectAt, "\"max_gen_len\":" + tokens);
    }
    boolean maxTokens =
        name.contains("anthropic.")
            || name.contains("mistral.")
            || name.contains("cohere.command")
            || name.contains("openai.")
            || name.contains("qwen.")
            || name.contains("deepseek.");
    return maxTokens ? inserted(objectAt, "\"max_tokens\":" + tokens) : null;
  }

  /** Whether a clamp would change anything. */
  boolean exceeds(long tokens) {
    return cap < 0 || cap > tokens;
  }

  private byte[] inserted(int at, String member) {
    int next = at;
    while (next < json.length && json[next] <= ' ' && json[next] >= 0) {
      next++;
    }
    boolean empty = next < json.length && json[next] == '}';
    return spliced(at, 0, empty ? member : member + ",");
  }

  private byte[] spliced(int at, int length, String text) {
    byte[] clamped = new byte[json.length - length + text.length()];
    System.arraycopy(json, 0, clamped, 0, at);
    for (int i = 0; i < text.length(); i++) {
      clamped[at + i] = (byte) text.charAt(i);
    }
    System.arraycopy(json, at + length, clamped, at + text.length(), json.length - at - length);
    return clamped;
  }
}
