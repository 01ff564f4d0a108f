package io.costaware.budget;

/**
 * What became of an ending.
 *
 * <p>Immutable.
 */
public enum Settlement {
  /** The hold ended here. */
  ENDED,
  /** The hold had expired; the spend was booked now, once. */
  AFTER_EXPIRY,
  /** The hold had ended before; nothing was done. */
  ALREADY_ENDED
}
