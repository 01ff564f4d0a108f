package io.costaware.client;

/**
 * Who speaks in a message.
 *
 * <p>Immutable.
 */
public enum Role {
  /** The user, and the results of tools. */
  USER,
  /** The model. */
  ASSISTANT
}
