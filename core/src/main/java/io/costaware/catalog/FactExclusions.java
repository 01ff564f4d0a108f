package io.costaware.catalog;

import io.costaware.usage.Meter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the prices that no sheet can hold or that contradict others of the same facts. The rules
 * are applied one after the other; a price that one rule leaves out is no evidence for the next.
 *
 * <p>For use by one thread.
 */
final class FactExclusions {
  /** Tiers that are sold for less than standard. */
  private static final Set<String> CHEAPER_TIERS = Set.of("batch", "flex");

  /** No provider multiplies a price by more than two above a context threshold. */
  private static final BigDecimal JUMP = BigDecimal.valueOf(5);

  private final List<PriceFact> kept;
  private final Set<String> bands = new TreeSet<>();
  private final List<LeftOut> found = new ArrayList<>();
  private Map<PriceFact.Key, List<PriceFact>> byKey = new HashMap<>();

  private interface Rule {
    /** Why a price is left out; null if it stays. */
    @Nullable String reason(PriceFact fact);
  }

  FactExclusions(List<PriceFact> rows) {
    kept = new ArrayList<>(rows);
    rows.forEach(row -> bands.add(row.key().band()));
  }

  List<LeftOut> found() {
    apply(this::noMeter);
    apply(this::wrongUnit);
    apply(this::overlap);
    apply(this::dearerThanStandard);
    apply(this::cachedDearerThanFresh);
    apply(this::outputBelowInput);
    apply(this::jumpBetweenBands);
    return found;
  }

  private void apply(Rule rule) {
    byKey = new HashMap<>();
    kept.forEach(fact -> byKey.computeIfAbsent(fact.key(), key -> new ArrayList<>()).add(fact));
    List<LeftOut> out = new ArrayList<>();
    for (PriceFact fact : kept) {
      String reason = rule.reason(fact);
      if (reason != null) {
        out.add(new LeftOut(fact, reason));
      }
    }
    out.forEach(each -> kept.remove(each.fact()));
    found.addAll(out);
  }

  private @Nullable String noMeter(PriceFact fact) {
    if (FactUnits.meter(fact.key().dimension()) != null) {
      return null;
    }
    return fact.key().dimension().equals("output_reasoning")
        ? "thinking counts as output"
        : "no meter counts it";
  }

  private @Nullable String wrongUnit(PriceFact fact) {
    Meter meter = FactUnits.meter(fact.key().dimension());
    return meter == null || meter.unit() == FactUnits.counted(fact.unit())
        ? null
        : "contradicts itself: " + fact.unit() + " is no unit of " + fact.key().dimension();
  }

  /** Of two that hold at once the dated one goes, and of two alike the worse or later one. */
  private @Nullable String overlap(PriceFact fact) {
    for (PriceFact other : at(fact.key())) {
      if (!other.equals(fact) && other.holdsWith(fact) && yields(fact, other)) {
        return "a row of the same key holds on the same days at " + other.usd().toPlainString();
      }
    }
    return null;
  }

  private boolean yields(PriceFact fact, PriceFact other) {
    if (fact.isDated() != other.isDated()) {
      return fact.isDated();
    }
    int worse = fact.confidence().compareTo(other.confidence());
    List<PriceFact> same = at(fact.key());
    return worse == 0 ? same.indexOf(fact) > same.indexOf(other) : worse > 0;
  }

  private @Nullable String dearerThanStandard(PriceFact fact) {
    if (!CHEAPER_TIERS.contains(fact.key().tier())) {
      return null;
    }
    PriceFact standard = below(fact, fact.key().withTier("standard"));
    return standard == null
        ? null
        : "contradicts itself: "
            + fact.key().tier()
            + " dearer than standard at "
            + standard.usd().toPlainString();
  }

  private @Nullable String cachedDearerThanFresh(PriceFact fact) {
    if (!fact.key().dimension().equals("cache_read")) {
      return null;
    }
    PriceFact fresh = below(fact, fact.key().withDimension("input"));
    return fresh == null
        ? null
        : "contradicts itself: a cached token dearer than a fresh one at "
            + fresh.usd().toPlainString();
  }

  private @Nullable String outputBelowInput(PriceFact fact) {
    if (!fact.key().dimension().equals("output") || fact.usd().signum() == 0) {
      return null;
    }
    for (PriceFact input : at(fact.key().withDimension("input"))) {
      if (input.holdsWith(fact) && fact.usd().compareTo(input.usd()) < 0) {
        return "contradicts itself: output below input at " + input.usd().toPlainString();
      }
    }
    return null;
  }

  private @Nullable String jumpBetweenBands(PriceFact fact) {
    if (!fact.unit().equals(FactUnits.TOKENS)) {
      return null;
    }
    for (String band : bands) {
      for (PriceFact other : at(fact.key().withBand(band))) {
        if (other.holdsWith(fact) && isJump(fact.usd(), other.usd())) {
          return "contradicts itself: "
              + other.usd().toPlainString()
              + " in band "
              + band
              + "; one of the two is in another unit";
        }
      }
    }
    return null;
  }

  private static boolean isJump(BigDecimal one, BigDecimal other) {
    return one.compareTo(other.multiply(JUMP)) > 0 || other.compareTo(one.multiply(JUMP)) > 0;
  }

  /** A price of another key that holds with this one and is below it. */
  private @Nullable PriceFact below(PriceFact fact, PriceFact.Key key) {
    for (PriceFact other : at(key)) {
      if (other.holdsWith(fact) && fact.usd().compareTo(other.usd()) > 0) {
        return other;
      }
    }
    return null;
  }

  private List<PriceFact> at(PriceFact.Key key) {
    return byKey.getOrDefault(key, List.of());
  }
}
