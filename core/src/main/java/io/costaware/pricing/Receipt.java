package io.costaware.pricing;

import io.costaware.money.Money;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import io.costaware.usage.Usage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a call cost and how that follows: one line for each meter, and the exact sum of the lines.
 *
 * <p>Immutable.
 */
public final class Receipt {
  /**
   * How much of the cost is known.
   *
   * <p>Immutable.
   */
  public enum Outcome {
    /** Usage and all prices are known. */
    PRICED,
    /** The call is known to cost nothing. */
    ZERO,
    /** Some usage or some price is unknown: the total is a lower bound. */
    PARTIAL,
    /** Usage is known, no price is. */
    UNPRICED,
    /** No usage is known. */
    MISSING;

    /** The name in events and files. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String ANY_BAND = "any";

  private final Outcome outcome;
  private final @Nullable RateCard card;
  private final @Nullable Target target;
  private final @Nullable ServiceTier tier;
  private final Usage usage;
  private final int band;
  private final String storedBand;
  private final long picos;
  private final @Nullable BigDecimal fine;
  private final Currency currency;
  private final @Nullable List<ReceiptLine> storedLines;
  private final List<String> warnings;

  /** Priced by a card: the total in picos or, if it does not fit, in decimals. */
  Receipt(
      RateCard card,
      Usage usage,
      int band,
      Outcome outcome,
      long picos,
      @Nullable BigDecimal fine) {
    this.card = card;
    this.target = card.target();
    this.tier = card.tier();
    this.usage = usage;
    this.band = band;
    this.storedBand = ANY_BAND;
    this.outcome = outcome;
    this.picos = picos;
    this.fine = fine;
    this.currency = card.currency();
    this.storedLines = null;
    this.warnings = List.of();
  }

  private Receipt(
      Outcome outcome,
      @Nullable Target target,
      @Nullable ServiceTier tier,
      Usage usage,
      String storedBand,
      Money total,
      List<ReceiptLine> lines,
      List<String> warnings) {
    this.card = null;
    this.target = target;
    this.tier = tier;
    this.usage = usage;
    this.band = 0;
    this.storedBand = storedBand;
    this.outcome = outcome;
    this.picos = total.fitsPicos() ? total.picos() : 0;
    this.fine = total.fitsPicos() ? null : total.amount();
    this.currency = total.currency();
    this.storedLines = List.copyOf(lines);
    this.warnings = List.copyOf(warnings);
  }

  /** A call that is known to cost nothing: free of charge, or refused before inference. */
  public static Receipt zero(
      @Nullable Target target, @Nullable ServiceTier tier, Currency currency) {
    return new Receipt(
        Outcome.ZERO,
        target,
        tier,
        Usage.none(),
        ANY_BAND,
        Money.zero(currency),
        List.of(),
        List.of());
  }

  /**
   * A call on throughput that was bought beforehand: it adds nothing to the bill, whatever it used,
   * and its model is not known, so that there is no list price either.
   */
  public static Receipt prepaid(ServiceTier tier, Usage usage, Currency currency) {
    return new Receipt(
        Outcome.ZERO, null, tier, usage, ANY_BAND, Money.zero(currency), List.of(), List.of());
  }

  /** A call of which no usage is known. */
  public static Receipt missing(
      @Nullable Target target, @Nullable ServiceTier tier, Currency currency) {
    return new Receipt(
        Outcome.MISSING,
        target,
        tier,
        Usage.none(),
        ANY_BAND,
        Money.zero(currency),
        List.of(),
        List.of());
  }

  /** A call whose usage is known and whose target has no price, with the reason. */
  public static Receipt unpriced(
      @Nullable Target target,
      @Nullable ServiceTier tier,
      Usage usage,
      Currency currency,
      String reason) {
    return new Receipt(
        Outcome.UNPRICED,
        target,
        tier,
        usage,
        ANY_BAND,
        Money.zero(currency),
        List.of(),
        List.of(reason));
  }

  /**
   * A receipt read back from where it was kept.
   *
   * @param bandName the context band that priced it
   * @param total the sum; null where nothing is priced. What was paid beforehand has a total of
   *     zero, and the sum of its lines is its list price
   * @throws IllegalArgumentException if the lines do not add up to the total
   */
  public static Receipt stored(
      Outcome outcome,
      @Nullable Target target,
      @Nullable ServiceTier tier,
      Usage usage,
      String bandName,
      @Nullable Money total,
      Currency currency,
      List<ReceiptLine> lines,
      List<String> warnings) {
    Money sum = Money.zero(currency);
    for (ReceiptLine line : lines) {
      sum = sum.plus(line.amount());
    }
    boolean charged = outcome == Outcome.PRICED || outcome == Outcome.PARTIAL;
    if (charged && total != null && !sum.equals(total)) {
      throw new IllegalArgumentException(
          "The lines of a receipt add up to " + sum + ", its total says " + total);
    }
    return new Receipt(outcome, target, tier, usage, bandName, sum, lines, warnings);
  }

  /** This receipt as a lower bound, because more was used than is known. */
  public Receipt asPartial() {
    if (outcome != Outcome.PRICED) {
      return this;
    }
    return card == null
        ? new Receipt(
            Outcome.PARTIAL, target, tier, usage, storedBand, knownTotal(), lines(), warnings)
        : new Receipt(card, usage, band, Outcome.PARTIAL, picos, fine);
  }

  /** How much is known. */
  public Outcome outcome() {
    return outcome;
  }

  /** What was priced; null if the model's name led to nothing priceable. */
  public @Nullable Target target() {
    return target;
  }

  /** The tier that priced it; null if there is no target. */
  public @Nullable ServiceTier tier() {
    return tier;
  }

  /** The quantities that were priced. */
  public Usage usage() {
    return usage;
  }

  /** The currency of all amounts. */
  public Currency currency() {
    return currency;
  }

  /** The cost: exact if priced or zero, a lower bound if partial, null if unpriced or missing. */
  public @Nullable Money total() {
    return outcome == Outcome.UNPRICED || outcome == Outcome.MISSING ? null : knownTotal();
  }

  /** The part of the cost that is known, nothing if none is; never null. */
  public Money knownTotal() {
    if (outcome == Outcome.ZERO) {
      return Money.zero(currency);
    }
    return listTotal();
  }

  /**
   * The list price of throughput that was bought beforehand, a lower bound if a meter has no price;
   * null for every other call and where no price is known.
   */
  public @Nullable Money shadow() {
    boolean prepaid = outcome == Outcome.ZERO && tier != null && tier.isPrepaid();
    return prepaid && !lines().isEmpty() ? listTotal() : null;
  }

  private Money listTotal() {
    return fine == null ? Money.ofPicos(picos, currency) : new Money(fine, currency);
  }

  /** Whether the known part is a count of picos, which {@link #knownPicos} then returns. */
  public boolean fitsPicos() {
    return fine == null || outcome == Outcome.ZERO;
  }

  /** The known part in picos, without allocation; meaningful only if {@link #fitsPicos}. */
  public long knownPicos() {
    return outcome == Outcome.ZERO ? 0 : picos;
  }

  /** The lines, one for each meter that has a price; their amounts add up to the total. */
  public List<ReceiptLine> lines() {
    if (storedLines != null) {
      return storedLines;
    }
    List<ReceiptLine> lines = new ArrayList<>();
    usage.forEach(
        (meter, quantity) -> {
          Price.Known price = card == null ? null : card.known(meter, band, quantity);
          if (price != null) {
            lines.add(line(price, quantity));
          }
        });
    return lines;
  }

  private static ReceiptLine line(Price.Known price, long quantity) {
    return new ReceiptLine(
        price.meter(),
        quantity,
        price.perUnit(),
        price.perUnit().times(quantity),
        price.condition(),
        price.source(),
        price.version(),
        price.from(),
        price.to(),
        price.confidence());
  }

  /** The context band that priced the call, for example {@code any} or {@code gt_200k}. */
  public String bandName() {
    return card == null ? storedBand : card.bandName(band);
  }

  /** What a reader should know: meters without a price, fallbacks, low confidence. */
  public List<String> warnings() {
    return card == null ? warnings : card.warnings(usage, band);
  }

  /** For example {@code 0.05055 USD (priced)}. */
  @Override
  public String toString() {
    Money total = total();
    return (total == null ? "no cost" : total.toString()) + " (" + outcome.id() + ")";
  }
}
