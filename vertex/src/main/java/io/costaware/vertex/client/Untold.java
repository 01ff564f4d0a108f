package io.costaware.vertex.client;

import io.costaware.budget.Demand;
import io.costaware.event.CallEvent;
import io.costaware.event.CallFacts;
import io.costaware.event.CallResult;
import io.costaware.event.EventId;
import io.costaware.event.HoldBasis;
import io.costaware.event.Outcome;
import io.costaware.event.Provenance;
import io.costaware.pricing.Receipt;
import io.costaware.tags.Tags;
import io.costaware.target.Operation;
import io.costaware.target.ServiceTier;
import java.util.Currency;
import java.util.List;

/** Stands in for the event of a call whose metering failed: the answer is there all the same. */
final class Untold {
  private Untold() {}

  static CallEvent event(Operation operation, String model, Tags tags, Currency currency) {
    EventId none = new EventId(0, 0);
    HoldBasis basis = new HoldBasis(0, "not reckoned", 0, HoldBasis.OutputCap.ASSUMED, 1, true);
    CallFacts facts =
        new CallFacts(
            none,
            operation,
            model,
            model,
            null,
            ServiceTier.STANDARD,
            tags,
            basis,
            List.of(),
            null);
    return new CallEvent(
        none,
        facts,
        1,
        false,
        0,
        0,
        Outcome.unmeasured(CallResult.SUCCEEDED, "metering failed"),
        Receipt.missing(null, ServiceTier.STANDARD, currency),
        Provenance.UNKNOWN,
        Demand.costUnknown(currency, 0, 0),
        Demand.costUnknown(currency, 0, 0),
        List.of("metering failed, no sink was told, and the log says why"));
  }
}
