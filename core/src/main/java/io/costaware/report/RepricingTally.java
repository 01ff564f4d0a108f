package io.costaware.report;

import io.costaware.event.CallEvent;
import io.costaware.event.Figure;
import io.costaware.pricing.Receipt;
import java.time.Instant;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Counts and sums of a re-pricing while it runs. For use by one thread. */
final class RepricingTally {
  private final ComparisonTally costs;
  private final Sum estimated;
  private final Map<Finding, Long> found = new EnumMap<>(Finding.class);
  private final TreeSet<String> versionsBefore = new TreeSet<>();
  private final TreeSet<String> versionsAfter = new TreeSet<>();
  private long calls;
  private long unpricedBefore;
  private long unpricedAfter;

  RepricingTally(Currency currency, List<Breakdown> breakdowns) {
    this.costs = new ComparisonTally(currency, breakdowns);
    this.estimated = new Sum(currency);
  }

  void add(Repricing.Step step) {
    calls++;
    found.merge(step.finding(), 1L, Long::sum);
    versionsBefore.addAll(step.before().versions());
    versionsAfter.addAll(step.after().versions());
    if (isUnpriced(step.call(), step.before())) {
      unpricedBefore++;
    }
    if (isUnpriced(step.call(), step.after())) {
      unpricedAfter++;
    }
    if (step.finding() == Finding.OTHER_CURRENCY) {
      return;
    }
    if (step.finding() == Finding.UNMEASURED) {
      estimated.add(step.before().spent());
    }
    costs.add(step.call(), step.before().spent(), step.after().spent());
  }

  private static boolean isUnpriced(CallEvent call, Figure figure) {
    return PastCalls.isMeasured(call)
        && (figure.outcome() == Receipt.Outcome.UNPRICED
            || figure.outcome() == Receipt.Outcome.PARTIAL
            || figure.outcome() == Receipt.Outcome.MISSING);
  }

  RepricingReport report(
      Instant from,
      Instant to,
      String priceVersion,
      String reason,
      boolean applied,
      long earlierAdjustments) {
    return new RepricingReport(
        from,
        to,
        priceVersion,
        reason,
        applied,
        calls,
        earlierAdjustments,
        found,
        unpricedBefore,
        unpricedAfter,
        estimated.total(),
        costs.total(),
        costs.comparisons(),
        versionsBefore,
        versionsAfter);
  }
}
