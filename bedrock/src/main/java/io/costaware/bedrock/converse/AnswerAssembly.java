package io.costaware.bedrock.converse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.costaware.client.Answer;
import io.costaware.client.AnswerPart;
import io.costaware.client.Content;
import io.costaware.client.Media;
import io.costaware.event.CallEvent;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDelta;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDeltaEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockStart;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockStartEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockStopEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.MessageStopEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ReasoningContentBlockDelta;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlockStart;

/**
 * Puts the events of a stream together, and says what part each adds.
 *
 * <p>For use by one thread at a time.
 */
final class AnswerAssembly {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<Integer, Block> blocks = new TreeMap<>();
  private @Nullable String stopWord;
  private boolean stopped;

  /** A block as far as it has come. */
  private static final class Block {
    final StringBuilder text = new StringBuilder();
    final StringBuilder reasoning = new StringBuilder();
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final StringBuilder input = new StringBuilder();
    boolean thinking;
    @Nullable String signature;
    @Nullable SdkBytes redacted;
    @Nullable ToolUseBlockStart tool;
    @Nullable String imageFormat;
  }

  /** Takes an event; null if it adds nothing that a reader can use by itself. */
  @Nullable AnswerPart take(ConverseStreamOutput event) {
    if (event instanceof ContentBlockStartEvent start) {
      begin(block(start.contentBlockIndex()), start.start());
    } else if (event instanceof ContentBlockDeltaEvent delta) {
      return append(block(delta.contentBlockIndex()), delta.delta());
    } else if (event instanceof ContentBlockStopEvent stop) {
      Block block = block(stop.contentBlockIndex());
      return block.tool != null && toolUse(block) instanceof Content.ToolUse use
          ? new AnswerPart.ToolUsePart(use.id(), use.name(), use.input())
          : null;
    } else if (event instanceof MessageStopEvent stop) {
      stopped = true;
      stopWord = stop.stopReasonAsString();
    }
    return null;
  }

  /** Whether the model has said that it is done. */
  boolean isWhole() {
    return stopped;
  }

  Answer answer(CallEvent event) {
    List<Content> content = new ArrayList<>();
    for (Block block : blocks.values()) {
      Content piece = content(block);
      if (piece != null) {
        content.add(piece);
      }
    }
    return new Answer(
        content, AnswerReader.stopReason(stopWord), stopWord == null ? "" : stopWord, event);
  }

  private Block block(@Nullable Integer index) {
    return blocks.computeIfAbsent(index == null ? 0 : index, first -> new Block());
  }

  private static void begin(Block block, @Nullable ContentBlockStart start) {
    if (start == null) {
      return;
    }
    block.tool = start.toolUse();
    if (start.type().name().equals("IMAGE")) {
      Images.begin(block, start);
    }
  }

  private static @Nullable AnswerPart append(Block block, @Nullable ContentBlockDelta delta) {
    if (delta == null) {
      return null;
    }
    // By name: a switch over the enum itself would miss kinds that a later SDK adds.
    return switch (delta.type().name()) {
      case "TEXT" -> {
        block.text.append(delta.text());
        yield delta.text().isEmpty() ? null : new AnswerPart.TextPart(delta.text());
      }
      case "REASONING_CONTENT" -> think(block, delta.reasoningContent());
      case "TOOL_USE" -> {
        block.input.append(delta.toolUse().input());
        yield null;
      }
      case "IMAGE" -> {
        Images.append(block, delta);
        yield null;
      }
      default -> null;
    };
  }

  private static @Nullable AnswerPart think(Block block, ReasoningContentBlockDelta delta) {
    block.thinking = true;
    if (delta.signature() != null) {
      block.signature =
          block.signature == null ? delta.signature() : block.signature + delta.signature();
    }
    if (delta.redactedContent() != null) {
      block.redacted =
          block.redacted == null
              ? delta.redactedContent()
              : SdkBytes.fromByteArrayUnsafe(joined(block.redacted, delta.redactedContent()));
    }
    if (delta.text() == null || delta.text().isEmpty()) {
      return null;
    }
    block.reasoning.append(delta.text());
    return new AnswerPart.ReasoningPart(delta.text());
  }

  private static byte[] joined(SdkBytes one, SdkBytes other) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(one.asByteArrayUnsafe());
    both.writeBytes(other.asByteArrayUnsafe());
    return both.toByteArray();
  }

  private static @Nullable Content content(Block block) {
    if (block.tool != null) {
      return toolUse(block);
    }
    if (block.thinking) {
      return AnswerReader.reasoning(block.reasoning.toString(), block.signature, block.redacted);
    }
    if (block.imageFormat != null) {
      return new Content.Image(
          Media.bytes(
              MediaFormats.mimeType("image", block.imageFormat), block.bytes.toByteArray()));
    }
    return block.text.isEmpty() ? null : Content.text(block.text.toString());
  }

  private static @Nullable Content toolUse(Block block) {
    ToolUseBlockStart tool = block.tool;
    if (tool == null || AnswerReader.isRunByService(tool.getValueForField("type", String.class))) {
      return null;
    }
    return new Content.ToolUse(tool.toolUseId(), tool.name(), input(block.input.toString()));
  }

  /** Input that a full output cap has cut off is no JSON; then it is the text that came. */
  private static JsonNode input(String text) {
    if (text.isBlank()) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return JsonNodeFactory.instance.textNode(text);
    }
  }

  /** Apart, because an older SDK knows no images in streams. */
  private static final class Images {
    static void begin(Block block, ContentBlockStart start) {
      block.imageFormat = start.image().formatAsString();
    }

    static void append(Block block, ContentBlockDelta delta) {
      if (delta.image().source() != null && delta.image().source().bytes() != null) {
        block.bytes.writeBytes(delta.image().source().bytes().asByteArrayUnsafe());
      }
    }
  }
}
