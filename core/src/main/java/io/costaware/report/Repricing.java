package io.costaware.report;

import static java.util.Objects.requireNonNull;

import io.costaware.event.AdjustmentEvent;
import io.costaware.event.CallEvent;
import io.costaware.event.Figure;
import io.costaware.pricing.PriceBook;
import io.costaware.pricing.Receipt;
import io.costaware.sink.EventSink;
import io.costaware.sink.EventStore;
import io.costaware.target.Aim;
import io.costaware.target.ModelId;
import io.costaware.target.ModelNames;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Prices the calls of a range again with a corrected book, each as of the moment of its dispatch,
 * never as of today. {@link #report} tells what would change; only {@link #apply} writes, and what
 * it writes are further events: no event and no figure of the past is changed.
 *
 * <p>Only what the provider reported whole is priced again. An adjustment is made where cost,
 * outcome or list price differ from the figure in force, which is that of the call's latest
 * adjustment; but never from an exact figure to a lower bound, from an estimate to a smaller lower
 * bound, or from any to none.
 *
 * <p>The store is read twice: for adjustments, of which the figures are held, and for calls, of
 * which none is.
 *
 * <p>Immutable.
 */
public final class Repricing {
  private final EventStore store;
  private final Instant from;
  private final Instant to;
  private final PriceBook book;
  private final String reason;
  private final Function<ModelId, Aim> names;
  private final List<Breakdown> breakdowns;

  private Repricing(
      EventStore store,
      Instant from,
      Instant to,
      PriceBook book,
      String reason,
      Function<ModelId, Aim> names,
      List<Breakdown> breakdowns) {
    this.store = store;
    this.from = from;
    this.to = to;
    this.book = book;
    this.reason = reason;
    this.names = names;
    this.breakdowns = List.copyOf(breakdowns);
  }

  /**
   * The calls dispatched in {@code [from, to)}, with the prices of a book.
   *
   * @throws IllegalArgumentException if the range ends before it begins
   */
  public static Repricing of(EventStore store, Instant from, Instant to, PriceBook book) {
    requireNonNull(store, "store");
    requireNonNull(book, "book");
    if (to.isBefore(from)) {
      throw new IllegalArgumentException(
          "The range ends at " + to + ", before it begins at " + from + "; exchange them");
    }
    return new Repricing(
        store,
        from,
        to,
        book,
        "priced again with " + book.version(),
        name -> ModelNames.aim(name, null),
        List.of(Breakdown.model()));
  }

  /** This with the reason that stands on every adjustment; it must not hold a prompt. */
  public Repricing because(String reason) {
    requireNonNull(reason, "reason");
    return new Repricing(store, from, to, book, reason, names, breakdowns);
  }

  /**
   * This with another way to read the names of models that led to nothing when they were called,
   * for example through a list of inference profiles.
   */
  public Repricing names(Function<ModelId, Aim> names) {
    requireNonNull(names, "names");
    return new Repricing(store, from, to, book, reason, names, breakdowns);
  }

  /** This with other tables in the report; without it there is one by model. */
  public Repricing by(Breakdown... breakdowns) {
    return new Repricing(store, from, to, book, reason, names, List.of(breakdowns));
  }

  /** What would change. Writes nothing. */
  public RepricingReport report() {
    return run(adjustment -> {}, Instant.EPOCH, false);
  }

  /**
   * Hands an adjustment to the sink for each figure that differs, then flushes it. Give it the sink
   * of the store itself, not a queue that may drop. A second run with the same book writes nothing;
   * if this one fails halfway, a second one writes the rest.
   *
   * <p>Runs with different books must come one after the other: an adjustment's id follows from its
   * call and revision alone, so that of two runs at once a store keeps one and shows nothing of the
   * other. Nothing is counted twice by it; run the book that is to hold again.
   *
   * @param now the moment that stands on the adjustments
   * @throws RuntimeException what the sink throws; what it took before is written
   */
  public RepricingReport apply(EventSink sink, Instant now) {
    requireNonNull(sink, "sink");
    RepricingReport report = run(sink::accept, now, true);
    sink.flush();
    return report;
  }

  private RepricingReport run(Consumer<AdjustmentEvent> taker, Instant now, boolean applied) {
    FiguresInForce figures = FiguresInForce.of(store, from, to);
    RepricingTally tally = new RepricingTally(book.currency(), breakdowns);
    try (Stream<Step> steps = steps(figures, now)) {
      steps.forEach(
          step -> {
            tally.add(step);
            AdjustmentEvent adjustment = step.adjustment;
            if (adjustment != null) {
              taker.accept(adjustment);
            }
          });
    }
    return tally.report(from, to, book.version(), reason, applied, figures.adjustments());
  }

  /**
   * The adjustments that are due, made as they are asked for. The stream must be closed.
   *
   * @param now the moment that stands on them
   */
  public Stream<AdjustmentEvent> adjustments(Instant now) {
    return steps(FiguresInForce.of(store, from, to), now)
        .map(step -> step.adjustment)
        .filter(Objects::nonNull);
  }

  /** What came of one call. */
  record Step(
      CallEvent call,
      Figure before,
      Finding finding,
      Figure after,
      @Nullable AdjustmentEvent adjustment) {}

  private Stream<Step> steps(FiguresInForce figures, Instant now) {
    PastCalls calls = new PastCalls(book, names);
    return store
        .between(from, to)
        .filter(CallEvent.class::isInstance)
        .map(event -> step(calls, figures, (CallEvent) event, now));
  }

  private Step step(PastCalls calls, FiguresInForce figures, CallEvent call, Instant now) {
    Figure before = figures.of(call);
    if (!before.currency().equals(book.currency())) {
      return left(call, before, Finding.OTHER_CURRENCY);
    }
    if (!PastCalls.isMeasured(call)) {
      return left(call, before, PastCalls.isFree(call) ? Finding.UNCHANGED : Finding.UNMEASURED);
    }
    Receipt receipt = calls.price(call);
    Figure after = Figure.of(receipt);
    Finding finding = finding(before, after);
    if (finding != Finding.CHANGED) {
      return left(call, before, finding);
    }
    int revision = figures.revision(call) + 1;
    AdjustmentEvent adjustment =
        new AdjustmentEvent(
            AdjustmentEvent.idOf(call.id(), revision),
            call.id(),
            call.call(),
            revision,
            call.atMillis(),
            now.toEpochMilli(),
            reason,
            book.version(),
            before,
            receipt);
    return new Step(call, before, finding, after, adjustment);
  }

  private static Step left(CallEvent call, Figure before, Finding finding) {
    return new Step(call, before, finding, before, null);
  }

  private static Finding finding(Figure before, Figure after) {
    if (after.total() == null) {
      return Finding.UNPRICED;
    }
    // A lower bound says more than an estimate only where it is the larger of the two.
    if (!after.isExact() && (before.isExact() || after.spent().compareTo(before.spent()) < 0)) {
      return Finding.VAGUER;
    }
    boolean same =
        after.outcome() == before.outcome()
            && after.total().equals(before.total())
            && after.spent().equals(before.spent())
            && (after.shadow() == null || after.shadow().equals(before.shadow()));
    return same ? Finding.UNCHANGED : Finding.CHANGED;
  }
}
