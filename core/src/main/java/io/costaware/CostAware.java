package io.costaware;

import static java.util.Objects.requireNonNull;

import io.costaware.budget.BudgetLedger;
import io.costaware.budget.BudgetStatus;
import io.costaware.call.CallMeter;
import io.costaware.ledger.ReconciledSlice;
import io.costaware.ledger.SlicedLedger;
import io.costaware.models.ModelRegistry;
import io.costaware.pricing.PriceBook;
import io.costaware.sink.EventStore;
import io.costaware.sink.QueuedSink;
import io.costaware.sink.SinkHealth;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tags, prices, admits and reports the model calls of a process. Make one, give it to the
 * providers' clients, close it when the process ends.
 *
 * <pre>{@code
 * CostAware costs = CostAware.builder()
 *     .tags(TagRules.require("team", "app"))
 *     .budget(Budget.named("support").where("team", "support").limit("10000", "USD").perMonth(BERLIN))
 *     .sink(JsonLinesSink.to(Path.of("costs.jsonl")))
 *     .build();
 * }</pre>
 *
 * <p>Safe for use by many threads.
 */
public final class CostAware implements AutoCloseable {
  /** How long {@link #close()} lets the sinks write before it gives up. */
  public static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(CostAware.class);
  private static final long SWEEP_MILLIS = 500;

  private final CallMeter meter;
  private final PriceBook prices;
  private final BudgetLedger ledger;
  private final ModelRegistry models;
  private final List<QueuedSink> sinks;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final @Nullable BudgetReload reload;
  private final ScheduledExecutorService sweeper;
  private final AtomicReference<@Nullable CloseReport> closed = new AtomicReference<>();

  CostAware(
      CallMeter meter,
      PriceBook prices,
      BudgetLedger ledger,
      ModelRegistry models,
      List<QueuedSink> sinks,
      InstantSource clock,
      LongSupplier nanos,
      @Nullable BudgetReload reload) {
    this.meter = meter;
    this.prices = prices;
    this.ledger = ledger;
    this.models = models;
    this.sinks = List.copyOf(sinks);
    this.clock = clock;
    this.nanos = nanos;
    this.reload = reload;
    this.sweeper =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "costaware-sweeper");
              thread.setDaemon(true);
              return thread;
            });
    var unused =
        sweeper.scheduleWithFixedDelay(
            this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Begins to put one together. */
  public static CostAwareBuilder builder() {
    return new CostAwareBuilder();
  }

  /** What opens and settles calls; the providers' modules use it. */
  public CallMeter meter() {
    return meter;
  }

  /** The prices in use. */
  public PriceBook prices() {
    return prices;
  }

  /** The ledger of the budgets. */
  public BudgetLedger ledger() {
    return ledger;
  }

  /** The aliases. */
  public ModelRegistry models() {
    return models;
  }

  /**
   * Where the budgets stand now that all their calls share. Those with {@code each} are left out,
   * because each of their subjects has a standing of its own: {@code ledger().status(name)} streams
   * them.
   */
  public List<BudgetStatus> budgets() {
    return ledger.status();
  }

  /**
   * Reads the configuration file now and puts what it says in force, instead of when the next look
   * at it finds a change.
   *
   * @return the names of the budgets that began anew, because they are new or count otherwise
   * @throws io.costaware.config.ConfigurationException if the file is refused; then nothing has
   *     changed. The message lists every fault
   * @throws IllegalStateException if there is no configuration file, or this is closed
   */
  public Set<String> reload() {
    if (reload == null) {
      throw new IllegalStateException(
          "There is no configuration to read again; name a file with configuration(...)");
    }
    if (closed.get() != null) {
      throw new IllegalStateException("This is closed, and its budgets with it; build another one");
    }
    return reload.now();
  }

  /**
   * Counts in the fleet's budgets what lost nodes really spent: those whose leases ran out while
   * calls were open, which count with all that they held until then. A node is told by the ids of
   * its events, so that events of several nodes and lives may be given at once; one without any
   * event here is left alone. Of all others every event must be here: calls without one, such as
   * those that were under way when the node died, count as never made. What a node spent after its
   * last report in a budget in which it then held nothing stays uncounted.
   *
   * @param events where lost nodes have told their events, for example {@link
   *     io.costaware.sink.JsonLinesStore} of the file of one
   * @return what was reconciled; empty if nothing was lost
   * @throws IllegalStateException if the budgets are not shared by a fleet
   * @throws io.costaware.ledger.SliceStoreException if the store does not answer
   */
  public List<ReconciledSlice> reconcile(EventStore events) {
    if (ledger instanceof SlicedLedger sliced) {
      return LostNodes.reconcile(sliced, requireNonNull(events, "events"));
    }
    throw new IllegalStateException(
        "There is nothing to reconcile: the budgets are not shared by a fleet(...)");
  }

  /** How well everything works: queues, losses, open holds, faults. */
  public Health health() {
    List<SinkHealth> sinkHealth = sinks.stream().map(QueuedSink::health).toList();
    return new Health(
        sinkHealth,
        ledger.openHolds(),
        ledger.overshoot(),
        meter.openStreams(),
        meter.refusals(),
        meter.stalled(),
        meter.unmeteredRequests(),
        meter.faults(),
        prices.version(),
        reload == null ? null : reload.health());
  }

  private void sweep() {
    try {
      meter.endStalled();
      ledger.sweep(clock.millis());
    } catch (RuntimeException e) {
      LOG.warn(
          "Stalled streams and overdue holds could not be looked through; tried again soon", e);
    }
    try {
      if (reload != null) {
        reload.look();
      }
    } catch (RuntimeException e) {
      LOG.warn("The configuration file could not be looked at; tried again soon", e);
    }
  }

  /** Closes within {@link #CLOSE_LIMIT}; what is left then is in the log. */
  @Override
  public void close() {
    CloseReport report = close(CLOSE_LIMIT);
    if (!report.isComplete()) {
      LOG.warn("costaware closed with something left: {}", report);
    }
  }

  /**
   * Ends open streams with what is known of them, lets the sinks write what is queued, and frees
   * everything. A second close gives the report of the first.
   *
   * @param limit how long it may take in all, above zero
   * @return what is left
   */
  public CloseReport close(Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException(
          "The limit for closing is " + limit + "; give a time above zero such as ten seconds");
    }
    synchronized (closed) {
      CloseReport before = closed.get();
      if (before != null) {
        return before;
      }
      CloseReport report = closeOnce(limit);
      closed.set(report);
      return report;
    }
  }

  private CloseReport closeOnce(Duration limit) {
    long deadline = nanos.getAsLong() + TimeUnit.NANOSECONDS.convert(limit);
    sweeper.shutdownNow();
    int streams = meter.openStreams();
    meter.endWatched();
    List<CloseReport.LeftInSink> left = closeSinks(deadline);
    CloseReport report = new CloseReport(left, ledger.openHolds(), streams);
    ledger.close();
    return report;
  }

  /** All at once, so that one slow sink does not take the time of the others. */
  private List<CloseReport.LeftInSink> closeSinks(long deadline) {
    if (sinks.isEmpty()) {
      return List.of();
    }
    ExecutorService closers = Executors.newFixedThreadPool(sinks.size());
    try {
      List<Future<Long>> closing = new ArrayList<>();
      for (QueuedSink sink : sinks) {
        closing.add(closers.submit(() -> sink.close(until(deadline))));
      }
      List<CloseReport.LeftInSink> left = new ArrayList<>();
      for (int i = 0; i < closing.size(); i++) {
        left.add(
            new CloseReport.LeftInSink(
                sinks.get(i).health().name(), left(sinks.get(i), closing.get(i))));
      }
      return left;
    } finally {
      closers.shutdownNow();
    }
  }

  private Duration until(long deadline) {
    return Duration.ofNanos(Math.max(1, deadline - nanos.getAsLong()));
  }

  private static long left(QueuedSink sink, Future<Long> closing) {
    try {
      return closing.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      LOG.warn("Sink {} could not be closed", sink.health().name(), e.getCause());
    }
    return sink.health().queued();
  }
}
