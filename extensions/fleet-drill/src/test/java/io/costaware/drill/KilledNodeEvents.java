package io.costaware.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.budget.BudgetWindow;
import io.costaware.event.CallEvent;
import io.costaware.event.CostEvent;
import io.costaware.ledger.SliceKey;
import io.costaware.ledger.SliceStore;
import io.costaware.ledger.SliceTotals;
import io.costaware.sink.JsonLinesStore;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/** What a killed node told before its end, added up without the ledger's help. */
final class KilledNodeEvents {
  private final List<CallEvent> events;

  private KilledNodeEvents(List<CallEvent> events) {
    this.events = events;
  }

  static KilledNodeEvents of(Path file) {
    try (Stream<CostEvent> all =
        JsonLinesStore.of(file).between(Instant.EPOCH, Instant.ofEpochMilli(Long.MAX_VALUE))) {
      return new KilledNodeEvents(
          all.filter(CallEvent.class::isInstance).map(CallEvent.class::cast).toList());
    }
  }

  /** The store's sums are those of the events, and nothing is held. */
  void agreeWith(StoreAddress address) {
    assertThat(events).hasSize(ReportingNode.ENDED);
    try (SliceStore store = address.open()) {
      agrees(store, key("money", "pico-USD", "", BudgetWindow.lifetime()), picos());
      for (String tenant : List.of("a", "b")) {
        BudgetWindow year = BudgetWindow.year(ZoneOffset.UTC);
        agrees(store, key("tenants", "token", "tenant=" + tenant, year), tokens(tenant));
      }
    }
  }

  private static void agrees(SliceStore store, SliceKey key, BigInteger sum) {
    SliceTotals totals = store.totals(key);
    assertThat(totals.settled()).as("settled in %s", key).isEqualTo(sum).isPositive();
    assertThat(totals.reserved()).as("reserved in %s", key).isEqualTo(sum);
    assertThat(store.lost(key)).isEmpty();
  }

  private BigInteger picos() {
    return events.stream()
        .map(event -> event.booked().cost().amount().movePointRight(12))
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .setScale(0, RoundingMode.CEILING)
        .toBigIntegerExact();
  }

  private BigInteger tokens(String tenant) {
    return BigInteger.valueOf(
        events.stream()
            .filter(event -> tenant.equals(event.call().tags().get("tenant")))
            .mapToLong(event -> event.booked().tokens())
            .sum());
  }

  private SliceKey key(String budget, String unit, String subject, BudgetWindow window) {
    BudgetWindow.Span span = window.at(events.get(0).atMillis());
    return new SliceKey(
        budget, unit, subject, window.toString(), span.startMillis(), span.endMillis());
  }
}
