package io.costaware.call;

import io.costaware.budget.Demand;
import io.costaware.event.CallEvent;
import io.costaware.event.HoldBasis;
import io.costaware.event.Outcome;
import io.costaware.event.Provenance;
import io.costaware.pricing.PriceAttributes;
import io.costaware.pricing.PriceKey;
import io.costaware.pricing.RateCard;
import io.costaware.pricing.Receipt;
import io.costaware.pricing.UnknownPricePolicy;
import io.costaware.target.Aim;
import io.costaware.target.ModelId;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import io.costaware.usage.Meter;
import io.costaware.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns an outcome into an event: the receipt, what is booked, and how well it is known. */
final class Pricing {
  private final MeterSettings settings;

  Pricing(MeterSettings settings) {
    this.settings = settings;
  }

  CallEvent event(OpenCall call, Attempt attempt, Outcome reported, List<String> notes) {
    // The event says all that chose the price, whether the request or the answer told it.
    Outcome outcome =
        reported.withAttributes(call.intent().attributes().with(reported.attributes()));
    Outcome.Knowledge knowledge =
        call.facts().operation().isFree() ? Outcome.Knowledge.FREE : outcome.knowledge();
    boolean prepaid = isPrepaid(call);
    ServiceTier tier =
        outcome.servedTier() != null && !prepaid
            ? outcome.servedTier()
            : call.facts().requestedTier();
    RateCard card = card(call, tier, outcome, attempt.atMillis());
    Receipt receipt = receipt(call, knowledge, outcome, card, tier);
    List<String> flags = notes;
    Usage usage = outcome.usage();
    Demand booked;
    if (knowledge == Outcome.Knowledge.FREE) {
      booked = Demand.ofPicos(0, receipt.currency(), 0, 0);
    } else if (knowledge == Outcome.Knowledge.WHOLE) {
      booked = booked(receipt, receipt.usage());
    } else {
      Usage estimate = estimate(call, outcome.usage());
      booked =
          prepaid
              ? booked(Receipt.prepaid(tier, estimate, receipt.currency()), estimate)
              : card == null ? booked(receipt, estimate) : booked(card.price(estimate), estimate);
      flags = with(flags, "booked at an estimate: " + estimate + "; " + outcome.basis());
      usage = estimate;
    }
    Demand held = atHeldPrice(call, usage, booked, receipt, card);
    if (held != booked) {
      booked = held;
      flags = with(flags, notPriced(outcome, card, tier) + "; booked at the price of the hold");
    }
    if (call.fault() != null) {
      flags = with(flags, call.fault());
    }
    for (String flag : call.flags()) {
      flags = with(flags, flag);
    }
    return new CallEvent(
        settings.ids().next(),
        call.facts(),
        attempt.number(),
        call.intent().origin().attemptsVisible(),
        attempt.atMillis(),
        settings.nanos().getAsLong() - attempt.startNanos(),
        outcome,
        receipt,
        provenance(knowledge, receipt),
        call.ceiling(),
        booked,
        flags);
  }

  /** What is told of an attempt whose metering failed: nothing of its cost, and why. */
  CallEvent unpriced(OpenCall call, Attempt attempt, Outcome outcome, Throwable fault) {
    return new CallEvent(
        settings.ids().next(),
        call.facts(),
        attempt.number(),
        call.intent().origin().attemptsVisible(),
        attempt.atMillis(),
        settings.nanos().getAsLong() - attempt.startNanos(),
        outcome,
        Receipt.missing(
            call.facts().target(), call.facts().requestedTier(), call.ceiling().currency()),
        Provenance.ESTIMATED,
        call.ceiling(),
        call.ceiling(),
        List.of("metering failed after the call: " + fault.getClass().getSimpleName()));
  }

  private static List<String> with(List<String> flags, String flag) {
    List<String> more = new ArrayList<>(flags);
    more.add(flag);
    return List.copyOf(more);
  }

  /** The card of the hold if what was served is what was asked, else that of what was served. */
  private @Nullable RateCard card(OpenCall call, ServiceTier tier, Outcome outcome, long atMillis) {
    RateCard held = call.card();
    if (isPrepaid(call)) {
      return null;
    }
    PriceAttributes told = outcome.attributes();
    String servedModel = outcome.servedModel();
    if (servedModel != null && !servedModel.equals(call.facts().sentModel())) {
      RateCard served = servedCard(call, servedModel, tier, told, atMillis);
      if (served != null) {
        // Also where it lists nothing: the price of the model asked for is not that of another.
        return served;
      }
    }
    if (held == null
        || (held.tier().equals(tier)
            && held.holdsAt(atMillis)
            && told.equals(call.intent().attributes()))) {
      return held;
    }
    return settings.prices().rates(key(call, held.target(), tier, told), atMillis);
  }

  /** Whether the call went to throughput bought beforehand, which its name tells. */
  private static boolean isPrepaid(OpenCall call) {
    CallOrigin origin = call.intent().origin();
    return call.facts().target() == null
        && origin.aim(new ModelId(origin.provider(), call.facts().sentModel()))
            instanceof Aim.Prepaid;
  }

  /** A router picks the model; the name it tells decides the price. */
  private @Nullable RateCard servedCard(
      OpenCall call, String servedModel, ServiceTier tier, PriceAttributes told, long atMillis) {
    CallOrigin origin = call.intent().origin();
    if (!(origin.aim(new ModelId(origin.provider(), servedModel)) instanceof Aim.Priceable aim)) {
      return null;
    }
    RateCard served = settings.prices().rates(key(call, aim.target(), tier, told), atMillis);
    return served.isEmpty() && settings.unknownPrices() instanceof UnknownPricePolicy.Assume assume
        ? settings.prices().rates(key(call, assume.like(), tier, told), atMillis)
        : served;
  }

  private static PriceKey key(
      OpenCall call, Target target, ServiceTier tier, PriceAttributes told) {
    return new PriceKey(
        target,
        tier,
        told,
        call.intent().origin().account(call.facts().sentModel()),
        call.facts().tags());
  }

  private Receipt receipt(
      OpenCall call,
      Outcome.Knowledge knowledge,
      Outcome outcome,
      @Nullable RateCard card,
      ServiceTier tier) {
    Target target = call.facts().target();
    return switch (knowledge) {
      case FREE -> Receipt.zero(target, tier, settings.prices().currency());
      case NOTHING -> Receipt.missing(target, tier, settings.prices().currency());
      case PART -> priced(call, outcome, card, tier).asPartial();
      case WHOLE -> priced(call, outcome, card, tier);
    };
  }

  private Receipt priced(
      OpenCall call, Outcome outcome, @Nullable RateCard card, ServiceTier tier) {
    if (isPrepaid(call)) {
      return Receipt.prepaid(tier, outcome.usage(), settings.prices().currency());
    }
    return card != null
        ? card.price(outcome.usage())
        : Receipt.unpriced(
            call.facts().target(),
            tier,
            outcome.usage(),
            settings.prices().currency(),
            "no price is known for " + call.facts().sentModel());
  }

  /**
   * What an attempt without whole usage is reckoned to have used: the input reported or else
   * estimated; the output up to the cap that binds the provider, because it goes on to the end and
   * bills it though nobody listens, or else what is expected; what the request itself fixes beside
   * tokens; never less than what is known, or has been seen of a stream.
   */
  private Usage estimate(OpenCall call, Usage known) {
    HoldBasis basis = call.facts().basis();
    long output =
        switch (basis.outputCap()) {
          case NO_OUTPUT -> 0;
          case REQUEST, CLAMP, BUDGET -> basis.allOutputTokens();
          case LEARNED, PRIOR, MODEL, ASSUMED ->
              Math.min(basis.allOutputTokens(), settings.expectedOutputTokens());
        };
    Usage.Builder estimate = Usage.builder();
    if (known.promptTokens() == 0) {
      estimate.add(Meter.INPUT, basis.inputTokens());
    }
    long unknown = Math.max(output - known.get(Meter.OUTPUT), call.outputSoFar() - outputOf(known));
    estimate.add(Meter.OUTPUT, Math.max(0, unknown));
    call.intent()
        .size()
        .fees()
        .forEach((meter, fee) -> estimate.add(meter, Math.max(0, fee - known.get(meter))));
    return known.plus(estimate.build());
  }

  /** Tokens of output of every kind. */
  private static long outputOf(Usage usage) {
    return usage.get(Meter.OUTPUT)
        + usage.get(Meter.OUTPUT_AUDIO)
        + usage.get(Meter.OUTPUT_IMAGE)
        + usage.get(Meter.OUTPUT_VIDEO);
  }

  private static Demand booked(Receipt receipt, Usage usage) {
    long tokens = usage.totalTokens();
    return switch (receipt.outcome()) {
      case UNPRICED, MISSING -> Demand.costUnknown(receipt.currency(), tokens, 1);
      case PRICED, PARTIAL, ZERO ->
          receipt.fitsPicos()
              ? Demand.ofPicos(receipt.knownPicos(), receipt.currency(), tokens, 1)
              : Demand.of(receipt.knownTotal(), tokens, 1);
    };
  }

  /**
   * What was served has no price, or one for a part, but the hold had one: an unknown price is
   * never nothing. Throughput bought beforehand tells nothing of what is billed instead of it.
   *
   * @return the same demand if there is nothing better
   */
  private static Demand atHeldPrice(
      OpenCall call, Usage usage, Demand booked, Receipt receipt, @Nullable RateCard card) {
    boolean unpriced = !booked.costKnown();
    boolean partly =
        !unpriced
            && card != null
            && receipt.outcome() != Receipt.Outcome.PRICED
            && receipt.outcome() != Receipt.Outcome.ZERO
            && card.price(usage).outcome() == Receipt.Outcome.PARTIAL;
    RateCard held = call.card();
    if (!(unpriced || partly)
        || !call.ceiling().costKnown()
        || (held != null && held.tier().isPrepaid())) {
      return booked;
    }
    Demand atHeld = held == null ? null : booked(held.price(usage), usage);
    if (atHeld != null && atHeld.costKnown()) {
      return unpriced || atHeld.cost().compareTo(booked.cost()) > 0 ? atHeld : booked;
    }
    return unpriced ? Demand.of(call.ceiling().cost(), booked.tokens(), booked.requests()) : booked;
  }

  private static String notPriced(Outcome outcome, @Nullable RateCard card, ServiceTier tier) {
    String model = outcome.servedModel();
    return (card != null && !card.isEmpty() ? "not every price is known" : "no price is known")
        + (model == null ? "" : " of " + model)
        + " in tier "
        + tier;
  }

  private static Provenance provenance(Outcome.Knowledge knowledge, Receipt receipt) {
    return switch (knowledge) {
      case FREE -> Provenance.MEASURED;
      case PART, NOTHING -> Provenance.ESTIMATED;
      case WHOLE ->
          receipt.outcome() == Receipt.Outcome.UNPRICED
                  || receipt.outcome() == Receipt.Outcome.PARTIAL
              ? Provenance.UNPRICED
              : Provenance.MEASURED;
    };
  }
}
