package io.costaware.vertex.client;

import com.google.genai.types.Candidate;
import com.google.genai.types.FinishReason;
import com.google.genai.types.FunctionCall;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.GenerateContentResponsePromptFeedback;
import com.google.genai.types.Part;
import io.costaware.client.Answer;
import io.costaware.client.AnswerPart;
import io.costaware.client.Content;
import io.costaware.client.Media;
import io.costaware.client.StopReason;
import io.costaware.event.CallEvent;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts one answer together from the responses that hold it: one, or those of a stream.
 *
 * <p>A signature of Gemini's stands on the part that it is for; here it becomes a thought without
 * text in front of that part, so that it goes back with the next turn.
 */
final class AnswerAssembly {
  private final List<Content> content = new ArrayList<>();
  private String stopWord = "";
  private boolean blocked;
  private boolean counted;
  private int calls;

  /** Takes a response in; the parts that are new, for a stream. */
  List<AnswerPart> add(GenerateContentResponse response) {
    List<AnswerPart> parts = new ArrayList<>();
    response
        .promptFeedback()
        .flatMap(GenerateContentResponsePromptFeedback::blockReason)
        .ifPresent(
            reason -> {
              blocked = true;
              stopWord = reason.toString();
            });
    counted |= response.usageMetadata().flatMap(usage -> usage.promptTokenCount()).isPresent();
    List<Candidate> candidates = response.candidates().orElse(List.of());
    if (!candidates.isEmpty()) {
      Candidate first = candidates.get(0);
      first.finishReason().map(FinishReason::toString).ifPresent(word -> stopWord = word);
      for (Part part : first.content().flatMap(c -> c.parts()).orElse(List.of())) {
        AnswerPart more = add(part);
        if (more != null) {
          parts.add(more);
        }
      }
    }
    return parts;
  }

  private @Nullable AnswerPart add(Part part) {
    String signature =
        part.thoughtSignature().map(Base64.getEncoder()::encodeToString).orElse(null);
    String text = part.text().orElse(null);
    if (part.thought().orElse(false)) {
      String thought = text == null ? "" : text;
      thought(thought, signature);
      return new AnswerPart.ReasoningPart(thought);
    }
    if (signature != null) {
      content.add(new Content.Reasoning("", signature));
    }
    if (text != null) {
      return text.isEmpty() ? null : words(text);
    }
    if (part.functionCall().isPresent()) {
      return use(part.functionCall().get());
    }
    part.inlineData()
        .ifPresent(
            blob ->
                media(
                    Media.bytes(
                        blob.mimeType().orElse("application/octet-stream"),
                        blob.data().orElse(new byte[0]))));
    return null;
  }

  private void thought(String text, @Nullable String signature) {
    Content last = content.isEmpty() ? null : content.get(content.size() - 1);
    if (last instanceof Content.Reasoning before
        && before.signature() == null
        && !before.text().isEmpty()) {
      content.set(content.size() - 1, new Content.Reasoning(before.text() + text, signature));
    } else if (!text.isEmpty() || signature != null) {
      content.add(new Content.Reasoning(text, signature));
    }
  }

  private AnswerPart words(String text) {
    Content last = content.isEmpty() ? null : content.get(content.size() - 1);
    if (last instanceof Content.Text before) {
      content.set(content.size() - 1, Content.text(before.text() + text));
    } else {
      content.add(Content.text(text));
    }
    return new AnswerPart.TextPart(text);
  }

  private AnswerPart use(FunctionCall call) {
    calls++;
    Content.ToolUse use =
        new Content.ToolUse(
            call.id().orElse(ContentMapping.OWN_ID + calls),
            call.name().orElse(""),
            ContentMapping.node(call.args().orElse(Map.of())));
    content.add(use);
    return new AnswerPart.ToolUsePart(use.id(), use.name(), use.input());
  }

  private void media(Media media) {
    if (media.mimeType().startsWith("image/")) {
      content.add(new Content.Image(media));
    } else if (media.mimeType().startsWith("audio/")) {
      content.add(new Content.Audio(media));
    } else if (media.mimeType().startsWith("video/")) {
      content.add(new Content.Video(media));
    } else {
      content.add(new Content.Document("", media));
    }
  }

  /** Whether the model has said why it ended, or its counts, which come last, are there. */
  boolean isWhole() {
    return blocked || counted || !stopWord.isEmpty();
  }

  Answer answer(CallEvent event) {
    return new Answer(content, stopReason(), stopWord, event);
  }

  private StopReason stopReason() {
    if (blocked) {
      return StopReason.FILTERED;
    }
    if (calls > 0) {
      return StopReason.TOOL_USE;
    }
    return switch (stopWord) {
      case "STOP" -> StopReason.END;
      case "MAX_TOKENS" -> StopReason.MAX_TOKENS;
      case "SAFETY",
          "RECITATION",
          "BLOCKLIST",
          "PROHIBITED_CONTENT",
          "SPII",
          "MODEL_ARMOR",
          "IMAGE_SAFETY",
          "IMAGE_PROHIBITED_CONTENT",
          "IMAGE_RECITATION" ->
          StopReason.FILTERED;
      default -> StopReason.OTHER;
    };
  }
}
