package io.costaware.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.costaware.budget.Amount;
import io.costaware.budget.Budget;
import io.costaware.budget.NearLimit;
import io.costaware.event.CallEvent;
import io.costaware.event.CallResult;
import io.costaware.event.HoldBasis.OutputCap;
import io.costaware.event.Outcome;
import io.costaware.event.Refusal;
import io.costaware.money.Money;
import io.costaware.tags.Tags;
import io.costaware.usage.Meter;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is tried for a call that does not fit, before it is refused. */
class NearLimitTest {
  private static final NearLimit COUNT = new NearLimit(true, 0, Duration.ZERO);
  private static final NearLimit CLAMP = new NearLimit(false, 20, Duration.ZERO);
  private static final NearLimit WAIT = new NearLimit(false, 0, Duration.ofSeconds(1));

  private final MeterBench bench = new MeterBench();

  private static Budget daily(String limit, NearLimit near) {
    return Budget.named("daily").limit(limit, "USD").perDay(ZoneOffset.UTC).nearLimit(near);
  }

  private static Outcome measured(long input, long output) {
    return Outcome.measured(Usage.tokens(input, output), RawUsage.none());
  }

  private CallRefusedException refusal(CallMeter meter, CallIntent intent) {
    return catchThrowableOfType(CallRefusedException.class, () -> meter.open(intent));
  }

  private Amount held() {
    return bench.status().held();
  }

  private static Amount usd(String amount) {
    return new Amount.OfMoney(Money.usd(amount));
  }

  @Test
  void aCountReplacesTheEstimateOnlyWhereTheEstimateDoesNotFit() {
    bench.budgets.add(daily("0.001", COUNT));
    CallMeter meter = bench.meter();
    AtomicInteger asked = new AtomicInteger();
    FreeCount count =
        longest -> {
          asked.incrementAndGet();
          assertThat(longest).isEqualTo(FreeCount.LONGEST);
          return 700;
        };

    OpenCall fits = meter.open(bench.intent(100, 0).withFreeCount(count));
    assertThat(asked).hasValue(0);
    OpenCall counted = meter.open(bench.intent(1_000, 0).withFreeCount(count));

    assertThat(asked).hasValue(1);
    assertThat(fits.facts().basis().inputKnown()).isEqualTo("estimated");
    assertThat(counted.facts().basis().inputKnown()).contains("counted");
    assertThat(counted.facts().basis().inputTokens()).isEqualTo(700);
    assertThat(held()).isEqualTo(usd("0.0008"));
    assertThat(refusal(meter, bench.intent(1_000, 0).withFreeCount(count)))
        .hasMessageContaining("0.0007 USD");
  }

  @Test
  void aCountIsNotAskedForWhereTheBudgetDoesNotSaySo() {
    bench.budgets.add(daily("0.001", NearLimit.REFUSE));
    CallMeter meter = bench.meter();

    assertThat(refusal(meter, bench.intent(2_000, 0).withFreeCount(longest -> 1))).isNotNull();
  }

  @Test
  void aCountThatFailsIsAFaultAndRefusesWhatTheEstimateDoes() {
    bench.budgets.add(daily("0.001", COUNT));
    CallMeter meter = bench.meter();
    CallIntent failing =
        bench
            .intent(2_000, 0)
            .withFreeCount(
                longest -> {
                  throw new IOException("secret");
                });

    CallRefusedException refused = refusal(meter, failing);

    assertThat(refused.call().decisions())
        .containsExactly("the input was not counted: IOException");
    assertThat(meter.faults()).isEqualTo(1);
    assertThat(refusal(meter, bench.intent(2_000, 0).withFreeCount(longest -> 0))).isNotNull();
    assertThat(meter.faults()).isEqualTo(2);
  }

  @Test
  void theOutputCapSinksToExactlyWhatIsLeft() {
    bench.budgets.add(daily("0.002", CLAMP));
    CallMeter meter = bench.meter();

    OpenCall call = meter.open(bench.intent(777, 500));

    assertThat(call.clampTokens()).as("0.001223 dollars at 0.00001 each").isEqualTo(122);
    assertThat(held()).isEqualTo(usd("0.001997"));
    assertThat(call.facts().basis().outputCap()).isEqualTo(OutputCap.CLAMP);
    assertThat(call.facts().decisions())
        .singleElement()
        .asString()
        .contains("output clamped to 122 tokens")
        .contains("'daily'")
        .contains("0.002 USD");
    assertThat(bench.refused()).isEmpty();
  }

  @Test
  void aCapForManyAnswersAndOneOfAMissingCapAreReckonedForEach() {
    bench.budgets.add(
        Budget.named("daily").limitTokens(1_000).perDay(ZoneOffset.UTC).nearLimit(CLAMP));

    OpenCall call =
        bench
            .meter()
            .open(
                bench.intent(
                    FixedPrices.MODEL,
                    Tags.none(),
                    new CallIntent.Size(
                        100, "estimated", CallIntent.Size.UNCAPPED, 4, false, false, false)));

    assertThat(call.clampTokens()).isEqualTo(225);
    assertThat(held()).isEqualTo(new Amount.OfTokens(1_000));
  }

  @Test
  void aClampReckonsWithTheContextBandAndWithWhatTheRequestFixes() {
    bench.prices = new LongContextPrices();
    bench.budgets.add(daily("0.2", CLAMP));
    OpenCall banded = bench.meter().open(bench.intent(300_000, 64_000));
    assertThat(banded.clampTokens()).as("0.05 dollars at 0.000004").isEqualTo(12_500);

    bench.prices = new FixedPrices();
    bench.budgets.set(0, daily("0.05", CLAMP));
    OpenCall fixed =
        bench
            .meter()
            .open(
                bench.intent(
                    FixedPrices.MODEL,
                    Tags.none(),
                    CallIntent.Size.text(0, 5_000)
                        .withFees(Usage.builder().add(Meter.OUTPUT_IMAGE_EACH, 1).build())));
    assertThat(fixed.clampTokens()).as("0.04 of it is an image").isEqualTo(1_000);
    assertThat(held()).isEqualTo(usd("0.05"));
  }

  @Test
  void theTightestOfSeveralBudgetsClamps() {
    bench.budgets.add(daily("0.002", CLAMP));
    bench.budgets.add(
        Budget.named("hourly").limitTokens(150).perHour(ZoneOffset.UTC).nearLimit(CLAMP));

    OpenCall call = bench.meter().open(bench.intent(50, 500));

    assertThat(call.clampTokens()).isEqualTo(100);
    assertThat(call.facts().decisions()).singleElement().asString().contains("'hourly'");
  }

  @Test
  void belowTheLeastOutputThatIsWorthACallItIsRefusedAsItWas() {
    bench.budgets.add(daily("0.001", CLAMP));
    CallMeter meter = bench.meter();

    assertThat(refusal(meter, bench.intent(801, 500)))
        .as("19 tokens would fit")
        .hasMessageContaining("0.005801 USD");
    assertThat(meter.open(bench.intent(800, 500)).clampTokens()).isEqualTo(20);
    assertThat(refusal(meter, bench.intent(0, 10))).as("its own cap is lower").isNotNull();
    assertThat(refusal(meter, bench.intent(1_000_000, 0))).as("no output").isNotNull();
  }

  @Test
  void aBudgetOfRequestsIsNotHelpedByAClamp() {
    bench.budgets.add(
        Budget.named("daily").limitRequests(1).perDay(ZoneOffset.UTC).nearLimit(CLAMP));
    CallMeter meter = bench.meter();
    meter.open(bench.intent(10, 500));

    assertThat(refusal(meter, bench.intent(10, 500))).isNotNull();
  }

  @Test
  void aClampThatCannotBeSentRefusesTheCallAndGivesItsHoldBack() {
    bench.budgets.add(daily("0.002", CLAMP));
    CallMeter meter = bench.meter();
    OpenCall call = meter.open(bench.intent(0, 500));

    CallRefusedException refused = call.clampNotSent("its body has no known cap");

    assertThat(refused.refusal()).isInstanceOf(Refusal.OfBudget.class);
    assertThat(held()).isEqualTo(usd("0"));
    assertThat(bench.refused()).hasSize(1);
  }

  @Test
  void aCallWaitsForRoomThatAnotherGivesBack() {
    bench.budgets.add(daily("0.006", WAIT));
    CallMeter meter = bench.meter();
    OpenCall first = meter.open(bench.intent(0, 500));
    AtomicInteger looks = new AtomicInteger();
    bench.ticker =
        () -> {
          if (looks.incrementAndGet() == 4) {
            first.end(measured(0, 10));
          }
          return bench.nanos += Duration.ofMillis(10).toNanos();
        };

    OpenCall second = meter.open(bench.intent(0, 500));

    assertThat(first.isEnded()).isTrue();
    assertThat(second.facts().decisions())
        .singleElement()
        .asString()
        .matches("waited \\d+ ms for open calls to end, because budget 'daily' had no room");
    assertThat(held()).isEqualTo(usd("0.005"));
    assertThat(bench.refused()).isEmpty();
  }

  @Test
  void aWaitEndsInARefusalThatSaysHowLongItWas() {
    bench.budgets.add(daily("0.006", WAIT));
    CallMeter meter = bench.meter();
    meter.open(bench.intent(0, 500));
    bench.ticker = () -> bench.nanos += Duration.ofMillis(100).toNanos();

    CallRefusedException refused = refusal(meter, bench.intent(0, 500));

    assertThat(refused.call().decisions()).singleElement().asString().startsWith("waited 1000 ms");
  }

  @Test
  void nobodyWaitsForWhatOpenCallsCannotGive() {
    bench.budgets.add(daily("0.006", WAIT));
    CallMeter meter = bench.meter();
    meter.open(bench.intent(0, 500)).end(measured(0, 500));

    assertThat(refusal(meter, bench.intent(0, 500)).call().decisions()).isEmpty();
    assertThat(refusal(meter, bench.intent(0, 5_000)).call().decisions()).isEmpty();
  }

  @Test
  void B4_aWaitMayReachTheNextWindow() {
    bench.budgets.add(daily("0.006", WAIT));
    bench.now = bench.now.plus(Duration.ofHours(12).minusMillis(500));
    CallMeter meter = bench.meter();
    meter.open(bench.intent(0, 500)).end(measured(0, 500));
    bench.ticker =
        () -> {
          bench.now = bench.now.plusMillis(100);
          return bench.nanos += Duration.ofMillis(100).toNanos();
        };

    OpenCall next = meter.open(bench.intent(0, 500));

    assertThat(next.facts().decisions()).singleElement().asString().startsWith("waited");
    assertThat(held()).isEqualTo(usd("0.005"));
    assertThat(next.end(measured(0, 500)).at())
        .as("the call counts from when it was admitted")
        .isAfterOrEqualTo("2026-11-22T00:00:00Z");
  }

  @Test
  void nobodyWaitsForARollingWindowToBeEmptyAtOnce() {
    bench.budgets.add(
        Budget.named("daily")
            .limit("0.006", "USD")
            .perRolling(Duration.ofSeconds(2), 2)
            .waitForRoom(Duration.ofSeconds(10)));
    bench.ticker = () -> bench.nanos += Duration.ofMillis(100).toNanos();
    CallMeter meter = bench.meter();
    meter.open(bench.intent(0, 500)).end(measured(0, 500));

    CallRefusedException refused = refusal(meter, bench.intent(0, 500));

    assertThat(refused.call().decisions()).isEmpty();
    assertThat(refused).hasMessageContaining("passes out at 2026-11-21T12:00:03Z");
  }

  @Test
  void anInterruptedWaiterIsRefusedAndStaysInterrupted() {
    bench.budgets.add(daily("0.006", WAIT));
    CallMeter meter = bench.meter();
    meter.open(bench.intent(0, 500));
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> meter.open(bench.intent(0, 500)))
          .isInstanceOf(CallRefusedException.class);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void allThatIsNamedIsTriedInItsOrder() {
    bench.budgets.add(daily("0.0061", new NearLimit(true, 20, Duration.ofSeconds(1))));
    CallMeter meter = bench.meter();
    OpenCall first = meter.open(bench.intent(0, 600));
    AtomicInteger looks = new AtomicInteger();
    bench.ticker =
        () -> {
          if (looks.incrementAndGet() == 3) {
            first.end(measured(0, 100));
          }
          return bench.nanos += Duration.ofMillis(10).toNanos();
        };

    OpenCall call = meter.open(bench.intent(2_000, 1_000).withFreeCount(longest -> 1_100));

    assertThat(call.facts().basis().inputTokens()).isEqualTo(1_100);
    assertThat(call.clampTokens()).as("0.0061 - 0.001 - 0.0011 dollars").isEqualTo(400);
    assertThat(call.facts().decisions())
        .hasSize(2)
        .anyMatch(words -> words.contains("clamped to 400"))
        .anyMatch(words -> words.contains("waited"));
  }

  @Test
  void observingTriesNothing() {
    bench.observeOnly = true;
    bench.budgets.add(daily("0.001", new NearLimit(true, 20, Duration.ofSeconds(1))));
    CallMeter meter = bench.meter();

    OpenCall call =
        meter.open(
            bench
                .intent(500, 500)
                .withFreeCount(
                    longest -> {
                      throw new IllegalStateException("asked");
                    }));

    assertThat(call.clampTokens()).isZero();
    assertThat(call.facts().decisions()).isEmpty();
    assertThat(call.facts().unrefused()).isInstanceOf(Refusal.OfBudget.class);
    assertThat(meter.faults()).isZero();
    assertThat(call.end(Outcome.free(CallResult.FAILED)).call().basis().inputTokens())
        .isEqualTo(500);
  }

  @Test
  void aPausedBudgetTriesNothing() {
    bench.budgets.add(daily("1", new NearLimit(true, 20, Duration.ofSeconds(1))).paused());
    CallMeter meter = bench.meter();

    CallRefusedException refused =
        refusal(meter, bench.intent(500, 500).withFreeCount(longest -> 1));

    assertThat(refused).hasMessageContaining("paused");
    assertThat(refused.call().decisions()).isEmpty();
    assertThat(refused.call().basis().inputTokens()).isEqualTo(500);
  }

  @Test
  void whatABudgetThatOnlyWarnsWouldHaveRefusedStandsInTheEvent() {
    bench.budgets.add(daily("0.001", NearLimit.REFUSE).warnOnly());
    CallMeter meter = bench.meter();

    CallEvent event = meter.open(bench.intent(500, 500)).end(measured(500, 500));

    assertThat(event.call().unrefused()).isInstanceOf(Refusal.OfBudget.class);
    assertThat(event.call().decisions())
        .singleElement()
        .asString()
        .startsWith("a budget that only warns let the call pass: Budget 'daily' allows 0.001 USD");
    assertThat(bench.refused()).isEmpty();
    assertThat(bench.status().settled()).isEqualTo(usd("0.0055"));
  }
}
