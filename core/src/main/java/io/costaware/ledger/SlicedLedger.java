package io.costaware.ledger;

import static java.util.Objects.requireNonNull;

import io.costaware.budget.Budget;
import io.costaware.budget.Demand;
import io.costaware.budget.Shortfall;
import io.costaware.budget.StoreFailure;
import java.math.BigInteger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Budgets that a fleet shares. Each node is granted a slice of what is left by a {@link SliceStore}
 * and holds against it in memory; it asks the store only when a slice runs low, so that a call
 * seldom waits for a trip. Slices follow a node's pace, shrink as the limit nears, and go back when
 * they are not used, when the node closes, or when its lease runs out. The limit of the fleet is
 * never the sum of limits.
 *
 * <pre>{@code
 * SlicedLedger.over(store, InstantSource.system(), System::nanoTime)
 *     .budgets(budgets).currency(Money.USD).node("pod-7").open()
 * }</pre>
 *
 * <p>What a budget guarantees: settled plus held of all nodes never passes its limit, but for what
 * calls took more than they had held, and for what a node that is lost or paused admitted after its
 * last report. Figures in refusals and statuses are exact for this node and as old as the last
 * report for the others.
 *
 * <p>Safe for use by many threads.
 */
public final class SlicedLedger extends CountingLedger {
  private static final Logger LOG = LoggerFactory.getLogger(SlicedLedger.class);
  private static final long BEAT_MILLIS = 20;
  private static final int MOST_TRIES = 32;
  private static final long LEAST_OPEN_NANOS = 50_000_000L;
  private static final Pattern LIFE = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final SliceDesk desk;
  private final SliceStore store;
  private final @Nullable ScheduledExecutorService beats;

  private SlicedLedger(Builder builder, SliceDesk desk, Currency currency) {
    super(builder.budgets, currency, builder.holdLifetime, builder.clock, desk);
    this.desk = desk;
    this.store = builder.store;
    this.beats = builder.ownBeat ? startBeat(desk) : null;
  }

  private static ScheduledExecutorService startBeat(SliceDesk desk) {
    ScheduledExecutorService made =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "costaware-slices");
              thread.setDaemon(true);
              return thread;
            });
    var unused =
        made.scheduleWithFixedDelay(
            () -> beatSafely(desk), BEAT_MILLIS, BEAT_MILLIS, TimeUnit.MILLISECONDS);
    return made;
  }

  /** Whatever happens, the next beat is to come: what is not reported is lost with the node. */
  private static void beatSafely(SliceDesk desk) {
    try {
      desk.beat();
    } catch (RuntimeException | Error e) {
      LOG.warn("Slices could not be reported; tried again soon", e);
    }
  }

  /**
   * Begins a ledger over a store, which is closed with it.
   *
   * @param clock where moments come from: they choose windows, and no lease depends on them
   * @param nanos where durations come from, in nanoseconds: leases are measured by them
   */
  public static Builder over(SliceStore store, InstantSource clock, LongSupplier nanos) {
    return new Builder(store, clock, nanos);
  }

  /**
   * Puts a ledger together.
   *
   * <p>For use by one thread.
   */
  public static final class Builder {
    private final SliceStore store;
    private List<Budget> budgets = List.of();
    private @Nullable Currency currency;
    private String node = "node";
    private @Nullable String life;
    private SliceSettings settings = SliceSettings.USUAL;
    private Duration holdLifetime = InMemoryLedger.DEFAULT_HOLD_LIFETIME;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private boolean ownBeat = true;

    private Builder(SliceStore store, InstantSource clock, LongSupplier nanos) {
      this.store = requireNonNull(store, "store");
      this.clock = requireNonNull(clock, "clock");
      this.nanos = requireNonNull(nanos, "nanos");
    }

    /** The budgets, each with a limit, a window and a name of its own; they hold in this order. */
    public Builder budgets(List<Budget> budgets) {
      this.budgets = List.copyOf(budgets);
      return this;
    }

    /** The currency of all limits in money and of all demands. */
    public Builder currency(Currency currency) {
      this.currency = requireNonNull(currency, "currency");
      return this;
    }

    /**
     * The name of this node in the store, for example that of its pod; at most 128 characters. Each
     * life of the process is told apart by itself.
     */
    public Builder node(String name) {
      if (name.isBlank() || name.length() > 128 || name.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException(
            "The node's name has "
                + name.length()
                + " characters; give 1 to 128, not all blank and no control character");
      }
      this.node = name;
      return this;
    }

    /**
     * The name of this life of the node, never used before; drawn at random if not said. Say one
     * that the node's records of its calls bear too, so that they can be told from those of its
     * other lives should it be lost.
     *
     * @throws IllegalArgumentException if it has other characters than letters, digits, {@code -}
     *     and {@code _}, or not 1 to 64 of them
     */
    public Builder life(String name) {
      if (!LIFE.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "The life '" + name + "' cannot be; give 1 to 64 letters, digits, '-' or '_'");
      }
      this.life = name;
      return this;
    }

    /** How the node deals with its slices; {@link SliceSettings#USUAL} if not said. */
    public Builder settings(SliceSettings settings) {
      this.settings = requireNonNull(settings, "settings");
      return this;
    }

    /** From a millisecond to 366 days; {@link InMemoryLedger#DEFAULT_HOLD_LIFETIME} if not said. */
    public Builder holdLifetime(Duration lifetime) {
      this.holdLifetime = requireNonNull(lifetime, "holdLifetime");
      return this;
    }

    /** Starts no thread: somebody calls {@link SlicedLedger#beat()} when it is due. */
    public Builder withoutThread() {
      this.ownBeat = false;
      return this;
    }

    /**
     * Opens the ledger. The store is first asked when a call needs room.
     *
     * @throws IllegalArgumentException if a budget is incomplete, in another currency or bears the
     *     name of another one, or the lifetime is out of range
     * @throws IllegalStateException if no currency was given
     */
    public SlicedLedger open() {
      Currency given = currency;
      if (given == null) {
        throw new IllegalStateException("A ledger needs a currency; say currency(Money.USD)");
      }
      String name = node + "/" + (life == null ? UUID.randomUUID() : life);
      SliceDesk desk = new SliceDesk(store, name, settings, clock, nanos);
      return new SlicedLedger(this, desk, given);
    }
  }

  @Override
  @Nullable Shortfall lacking(
      WindowCounter lacking, WindowCounter[] counters, Demand demand, long atMillis, int tried) {
    SliceDesk.Outcome outcome = desk.obtain(counters, demand);
    return switch (outcome) {
      case ANSWERED -> tried < MOST_TRIES ? null : exhausted(lacking, demand, atMillis);
      case REFUSED -> refused(lacking, counters, demand, atMillis, tried);
      case RECOVERING -> withoutStore(Shortfall.Cause.STORE_RECOVERING, counters, demand, atMillis);
      case UNREACHABLE ->
          withoutStore(Shortfall.Cause.STORE_UNREACHABLE, counters, demand, atMillis);
    };
  }

  private static Shortfall exhausted(WindowCounter counter, Demand demand, long atMillis) {
    return counter.shortfall(Shortfall.Cause.EXHAUSTED, demand, atMillis);
  }

  /**
   * The budget that lacks most surely: one whose known figures say so, or else the one that lacked.
   */
  private static @Nullable Shortfall refused(
      WindowCounter lacking, WindowCounter[] counters, Demand demand, long atMillis, int tried) {
    for (WindowCounter counter : counters) {
      if (!counter.hasRoom(demand, atMillis)) {
        Shortfall shortfall = counter.shortfall(demand, atMillis);
        if (shortfall != null) {
          return shortfall;
        }
      }
    }
    return tried < MOST_TRIES ? null : exhausted(lacking, demand, atMillis);
  }

  /** As each budget says: refuses, or admits until the store is tried again. */
  private @Nullable Shortfall withoutStore(
      Shortfall.Cause cause, WindowCounter[] counters, Demand demand, long atMillis) {
    for (WindowCounter counter : counters) {
      Slice slice = counter.slice();
      if (slice == null || counter.hasRoom(demand, atMillis)) {
        continue;
      }
      if (counter.budget().terms().rules().storeFailure() == StoreFailure.REFUSE) {
        return counter.shortfall(cause, demand, atMillis);
      }
      slice.admitUntil(
          cause == Shortfall.Cause.STORE_UNREACHABLE
              ? desk.downUntilNanos()
              : desk.nanos()
                  + Math.max(LEAST_OPEN_NANOS, desk.settings().refusalMemory().toNanos()));
    }
    return null;
  }

  @Override
  void held(WindowCounter[] counters, Demand demand, long atMillis) {
    super.held(counters, demand, atMillis);
    for (WindowCounter counter : counters) {
      Slice slice = counter.slice();
      if (slice != null
          && (slice.changed() || slice.sawHold(Math.max(0, counter.quantity().narrow(demand))))) {
        desk.refill(slice);
      }
    }
  }

  @Override
  void changed(WindowCounter[] counters) {
    for (WindowCounter counter : counters) {
      Slice slice = counter.slice();
      if (slice != null && slice.changed()) {
        desk.refill(slice);
      }
    }
  }

  /** Makes the reports that are due; for ledgers without a thread of their own. */
  public void beat() {
    desk.beat();
  }

  /** When {@link #beat()} is to be called next, in nanoseconds of the ledger's own source. */
  public long nextBeatNanos() {
    return desk.nextDueNanos();
  }

  /** How often the store has been asked since the ledger was opened. */
  public long storeTrips() {
    return desk.tripCount();
  }

  /** Whether the store did not answer the last time it was asked. */
  public boolean isStoreDown() {
    return desk.isDown();
  }

  /**
   * The parts of the current windows whose nodes were lost while calls were open; what they held
   * counts as spent until {@link #reconcile} says what it was.
   *
   * @throws SliceStoreException if the store does not answer
   */
  public List<LostSlice> lost() {
    List<LostSlice> lost = new ArrayList<>();
    for (KeptBudget budget : book().page().budgets()) {
      for (WindowCounter counter : budget.counters(clock().millis())) {
        Slice slice = counter.slice();
        if (slice != null) {
          lost.addAll(store.lost(slice.key()));
        }
      }
    }
    return lost;
  }

  /**
   * Says what the calls of a lost node really took, once its events are known.
   *
   * @param actual all that the node's calls took in that counter, in whole units of its key
   * @return whether it was still to be reconciled
   * @throws SliceStoreException if the store does not answer
   */
  public boolean reconcile(LostSlice lost, BigInteger actual) {
    return store.reconcile(lost.key(), lost.node(), actual);
  }

  /** Begins to add up what the calls of lost nodes took, of which events are known. */
  public Reconciliation reconciliation() {
    return new Reconciliation(this, store);
  }

  /**
   * Gives all room back, tells the store what is settled and still held, and closes it. What the
   * store cannot be told counts as held until the lease has run out, and as spent from then on.
   */
  @Override
  public void close() {
    if (beats != null) {
      beats.shutdownNow();
    }
    try {
      desk.leave();
    } finally {
      store.close();
    }
  }
}
