package io.costaware.ledger;

import io.costaware.budget.BudgetWindow;
import io.costaware.budget.Demand;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * This node's share of one counter of a fleet: what it may commit, until when, and what it knows of
 * the others.
 *
 * <p>Calls only read it. What is granted never shrinks: room that goes back to the store is
 * committed in the counter, as if a call held it for ever, so that no call that has just looked can
 * take it any more. Reports are made by one thread at a time, which the desk sees to.
 *
 * <p>Safe for use by many threads.
 */
final class Slice {
  // The last part of the room, in which calls need not wait while more is fetched: a sixteenth of
  // 400 calls lasts a good second at 20 calls a second, and a trip takes milliseconds.
  private static final int SPARE_PART = 16;
  // How many smaller holds it takes until a larger one is nearly forgotten.
  private static final int TYPICAL_OF = 16;
  private static final Standing NOBODY = new Standing(BigDecimal.ZERO, BigDecimal.ZERO);

  private final WindowCounter counter;
  private final SliceDesk desk;
  private final String node;

  private volatile Limit granted = Limit.NOTHING;
  private volatile Limit grantedUnder = Limit.NOTHING;
  private volatile boolean leased;
  private volatile long leaseEndsNanos;
  private volatile boolean open;
  private volatile long openUntilNanos;
  private volatile BigDecimal givenBack = BigDecimal.ZERO;
  // Odd while room is being given back, so that nobody reads half of it.
  private volatile int givingBack;
  private volatile Standing others = NOBODY;
  // The count from which on the next room is fetched before a call has to wait for it.
  private volatile long refillFrom = Long.MAX_VALUE;
  private volatile boolean refilling;
  private volatile boolean refusing;
  private volatile long refusingUntilNanos;
  private volatile BigInteger refused = BigInteger.ZERO;
  private volatile boolean recovering;
  // Whether the desk will ask for a report by itself.
  private volatile boolean awake;
  // What calls hold, the larger ones: follows a larger hold at once and smaller ones slowly. A lost
  // write does no harm.
  private long typical;

  // Below, what only the thread that reports touches.
  private final Pace pace;
  private long sequence;
  private long acknowledged;
  private BigInteger reportedCommitted = BigInteger.ZERO;
  private BigInteger reportedSettled = BigInteger.ZERO;
  private Standing reserved = NOBODY;
  private int unchanged;
  private long dueNanos;

  Slice(WindowCounter counter, SliceDesk desk) {
    this.counter = counter;
    this.desk = desk;
    this.node = desk.node(counter.budget().lifeFor(counter.span(), desk));
    this.pace = new Pace(desk.settings(), desk.nanos());
  }

  WindowCounter counter() {
    return counter;
  }

  /** The name under which this is reported. */
  String node() {
    return node;
  }

  /**
   * What may be committed now, room that was given back included. What was granted under another
   * limit does not count: a raise has ended, or the budget was given another limit.
   *
   * @param limit the budget's limit at the moment
   */
  Limit granted(Limit limit) {
    long now = desk.nanos();
    if (open && openUntilNanos - now > 0) {
      return Limit.UNLIMITED;
    }
    return isLeasedAt(now) && isGrantedUnder(limit) ? granted : Limit.NOTHING;
  }

  private boolean isGrantedUnder(Limit limit) {
    Limit then = grantedUnder;
    if (limit == then) {
      return true;
    }
    if (limit.exact().compareTo(then.exact()) != 0) {
      return false;
    }
    // The same under other terms; known for the next call.
    grantedUnder = limit;
    return true;
  }

  /** The moment that chooses the limit: a raise that has ended by now gives no more room. */
  long limitMillis(long atMillis) {
    return Math.max(atMillis, desk.millis());
  }

  private boolean isLeasedAt(long nanos) {
    return leased && leaseEndsNanos - nanos > 0;
  }

  /** Admits everything until then, because the store cannot be asked and the budget says so. */
  void admitUntil(long nanos) {
    openUntilNanos = nanos;
    open = true;
  }

  /** What is committed and settled here, without room that was given back. */
  Standing own() {
    while (true) {
      int before = givingBack;
      BigDecimal back = givenBack;
      Standing now = counter.standing();
      if ((before & 1) == 0 && givingBack == before) {
        return new Standing(now.committed().subtract(back), now.settled());
      }
      Thread.onSpinWait();
    }
  }

  /** What other nodes had by the store's last answer. */
  Standing others() {
    return others;
  }

  /** A call has held so much; says whether more room should be fetched in the background. */
  boolean sawHold(long count) {
    long before = typical;
    if (before != count) {
      // Written only where it changes: all calls read what stands beside it.
      typical = count > before ? count : before - (before - count) / TYPICAL_OF;
    }
    long committed = counter.narrowCommitted();
    return committed >= refillFrom && startsRefilling();
  }

  /** Something was committed or settled; says whether the desk must be told to report it. */
  boolean changed() {
    return !awake && startsRefilling();
  }

  private boolean startsRefilling() {
    if (refilling) {
      return false;
    }
    refilling = true;
    return true;
  }

  void awake(boolean isAwake) {
    awake = isAwake;
  }

  /**
   * Whether a refusal of the store is so fresh that it need not be asked again: then what is known
   * of the others leaves too little even now, with all that calls of this node gave back since.
   */
  boolean refuses(BigInteger needed, long nowNanos) {
    return refusing
        && refusingUntilNanos - nowNanos > 0
        && (recovering
            || whole(counter.all().committed()).add(needed).compareTo(whole(limit().exact())) > 0);
  }

  private Limit limit() {
    return counter.budget().terms().limitAt(desk.millis());
  }

  /**
   * The whole units that a demand adds to what is committed. Rounded for the sum of both, so that
   * amounts finer than a unit add up before they are rounded.
   */
  BigInteger needed(Demand demand) {
    BigDecimal committed = own().committed();
    return whole(committed.add(counter.quantity().exact(demand))).subtract(whole(committed));
  }

  /** Whether the store has just refused so much. */
  boolean lacks(BigInteger needed) {
    return refusing && needed.compareTo(refused) >= 0;
  }

  boolean isRecovering() {
    return recovering;
  }

  /** Whether the store knows all that happened here, and nothing more can. */
  boolean isReported() {
    return !awake && !refilling && isStill();
  }

  /** Whether room for so much is there. */
  boolean hasRoom(BigInteger needed) {
    BigDecimal room = granted(limit()).exact().subtract(counter.standing().committed());
    return new BigDecimal(needed).compareTo(room) <= 0;
  }

  long dueNanos() {
    return dueNanos;
  }

  /**
   * A report of where this stands. Room above what is wanted is out of reach of calls before it is
   * told, so that what the store takes back nobody can hold any more.
   *
   * @param needed the most that one waiting call needs
   * @param asked what all waiting calls need
   * @param awaited whether a call waits for the answer, be it for no room at all
   * @param leaving whether the node closes
   */
  SliceReport report(
      BigInteger needed, BigInteger asked, boolean awaited, long nowNanos, boolean leaving) {
    boolean idle = unchanged > 1 && !awaited && isStill();
    boolean leaves = leaving || idle || (!awaited && hasEnded() && holdsNothing());
    refilling = false;
    BigInteger call = BigInteger.valueOf(typical).max(needed);
    pace.used(whole(own().committed()), whole(own().settled()), nowNanos);
    BigInteger wanted = leaves || hasEnded() ? needed : pace.wanted(call).max(asked).max(needed);
    Limit limit = limit();
    giveBackAbove(isLeasedAt(nowNanos) && isGrantedUnder(limit) ? wanted : BigInteger.ZERO);
    grantedUnder = limit;
    Standing own = own();
    BigInteger settled = whole(own.settled());
    BigInteger committed = whole(own.committed()).max(settled);
    sequence++;
    return new SliceReport(
        key(counter.span()),
        counter.budget().keysBeside(counter.chain().subjectWords(), counter.span()),
        whole(limit.exact()),
        sequence,
        acknowledged,
        settled,
        committed.subtract(settled),
        allowance().max(BigInteger.ZERO),
        needed,
        wanted,
        desk.settings().lease().toMillis(),
        leaves);
  }

  private boolean holdsNothing() {
    Standing now = own();
    return now.committed().compareTo(now.settled()) == 0;
  }

  /** Whether the store has been told of this and it still counts against a limit. */
  boolean stillCounts() {
    return acknowledged > 0 && key().endMillis() > desk.millis();
  }

  private boolean hasEnded() {
    return counter.span().endMillis() <= desk.millis();
  }

  private boolean isStill() {
    Standing now = own();
    return whole(now.committed()).equals(reportedCommitted)
        && whole(now.settled()).equals(reportedSettled)
        && reportedCommitted.equals(reportedSettled);
  }

  /** Takes the store's answer. */
  void apply(SliceReport report, SliceGrant grant, long sentNanos, long nowNanos) {
    acknowledged = grant.sequence();
    recovering = grant.recovering();
    open = false;
    BigInteger before = allowance();
    if (grant.allowance().compareTo(before) > 0) {
      granted = new Limit(new BigDecimal(grant.allowance()).add(givenBack));
    } else if (grant.allowance().compareTo(before) < 0) {
      giveBack(new BigDecimal(before.subtract(grant.allowance())));
    }
    // Counted from before the report went out, and a tenth shorter: the store's lease lasts longer.
    leaseEndsNanos = sentNanos + desk.settings().lease().toNanos() / 10 * 9;
    leased = !report.leaving();
    reserved =
        new Standing(
            new BigDecimal(grant.allowance().max(report.committed())),
            new BigDecimal(report.settled()));
    others = others(grant);
    unchanged =
        report.committed().equals(reportedCommitted) && report.settled().equals(reportedSettled)
            ? unchanged + 1
            : 0;
    reportedCommitted = report.committed();
    reportedSettled = report.settled();
    BigInteger room = grant.allowance().subtract(report.committed()).max(BigInteger.ZERO);
    pace.heard(grant, report.settled(), room, nowNanos);
    noteRefusal(report, room, nowNanos);
    dueNanos = nowNanos + pace.untilNextNanos(room, BigInteger.valueOf(typical));
    refillFrom = refillFrom(room);
  }

  /** What the answer tells of other nodes: all but what this node has told itself. */
  private Standing others(SliceGrant grant) {
    Standing all =
        new Standing(new BigDecimal(grant.reserved()), new BigDecimal(grant.settled()))
            .minus(reserved);
    for (WindowCounter older : counter.earlier()) {
      Slice before = older.slice();
      all = before == null ? all : all.minus(before.reserved);
    }
    return all;
  }

  private void noteRefusal(SliceReport report, BigInteger room, long nowNanos) {
    boolean lacks = room.compareTo(report.needed()) < 0;
    if (lacks) {
      refused = report.needed();
      refusingUntilNanos = nowNanos + desk.settings().refusalMemory().toNanos();
    } else if (report.needed().signum() == 0) {
      return;
    }
    refusing = lacks;
  }

  /** A report that was not answered: it is tried again soon, and nothing is taken for granted. */
  void unanswered(long nowNanos, long retryNanos) {
    dueNanos = nowNanos + retryNanos;
    refillFrom = Long.MAX_VALUE;
  }

  /** Whether this has left and needs no further report until a call comes. */
  boolean isAsleep() {
    return !leased && sequence == acknowledged && isStill();
  }

  private long refillFrom(BigInteger room) {
    Limit all = granted;
    if (!all.isNarrow() || room.signum() == 0) {
      return Long.MAX_VALUE;
    }
    return all.count() - room.divide(BigInteger.valueOf(SPARE_PART)).longValueExact();
  }

  private BigInteger allowance() {
    return granted.exact().subtract(givenBack).toBigInteger();
  }

  private void giveBackAbove(BigInteger wanted) {
    BigDecimal room = granted.exact().subtract(counter.standing().committed());
    BigDecimal above = room.subtract(new BigDecimal(wanted)).setScale(0, RoundingMode.FLOOR);
    if (above.signum() > 0) {
      giveBack(above);
    }
  }

  /** Gives up room that a call has taken here and now holds in an earlier bucket. */
  synchronized void passOn(BigDecimal taken) {
    int stamp = givingBack;
    givingBack = stamp + 1;
    givenBack = givenBack.add(taken);
    givingBack = stamp + 2;
  }

  private synchronized void giveBack(BigDecimal most) {
    int stamp = givingBack;
    givingBack = stamp + 1;
    givenBack = givenBack.add(counter.take(most, granted));
    givingBack = stamp + 2;
  }

  SliceKey key() {
    return key(counter.span());
  }

  private SliceKey key(BudgetWindow.Span span) {
    return counter.budget().key(counter.chain().subjectWords(), span);
  }

  private static BigInteger whole(BigDecimal count) {
    return count.setScale(0, RoundingMode.CEILING).toBigIntegerExact();
  }
}
