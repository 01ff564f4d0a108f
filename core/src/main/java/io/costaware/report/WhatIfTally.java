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

/** Counts and sums of a supposition while it runs. For use by one thread. */
final class WhatIfTally {
  /** Warnings name models and meters, of which there are few; but a user's function may differ. */
  private static final int MOST_WARNINGS = 100;

  private final ComparisonTally costs;
  private final Currency currency;
  private final Sum leftOutSpend;
  private final Map<WhatIfReport.LeftOut, Long> leftOut = new EnumMap<>(WhatIfReport.LeftOut.class);
  private final TreeSet<String> warnings = new TreeSet<>();
  private long partial;

  WhatIfTally(Currency currency, List<Breakdown> breakdowns) {
    this.currency = currency;
    this.costs = new ComparisonTally(currency, breakdowns);
    this.leftOutSpend = new Sum(currency);
  }

  void leaveOut(WhatIfReport.LeftOut why, Figure before) {
    leftOut.merge(why, 1L, Long::sum);
    if (before.currency().equals(currency)) {
      leftOutSpend.add(before.spent());
    }
  }

  void compare(CallEvent call, Figure before, Receipt after) {
    costs.add(call, before.spent(), after.knownTotal());
    if (after.outcome() == Receipt.Outcome.PARTIAL) {
      partial++;
      warn(after);
    }
  }

  void warn(Receipt receipt) {
    if (warnings.size() < MOST_WARNINGS) {
      warnings.addAll(receipt.warnings());
    }
  }

  WhatIfReport report(Instant from, Instant to, String priceVersion, String supposition) {
    return new WhatIfReport(
        from,
        to,
        priceVersion,
        supposition,
        costs.total(),
        costs.comparisons(),
        partial,
        leftOut,
        leftOutSpend.total(),
        List.copyOf(warnings));
  }
}
