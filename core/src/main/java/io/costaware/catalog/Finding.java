package io.costaware.catalog;

import static java.util.Objects.requireNonNull;

import io.costaware.pricing.ListedPrice;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something about a price, or about a whole import, that is hardly true. It refuses the import
 * until somebody accepts it.
 *
 * <p>Immutable.
 *
 * @param kind what is odd
 * @param price the price that is odd; null if it is the whole import
 * @param what which figure, beside which other figure
 */
public record Finding(Kind kind, @Nullable ListedPrice price, String what) {
  /**
   * What can be odd.
   *
   * <p>Immutable.
   */
  public enum Kind {
    /** Ten times or a tenth of the price in force, or far from the other scopes of its model. */
    TENFOLD,
    /** Hundreds of times off: units of one, a thousand and a million taken for each other. */
    UNIT,
    /** A token read from the cache costs more than a fresh one. */
    CACHE_READ_DEARER,
    /** Batch or flex costs more than the standard tier. */
    BATCH_DEARER,
    /** An output token costs less than an input token. */
    OUTPUT_CHEAPER,
    /** Free, where the sheet in force has a price. */
    BECAME_ZERO,
    /** Another currency than the sheet in force. */
    CURRENCY,
    /** Fewer than half of the prices of the sheet that it would replace. */
    SHRUNK;

    /** The name in reports and on the command line, for example {@code cache_read_dearer}. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kind of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public static Kind of(String id) {
      StringBuilder all = new StringBuilder(100);
      for (Kind kind : values()) {
        if (kind.id().equals(id)) {
          return kind;
        }
        all.append(all.isEmpty() ? "" : ", ").append(kind.id());
      }
      throw new IllegalArgumentException("Unknown finding '" + id + "'; there are " + all);
    }
  }

  /** Refuses nulls where they are not allowed. */
  public Finding {
    requireNonNull(kind, "kind");
    requireNonNull(what, "what");
  }

  /** The kind and what was found, on one line. */
  @Override
  public String toString() {
    return kind.id() + ": " + what;
  }
}
