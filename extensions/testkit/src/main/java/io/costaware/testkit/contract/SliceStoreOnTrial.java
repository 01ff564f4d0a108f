package io.costaware.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.ledger.SliceGrant;
import io.costaware.ledger.SliceKey;
import io.costaware.ledger.SliceStore;
import io.costaware.ledger.SliceTotals;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Makes connections to the store under test, and nodes that use them. */
abstract class SliceStoreOnTrial {
  /** A lease that no test outlives. */
  static final Duration LONG = Duration.ofMinutes(10);

  private final ConcurrentLinkedQueue<SliceStore> opened = new ConcurrentLinkedQueue<>();
  // Keys are made from one moment, so that no hour turns within a test.
  private Instant began = Instant.EPOCH;

  /**
   * Makes the data empty and sets it up, as for a new deployment. Called before each test, and
   * before the first {@link #open}.
   */
  protected abstract void begin();

  /**
   * Another connection to the data of this test, as another node would have it. May be called by
   * many threads at once. The contract closes it.
   */
  protected abstract SliceStore open();

  /** What the store's clock says, to some milliseconds. */
  protected abstract Instant now();

  /**
   * Lets the store's time pass. This one waits for {@link #now}; override it where a test can set
   * the clock.
   */
  protected void letPass(Duration duration) {
    Instant end = now().plus(duration);
    while (now().isBefore(end)) {
      LockSupport.parkNanos(2_000_000);
    }
  }

  /** A lease that tests let run out: longer than a few exchanges, short enough to wait for. */
  protected Duration shortLease() {
    return Duration.ofMillis(250);
  }

  /**
   * Remembers what the store holds now; what is returned brings the store back to that state, as a
   * restart from an old snapshot does. Connections that are open meanwhile may break. Empty, which
   * is what this one returns, if tests cannot do that with the store.
   */
  protected Optional<Runnable> snapshot() {
    return Optional.empty();
  }

  @BeforeEach
  void beginTest() {
    begin();
    began = now();
  }

  @AfterEach
  void closeAll() {
    opened.forEach(SliceStore::close);
  }

  final SliceStore connect() {
    SliceStore store = open();
    opened.add(store);
    return store;
  }

  final TrialNode node(String name, SliceKey key, long limit) {
    return new TrialNode(connect(), name, key, BigInteger.valueOf(limit), LONG);
  }

  final TrialNode node(String name, SliceKey key, BigInteger limit) {
    return new TrialNode(connect(), name, key, limit, LONG);
  }

  /** A month that is open now. */
  final SliceKey month() {
    return month("support");
  }

  final SliceKey month(String budget) {
    return new SliceKey(
        budget,
        "pico-USD",
        "tenant=acme",
        "month in Europe/Berlin",
        began.minus(Duration.ofDays(10)).toEpochMilli(),
        began.plus(Duration.ofDays(20)).toEpochMilli());
  }

  /** A bucket of a rolling day, so many hours ago. */
  final SliceKey hour(long hoursAgo) {
    return hour("rolling", hoursAgo);
  }

  final SliceKey hour(String budget, long hoursAgo) {
    long hour = Duration.ofHours(1).toMillis();
    long start = (began.toEpochMilli() / hour - hoursAgo) * hour;
    return new SliceKey(budget, "token", "", "24 hours", start, start + hour);
  }

  static void assertTotals(SliceStore store, SliceKey key, long reserved, long settled, int live) {
    assertThat(store.totals(key))
        .isEqualTo(
            new SliceTotals(BigInteger.valueOf(reserved), BigInteger.valueOf(settled), live));
  }

  /** The whole answer, but for the key and the sequence. */
  static void assertGrant(
      SliceGrant grant, long allowance, long left, long settled, long reserved, int nodes) {
    assertThat(List.of(grant.allowance(), grant.left(), grant.settled(), grant.reserved()))
        .as("allowance, left, settled, reserved")
        .containsExactly(
            BigInteger.valueOf(allowance),
            BigInteger.valueOf(left),
            BigInteger.valueOf(settled),
            BigInteger.valueOf(reserved));
    assertThat(grant.nodes()).as("nodes").isEqualTo(nodes);
    assertThat(grant.recovering()).as("recovering").isFalse();
  }
}
