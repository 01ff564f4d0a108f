package io.costaware.catalog;

import static java.util.Objects.requireNonNull;

import io.costaware.pricing.ListedPrice;
import io.costaware.pricing.PriceSheet;
import io.costaware.usage.Meter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells prices that are hardly true: by the price in force, by the other prices of the same model.
 * Prices that have already ended are history and not looked at.
 *
 * <p>For use by one thread.
 */
public final class Plausibility {
  private static final BigDecimal TEN = BigDecimal.TEN;
  private static final BigDecimal TENTH = new BigDecimal("0.1");

  /** Off by so much, a figure is for other units: thousands and millions are mixed. */
  private static final BigDecimal OTHER_UNIT = BigDecimal.valueOf(500);

  private static final BigDecimal OTHER_UNIT_BELOW = new BigDecimal("0.002");

  /** Scopes of one model differ by a tenth or a fifth, never by so much. */
  private static final BigDecimal OTHER_SCOPE = BigDecimal.valueOf(5);

  private static final BigDecimal OTHER_SCOPE_BELOW = new BigDecimal("0.2");

  /** No model's output is dearer than its input by so much. */
  private static final BigDecimal OUTPUT_TIMES = BigDecimal.valueOf(200);

  private final Map<RowKey, ListedPrice> rows = new LinkedHashMap<>();
  private final List<Finding> findings = new ArrayList<>();

  /** What is new; what has long been in force is no news. Null if all is. */
  private final @Nullable Set<RowKey> fresh;

  private Plausibility(
      List<ListedPrice> prices, @Nullable Set<RowKey> fresh, @Nullable Instant at) {
    this.fresh = fresh;
    for (ListedPrice price : prices) {
      if (at != null && RowKey.holds(price, at)) {
        rows.put(RowKey.of(price), price);
      }
    }
    for (ListedPrice price : prices) {
      if (price.to() == null) {
        rows.putIfAbsent(RowKey.of(price), price);
      }
    }
  }

  /** What is hardly true in a sheet by itself; empty if nothing is. */
  public static List<Finding> check(PriceSheet sheet) {
    Plausibility check = new Plausibility(requireNonNull(sheet, "sheet").prices(), null, null);
    check.siblings();
    return List.copyOf(check.findings);
  }

  static List<Finding> check(
      PriceImport imported,
      @Nullable PriceSheet other,
      boolean replaces,
      List<PriceChange> changes,
      Instant at) {
    Plausibility check =
        new Plausibility(imported.prices(), other == null ? null : fresh(changes), at);
    if (other != null && !other.currency().equals(imported.sheet().currency())) {
      check.add(
          Finding.Kind.CURRENCY,
          null,
          "prices are in "
              + imported.sheet().currency()
              + ", those of "
              + other.version()
              + " in "
              + other.currency());
    } else {
      changes.forEach(change -> check.jump(change, at));
    }
    int before = other == null ? 0 : other.priceCount();
    if (replaces && imported.prices().size() * 2L < before) {
      check.add(
          Finding.Kind.SHRUNK,
          null,
          imported.prices().size()
              + " prices are fewer than half of the "
              + before
              + " of "
              + Objects.requireNonNull(other).version()
              + "; a part of the file may be missing");
    }
    check.siblings();
    return List.copyOf(check.findings);
  }

  private static Set<RowKey> fresh(List<PriceChange> changes) {
    Set<RowKey> fresh = new HashSet<>();
    for (PriceChange change : changes) {
      if (change.after() != null) {
        fresh.add(RowKey.of(change.after()));
      }
    }
    return fresh;
  }

  private boolean isNews(ListedPrice one, ListedPrice other) {
    return fresh == null || fresh.contains(RowKey.of(one)) || fresh.contains(RowKey.of(other));
  }

  private void add(Finding.Kind kind, @Nullable ListedPrice price, String what) {
    findings.add(new Finding(kind, price, what));
  }

  private void jump(PriceChange change, Instant at) {
    ListedPrice before = change.before();
    ListedPrice after = change.after();
    if (before == null || after == null || RowKey.hasEnded(after, at)) {
      return;
    }
    BigDecimal times = Figures.times(after, before);
    if (times == null) {
      return;
    }
    if (after.perUnit().isZero()) {
      add(
          Finding.Kind.BECAME_ZERO,
          after,
          RowKey.of(after) + " is free; the sheet in force has " + Figures.shown(before));
    } else if (isBeyond(times, TEN, TENTH)) {
      odd(after, times, "the price in force", before);
    }
  }

  private void odd(ListedPrice price, BigDecimal times, String than, ListedPrice base) {
    boolean unit = isBeyond(times, OTHER_UNIT, OTHER_UNIT_BELOW);
    add(
        unit ? Finding.Kind.UNIT : Finding.Kind.TENFOLD,
        price,
        RowKey.of(price)
            + " is "
            + Figures.shown(price)
            + ", "
            + times.stripTrailingZeros().toPlainString()
            + " times "
            + than
            + ", "
            + Figures.shown(base)
            + (unit ? "; prices for 1, 1K and 1M units may be mixed" : ""));
  }

  private static boolean isBeyond(BigDecimal times, BigDecimal most, BigDecimal least) {
    return times.compareTo(most) >= 0 || times.compareTo(least) <= 0;
  }

  private void siblings() {
    scopes();
    rows.forEach(
        (key, price) -> {
          switch (key.meter()) {
            case INPUT -> output(key, price);
            case CACHE_READ -> cacheRead(price, rows.get(key.withMeter(Meter.INPUT)));
            case CACHE_READ_AUDIO -> cacheRead(price, rows.get(key.withMeter(Meter.INPUT_AUDIO)));
            default -> {}
          }
          if (key.tier().equals("batch") || key.tier().equals("flex")) {
            cheaperTier(price, rows.get(key.withTier("standard")));
          }
        });
  }

  private void scopes() {
    Map<RowKey, List<ListedPrice>> groups = new LinkedHashMap<>();
    rows.forEach(
        (key, price) -> {
          if (!price.perUnit().isZero()) {
            groups.computeIfAbsent(key.withScope(""), any -> new ArrayList<>()).add(price);
          }
        });
    for (List<ListedPrice> group : groups.values()) {
      group.sort(Comparator.comparing(price -> price.perUnit().amount()));
      ListedPrice middle = group.get((group.size() - 1) / 2);
      for (ListedPrice price : group) {
        BigDecimal times = Figures.times(price, middle);
        if (times != null
            && isNews(price, middle)
            && isBeyond(times, OTHER_SCOPE, OTHER_SCOPE_BELOW)) {
          odd(price, times, "that of scope " + middle.scope(), middle);
        }
      }
    }
  }

  private void output(RowKey key, ListedPrice input) {
    ListedPrice output = rows.get(key.withMeter(Meter.OUTPUT));
    if (output == null
        || output.perUnit().isZero()
        || input.perUnit().isZero()
        || !isNews(input, output)) {
      return;
    }
    BigDecimal times = requireNonNull(Figures.times(output, input));
    if (times.compareTo(OUTPUT_TIMES) >= 0
        || times.multiply(OUTPUT_TIMES).compareTo(BigDecimal.ONE) <= 0) {
      odd(output, times, "the input", input, Finding.Kind.UNIT);
    } else if (times.compareTo(BigDecimal.ONE) < 0) {
      odd(output, times, "the input", input, Finding.Kind.OUTPUT_CHEAPER);
    }
  }

  private void odd(
      ListedPrice price, BigDecimal times, String than, ListedPrice base, Finding.Kind kind) {
    add(
        kind,
        price,
        RowKey.of(price)
            + " is "
            + Figures.shown(price)
            + ", "
            + times.stripTrailingZeros().toPlainString()
            + " times "
            + than
            + ", "
            + Figures.shown(base));
  }

  private void cacheRead(ListedPrice read, @Nullable ListedPrice uncached) {
    if (uncached != null
        && isNews(read, uncached)
        && read.perUnit().compareTo(uncached.perUnit()) > 0) {
      add(
          Finding.Kind.CACHE_READ_DEARER,
          read,
          RowKey.of(read)
              + " is "
              + Figures.shown(read)
              + ", dearer than a fresh token, "
              + Figures.shown(uncached));
    }
  }

  private void cheaperTier(ListedPrice price, @Nullable ListedPrice standard) {
    if (standard != null
        && isNews(price, standard)
        && price.perUnit().compareTo(standard.perUnit()) > 0) {
      add(
          Finding.Kind.BATCH_DEARER,
          price,
          RowKey.of(price)
              + " is "
              + Figures.shown(price)
              + ", dearer than standard, "
              + Figures.shown(standard));
    }
  }
}
