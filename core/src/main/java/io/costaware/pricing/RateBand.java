package io.costaware.pricing;

import io.costaware.usage.Meter;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The prices of one context band of a card, by the index of the meter.
 *
 * <p>Filled by one thread; then immutable.
 */
final class RateBand {
  /** In place of a count of picos: no price. */
  static final long UNKNOWN = -1;

  /** In place of a count of picos: a price that takes the decimal way. */
  static final long FINE = -2;

  private static final int METERS = Meter.values().length;

  private final long[] picos = new long[METERS];
  private final Price.@Nullable Known[] prices = new Price.Known[METERS];
  private final @Nullable String[] notes = new String[METERS];

  /** Prices that hold once the call's quantity of the meter itself is above a number. */
  private final Map<Meter, NavigableMap<Long, Price.Known>> steps = new EnumMap<>(Meter.class);

  RateBand() {
    Arrays.fill(picos, UNKNOWN);
  }

  void put(Price.Known price) {
    int meter = price.meter().index();
    prices[meter] = price;
    boolean fast = price.perUnit().fitsPicos() && !steps.containsKey(price.meter());
    picos[meter] = fast ? price.perUnit().picos() : FINE;
  }

  void put(Price.Known price, long over) {
    steps.computeIfAbsent(price.meter(), meter -> new TreeMap<>()).put(over, price);
    picos[price.meter().index()] = FINE;
  }

  void note(Meter meter, String note) {
    notes[meter.index()] = note;
  }

  /** Picos a unit by the index of the meter, or {@link #UNKNOWN} or {@link #FINE}; not a copy. */
  long[] picos() {
    return picos;
  }

  /** The price of a meter for a call that has so much of it; null if there is none. */
  Price.@Nullable Known price(Meter meter, long quantity) {
    NavigableMap<Long, Price.Known> above = steps.isEmpty() ? null : steps.get(meter);
    Map.Entry<Long, Price.Known> step = above == null ? null : above.lowerEntry(quantity);
    return step == null ? prices[meter.index()] : step.getValue();
  }

  /** What a reader should know where a meter is priced; null if nothing. */
  @Nullable String note(Meter meter) {
    return notes[meter.index()];
  }

  boolean knowsAny() {
    return Arrays.stream(picos).anyMatch(rate -> rate != UNKNOWN);
  }
}
