package io.costaware.bedrock.converse;

import io.costaware.client.Answer;
import io.costaware.client.Content;
import io.costaware.client.Media;
import io.costaware.client.StopReason;
import io.costaware.event.CallEvent;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.CitationGeneratedContent;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ReasoningContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlock;

/**
 * Answers of Converse in common words. Tools that Bedrock runs by itself, and their results, are
 * left out: the caller has nothing to do for them, and their text comes as text.
 */
final class AnswerReader {
  static final String SERVER_TOOL = "server_tool_use";

  private AnswerReader() {}

  static Answer answer(ConverseResponse response, CallEvent event) {
    List<Content> content = new ArrayList<>();
    if (response.output() != null && response.output().message() != null) {
      for (ContentBlock block : response.output().message().content()) {
        Content piece = content(block);
        if (piece != null) {
          content.add(piece);
        }
      }
    }
    String stop = response.stopReasonAsString();
    return new Answer(content, stopReason(stop), stop == null ? "" : stop, event);
  }

  static StopReason stopReason(@Nullable String word) {
    return switch (word == null ? "" : word) {
      case "end_turn" -> StopReason.END;
      case "tool_use" -> StopReason.TOOL_USE;
      case "max_tokens" -> StopReason.MAX_TOKENS;
      case "stop_sequence" -> StopReason.STOP_SEQUENCE;
      case "guardrail_intervened", "content_filtered" -> StopReason.FILTERED;
      default -> StopReason.OTHER;
    };
  }

  static Content reasoning(String text, @Nullable String signature, @Nullable SdkBytes redacted) {
    return new Content.Reasoning(
        text,
        redacted == null
            ? signature
            : ContentWriter.REDACTED
                + Base64.getEncoder().encodeToString(redacted.asByteArrayUnsafe()));
  }

  static boolean isRunByService(Optional<String> type) {
    return type.filter(SERVER_TOOL::equals).isPresent();
  }

  private static @Nullable Content content(ContentBlock block) {
    // By name: a switch over the enum itself would miss kinds that a later SDK adds.
    return switch (block.type().name()) {
      case "TEXT" -> Content.text(block.text());
      case "TOOL_USE" -> toolUse(block.toolUse());
      case "REASONING_CONTENT" -> reasoning(block.reasoningContent());
      case "CITATIONS_CONTENT" -> cited(block.citationsContent().content());
      case "IMAGE" ->
          media("image", block.image().formatAsString(), block.image().source().bytes());
      case "AUDIO" ->
          media("audio", block.audio().formatAsString(), block.audio().source().bytes());
      case "VIDEO" ->
          media("video", block.video().formatAsString(), block.video().source().bytes());
      default -> null;
    };
  }

  private static @Nullable Content toolUse(ToolUseBlock tool) {
    return isRunByService(tool.getValueForField("type", String.class))
        ? null
        : new Content.ToolUse(tool.toolUseId(), tool.name(), JsonDocuments.node(tool.input()));
  }

  private static Content reasoning(ReasoningContentBlock block) {
    return block.reasoningText() == null
        ? reasoning("", null, block.redactedContent())
        : reasoning(
            block.reasoningText().text() == null ? "" : block.reasoningText().text(),
            block.reasoningText().signature(),
            null);
  }

  private static Content cited(List<CitationGeneratedContent> pieces) {
    StringBuilder text = new StringBuilder();
    for (CitationGeneratedContent piece : pieces) {
      text.append(piece.text());
    }
    return Content.text(text.toString());
  }

  private static @Nullable Content media(String kind, String format, @Nullable SdkBytes bytes) {
    if (bytes == null) {
      return null;
    }
    Media media = Media.bytes(MediaFormats.mimeType(kind, format), bytes.asByteArrayUnsafe());
    return switch (kind) {
      case "image" -> new Content.Image(media);
      case "audio" -> new Content.Audio(media);
      default -> new Content.Video(media);
    };
  }
}
