package io.costaware.vertex.usage;

import static java.util.Objects.requireNonNull;

/**
 * A count that is none: negative, or no number that a {@code long} holds.
 *
 * <p>Immutable.
 *
 * @param field the provider's name of it, with the object it stands in
 * @param value as it came, at most 64 characters of it; it may be anything, so that it belongs in
 *     no event and no log
 */
public record CountFault(String field, String value) {
  private static final int MOST_TEXT = 64;

  /** Cuts the value. */
  public CountFault {
    requireNonNull(field, "field");
    value = value.length() > MOST_TEXT ? value.substring(0, MOST_TEXT) : value;
  }

  /** For the reader of a recording, who has the value anyway. */
  IllegalArgumentException thrown() {
    return new IllegalArgumentException(
        field + " is " + value + "; a count is a whole number from 0 to " + Long.MAX_VALUE);
  }
}
