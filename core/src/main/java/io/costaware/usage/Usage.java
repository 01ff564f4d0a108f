package io.costaware.usage;

import java.util.Arrays;
import java.util.StringJoiner;
import java.util.function.ObjLongConsumer;

/**
 * What a call consumed: one net quantity for each meter. A meter that is not mentioned is zero.
 *
 * <p>Immutable.
 */
public final class Usage {
  private static final Meter[] METERS = Meter.values();
  private static final Usage NONE = new Usage(new long[0]);

  /** By the index of the meter, ends at the highest meter that is not zero. */
  private final long[] quantities;

  private Usage(long[] quantities) {
    this.quantities = quantities;
  }

  /** Nothing at all. */
  public static Usage none() {
    return NONE;
  }

  /** Tokens of a plain text call. */
  public static Usage tokens(long input, long output) {
    return of(Meter.INPUT, input, Meter.OUTPUT, output);
  }

  /**
   * Two quantities, of two meters or of one.
   *
   * @throws IllegalArgumentException if a quantity is negative
   * @throws ArithmeticException if the sum overflows
   */
  public static Usage of(Meter meter, long quantity, Meter other, long otherQuantity) {
    refuseNegative(meter, quantity);
    refuseNegative(other, otherQuantity);
    int length =
        Math.max(quantity == 0 ? 0 : meter.index() + 1, otherQuantity == 0 ? 0 : other.index() + 1);
    if (length == 0) {
      return NONE;
    }
    long[] quantities = new long[length];
    if (quantity != 0) {
      quantities[meter.index()] = quantity;
    }
    if (otherQuantity != 0) {
      int i = other.index();
      quantities[i] = Math.addExact(quantities[i], otherQuantity);
    }
    return new Usage(quantities);
  }

  private static void refuseNegative(Meter meter, long quantity) {
    if (quantity < 0) {
      throw new IllegalArgumentException(
          meter.id() + " is " + quantity + "; a quantity cannot be negative");
    }
  }

  /** A builder with every meter at zero. */
  public static Builder builder() {
    return new Builder();
  }

  /** The quantity of one meter, in its unit. */
  public long get(Meter meter) {
    int i = meter.index();
    return i < quantities.length ? quantities[i] : 0;
  }

  /** Whether every meter is zero. */
  public boolean isEmpty() {
    return quantities.length == 0;
  }

  /**
   * Tokens of the whole prompt: fresh, cached and written; it chooses the context band. A sum
   * beyond {@code long} is {@link Long#MAX_VALUE}.
   */
  public long promptTokens() {
    long sum = 0;
    for (int i = 0; i < quantities.length; i++) {
      if (METERS[i].isPrompt()) {
        sum += quantities[i];
        if (sum < 0) {
          return Long.MAX_VALUE;
        }
      }
    }
    return sum;
  }

  /** All tokens, in and out. */
  public long totalTokens() {
    long sum = 0;
    for (int i = 0; i < quantities.length; i++) {
      if (METERS[i].unit() == Meter.Unit.TOKEN) {
        sum = Math.addExact(sum, quantities[i]);
      }
    }
    return sum;
  }

  /**
   * The sum of two usages, meter by meter.
   *
   * @throws ArithmeticException if a quantity overflows
   */
  public Usage plus(Usage other) {
    if (isEmpty()) {
      return other;
    }
    if (other.isEmpty()) {
      return this;
    }
    long[] sum = Arrays.copyOf(quantities, Math.max(quantities.length, other.quantities.length));
    for (int i = 0; i < other.quantities.length; i++) {
      sum[i] = Math.addExact(sum[i], other.quantities[i]);
    }
    return new Usage(sum);
  }

  /** Visits the meters that are not zero, in the order of {@link Meter}. */
  public void forEach(ObjLongConsumer<Meter> visitor) {
    for (int i = 0; i < quantities.length; i++) {
      if (quantities[i] != 0) {
        visitor.accept(METERS[i], quantities[i]);
      }
    }
  }

  /** One more than the index of the highest meter that is not zero. */
  public int length() {
    return quantities.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Usage usage && Arrays.equals(quantities, usage.quantities);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(quantities);
  }

  /** For example {@code {input=350, output=900}}. */
  @Override
  public String toString() {
    StringJoiner joiner = new StringJoiner(", ", "{", "}");
    forEach((meter, quantity) -> joiner.add(meter.id() + "=" + quantity));
    return joiner.toString();
  }

  /**
   * Collects quantities.
   *
   * <p>For use by one thread.
   */
  public static final class Builder {
    // Most calls use the first few meters alone.
    private static final int FIRST = 4;

    private long[] quantities = new long[FIRST];

    private Builder() {}

    /**
     * Adds to a meter.
     *
     * @throws IllegalArgumentException if the quantity is negative
     * @throws ArithmeticException if the sum overflows
     */
    public Builder add(Meter meter, long quantity) {
      refuseNegative(meter, quantity);
      int i = meter.index();
      if (i >= quantities.length) {
        if (quantity == 0) {
          return this;
        }
        quantities = Arrays.copyOf(quantities, METERS.length);
      }
      quantities[i] = Math.addExact(quantities[i], quantity);
      return this;
    }

    /** The usage so far. */
    public Usage build() {
      int length = quantities.length;
      while (length > 0 && quantities[length - 1] == 0) {
        length--;
      }
      return length == 0 ? NONE : new Usage(Arrays.copyOf(quantities, length));
    }
  }
}
