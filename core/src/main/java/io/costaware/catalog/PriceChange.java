package io.costaware.catalog;

import static java.util.Objects.requireNonNull;

import io.costaware.pricing.ListedPrice;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One price that two sheets have differently.
 *
 * <p>Immutable.
 *
 * @param kind how it differs
 * @param before the former price; null if it was added
 * @param after the next price; null if it was removed
 */
public record PriceChange(Kind kind, @Nullable ListedPrice before, @Nullable ListedPrice after) {
  /**
   * How a price differs.
   *
   * <p>Immutable.
   */
  public enum Kind {
    /** Only the next sheet has it. */
    ADDED,
    /** Only the former sheet has it. */
    REMOVED,
    /** Both have it, with different figures or dates. */
    CHANGED;

    /** The name in reports, for example {@code added}. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Refuses a change of nothing. */
  public PriceChange {
    requireNonNull(kind, "kind");
    if (before == null && after == null) {
      throw new IllegalArgumentException("A change has a former or a next price");
    }
  }

  /** By how much percent the price rose, one decimal; null unless it changed from a price. */
  public @Nullable BigDecimal percent() {
    return before == null || after == null ? null : Figures.percent(before, after);
  }

  /** On one line, with old and new figure and the percentage. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(120);
    text.append(kind.id()).append(' ');
    if (before == null) {
      ListedPrice added = requireNonNull(after, "after");
      return text.append(RowKey.of(added)).append(": ").append(Figures.shown(added)).toString();
    }
    text.append(RowKey.of(before)).append(": ").append(Figures.shown(before));
    if (after != null) {
      text.append(" -> ").append(Figures.shown(after));
      BigDecimal percent = percent();
      if (percent != null && percent.signum() != 0) {
        text.append(percent.signum() > 0 ? " (+" : " (").append(percent).append(" %)");
      } else if (percent != null) {
        text.append(" (other dates)");
      }
    }
    return text.toString();
  }
}
