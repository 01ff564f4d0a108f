package io.costaware.pricing;

import io.costaware.money.Money;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import io.costaware.usage.Meter;
import io.costaware.usage.Usage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
  private static final Meter[] METER = Meter.values();
  private static final long UNKNOWN = -1;
  private static final long FINE = -2;

  /** The meter that each one counts under where a model's prices do not tell them apart. */
  private static final int[] BASE = new int[METER.length];

  private static final int FIRST_MODALITY = Meter.INPUT_AUDIO.index();

  static {
    for (Meter meter : METER) {
      BASE[meter.index()] =
          switch (meter) {
            case INPUT_AUDIO, INPUT_IMAGE, INPUT_VIDEO -> Meter.INPUT.index();
            case CACHE_READ_AUDIO -> Meter.CACHE_READ.index();
            case OUTPUT_AUDIO, OUTPUT_IMAGE, OUTPUT_VIDEO -> Meter.OUTPUT.index();
            default -> meter.index();
          };
    }
  }

  private final Target target;
  private final ServiceTier tier;
  private final String version;
  private final Currency currency;
  private final long fromMillis;
  private final long toMillis;

  /** Ascending; band 0 is the base, band i applies above thresholds[i - 1]. */
  private final long[] thresholds;

  private final Band[] bands;

  /** Where a quantity of each meter is priced: under the meter itself or under its base. */
  private final int[] foldTo;

  private final String unknownReason;
  private final List<String> warnings;
  private final boolean empty;

  private RateCard(Builder builder) {
    target = builder.target;
    tier = builder.tier;
    version = builder.version;
    currency = builder.currency;
    fromMillis = builder.fromMillis;
    toMillis = builder.toMillis;
    thresholds = builder.thresholds.stream().mapToLong(Long::longValue).toArray();
    bands = builder.bands.toArray(new Band[0]);
    unknownReason = builder.unknownReason;
    warnings = List.copyOf(builder.warnings);
    Set<Meter> apart = EnumSet.copyOf(builder.apart);
    for (Band band : bands) {
      for (int i = 0; i < METER.length; i++) {
        if (band.picos[i] != UNKNOWN) {
          apart.add(METER[i]);
        }
      }
    }
    foldTo = BASE.clone();
    apart.forEach(meter -> foldTo[meter.index()] = meter.index());
    empty = Arrays.stream(bands).noneMatch(Band::knowsAny);
  }

  /** The prices of one context band. */
  private static final class Band {
    final long[] picos = new long[METER.length];
    final Price.@Nullable Known[] prices = new Price.Known[METER.length];
    final @Nullable String[] notes = new String[METER.length];

    Band() {
      Arrays.fill(picos, UNKNOWN);
    }

    void put(Price.Known price) {
      int meter = price.meter().index();
      prices[meter] = price;
      picos[meter] = price.perUnit().fitsPicos() ? price.perUnit().picos() : FINE;
    }

    boolean knowsAny() {
      return Arrays.stream(picos).anyMatch(rate -> rate != UNKNOWN);
    }
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

  /**
   * What a reader should know of these prices: fallbacks, low confidence. A receipt names only what
   * concerns the meters it prices.
   */
  public List<String> warnings() {
    Set<String> all = new LinkedHashSet<>(warnings);
    for (Band band : bands) {
      for (String note : band.notes) {
        if (note != null) {
          all.add(note);
        }
      }
    }
    return List.copyOf(all);
  }

  /** Whether this card is in force at an instant, in milliseconds of the epoch. */
  public boolean holdsAt(long atMillis) {
    return atMillis >= fromMillis && atMillis < toMillis;
  }

  /** Whether no price at all is known. */
  public boolean isEmpty() {
    return empty;
  }

  /** The price of a meter in the band that a prompt of so many tokens falls into. */
  public Price price(Meter meter, long promptTokens) {
    Price.Known known = known(meter, band(promptTokens));
    return known != null ? known : new Price.Unknown(meter, unknown(meter));
  }

  /** The band's name on receipts: {@code any}, or {@code gt_200k} for a threshold of 200,000. */
  public String bandName(long promptTokens) {
    return bandName(band(promptTokens));
  }

  private int band(long promptTokens) {
    int band = 0;
    while (band < thresholds.length && promptTokens > thresholds[band]) {
      band++;
    }
    return band;
  }

  /**
   * A usage as these prices count it: a modality that the model does not price apart counts under
   * its base meter, image input under input and audio read from a cache under cache reads.
   */
  public Usage fold(Usage usage) {
    boolean folds = false;
    for (int i = FIRST_MODALITY; i < usage.length() && !folds; i++) {
      folds = foldTo[i] != i && usage.get(METER[i]) != 0;
    }
    if (!folds) {
      return usage;
    }
    Usage.Builder folded = Usage.builder();
    for (int i = 0; i < usage.length(); i++) {
      folded.add(METER[foldTo[i]], usage.get(METER[i]));
    }
    return folded.build();
  }

  /** Prices a usage. Throughput that was bought beforehand costs nothing, its list price beside. */
  public Receipt price(Usage consumed) {
    Usage usage = fold(consumed);
    int band = thresholds.length == 0 ? 0 : band(usage.promptTokens());
    long[] rates = bands[band].picos;
    long total = 0;
    boolean unknown = empty;
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
        return priceInDecimals(usage, band);
      }
      total += amount;
    }
    return new Receipt(this, usage, band, outcome(known, unknown), total, null);
  }

  private Receipt.Outcome outcome(boolean known, boolean unknown) {
    if (tier.isPrepaid()) {
      return Receipt.Outcome.ZERO;
    }
    if (!unknown) {
      return Receipt.Outcome.PRICED;
    }
    return known ? Receipt.Outcome.PARTIAL : Receipt.Outcome.UNPRICED;
  }

  /** The exact way for figures that {@code long} does not hold. */
  Receipt priceInDecimals(Usage usage, int band) {
    BigDecimal total = BigDecimal.ZERO;
    boolean known = false;
    for (int i = 0; i < usage.length(); i++) {
      Price.Known price = bands[band].prices[i];
      long quantity = usage.get(METER[i]);
      if (price != null && quantity != 0) {
        total = total.add(price.perUnit().amount().multiply(BigDecimal.valueOf(quantity)));
        known = true;
      }
    }
    Receipt.Outcome outcome = outcome(known, empty || !coversAll(usage, band));
    Money sum = new Money(total, currency);
    return sum.fitsPicos()
        ? new Receipt(this, usage, band, outcome, sum.picos(), null)
        : new Receipt(this, usage, band, outcome, 0, sum.amount());
  }

  /** Whether the band leaves no meter of the usage without a price. */
  boolean coversAll(Usage usage, int band) {
    for (int i = 0; i < usage.length(); i++) {
      if (usage.get(METER[i]) != 0 && bands[band].picos[i] == UNKNOWN) {
        return false;
      }
    }
    return true;
  }

  Price.@Nullable Known known(Meter meter, int band) {
    return bands[band].prices[meter.index()];
  }

  /** Why a meter has no price. */
  String unknown(Meter meter) {
    return unknownReason.isEmpty()
        ? "no price for " + meter.id() + " of " + target + " in tier " + tier + " in " + version
        : unknownReason;
  }

  String bandName(int band) {
    return bandOf(band == 0 ? 0 : thresholds[band - 1]);
  }

  static String bandOf(long above) {
    return above == 0 ? "any" : "gt_" + above / 1000 + "k";
  }

  /** What a receipt of that usage should say beside its figures. */
  List<String> warnings(Usage usage, int band) {
    Set<String> all = new LinkedHashSet<>(warnings);
    if (usage.isEmpty()) {
      all.add("every quantity is zero although the call is one that costs money");
    }
    usage.forEach(
        (meter, quantity) -> {
          String note = bands[band].notes[meter.index()];
          if (note != null) {
            all.add(note);
          } else if (known(meter, band) == null) {
            all.add(unknown(meter));
          }
        });
    if (empty && !unknownReason.isEmpty()) {
      all.add(unknownReason);
    }
    return List.copyOf(all);
  }

  /**
   * The dearest of some meters in the band of a prompt of so many tokens, for ceilings. Meters
   * without a price are passed over; if none has one, the first is returned.
   *
   * @throws IllegalArgumentException if there is no candidate
   */
  public Meter dearest(long promptTokens, Meter... candidates) {
    if (candidates.length == 0) {
      throw new IllegalArgumentException("There is no meter to choose from; name at least one");
    }
    int band = band(promptTokens);
    Meter dearest = candidates[0];
    for (Meter candidate : candidates) {
      if (isDearer(candidate, dearest, band)) {
        dearest = candidate;
      }
    }
    return dearest;
  }

  private boolean isDearer(Meter candidate, Meter than, int band) {
    long rate = bands[band].picos[candidate.index()];
    long best = bands[band].picos[than.index()];
    if (rate != FINE && best != FINE) {
      return rate > best;
    }
    Price.Known price = known(candidate, band);
    Price.Known other = known(than, band);
    return price != null && (other == null || price.perUnit().compareTo(other.perUnit()) > 0);
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
    private final List<Band> bands = new ArrayList<>(List.of(new Band()));
    private final List<String> warnings = new ArrayList<>();
    private final Set<Meter> apart = EnumSet.noneOf(Meter.class);
    private String unknownReason = "";
    private long fromMillis = Long.MIN_VALUE;
    private long toMillis = Long.MAX_VALUE;

    private Builder(Target target, ServiceTier tier, Currency currency, String version) {
      this.target = target;
      this.tier = tier;
      this.currency = currency;
      this.version = version;
    }

    private Band last() {
      return bands.get(bands.size() - 1);
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
      last().put(price);
      return this;
    }

    /**
     * Opens the band above a number of prompt tokens.
     *
     * @throws IllegalArgumentException if it is not above the band before
     */
    public Builder above(long promptTokens) {
      long before = thresholds.isEmpty() ? 0 : thresholds.get(thresholds.size() - 1);
      if (promptTokens <= before) {
        throw new IllegalArgumentException(
            "Band threshold "
                + promptTokens
                + " must be above "
                + before
                + "; add bands in ascending order");
      }
      thresholds.add(promptTokens);
      bands.add(new Band());
      return this;
    }

    /**
     * Says that the model prices a meter apart from its base, so that quantities of it never count
     * under the base, even where this card has no price for it.
     */
    public Builder tellsApart(Meter meter) {
      apart.add(meter);
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

    /** Something that a reader of every receipt should know. */
    public Builder warn(String warning) {
      warnings.add(warning);
      return this;
    }

    /** Something that a reader should know where a meter is priced in the band opened last. */
    public Builder warn(Meter meter, String warning) {
      last().notes[meter.index()] = warning;
      return this;
    }

    /** The card. */
    public RateCard build() {
      return new RateCard(this);
    }
  }
}
