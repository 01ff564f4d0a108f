package io.costaware.bedrock.runtime;

import io.costaware.call.CallIntent;
import io.costaware.usage.TokenHeuristic;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.DocumentSource;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.SearchResultBlock;
import software.amazon.awssdk.services.bedrockruntime.model.SystemContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.Tool;
import software.amazon.awssdk.services.bedrockruntime.model.ToolConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultContentBlock;

/**
 * Reckons how many tokens a Converse prompt has, on the high side and without a tokenizer. Kinds of
 * content that an older SDK does not have are asked for by name.
 */
final class PromptSize {
  /** An image: Claude scales larger ones down to about 1,568 pixels a side, 1,600 tokens. */
  static final long IMAGE_TOKENS = 1_600;

  /** Bytes of a PDF or an office file for a token; a page of 30 KB and 3,000 tokens. */
  static final long DOCUMENT_BYTES_PER_TOKEN = 10;

  /** A document that lies elsewhere, so that its size is not known: about ten pages. */
  static final long REMOTE_DOCUMENT_TOKENS = 30_000;

  /** Bytes of a video for a token: Nova counts 288 a second, and 50 KB a second are little. */
  static final long VIDEO_BYTES_PER_TOKEN = 170;

  /** A video that lies elsewhere: about a minute and a half. */
  static final long REMOTE_VIDEO_TOKENS = 26_000;

  /** Bytes of audio for a token: 32 a second at 8 KB a second. */
  static final long AUDIO_BYTES_PER_TOKEN = 250;

  /** Audio that lies elsewhere: about ten minutes. */
  static final long REMOTE_AUDIO_TOKENS = 20_000;

  /** What a provider writes into the prompt itself as soon as there are tools. */
  static final long TOOLS_PREAMBLE_TOKENS = 400;

  /** Role, separators and the like, for a message or a tool. */
  private static final long FRAME_TOKENS = 8;

  private static final int NESTING = 32;

  private long tokens;
  private long jsonChars;
  private boolean cacheWrites;
  private boolean richMedia;
  private boolean openEnded;

  void messages(List<Message> messages) {
    for (Message message : messages) {
      tokens += FRAME_TOKENS;
      for (ContentBlock block : message.content()) {
        block(block);
      }
    }
  }

  void system(List<SystemContentBlock> system) {
    for (SystemContentBlock block : system) {
      text(block.text());
      cacheWrites |= block.cachePoint() != null;
      if (block.guardContent() != null && block.guardContent().text() != null) {
        text(block.guardContent().text().text());
      }
    }
  }

  void tools(@Nullable ToolConfiguration config) {
    if (config == null) {
      return;
    }
    tokens += TOOLS_PREAMBLE_TOKENS;
    for (Tool tool : config.tools()) {
      tokens += FRAME_TOKENS;
      if (tool.toolSpec() != null) {
        text(tool.toolSpec().name());
        text(tool.toolSpec().description());
        if (tool.toolSpec().inputSchema() != null) {
          json(tool.toolSpec().inputSchema().json(), 0);
        }
      } else {
        // A cache point, a server tool, or a kind of tool that a later SDK has.
        boolean cachePoint = tool.cachePoint() != null;
        cacheWrites |= cachePoint;
        openEnded |= !cachePoint;
      }
    }
  }

  /** A guardrail's units come on top of what tokens cost. */
  void guardrail(boolean configured) {
    openEnded |= configured;
  }

  CallIntent.Size upTo(@Nullable Integer maxTokens) {
    return new CallIntent.Size(
        tokens + TokenHeuristic.tokensOfBytes(jsonChars),
        "estimated",
        maxTokens == null || maxTokens < 0 ? CallIntent.Size.UNCAPPED : maxTokens,
        1,
        cacheWrites,
        richMedia,
        openEnded);
  }

  private void block(ContentBlock block) {
    // By name: a switch over the enum itself would miss kinds that a later SDK adds.
    switch (block.type().name()) {
      case "TEXT" -> text(block.text());
      case "IMAGE" -> image();
      case "DOCUMENT" -> document(block.document().source());
      case "VIDEO" ->
          media(
              bytes(block.video().source() == null ? null : block.video().source().bytes()),
              VIDEO_BYTES_PER_TOKEN,
              REMOTE_VIDEO_TOKENS);
      case "AUDIO" -> media(audioBytes(block), AUDIO_BYTES_PER_TOKEN, REMOTE_AUDIO_TOKENS);
      case "TOOL_USE" -> {
        text(block.toolUse().name());
        json(block.toolUse().input(), 0);
      }
      case "TOOL_RESULT" -> {
        for (ToolResultContentBlock result : block.toolResult().content()) {
          result(result);
        }
      }
      case "CACHE_POINT" -> cacheWrites = true;
      case "GUARD_CONTENT" -> {
        if (block.guardContent().text() != null) {
          text(block.guardContent().text().text());
        } else {
          image();
        }
      }
      case "REASONING_CONTENT" -> {
        if (block.reasoningContent().reasoningText() != null) {
          text(block.reasoningContent().reasoningText().text());
        }
      }
      case "CITATIONS_CONTENT" ->
          block.citationsContent().content().forEach(content -> text(content.text()));
      case "SEARCH_RESULT" -> searchResult(block.searchResult());
      default -> jsonChars += block.toString().length();
    }
  }

  private void searchResult(SearchResultBlock result) {
    text(result.title());
    text(result.source());
    result.content().forEach(content -> text(content.text()));
  }

  private void result(ToolResultContentBlock result) {
    switch (result.type().name()) {
      case "TEXT" -> text(result.text());
      case "JSON" -> json(result.json(), 0);
      case "IMAGE" -> image();
      case "DOCUMENT" -> document(result.document().source());
      case "VIDEO" ->
          media(
              bytes(result.video().source() == null ? null : result.video().source().bytes()),
              VIDEO_BYTES_PER_TOKEN,
              REMOTE_VIDEO_TOKENS);
      case "SEARCH_RESULT" -> searchResult(result.searchResult());
      default -> jsonChars += result.toString().length();
    }
  }

  private void text(@Nullable String text) {
    if (text != null) {
      tokens += TokenHeuristic.tokens(text);
    }
  }

  private void image() {
    richMedia = true;
    tokens += IMAGE_TOKENS;
  }

  private void document(@Nullable DocumentSource source) {
    String text =
        source == null ? null : source.getValueForField("text", String.class).orElse(null);
    if (text != null) {
      text(text);
      return;
    }
    long size = bytes(source == null ? null : source.bytes());
    tokens += size < 0 ? REMOTE_DOCUMENT_TOKENS : documentTokens(size);
  }

  /** Tokens of a document of so many bytes, whatever its format. */
  static long documentTokens(long bytes) {
    return Math.max(
        TokenHeuristic.tokensOfBytes(Math.min(bytes, 6_000)), bytes / DOCUMENT_BYTES_PER_TOKEN);
  }

  private void media(long size, long bytesPerToken, long remote) {
    richMedia = true;
    tokens += size < 0 ? remote : Math.max(100, size / bytesPerToken);
  }

  private static long audioBytes(ContentBlock block) {
    return bytes(block.audio().source() == null ? null : block.audio().source().bytes());
  }

  private static long bytes(@Nullable SdkBytes bytes) {
    return bytes == null ? -1 : bytes.asByteArrayUnsafe().length;
  }

  private void json(@Nullable Document json, int depth) {
    if (json == null || depth > NESTING) {
      return;
    }
    if (json.isString()) {
      jsonChars += json.asString().length() + 2L;
    } else if (json.isMap()) {
      for (Map.Entry<String, Document> entry : json.asMap().entrySet()) {
        jsonChars += entry.getKey().length() + 4L;
        json(entry.getValue(), depth + 1);
      }
    } else if (json.isList()) {
      for (Document element : json.asList()) {
        jsonChars += 1;
        json(element, depth + 1);
      }
    } else {
      jsonChars += 6;
    }
  }
}
