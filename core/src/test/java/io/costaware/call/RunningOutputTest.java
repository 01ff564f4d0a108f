package io.costaware.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.budget.Amount;
import io.costaware.budget.Budget;
import io.costaware.budget.BudgetLedger;
import io.costaware.budget.StreamRule;
import io.costaware.event.CallEvent;
import io.costaware.event.CallResult;
import io.costaware.event.Outcome;
import io.costaware.event.Provenance;
import io.costaware.event.Refusal;
import io.costaware.money.Money;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RunningOutputTest {
  private final MeterBench bench = new MeterBench();

  private static Budget tokens(long limit, StreamRule rule) {
    return Budget.named("daily")
        .limitTokens(limit)
        .perDay(ZoneOffset.UTC)
        .defaultOutputTokens(300)
        .streams(rule);
  }

  private OpenCall uncapped() {
    return bench.meter().open(bench.intent(100, CallIntent.Size.UNCAPPED));
  }

  private long heldTokens() {
    return ((Amount.OfTokens) bench.status().held()).count();
  }

  private static Outcome stopped(long output) {
    return Outcome.partlyMeasured(
        CallResult.STOPPED, Usage.tokens(100, output), RawUsage.none(), "stopped by a budget");
  }

  @Test
  void B5_withinTheHoldNothingChanges() {
    bench.budgets.add(tokens(1_000, StreamRule.STOP));
    OpenCall call = uncapped();

    assertThat(call.progress(1)).isNull();
    assertThat(call.progress(300, true)).isNull();

    assertThat(heldTokens()).isEqualTo(400);
    assertThat(call.end(Outcome.measured(Usage.tokens(100, 300), RawUsage.none())).flags())
        .isEmpty();
  }

  @Tag("envoyproxy/ai-gateway#2394")
  @Test
  @Tag("envoyproxy/ai-gateway#1754")
  void B5_aStreamIsStoppedWhereNoRoomIsLeftAndTheNextCallIsRefused() {
    bench.budgets.add(tokens(1_000, StreamRule.EXTEND_OR_STOP));
    CallMeter meter = bench.meter();
    OpenCall call = meter.open(bench.intent(100, CallIntent.Size.UNCAPPED));

    assertThat(call.progress(500)).isNull();
    assertThat(heldTokens()).as("one step of 256 on top").isEqualTo(656);
    assertThat(call.progress(900)).isNull();
    assertThat(heldTokens()).as("all there is").isEqualTo(1_000);
    CallStoppedException stop = call.progress(901);

    assertThat(stop)
        .hasMessageContaining("stopped in the stream after 901 output tokens")
        .hasMessageContaining("1000 tokens")
        .hasMessageContaining("daily");
    assertThat(stop.refusal()).isInstanceOf(Refusal.OfBudget.class);
    assertThat(stop.outputTokens()).isEqualTo(901);
    assertThat(call.progress(901)).isSameAs(stop);
    assertThat(CallStoppedException.find(new RuntimeException(stop))).isSameAs(stop);

    CallEvent event = call.end(stopped(901));
    assertThat(event.provenance()).isEqualTo(Provenance.ESTIMATED);
    assertThat(event.outcome().result()).isEqualTo(CallResult.STOPPED);
    assertThat(event.flags()).contains(stop.getMessage());
    assertThat(bench.status().settled()).isEqualTo(new Amount.OfTokens(1_001));
    assertThat(bench.refused()).isEmpty();
    assertThatThrownBy(() -> meter.open(bench.intent(1, 1)))
        .isInstanceOf(CallRefusedException.class);
  }

  @Test
  void U5_whatCameOfAStreamIsTheLeastThatIsBookedForIt() {
    bench.budgets.add(tokens(100_000, StreamRule.EXTEND));
    OpenCall call = uncapped();
    Attempt broken = call.startAttempt();
    assertThat(call.progress(5_000)).isNull();

    CallEvent first = broken.end(Outcome.unmeasured(CallResult.FAILED, "it broke off"));
    call.startAttempt();
    CallEvent second = call.end(Outcome.unmeasured(CallResult.CANCELLED, "the caller left"));

    assertThat(first.booked().tokens()).isEqualTo(5_100);
    assertThat(second.booked().tokens()).as("nothing came of it").isEqualTo(400);
    assertThat(bench.status().settled()).isEqualTo(new Amount.OfTokens(5_500));
  }

  @Test
  void B5_aStreamThatMayGoOnIsHeldBeyondTheLimitSoThatOthersAreRefused() {
    bench.budgets.add(tokens(450, StreamRule.EXTEND));
    CallMeter meter = bench.meter();
    OpenCall call = meter.open(bench.intent(100, CallIntent.Size.UNCAPPED));

    assertThat(call.progress(600)).isNull();
    assertThat(call.progress(601)).isNull();

    assertThat(heldTokens()).isEqualTo(100 + 300 + 512);
    assertThatThrownBy(() -> meter.open(bench.intent(1, 1)))
        .isInstanceOf(CallRefusedException.class);
    CallEvent event = call.end(Outcome.measured(Usage.tokens(100, 700), RawUsage.none()));
    assertThat(event.flags()).singleElement().asString().contains("beyond the limit");
    assertThat(bench.status().settled()).isEqualTo(new Amount.OfTokens(800));
  }

  @Test
  void B5_aStreamMayBeStoppedAtItsHoldThoughThereIsRoom() {
    bench.budgets.add(tokens(100_000, StreamRule.STOP));
    OpenCall call = uncapped();

    CallStoppedException stop = call.progress(301);

    assertThat(stop.refusal()).isEqualTo(new Refusal.OfStream("daily", 300));
    assertThat(heldTokens()).isEqualTo(400);
    assertThat(call.end(stopped(301)).flags()).contains(stop.getMessage());
  }

  @Test
  void B5_growthIsHeldAtThePriceOfOutput() {
    bench.budgets.add(
        Budget.named("daily")
            .limit("1", "USD")
            .perDay(ZoneOffset.UTC)
            .defaultOutputTokens(2_000)
            .streams(StreamRule.EXTEND_OR_STOP));
    OpenCall call = uncapped();

    assertThat(call.progress(2_001)).isNull();

    assertThat(bench.status().held())
        .as("100 in, 2,000 out, and a quarter of these on top")
        .isEqualTo(new Amount.OfMoney(Money.usd("0.0251")));
  }

  @Test
  void aCapThatTheProviderKeepsIsNotEnforcedOnAnEstimate() {
    bench.budgets.add(tokens(100_000, StreamRule.STOP));
    OpenCall call = bench.meter().open(bench.intent(100, 50));

    assertThat(call.progress(60)).isNull();
    assertThat(call.progress(60, true)).isNotNull();
  }

  @Test
  void observingStopsNothingAndSaysWhatWouldHaveBeen() {
    bench.observeOnly = true;
    bench.budgets.add(tokens(100_000, StreamRule.STOP));
    OpenCall call = uncapped();

    assertThat(call.progress(301)).isNull();
    assertThat(call.progress(5_000)).isNull();

    CallEvent event = call.end(Outcome.measured(Usage.tokens(100, 5_000), RawUsage.none()));
    assertThat(event.flags())
        .singleElement()
        .asString()
        .startsWith("would have been stopped in the stream after 301 output tokens");
  }

  @Test
  void B3_aStreamWhoseHoldHasExpiredGoesOnAndSaysSo() {
    bench.budgets.add(tokens(1_000, StreamRule.EXTEND_OR_STOP));
    CallMeter meter = bench.meter();
    OpenCall call = meter.open(bench.intent(100, CallIntent.Size.UNCAPPED));
    bench.now = bench.now.plus(Duration.ofHours(2));
    bench.usedLedger().sweep(bench.now.toEpochMilli());

    assertThat(call.progress(400)).isNull();
    assertThat(call.progress(4_000)).isNull();

    assertThat(meter.faults()).isEqualTo(1);
    CallEvent event = call.end(Outcome.measured(Usage.tokens(100, 400), RawUsage.none()));
    assertThat(event.flags()).anyMatch(flag -> flag.contains("could not be held"));
    assertThat(bench.status().settled()).isEqualTo(new Amount.OfTokens(500));
  }

  @Test
  void aCallWithoutBudgetsIsNeverStopped() {
    OpenCall call = uncapped();

    assertThat(call.progress(Long.MAX_VALUE, true)).isNull();
  }

  @Test
  void B5_aStopNamesTheBudgetWhoseRuleIsTheStrictest() {
    bench.budgets.add(tokens(100_000, StreamRule.EXTEND_OR_STOP));
    bench.budgets.add(stopping("soft").warnOnly());
    bench.budgets.add(stopping("strict"));

    CallStoppedException stop = uncapped().progress(301);

    assertThat(stop.refusal()).isEqualTo(new Refusal.OfStream("strict", 300));
    assertThat(stop).hasMessageContaining("budget 'strict' stops streams there");
  }

  private static Budget stopping(String name) {
    return Budget.named(name)
        .limitTokens(100_000)
        .lifetime()
        .defaultOutputTokens(300)
        .streams(StreamRule.STOP);
  }

  /** A ledger whose store is slow: each extension says that it has begun, and waits. */
  private BudgetLedger slow(CountDownLatch begun, CountDownLatch gate, AtomicInteger extensions) {
    return (BudgetLedger)
        Proxy.newProxyInstance(
            BudgetLedger.class.getClassLoader(),
            new Class<?>[] {BudgetLedger.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("extend")) {
                extensions.incrementAndGet();
                begun.countDown();
                gate.await();
              }
              return method.invoke(bench.usedLedger(), arguments);
            });
  }

  @Test
  void B5_whileOneEventHoldsMoreTheOthersGoOn() throws Exception {
    bench.budgets.add(tokens(1_000, StreamRule.EXTEND_OR_STOP));
    OpenCall call = uncapped();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    AtomicInteger extensions = new AtomicInteger();
    RunningOutput output =
        new RunningOutput(call, call.hold(), slow(begun, gate, extensions), true);
    CompletableFuture<CallStoppedException> first =
        CompletableFuture.supplyAsync(
            () -> output.passes(400), task -> new Thread(task, "first").start());
    try {
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

      assertThat(output.passes(500)).as("does not wait for the first").isNull();
      assertThat(output.covered()).isEqualTo(300);
      assertThat(extensions).hasValue(1);
    } finally {
      gate.countDown();
    }
    assertThat(first.get(20, TimeUnit.SECONDS)).isNull();
    assertThat(output.covered()).isEqualTo(556);
    CallStoppedException stop = output.passes(901);
    assertThat(stop).isNotNull();
    assertThat(output.passes(902)).isSameAs(stop);
  }
}
