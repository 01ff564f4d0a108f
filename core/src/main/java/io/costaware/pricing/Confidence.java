package io.costaware.pricing;

import java.util.Locale;

/**
 * How well a price is attested.
 *
 * <p>Immutable.
 */
public enum Confidence {
  /** Several independent sources agree, or the provider says so. */
  HIGH,
  /** One good source. */
  MEDIUM,
  /** Sources contradict each other, or the only one is weak; check it before you rely on it. */
  LOW;

  /** The name in sheets and on receipts. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
