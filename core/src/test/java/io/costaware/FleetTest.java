package io.costaware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.costaware.budget.Budget;
import io.costaware.budget.BudgetWindow;
import io.costaware.call.CallIntent;
import io.costaware.call.CallOrigin;
import io.costaware.call.CallRefusedException;
import io.costaware.call.OpenCall;
import io.costaware.event.Outcome;
import io.costaware.ledger.InMemoryLedger;
import io.costaware.ledger.InMemorySliceStore;
import io.costaware.ledger.LostSlice;
import io.costaware.ledger.ReconciledSlice;
import io.costaware.ledger.SliceGrant;
import io.costaware.ledger.SliceKey;
import io.costaware.ledger.SliceReport;
import io.costaware.ledger.SliceSettings;
import io.costaware.ledger.SliceStore;
import io.costaware.ledger.SliceStoreException;
import io.costaware.ledger.SliceTotals;
import io.costaware.ledger.SlicedLedger;
import io.costaware.money.Money;
import io.costaware.sink.JsonLinesSink;
import io.costaware.sink.JsonLinesStore;
import io.costaware.tags.Tags;
import io.costaware.target.Operation;
import io.costaware.target.Provider;
import io.costaware.target.ServiceTier;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final SliceKey DAILY =
      key("pico-USD", BudgetWindow.day(ZoneOffset.UTC), "daily", "");
  private static final BigInteger A_CALL = BigInteger.valueOf(4_500_000_000L);

  @TempDir private Path directory;

  private final AtomicLong passed = new AtomicLong();
  private final InstantSource clock = () -> NOON.plusNanos(passed.get());
  private final SliceStore store = new InMemorySliceStore(clock);
  private final SliceSettings settings =
      new SliceSettings(
          Duration.ofSeconds(10), 1, Duration.ZERO, Duration.ofMillis(1), Duration.ofMillis(1));

  private CostAwareBuilder node(String name) {
    return node(name, store);
  }

  private CostAwareBuilder node(String name, SliceStore shared) {
    return CostAware.builder()
        .budget(Budget.named("daily").limit("0.0451", "USD").perDay(ZoneOffset.UTC))
        .budget(Budget.named("tenants").each("tenant").limitRequests(5).perMonth(ZoneOffset.UTC))
        .fleet(shared, name, settings)
        .clock(clock)
        .nanos(passed::get);
  }

  private CostAware telling(String name, SliceStore shared, Path file) {
    return node(name, shared).sink(JsonLinesSink.to(file)).build();
  }

  private static OpenCall open(CostAware costs, String tenant) {
    return costs
        .meter()
        .open(
            new CallIntent(
                CallOrigin.of(Provider.BEDROCK, "us-east-1", false),
                Operation.CONVERSE,
                "global.anthropic.claude-sonnet-4-6",
                ServiceTier.STANDARD,
                Tags.of("tenant", tenant),
                CallIntent.Size.text(1_000, 100)));
  }

  private static void call(CostAware costs, String tenant) {
    open(costs, tenant).end(Outcome.measured(Usage.tokens(1_000, 100), RawUsage.none()));
  }

  /** How many events its sink has taken. */
  private static long told(CostAware costs) {
    return costs.health().sinks().get(0).delivered();
  }

  private static SliceKey key(String unit, BudgetWindow window, String budget, String subject) {
    BudgetWindow.Span span = window.at(NOON.toEpochMilli());
    return new SliceKey(
        budget, unit, subject, window.toString(), span.startMillis(), span.endMillis());
  }

  private static SliceKey tenant(String name) {
    return key("request", BudgetWindow.month(ZoneOffset.UTC), "tenants", "tenant=" + name);
  }

  /** Lets nearly a lease pass, so that each counter has been reported. */
  private void letReport(CostAware costs) {
    long end = passed.get() + settings.lease().toNanos() * 17 / 20;
    await(
        () -> {
          passed.addAndGet(TimeUnit.MILLISECONDS.toNanos(50));
          return passed.get() > end
              && ((SlicedLedger) costs.ledger()).nextBeatNanos() > passed.get();
        });
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  @Test
  void B7_nodesShareOneLimit() {
    int admitted = 0;
    try (CostAware one = node("one").build();
        CostAware other = node("other").build()) {
      for (int i = 0; i < 10; i++) {
        admitted += calls(one, "a" + i) + calls(other, "b" + i);
      }
    }
    // The last room may lie with the other node.
    assertThat(admitted).isBetween(8, 10);
    assertThat(store.totals(DAILY).settled())
        .isEqualTo(A_CALL.multiply(BigInteger.valueOf(admitted)));
  }

  private static int calls(CostAware costs, String tenant) {
    try {
      call(costs, tenant);
      return 1;
    } catch (CallRefusedException refused) {
      assertThat(refused).hasMessageContaining("daily");
      return 0;
    }
  }

  @Test
  void B7_aLostNodeIsReconciledFromItsEventsAlone() {
    AtomicBoolean cut = new AtomicBoolean();
    Path file = directory.resolve("lost.jsonl");
    // Never closed, as if it had been killed.
    CostAware lost = telling("pod", new CutStore(store, cut), file);
    call(lost, "a");
    open(lost, "a");
    open(lost, "a");
    OpenCall late = open(lost, "b");
    await(() -> told(lost) == 1);
    try (CostAware again = telling("pod", store, directory.resolve("again.jsonl"))) {
      assertThat(again.reconcile(JsonLinesStore.of(file))).as("while its lease runs").isEmpty();

      letReport(lost);
      assertThat(store.totals(DAILY).settled()).isEqualTo(A_CALL);
      cut.set(true);
      passed.addAndGet(Duration.ofSeconds(11).toNanos());
      late.end(Outcome.measured(Usage.tokens(1_000, 100), RawUsage.none()));
      await(() -> told(lost) == 2);
      call(again, "c");
      assertThat(again.reconcile(JsonLinesStore.of(directory.resolve("none.jsonl"))))
          .as("by the events of nobody")
          .isEmpty();

      List<ReconciledSlice> told = again.reconcile(JsonLinesStore.of(file));
      assertThat(told)
          .extracting(slice -> slice.lost().key().budget(), ReconciledSlice::actual)
          .containsExactlyInAnyOrder(
              tuple("daily", A_CALL.multiply(BigInteger.TWO)),
              tuple("tenants", BigInteger.ONE),
              tuple("tenants", BigInteger.ONE));
      assertThat(told).allMatch(slice -> slice.lost().node().startsWith("pod/"));
      assertThat(again.reconcile(JsonLinesStore.of(file))).as("a second time").isEmpty();
    }
    SliceTotals totals = store.totals(DAILY);
    assertThat(totals.settled()).isEqualTo(A_CALL.multiply(BigInteger.valueOf(3)));
    assertThat(totals.reserved()).isEqualTo(totals.settled());
    assertThat(store.totals(tenant("a")).reserved()).isOne();
  }

  @Test
  void aFleetIsGivenInsteadOfALedgerAndWithoutAPast() {
    CostAwareBuilder builder = node("one");
    assertThatThrownBy(() -> builder.fleet(store, "two"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("There is a fleet already");
    InMemoryLedger ledger =
        InMemoryLedger.of(List.of(), Money.USD, InMemoryLedger.DEFAULT_HOLD_LIFETIME, clock);
    assertThatThrownBy(() -> CostAware.builder().fleet(store, "one").ledger(ledger))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ledger(...) contradicts fleet(...)");
    assertThatThrownBy(() -> CostAware.builder().ledger(ledger).fleet(store, "one"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("fleet(...) contradicts ledger(...)");
    assertThatThrownBy(() -> node("one").beginAtZero().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the store remembers what was spent");
    assertThatThrownBy(() -> CostAware.builder().fleet(store, " "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("The node's name");
  }

  @Test
  void budgetsThatNoFleetSharesHaveNothingToReconcile() {
    try (CostAware alone = CostAware.builder().build()) {
      assertThatThrownBy(() -> alone.reconcile(JsonLinesStore.of(directory.resolve("none"))))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("not shared by a fleet");
    }
  }

  @Test
  void theNameOfALifeHasPlainCharacters() {
    assertThatThrownBy(() -> SlicedLedger.over(store, clock, passed::get).life("a/b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'a/b'");
  }

  /** A store that can be cut off from a node. */
  private record CutStore(SliceStore store, AtomicBoolean cut) implements SliceStore {
    @Override
    public List<SliceGrant> exchange(String node, List<SliceReport> reports) {
      if (cut.get()) {
        throw new SliceStoreException("cut off", null);
      }
      return store.exchange(node, reports);
    }

    @Override
    public SliceTotals totals(SliceKey key) {
      return store.totals(key);
    }

    @Override
    public List<LostSlice> lost(SliceKey key) {
      return store.lost(key);
    }

    @Override
    public boolean reconcile(SliceKey key, String node, BigInteger actual) {
      return store.reconcile(key, node, actual);
    }

    @Override
    public void close() {}
  }
}
