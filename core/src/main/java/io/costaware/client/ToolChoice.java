package io.costaware.client;

import static java.util.Objects.requireNonNull;

/**
 * Whether the model may, must or must not use tools.
 *
 * <p>Immutable.
 */
public sealed interface ToolChoice {
  /**
   * As it likes.
   *
   * <p>Immutable.
   */
  record Auto() implements ToolChoice {}

  /**
   * At least one.
   *
   * <p>Immutable.
   */
  record Any() implements ToolChoice {}

  /**
   * This one.
   *
   * <p>Immutable.
   *
   * @param name the tool
   */
  record Named(String name) implements ToolChoice {
    /** Refuses null. */
    public Named {
      requireNonNull(name, "name");
    }
  }
}
