package io.costaware.ledger;

import static java.util.Objects.requireNonNull;

import io.costaware.budget.Demand;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
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

  /**
   * When a slice is due. Stays in the queue when the slice becomes due at another time, and counts
   * only while it is the one listed for it.
   */
  private record Due(long nanos, Slice slice) {
    // Nano times may wrap, so that only their differences can be compared.
    static final Comparator<Due> FIRST = (one, two) -> Long.compare(one.nanos - two.nanos, 0);
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
  private final AtomicInteger life = new AtomicInteger();
  private volatile boolean down;
  private volatile long downUntilNanos;

  // Guarded by the trips.
  private final PriorityQueue<Due> due = new PriorityQueue<>(Due.FIRST);
  private final Map<Slice, Due> listed = new HashMap<>();
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

  /** The name of new slices' reports: another one than those of forgotten ones bear. */
  String node() {
    return name + "#" + life.get();
  }

  /**
   * A slice is about to be forgotten. Should its subject come again, from now on it is reported as
   * another node's, because its sums begin anew.
   */
  void forget(Slice slice) {
    if (slice.node().equals(node())) {
      life.incrementAndGet();
    }
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
      if (mine.stream().anyMatch(need -> need.outcome == null)) {
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
      for (Due next = nextDue(); next != null && next.nanos - now <= 0; next = nextDue()) {
        due.remove();
        listed.remove(next.slice);
        reporting.add(next.slice);
      }
      Slice silent = reporting.isEmpty() ? sleeping.dueAt(now) : null;
      tripAll(silent == null ? List.copyOf(reporting) : List.of(silent), false);
    } finally {
      trips.unlock();
    }
  }

  /** The next of what is due; null if nothing is. */
  private @Nullable Due nextDue() {
    Due first = due.peek();
    while (first != null && !first.equals(listed.get(first.slice))) {
      due.remove();
      first = due.peek();
    }
    return first;
  }

  /** When the next report is due, in nanoseconds; far away if none is. */
  long nextDueNanos() {
    trips.lock();
    try {
      Due first = nextDue();
      long now = nanos();
      if (!refills.isEmpty()) {
        return now;
      }
      long next = first == null ? now + settings.lease().toNanos() : first.nanos;
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
    Map<String, List<Slice>> byNode = new LinkedHashMap<>();
    withEarlier(slices)
        .forEach(slice -> byNode.computeIfAbsent(slice.node(), n -> new ArrayList<>()).add(slice));
    boolean answered = true;
    for (Map.Entry<String, List<Slice>> entry : byNode.entrySet()) {
      answered &= exchange(entry.getKey(), entry.getValue(), waiting, leaving);
    }
    return answered;
  }

  /**
   * The slices, each after those of the earlier buckets that count against the same limit and have
   * something to tell: the store is to know of them before it says what is left.
   */
  private static Set<Slice> withEarlier(List<Slice> slices) {
    Set<Slice> all = new LinkedHashSet<>();
    for (Slice slice : slices) {
      for (WindowCounter older : slice.counter().earlier()) {
        Slice before = older.slice();
        if (before != null && !before.isAsleep()) {
          all.add(before);
        }
      }
      all.add(slice);
    }
    return all;
  }

  private boolean exchange(
      String node, List<Slice> slices, Map<Slice, List<Need>> waiting, boolean leaving) {
    long sent = nanos();
    List<SliceReport> reports = new ArrayList<>(slices.size());
    for (Slice slice : slices) {
      BigInteger most = BigInteger.ZERO;
      BigInteger all = BigInteger.ZERO;
      for (Need need : waiting.getOrDefault(slice, List.of())) {
        most = most.max(need.needed);
        all = all.add(need.needed);
      }
      reports.add(slice.report(most, all, sent, leaving));
    }
    try {
      tripCount.increment();
      List<SliceGrant> grants = store.exchange(node, reports);
      long now = nanos();
      for (int i = 0; i < slices.size(); i++) {
        slices.get(i).apply(reports.get(i), grants.get(i), sent, now);
      }
      sleeping.heard(now);
      if (grants.stream().anyMatch(SliceGrant::recovering)) {
        refills.addAll(sleeping.wake(now));
      }
      reached();
    } catch (RuntimeException e) {
      failed(e, slices);
      return false;
    }
    slices.forEach(this::list);
    return true;
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
    slices.forEach(this::list);
    retryNanos =
        Math.max(FIRST_RETRY_NANOS, Math.min(2 * retryNanos, settings.longestRetry().toNanos()));
  }

  /** Puts a slice where its next report is due, unless it needs none. */
  private void list(Slice slice) {
    // Awake first: what changes after this look is then sure to be told.
    slice.awake(true);
    if (slice.isAsleep()) {
      slice.awake(false);
      listed.remove(slice);
      sleeping.add(slice);
    } else {
      sleeping.remove(slice);
      Due next = new Due(slice.dueNanos(), slice);
      listed.put(slice, next);
      due.add(next);
    }
  }

  /** Gives all room back and tells what is settled and still held. */
  void leave() {
    trips.lock();
    try {
      Set<Slice> all = new LinkedHashSet<>(listed.keySet());
      all.addAll(refills);
      refills.clear();
      due.clear();
      listed.clear();
      tripAll(List.copyOf(all), true);
    } finally {
      trips.unlock();
    }
  }
}
