package io.costaware.event;

import io.costaware.budget.Demand;
import io.costaware.pricing.Receipt;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that an event says, by name, for comparison. */
final class EventFacts {
  private final Map<String, @Nullable Object> facts = new LinkedHashMap<>();

  static Map<String, @Nullable Object> of(CostEvent event) {
    EventFacts facts = new EventFacts();
    facts.facts.put("id", event.id());
    facts.facts.put("call", event.call());
    facts.facts.put("at", event.atMillis());
    if (event instanceof CallEvent call) {
      facts.put(call);
    } else if (event instanceof AdjustmentEvent adjustment) {
      facts.put(adjustment);
    } else {
      facts.facts.put("refusal", ((RefusedEvent) event).refusal());
    }
    return facts.facts;
  }

  private void put(AdjustmentEvent event) {
    facts.put("adjusts", event.adjusts());
    facts.put("revision", event.revision());
    facts.put("made at", event.madeAtMillis());
    facts.put("reason", event.reason());
    facts.put("price version", event.priceVersion());
    facts.put("before", event.before());
    facts.put("difference", event.difference());
    facts.put("spent difference", event.spentDifference());
    put(event.receipt());
  }

  private void put(CallEvent event) {
    facts.put("attempt", event.attempt());
    facts.put("attemptsKnown", event.attemptsKnown());
    facts.put("latency", event.latencyNanos());
    facts.put("provenance", event.provenance());
    facts.put("flags", event.flags());
    put("held", event.held());
    put("booked", event.booked());
    put(event.outcome());
    put(event.receipt());
  }

  private void put(String name, Demand demand) {
    facts.put(name, demand.toString());
    facts.put(name + " known", demand.costKnown());
    facts.put(name + " cost", demand.cost());
  }

  private void put(Outcome outcome) {
    facts.put("result", outcome.result());
    facts.put("knowledge", outcome.knowledge());
    facts.put("usage", outcome.usage());
    facts.put("raw", outcome.raw());
    facts.put("served tier", outcome.servedTier());
    facts.put("served model", outcome.servedModel());
    facts.put("request id", outcome.requestId());
    facts.put("error", outcome.error());
    facts.put("basis", outcome.basis());
  }

  private void put(Receipt receipt) {
    facts.put("receipt outcome", receipt.outcome());
    facts.put("target", receipt.target());
    facts.put("tier", receipt.tier());
    facts.put("band", receipt.bandName());
    facts.put("priced usage", receipt.usage());
    facts.put("total", receipt.total());
    facts.put("known total", receipt.knownTotal());
    facts.put("shadow", receipt.shadow());
    facts.put("currency", receipt.currency());
    facts.put("lines", receipt.lines());
    facts.put("warnings", receipt.warnings());
  }
}
