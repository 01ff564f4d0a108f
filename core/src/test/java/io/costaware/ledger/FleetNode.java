package io.costaware.ledger;

import io.costaware.budget.BudgetWindow;
import io.costaware.budget.Hold;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One life of a node of a model, with its own way to the store, which can be cut. */
final class FleetNode implements SliceStore {
  /** Where the way to the store is cut. */
  enum Cut {
    NONE,
    BEFORE_THE_STORE,
    BEFORE_THE_ANSWER
  }

  /**
   * What the store knows.
   *
   * @param admitted all that the node had ever admitted when it last told
   * @param atMillis when that was
   */
  record Told(long admitted, long atMillis) {
    static final Told NOTHING = new Told(0, Long.MIN_VALUE / 2);
  }

  /** One hold. */
  static final class Line {
    private final Hold hold;
    private final BudgetWindow.Span bucket;
    private int held;
    private @Nullable Integer actual;

    Line(Hold hold, BudgetWindow.Span bucket, int held) {
      this.hold = hold;
      this.bucket = bucket;
      this.held = held;
    }

    Hold hold() {
      return hold;
    }

    BudgetWindow.Span bucket() {
      return bucket;
    }

    int held() {
      return held;
    }

    void holdMore(int count) {
      held += count;
    }

    void settled(int taken) {
      actual = taken;
    }

    long committed() {
      return actual == null ? held : actual;
    }

    long overshoot() {
      return actual == null ? 0 : Math.max(0, actual - held);
    }
  }

  private final FleetModel fleet;
  private final long skewMillis;
  private final SlicedLedger ledger;
  private final List<Line> lines = new ArrayList<>();
  private long admitted;
  private Told told = Told.NOTHING;
  private Cut cut = Cut.NONE;

  FleetNode(FleetModel fleet, long skewMillis) {
    this.fleet = fleet;
    this.skewMillis = skewMillis;
    this.ledger = fleet.open(this, skewMillis);
  }

  SlicedLedger ledger() {
    return ledger;
  }

  long skewMillis() {
    return skewMillis;
  }

  List<Line> lines() {
    return lines;
  }

  /** One of the open holds; null if there is none. */
  @Nullable Line open(int which) {
    List<Line> open = lines.stream().filter(line -> line.actual == null).toList();
    return open.isEmpty() ? null : open.get(which % open.size());
  }

  void admitted(int count) {
    admitted += count;
  }

  /** What it has admitted and not told yet. */
  long untold() {
    return admitted - told.admitted();
  }

  Told told() {
    return told;
  }

  /** The store has forgotten what it was told later. */
  void forgotten(Told known) {
    told = known;
  }

  Cut cut() {
    return cut;
  }

  void cut(Cut where) {
    cut = where;
  }

  @Override
  public List<SliceGrant> exchange(String node, List<SliceReport> reports) {
    if (cut == Cut.BEFORE_THE_STORE) {
      throw new SliceStoreException("The store was not reached", null);
    }
    reports.forEach(report -> fleet.heard(report.key()));
    List<SliceGrant> grants = fleet.store().exchange(node, reports);
    if (fleet.isLate(told)) {
      fleet.toldLate(untold());
    }
    told = new Told(admitted, fleet.now());
    if (cut == Cut.BEFORE_THE_ANSWER) {
      throw new SliceStoreException("The answer was lost", null);
    }
    return grants;
  }

  @Override
  public SliceTotals totals(SliceKey key) {
    return fleet.store().totals(key);
  }

  @Override
  public List<LostSlice> lost(SliceKey key) {
    return fleet.store().lost(key);
  }

  @Override
  public boolean reconcile(SliceKey key, String node, BigInteger actual) {
    return fleet.store().reconcile(key, node, actual);
  }

  @Override
  public void close() {}
}
