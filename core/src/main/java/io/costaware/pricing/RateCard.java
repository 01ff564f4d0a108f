package io.costaware.pricing;

import io.costaware.money.Money;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import io.costaware.usage.Meter;
import io.costaware.usage.Usage;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Currency;
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
  private static final long UNKNOWN = RateBand.UNKNOWN;
  private static final long FINE = RateBand.FINE;

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

  private final RateBand[] bands;

  /** Where a quantity of each meter is priced: under the meter itself or under its base. */
  private final int[] foldTo;

  private final String unknownReason;
  private final List<String> warnings;
  private final boolean empty;

  RateCard(
      Target target,
      ServiceTier tier,
      String version,
      Currency currency,
      long fromMillis,
      long toMillis,
      List<Long> thresholds,
      List<RateBand> bands,
      Set<Meter> apart,
      String unknownReason,
      List<String> warnings) {
    this.target = target;
    this.tier = tier;
    this.version = version;
    this.currency = currency;
    this.fromMillis = fromMillis;
    this.toMillis = toMillis;
    this.thresholds = thresholds.stream().mapToLong(Long::longValue).toArray();
    this.bands = bands.toArray(new RateBand[0]);
    this.unknownReason = unknownReason;
    this.warnings = List.copyOf(warnings);
    foldTo = BASE.clone();
    apart.forEach(meter -> foldTo[meter.index()] = meter.index());
    for (RateBand band : this.bands) {
      for (Meter meter : METER) {
        if (band.picos()[meter.index()] != UNKNOWN) {
          foldTo[meter.index()] = meter.index();
        }
      }
    }
    empty = Arrays.stream(this.bands).noneMatch(RateBand::knowsAny);
  }

  /** A builder of a card without prices. */
  public static RateCardBuilder builder(
      Target target, ServiceTier tier, Currency currency, String version) {
    return new RateCardBuilder(target, tier, currency, version);
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
    for (RateBand band : bands) {
      for (Meter meter : METER) {
        String note = band.note(meter);
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

  /**
   * The price of a meter in the band that a prompt of so many tokens falls into, for a call that
   * has one unit of it.
   */
  public Price price(Meter meter, long promptTokens) {
    Price.Known known = known(meter, band(promptTokens), 1);
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
    long[] rates = bands[band].picos();
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
      long quantity = usage.get(METER[i]);
      Price.Known price = known(METER[i], band, quantity);
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
      long quantity = usage.get(METER[i]);
      if (quantity != 0 && known(METER[i], band, quantity) == null) {
        return false;
      }
    }
    return true;
  }

  Price.@Nullable Known known(Meter meter, int band, long quantity) {
    return bands[band].price(meter, quantity);
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
          String note = bands[band].note(meter);
          if (note != null) {
            all.add(note);
          } else if (known(meter, band, quantity) == null) {
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
    long rate = bands[band].picos()[candidate.index()];
    long best = bands[band].picos()[than.index()];
    if (rate != FINE && best != FINE) {
      return rate > best;
    }
    Price.Known price = known(candidate, band, 1);
    Price.Known other = known(than, band, 1);
    return price != null && (other == null || price.perUnit().compareTo(other.perUnit()) > 0);
  }

  /** For example {@code bedrock:amazon.nova-lite-v1:0 (in_region), standard}. */
  @Override
  public String toString() {
    return target + ", " + tier;
  }
}
