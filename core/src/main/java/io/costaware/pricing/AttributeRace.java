package io.costaware.pricing;

import io.costaware.usage.Meter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one scope and tier that differ in their attributes, and which of them prices a call. The
 * one that matches most wins, a row without attributes if none matches. A call that does not tell
 * what would decide has a price only where all rows it may fall on say the same.
 *
 * <p>For use by one thread.
 */
final class AttributeRace {
  private final PriceAttributes call;
  private final List<LayeredRow> untold = new ArrayList<>();
  private final List<LayeredRow> even = new ArrayList<>();
  private @Nullable LayeredRow best;
  private @Nullable AttributeMatch bestMatch;
  private boolean misfits;

  AttributeRace(PriceAttributes call) {
    this.call = call;
  }

  /** Takes in rows of one layer that hold at the same time. */
  void enter(PriceLayer layer, List<SheetRow> rows) {
    for (SheetRow row : rows) {
      AttributeMatch match = AttributeMatch.of(row.attributes(), call);
      switch (match.fit()) {
        case MISFITS -> misfits = true;
        case UNTOLD -> untold(new LayeredRow(row, layer));
        case FITS -> fits(new LayeredRow(row, layer), match);
      }
    }
  }

  /** A row of a lower layer is hidden by one of the same attributes. */
  private void untold(LayeredRow row) {
    boolean hidden =
        untold.stream().anyMatch(o -> o.row().attributes().equals(row.row().attributes()));
    if (!hidden) {
      untold.add(row);
    }
  }

  private void fits(LayeredRow row, AttributeMatch match) {
    AttributeMatch before = bestMatch;
    if (before == null || match.beats(before)) {
      best = row;
      bestMatch = match;
      even.removeIf(other -> !evenWith(other, match));
    } else if (!before.beats(match)) {
      even.add(row);
    }
  }

  private boolean evenWith(LayeredRow other, AttributeMatch match) {
    return !match.beats(AttributeMatch.of(other.row().attributes(), call));
  }

  /** Whether a row fits, so that those of lower layers do not count. */
  boolean isSettled() {
    return best != null;
  }

  /** Whether anything can be said: a price, or that the call does not tell enough. */
  boolean isDecided() {
    return best != null || !untold.isEmpty();
  }

  /** Whether there are rows for other attributes than those of the call. */
  boolean hasMisfits() {
    return misfits;
  }

  /** The row that prices the call; null if none does. */
  @Nullable LayeredRow winner() {
    if (best != null) {
      return saySame(best, even) ? best : null;
    }
    return !untold.isEmpty() && saySame(untold.get(0), untold) ? untold.get(0) : null;
  }

  private static boolean saySame(LayeredRow first, List<LayeredRow> others) {
    return others.stream().allMatch(other -> other.row().perUnit().equals(first.row().perUnit()));
  }

  /** What a reader should know of what the call does not tell; null if nothing. */
  @Nullable String untold(Meter meter) {
    LayeredRow winner = winner();
    if (winner == null) {
      return best == null
          ? depends(meter) + "it stays unknown"
          : "several prices of " + meter.id() + " fit " + call + " alike; it stays unknown";
    }
    if (best == null) {
      return depends(meter) + "all that are listed are the same";
    }
    boolean couldBeOther =
        untold.stream()
            .anyMatch(
                row ->
                    outranks(row.row(), winner.row())
                        && !row.row().perUnit().equals(winner.row().perUnit()));
    return couldBeOther
        ? depends(meter)
            + (winner.row().conditions() > 0
                ? "the one that fits what it tells applies"
                : "the one without conditions applies")
        : null;
  }

  private static boolean outranks(SheetRow row, SheetRow winner) {
    return row.conditions() > winner.conditions();
  }

  private static String depends(Meter meter) {
    return "the price of "
        + meter.id()
        + " depends on what the call does not tell, such as a resolution or quality; ";
  }
}
