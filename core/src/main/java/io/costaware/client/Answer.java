package io.costaware.client;

import static java.util.Objects.requireNonNull;

import io.costaware.event.CallEvent;
import io.costaware.pricing.Receipt;
import io.costaware.usage.Usage;
import java.util.List;

/**
 * What a model answered, and what it cost.
 *
 * <p>Immutable.
 *
 * @param content the answer
 * @param stopReason why the model stopped
 * @param stopWord the provider's own word for it; empty if it gave none
 * @param event the event of the attempt that gave the answer
 */
public record Answer(
    List<Content> content, StopReason stopReason, String stopWord, CallEvent event) {
  /** Copies the list. */
  public Answer {
    content = List.copyOf(content);
    requireNonNull(stopReason, "stopReason");
    requireNonNull(stopWord, "stopWord");
    requireNonNull(event, "event");
  }

  /** All text of the answer. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (Content piece : content) {
      if (piece instanceof Content.Text words) {
        text.append(words.text());
      }
    }
    return text.toString();
  }

  /** The tools that the model asks for. */
  public List<Content.ToolUse> toolUses() {
    return content.stream()
        .filter(Content.ToolUse.class::isInstance)
        .map(Content.ToolUse.class::cast)
        .toList();
  }

  /** The answer as a turn of the conversation, for {@link Prompt#message}. */
  public Message message() {
    return new Message(Role.ASSISTANT, content);
  }

  /** What was used. */
  public Usage usage() {
    return event.outcome().usage();
  }

  /** What it cost. */
  public Receipt receipt() {
    return event.receipt();
  }

  /** The stop reason and the cost, never the content. */
  @Override
  public String toString() {
    return "Answer, " + stopReason + ", " + receipt();
  }
}
