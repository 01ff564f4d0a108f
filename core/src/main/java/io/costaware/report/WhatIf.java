package io.costaware.report;

import static java.util.Objects.requireNonNull;

import io.costaware.event.CallEvent;
import io.costaware.event.CostEvent;
import io.costaware.event.Figure;
import io.costaware.pricing.PriceBook;
import io.costaware.pricing.Receipt;
import io.costaware.sink.EventStore;
import io.costaware.target.Aim;
import io.costaware.target.ModelId;
import io.costaware.target.ModelNames;
import io.costaware.target.Provider;
import io.costaware.target.RoutingScope;
import io.costaware.target.Target;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of a range would have cost had they gone elsewhere, each at the prices of the
 * moment of its dispatch. It is a supposition and writes nothing.
 *
 * <p>The token counts are those that were measured, though another model would count, and answer,
 * otherwise; the report says so.
 *
 * <p>Immutable.
 */
public final class WhatIf {
  private final EventStore store;
  private final Instant from;
  private final Instant to;
  private final PriceBook book;
  private final String supposition;
  private final Function<Target, @Nullable Target> elsewhere;
  private final List<Breakdown> breakdowns;

  private WhatIf(
      EventStore store,
      Instant from,
      Instant to,
      PriceBook book,
      String supposition,
      Function<Target, @Nullable Target> elsewhere,
      List<Breakdown> breakdowns) {
    this.store = store;
    this.from = from;
    this.to = to;
    this.book = book;
    this.supposition = supposition;
    this.elsewhere = elsewhere;
    this.breakdowns = List.copyOf(breakdowns);
  }

  /** The calls dispatched in {@code [from, to)}, where they went; say next where else. */
  public static WhatIf of(EventStore store, Instant from, Instant to, PriceBook book) {
    requireNonNull(store, "store");
    requireNonNull(from, "from");
    requireNonNull(to, "to");
    requireNonNull(book, "book");
    return new WhatIf(
        store, from, to, book, "the same models", target -> target, List.of(Breakdown.model()));
  }

  /**
   * All calls on one model. Scope and Region stay those of each call; from one cloud to the other,
   * global stays global, every other scope becomes the nearest of the other cloud, and the Region
   * is left open.
   *
   * @param model a base model, for example {@code bedrock:amazon.nova-lite-v1:0}
   */
  public WhatIf on(ModelId model) {
    String base =
        ModelNames.aim(model, null) instanceof Aim.Priceable aim
            ? aim.target().model()
            : model.id();
    return going("all on " + model, target -> onModel(target, model.provider(), base));
  }

  private static Target onModel(Target target, Provider provider, String model) {
    if (target.provider() == provider) {
      return new Target(provider, model, target.scope(), target.region());
    }
    RoutingScope scope = target.scope();
    if (!scope.equals(RoutingScope.GLOBAL)) {
      scope = provider == Provider.VERTEX ? RoutingScope.NON_GLOBAL : RoutingScope.IN_REGION;
    }
    return new Target(provider, model, scope, null);
  }

  /**
   * Each call where a function sends it.
   *
   * @param supposition what is supposed, in words, for the report
   * @param elsewhere gives the aim that a call is supposed to have had, or null to leave it out
   */
  public WhatIf going(String supposition, Function<Target, @Nullable Target> elsewhere) {
    requireNonNull(supposition, "supposition");
    requireNonNull(elsewhere, "elsewhere");
    return new WhatIf(store, from, to, book, supposition, elsewhere, breakdowns);
  }

  /** This with other tables in the report; without it there is one by the model really called. */
  public WhatIf by(Breakdown... breakdowns) {
    return new WhatIf(store, from, to, book, supposition, elsewhere, List.of(breakdowns));
  }

  /** The comparison. Reads the store twice, and holds none of its calls. */
  public WhatIfReport report() {
    FiguresInForce figures = FiguresInForce.of(store, from, to);
    PastCalls calls = new PastCalls(book, name -> ModelNames.aim(name, null));
    WhatIfTally tally = new WhatIfTally(book.currency(), breakdowns);
    try (Stream<CostEvent> events = store.between(from, to)) {
      events
          .filter(CallEvent.class::isInstance)
          .map(CallEvent.class::cast)
          .forEach(call -> compare(calls, figures.of(call), call, tally));
    }
    return tally.report(from, to, book.version(), supposition);
  }

  private void compare(PastCalls calls, Figure before, CallEvent call, WhatIfTally tally) {
    if (PastCalls.isFree(call)) {
      tally.leaveOut(WhatIfReport.LeftOut.FREE, before);
    } else if (!PastCalls.isMeasured(call)) {
      tally.leaveOut(WhatIfReport.LeftOut.UNMEASURED, before);
    } else if (PastCalls.tier(call).isPrepaid()) {
      tally.leaveOut(WhatIfReport.LeftOut.PREPAID, before);
    } else if (!before.isExact() || !before.currency().equals(book.currency())) {
      tally.leaveOut(WhatIfReport.LeftOut.NO_COST_BEFORE, before);
    } else {
      compareMeasured(calls, before, call, tally);
    }
  }

  private void compareMeasured(PastCalls calls, Figure before, CallEvent call, WhatIfTally tally) {
    Target other =
        calls.aim(call) instanceof Aim.Priceable aim ? elsewhere.apply(aim.target()) : null;
    if (other == null) {
      tally.leaveOut(WhatIfReport.LeftOut.NOT_SUPPOSED, before);
      return;
    }
    Receipt receipt = calls.price(call, other);
    if (receipt.total() == null) {
      tally.leaveOut(WhatIfReport.LeftOut.NO_PRICE_ELSEWHERE, before);
      tally.warn(receipt);
    } else {
      tally.compare(call, before, receipt);
    }
  }
}
