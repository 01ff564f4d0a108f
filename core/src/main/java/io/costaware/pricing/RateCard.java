package io.costaware.pricing;

import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import io.costaware.usage.Meter;
import io.costaware.usage.Usage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The prices of one target and tier during one interval, laid out for speed: pricing a usage is a
 * multiplication and an addition of {@code long} for each meter. A price finer than a pico, or a
 * sum beyond {@code long}, takes the decimal way with the same result.
 *
 * <p>A context band re-prices the whole call: it is chosen by all prompt tokens, strictly above its
 * threshold.
 *
 * <p>Immutable.
 */
public final class RateCard {
  private static final int METERS = Meter.values().length;
  private static final long UNKNOWN = -1;
  private static final long FINE = -2;

  private final Target target;
  private final ServiceTier tier;
  private final String version;
  private final Currency currency;
  private final long fromMillis;
  private final long toMillis;

  /** Ascending; band 0 is the base, band i applies above thresholds[i - 1]. */
  private final long[] thresholds;

  private final long[][] picos;
  private final Price.@Nullable Known[][] prices;
  private final String unknownReason;
  private final List<String> warnings;

  private RateCard(Builder builder) {
    target = builder.target;
    tier = builder.tier;
    version = builder.version;
    currency = builder.currency;
    fromMillis = builder.fromMillis;
    toMillis = builder.toMillis;
    thresholds = builder.thresholds.stream().mapToLong(Long::longValue).toArray();
    prices = new Price.Known[thresholds.length + 1][METERS];
    picos = new long[thresholds.length + 1][METERS];
    for (int band = 0; band < picos.length; band++) {
      Arrays.fill(picos[band], UNKNOWN);
      for (Price.Known price : builder.bands.get(band)) {
        int meter = price.meter().ordinal();
        prices[band][meter] = price;
        picos[band][meter] = price.perUnit().fitsPicos() ? price.perUnit().picos() : FINE;
      }
    }
    unknownReason = builder.unknownReason;
    warnings = List.copyOf(builder.warnings);
  }

  /** A builder of a card without prices. */
  public static Builder builder(
      Target target, ServiceTier tier, Currency currency, String version) {
    return new Builder(target, tier, currency, version);
  }

  /** What is priced. */
  public Target target() {
    return target;
  }

  /** The tier that is priced. */
  public ServiceTier tier() {
    return tier;
  }

  /** The book that the prices are from. */
  public String version() {
    return version;
  }

  /** The currency of all prices. */
  public Currency currency() {
    return currency;
  }

  /** What a reader of receipts should know of these prices: fallbacks, low confidence. */
  public List<String> warnings() {
    return warnings;
  }

  /** Whether this card is in force at an instant, in milliseconds of the epoch. */
  public boolean holdsAt(long atMillis) {
    return atMillis >= fromMillis && atMillis < toMillis;
  }

  /** Whether no price at all is known. */
  public boolean isEmpty() {
    for (long[] band : picos) {
      for (long rate : band) {
        if (rate != UNKNOWN) {
          return false;
        }
      }
    }
    return true;
  }

  /** The price of a meter in the band that a prompt of so many tokens falls into. */
  public Price price(Meter meter, long promptTokens) {
    Price.Known known = prices[band(promptTokens)][meter.ordinal()];
    return known != null ? known : new Price.Unknown(meter, reasonFor(meter));
  }

  private String reasonFor(Meter meter) {
    return unknownReason.isEmpty()
        ? "no price for " + meter.id() + " of " + target + " in tier " + tier + " in " + version
        : unknownReason;
  }

  /** The band's name on receipts: {@code any}, or {@code gt_200k} for a threshold of 200,000. */
  public String bandName(long promptTokens) {
    int band = band(promptTokens);
    return band == 0 ? "any" : "gt_" + thresholds[band - 1] / 1000 + "k";
  }

  private int band(long promptTokens) {
    int band = 0;
    while (band < thresholds.length && promptTokens > thresholds[band]) {
      band++;
    }
    return band;
  }

  /** Prices a usage. Throughput that was bought beforehand costs nothing, its list price beside. */
  public Receipt price(Usage usage) {
    int band = thresholds.length == 0 ? 0 : band(usage.promptTokens());
    long[] rates = picos[band];
    long total = 0;
    boolean unknown = false;
    boolean known = false;
    for (int i = 0; i < usage.length(); i++) {
      long quantity = usage.get(METER[i]);
      if (quantity == 0) {
        continue;
      }
      long rate = rates[i];
      if (rate == UNKNOWN) {
        unknown = true;
        continue;
      }
      known = true;
      long amount = rate * quantity;
      if (rate == FINE
          || Math.multiplyHigh(rate, quantity) != 0
          || amount < 0
          || total + amount < 0) {
        return new Receipt(this, usage, band, decimalTotal(usage, band));
      }
      total += amount;
    }
    return new Receipt(this, usage, band, total, known || !unknown, unknown);
  }

  private static final Meter[] METER = Meter.values();

  private @Nullable BigDecimal decimalTotal(Usage usage, int band) {
    BigDecimal total = null;
    for (int i = 0; i < usage.length(); i++) {
      Price.Known price = prices[band][i];
      long quantity = usage.get(METER[i]);
      if (price != null && quantity != 0) {
        BigDecimal amount = price.perUnit().amount().multiply(BigDecimal.valueOf(quantity));
        total = total == null ? amount : total.add(amount);
      }
    }
    return total;
  }

  /** Whether the band leaves no meter of the usage without a price. */
  boolean coversAll(Usage usage, int band) {
    for (int i = 0; i < usage.length(); i++) {
      if (usage.get(METER[i]) != 0 && picos[band][i] == UNKNOWN) {
        return false;
      }
    }
    return true;
  }

  Price.@Nullable Known known(Meter meter, int band) {
    return prices[band][meter.ordinal()];
  }

  String unknown(Meter meter) {
    return reasonFor(meter);
  }

  String bandName(int band) {
    return band == 0 ? "any" : "gt_" + thresholds[band - 1] / 1000 + "k";
  }

  /**
   * The dearest of some meters in any band up to that of the prompt, for ceilings: the usage of so
   * many tokens booked on the meter that costs most. Meters without a price are passed over; if
   * none has one, the first is returned.
   */
  public Meter dearest(long promptTokens, Meter... candidates) {
    int band = band(promptTokens);
    Meter dearest = candidates[0];
    Price.Known best = prices[band][dearest.ordinal()];
    for (Meter candidate : candidates) {
      Price.Known price = prices[band][candidate.ordinal()];
      if (price != null && (best == null || price.perUnit().compareTo(best.perUnit()) > 0)) {
        dearest = candidate;
        best = price;
      }
    }
    return dearest;
  }

  /** For example {@code bedrock:amazon.nova-lite-v1:0 (in_region), standard}. */
  @Override
  public String toString() {
    return target + ", " + tier;
  }

  /**
   * Collects the prices of a card.
   *
   * <p>For use by one thread.
   */
  public static final class Builder {
    private final Target target;
    private final ServiceTier tier;
    private final Currency currency;
    private final String version;
    private final List<Long> thresholds = new ArrayList<>();
    private final List<List<Price.Known>> bands = new ArrayList<>(List.of(new ArrayList<>()));
    private final List<String> warnings = new ArrayList<>();
    private String unknownReason = "";
    private long fromMillis = Long.MIN_VALUE;
    private long toMillis = Long.MAX_VALUE;

    private Builder(Target target, ServiceTier tier, Currency currency, String version) {
      this.target = target;
      this.tier = tier;
      this.currency = currency;
      this.version = version;
    }

    /**
     * Adds a price to the band opened last.
     *
     * @throws IllegalArgumentException if its currency is not the card's, or it is negative
     */
    public Builder add(Price.Known price) {
      if (!price.perUnit().currency().equals(currency) || price.perUnit().isNegative()) {
        throw new IllegalArgumentException(
            "The price of "
                + price.meter().id()
                + " is "
                + price.perUnit()
                + "; a card in "
                + currency
                + " takes amounts of that currency, not below zero");
      }
      bands.get(bands.size() - 1).add(price);
      return this;
    }

    /**
     * Opens the band above a number of prompt tokens.
     *
     * @throws IllegalArgumentException if it is not above the band before
     */
    public Builder above(long promptTokens) {
      long last = thresholds.isEmpty() ? 0 : thresholds.get(thresholds.size() - 1);
      if (promptTokens <= last) {
        throw new IllegalArgumentException(
            "Band threshold "
                + promptTokens
                + " must be above "
                + last
                + "; add bands in ascending order");
      }
      thresholds.add(promptTokens);
      bands.add(new ArrayList<>());
      return this;
    }

    /** The interval in which the card holds, in milliseconds of the epoch, half open. */
    public Builder during(long fromMillis, long toMillis) {
      this.fromMillis = fromMillis;
      this.toMillis = toMillis;
      return this;
    }

    /** Why prices are missing, where there is one reason for all. */
    public Builder unknownBecause(String reason) {
      this.unknownReason = reason;
      return this;
    }

    /** Something that a reader of receipts should know. */
    public Builder warn(String warning) {
      warnings.add(warning);
      return this;
    }

    /** The card. */
    public RateCard build() {
      return new RateCard(this);
    }
  }
}
