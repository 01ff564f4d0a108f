package io.costaware.ledger;

import static java.util.Objects.requireNonNull;

import io.costaware.budget.Demand;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the slices of a node come from: makes their reports and gives them the answers. One trip to
 * the store is under way at a time; what calls need in the meantime goes with the next one.
 *
 * <p>Safe for use by many threads.
 */
final class SliceDesk {
  private static final Logger LOG = LoggerFactory.getLogger(SlicedLedger.class);
  private static final int MOST_REPORTS = 256;
  private static final long FIRST_RETRY_NANOS = 50_000_000L;

  /** What came of a wish for room. */
  enum Outcome {
    /** There was an answer; whether the room is still there is to be tried. */
    ANSWERED,
    /** The store has too little. */
    REFUSED,
    /** The store has lost data and grants nothing for now. */
    RECOVERING,
    /** The store does not answer. */
    UNREACHABLE
  }

  /** A waiting call's need of one slice. */
  private static final class Need {
    private final Slice slice;
    private final BigInteger needed;
    private volatile @Nullable Outcome outcome;

    Need(Slice slice, BigInteger needed) {
      this.slice = slice;
      this.needed = needed;
    }
  }

  private final SliceStore store;
  private final String name;
  private final SliceSettings settings;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final ReentrantLock trips = new ReentrantLock();
  private final ConcurrentLinkedQueue<Need> needs = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Slice> refills = new ConcurrentLinkedQueue<>();
  private final LongAdder tripCount = new LongAdder();
  private final AtomicInteger lives = new AtomicInteger();
  private volatile boolean down;
  private volatile long downUntilNanos;

  // Guarded by the trips.
  private final DueSlices due = new DueSlices();
  private final SleepingSlices sleeping;
  private long retryNanos = FIRST_RETRY_NANOS;

  SliceDesk(
      SliceStore store,
      String name,
      SliceSettings settings,
      InstantSource clock,
      LongSupplier nanos) {
    this.store = requireNonNull(store, "store");
    this.name = requireNonNull(name, "node");
    this.settings = requireNonNull(settings, "settings");
    this.sleeping = new SleepingSlices(settings);
    this.clock = requireNonNull(clock, "clock");
    this.nanos = requireNonNull(nanos, "nanos");
  }

  SliceSettings settings() {
    return settings;
  }

  long nanos() {
    return nanos.getAsLong();
  }

  long millis() {
    return clock.millis();
  }

  /** The name under which slices of a life are reported; see {@link #beginLife}. */
  String node(int life) {
    return name + "#" + life;
  }

  /**
   * A life that no slice was reported under before, for counters whose sums begin anew though the
   * store may know sums of this node already: what it reports then counts beside those.
   */
  int beginLife() {
    return lives.getAndIncrement();
  }

  long tripCount() {
    return tripCount.sum();
  }

  /** Whether the store did not answer the last time it was asked. */
  boolean isDown() {
    return down;
  }

  /** The moment from which on a store that does not answer is tried again. */
  long downUntilNanos() {
    return downUntilNanos;
  }

  /** Fetches room for a call that waits for it. */
  Outcome obtain(WindowCounter[] counters, Demand demand) {
    long now = nanos();
    if (down && downUntilNanos - now > 0) {
      return Outcome.UNREACHABLE;
    }
    List<Need> mine = new ArrayList<>(counters.length);
    for (WindowCounter counter : counters) {
      Slice slice = counter.latest().slice();
      if (slice != null && counter.quantity().isKnownIn(demand)) {
        BigInteger needed = slice.needed(demand);
        if (!slice.hasRoom(needed)) {
          if (slice.refuses(needed, now)) {
            return slice.isRecovering() ? Outcome.RECOVERING : Outcome.REFUSED;
          }
          mine.add(new Need(slice, needed));
        }
      }
    }
    if (mine.isEmpty()) {
      return Outcome.ANSWERED;
    }
    needs.addAll(mine);
    trips.lock();
    try {
      // Whoever waited for a trip that failed need not make the next one at once.
      boolean waits = down && downUntilNanos - nanos() > 0;
      if (!waits && mine.stream().anyMatch(need -> need.outcome == null)) {
        serveNeeds();
      }
    } finally {
      trips.unlock();
    }
    return worst(mine);
  }

  private static Outcome worst(List<Need> needs) {
    Outcome worst = Outcome.ANSWERED;
    for (Need need : needs) {
      Outcome one = need.outcome == null ? Outcome.UNREACHABLE : need.outcome;
      worst = one.compareTo(worst) > 0 ? one : worst;
    }
    return worst;
  }

  private void serveNeeds() {
    List<Need> served = new ArrayList<>();
    for (Need need = needs.poll(); need != null; need = needs.poll()) {
      served.add(need);
    }
    Map<Slice, List<Need>> bySlice = new LinkedHashMap<>();
    served.forEach(need -> bySlice.computeIfAbsent(need.slice, s -> new ArrayList<>()).add(need));
    boolean answered = trip(List.copyOf(bySlice.keySet()), bySlice, false);
    for (Need need : served) {
      need.outcome = answered ? outcome(need) : Outcome.UNREACHABLE;
    }
  }

  private static Outcome outcome(Need need) {
    if (need.slice.hasRoom(need.needed)) {
      return Outcome.ANSWERED;
    }
    if (need.slice.isRecovering()) {
      return Outcome.RECOVERING;
    }
    return need.slice.lacks(need.needed) ? Outcome.REFUSED : Outcome.ANSWERED;
  }

  /** Asks for more room in the background. */
  void refill(Slice slice) {
    refills.add(slice);
  }

  /** Makes the reports that are due. Does nothing while a trip is under way. */
  void beat() {
    if (!trips.tryLock()) {
      return;
    }
    try {
      long now = nanos();
      if (down && downUntilNanos - now > 0) {
        return;
      }
      Set<Slice> reporting = new LinkedHashSet<>();
      for (Slice slice = refills.poll(); slice != null; slice = refills.poll()) {
        reporting.add(slice);
      }
      for (Slice next = due.takeDueAt(now); next != null; next = due.takeDueAt(now)) {
        reporting.add(next);
      }
      Slice silent = reporting.isEmpty() ? sleeping.dueAt(now) : null;
      tripAll(silent == null ? List.copyOf(reporting) : List.of(silent), false);
    } finally {
      trips.unlock();
    }
  }

  /** When the next report is due, in nanoseconds; far away if none is. */
  long nextDueNanos() {
    trips.lock();
    try {
      Long first = due.firstNanos();
      long now = nanos();
      if (!refills.isEmpty()) {
        return now;
      }
      long next = first == null ? now + settings.lease().toNanos() : first;
      return sleeping.isEmpty() ? next : next - Math.max(0, next - sleeping.dueNanos());
    } finally {
      trips.unlock();
    }
  }

  private void tripAll(List<Slice> slices, boolean leaving) {
    for (int from = 0; from < slices.size(); from += MOST_REPORTS) {
      List<Slice> some = slices.subList(from, Math.min(slices.size(), from + MOST_REPORTS));
      if (!trip(some, Map.of(), leaving)) {
        // The rest is due again together with these.
        slices.subList(from, slices.size()).forEach(this::list);
        return;
      }
    }
  }

  /** One exchange with the store for each name that slices bear, which is mostly one. */
  private boolean trip(List<Slice> slices, Map<Slice, List<Need>> waiting, boolean leaving) {
    long sent = nanos();
    Map<String, Map<Slice, SliceReport>> byNode = new LinkedHashMap<>();
    List<Slice> unsent = new ArrayList<>(slices);
    try {
      reports(slices, waiting, sent, leaving)
          .forEach(
              (slice, report) ->
                  byNode
                      .computeIfAbsent(slice.node(), n -> new LinkedHashMap<>())
                      .put(slice, report));
      for (Map.Entry<String, Map<Slice, SliceReport>> entry : byNode.entrySet()) {
        exchange(entry.getKey(), entry.getValue(), sent);
        unsent.removeAll(entry.getValue().keySet());
      }
      reached();
      return true;
    } catch (RuntimeException e) {
      failed(e, unsent);
      return false;
    } finally {
      slices.forEach(this::list);
    }
  }

  /**
   * The reports, each after those of the earlier buckets that count against the same limit and have
   * something to tell: the store is to know of them before it says what is left. They are made the
   * other way round, so that what moves to an earlier bucket meanwhile is told twice and not never.
   */
  private static Map<Slice, SliceReport> reports(
      List<Slice> slices, Map<Slice, List<Need>> waiting, long nowNanos, boolean leaving) {
    Set<Slice> asked = new LinkedHashSet<>(slices);
    Set<Slice> ordered = new LinkedHashSet<>();
    for (Slice slice : slices) {
      for (WindowCounter older : slice.counter().earlier()) {
        Slice before = older.slice();
        if (before != null) {
          ordered.add(before);
        }
      }
      ordered.add(slice);
    }
    List<Slice> backwards = new ArrayList<>(ordered);
    Collections.reverse(backwards);
    Map<Slice, SliceReport> made = new HashMap<>();
    for (Slice slice : backwards) {
      if (asked.contains(slice) || !slice.isAsleep()) {
        made.put(slice, report(slice, waiting.get(slice), nowNanos, leaving));
      }
    }
    Map<Slice, SliceReport> reports = new LinkedHashMap<>();
    for (Slice slice : ordered) {
      SliceReport report = made.get(slice);
      if (report != null) {
        reports.put(slice, report);
      }
    }
    return reports;
  }

  private static SliceReport report(
      Slice slice, @Nullable List<Need> waiting, long nowNanos, boolean leaving) {
    BigInteger most = BigInteger.ZERO;
    BigInteger all = BigInteger.ZERO;
    for (Need need : waiting == null ? List.<Need>of() : waiting) {
      most = most.max(need.needed);
      all = all.add(need.needed);
    }
    return slice.report(most, all, waiting != null, nowNanos, leaving);
  }

  private void exchange(String node, Map<Slice, SliceReport> reports, long sent) {
    tripCount.increment();
    List<SliceGrant> grants = store.exchange(node, List.copyOf(reports.values()));
    long now = nanos();
    int i = 0;
    for (Map.Entry<Slice, SliceReport> entry : reports.entrySet()) {
      entry.getKey().apply(entry.getValue(), grants.get(i++), sent, now);
      list(entry.getKey());
    }
    sleeping.heard(now);
    if (grants.stream().anyMatch(SliceGrant::recovering)) {
      refills.addAll(sleeping.wake(now));
    }
  }

  private void reached() {
    retryNanos = FIRST_RETRY_NANOS;
    if (down) {
      down = false;
      LOG.info("The store of the fleet's budgets answers again");
    }
  }

  private void failed(RuntimeException cause, List<Slice> slices) {
    long now = nanos();
    downUntilNanos = now + retryNanos;
    if (!down) {
      down = true;
      LOG.warn(
          "The store of the fleet's budgets does not answer ({}); calls go on with the room that is"
              + " left, and then as each budget says. Tried again every {} at most.",
          cause instanceof SliceStoreException ? cause.getMessage() : cause.getClass().getName(),
          settings.longestRetry());
      LOG.debug("The store of the fleet's budgets does not answer", cause);
    }
    slices.forEach(slice -> slice.unanswered(now, retryNanos));
    retryNanos =
        Math.max(FIRST_RETRY_NANOS, Math.min(2 * retryNanos, settings.longestRetry().toNanos()));
  }

  /** Puts a slice where its next report is due, unless it needs none. */
  private void list(Slice slice) {
    // Not awake first: whatever changes while this looks is then sure to be told.
    slice.awake(false);
    if (slice.isAsleep()) {
      due.remove(slice);
      sleeping.add(slice);
    } else {
      slice.awake(true);
      sleeping.remove(slice);
      due.add(slice);
    }
  }

  /** Gives all room back and tells what is settled and still held. */
  void leave() {
    trips.lock();
    try {
      Set<Slice> all = new LinkedHashSet<>(due.slices());
      all.addAll(refills);
      refills.clear();
      due.clear();
      tripAll(List.copyOf(all), true);
    } finally {
      trips.unlock();
    }
  }
}
