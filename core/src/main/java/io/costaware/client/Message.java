package io.costaware.client;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One turn of a conversation.
 *
 * <p>Immutable.
 *
 * @param role who speaks
 * @param content what is said, at least one piece
 */
public record Message(Role role, List<Content> content) {
  /** Copies the list. */
  public Message {
    requireNonNull(role, "role");
    content = List.copyOf(content);
    if (content.isEmpty()) {
      throw new IllegalArgumentException(
          "A message of " + role + " has no content; add text to it");
    }
  }

  /** A turn of the user. */
  public static Message user(String text) {
    return new Message(Role.USER, List.of(Content.text(text)));
  }

  /** A turn of the model. */
  public static Message assistant(String text) {
    return new Message(Role.ASSISTANT, List.of(Content.text(text)));
  }
}
