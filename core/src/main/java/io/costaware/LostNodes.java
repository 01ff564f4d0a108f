package io.costaware;

import io.costaware.event.CallEvent;
import io.costaware.event.CostEvent;
import io.costaware.event.EventId;
import io.costaware.ledger.ReconciledSlice;
import io.costaware.ledger.Reconciliation;
import io.costaware.ledger.SlicedLedger;
import io.costaware.sink.EventStore;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what lost nodes of a fleet really spent, by their events. */
final class LostNodes {
  private static final Logger LOG = LoggerFactory.getLogger(CostAware.class);

  // Clocks of nodes may be hours ahead.
  private static final Instant EVER = Instant.ofEpochMilli(Long.MAX_VALUE);

  private LostNodes() {}

  /** The name of a life in the store: what the ids of its events begin with. */
  static String life(long eventNode) {
    return HexFormat.of().toHexDigits(eventNode);
  }

  static List<ReconciledSlice> reconcile(SlicedLedger ledger, EventStore events) {
    Instant start = ledger.oldestWindowStart();
    if (start == null) {
      return List.of();
    }
    Reconciliation reconciliation = ledger.reconciliation();
    try (Stream<CostEvent> past = events.between(start, EVER)) {
      for (CostEvent event : (Iterable<CostEvent>) past::iterator) {
        // Adjustments are passed over: a budget keeps what it decided by.
        if (event instanceof CallEvent call) {
          EventId id = call.id();
          var unused =
              reconciliation.add(
                  life(id.node()),
                  call.call().tags(),
                  call.call().target(),
                  call.call().operation(),
                  call.booked(),
                  call.atMillis());
        }
      }
    }
    List<ReconciledSlice> told = reconciliation.tell();
    if (!told.isEmpty()) {
      LOG.info("{} part(s) of budgets that lost nodes held were reconciled", told.size());
    }
    return told;
  }
}
