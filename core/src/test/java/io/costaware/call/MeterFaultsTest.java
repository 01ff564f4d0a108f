package io.costaware.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.costaware.admission.Verdict;
import io.costaware.budget.Amount;
import io.costaware.budget.Budget;
import io.costaware.event.CallEvent;
import io.costaware.event.CallResult;
import io.costaware.event.Outcome;
import io.costaware.event.Provenance;
import io.costaware.event.Refusal;
import io.costaware.money.Money;
import io.costaware.pricing.Receipt;
import io.costaware.pricing.UnknownPricePolicy;
import io.costaware.tags.Tags;
import io.costaware.target.Provider;
import io.costaware.target.ServiceTier;
import io.costaware.usage.Meter;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What goes wrong inside or beside the meter: no call breaks, and no money is lost. */
class MeterFaultsTest {
  private final MeterBench bench = new MeterBench();

  private static Budget daily(String limit) {
    return Budget.named("daily").limit(limit, "USD").perDay(ZoneOffset.UTC);
  }

  private static Outcome measured(long input, long output) {
    return Outcome.measured(Usage.tokens(input, output), RawUsage.none());
  }

  private Money settled() {
    return ((Amount.OfMoney) bench.status().settled()).money();
  }

  private Money held() {
    return ((Amount.OfMoney) bench.status().held()).money();
  }

  @Test
  void M3_aTierWithoutAPriceIsNotBookedAsNothing() {
    bench.budgets.add(daily("1"));
    CallEvent event =
        bench
            .meter()
            .open(bench.intent(1_000, 500))
            .end(measured(1_000, 100).withServedTier(new ServiceTier("turbo")));

    assertThat(event.receipt().outcome()).isEqualTo(Receipt.Outcome.UNPRICED);
    assertThat(event.provenance()).isEqualTo(Provenance.UNPRICED);
    assertThat(settled()).isEqualTo(Money.usd("0.002"));
    assertThat(event.booked().cost()).isEqualTo(Money.usd("0.002"));
    assertThat(event.flags()).anyMatch(flag -> flag.contains("turbo"));
    assertThat(held()).isEqualTo(Money.usd("0"));
  }

  @Test
  void M3_aCutCallInATierWithoutAPriceIsNotBookedAsNothing() {
    bench.budgets.add(daily("1"));
    bench
        .meter()
        .open(bench.intent(1_000, 500))
        .end(
            Outcome.unmeasured(CallResult.CANCELLED, "cut")
                .withServedTier(new ServiceTier("turbo")));

    assertThat(settled()).isEqualTo(Money.usd("0.006"));
  }

  @Test
  void anAttemptWithoutAPriceTakesNothingFromWhatEarlierOnesCost() {
    bench.origin = CallOrigin.of(Provider.BEDROCK, "us-east-1", true);
    bench.unknownPrices = UnknownPricePolicy.allow();
    bench.budgets.add(daily("1"));
    OpenCall call =
        bench
            .meter()
            .open(bench.intent("some.router", Tags.none(), CallIntent.Size.text(1_000, 500)));

    call.startAttempt().end(measured(1_000, 100).withServedModel(FixedPrices.MODEL));
    call.startAttempt();
    call.end(measured(1_000, 100));

    assertThat(settled()).isEqualTo(Money.usd("0.002"));
  }

  @Test
  void anEnricherThatAnswersNullBreaksNoCall() {
    bench.enrichers.add(() -> null);
    CallMeter meter = bench.meter();

    assertThat(meter.open(bench.intent(1, 1)).end(measured(1, 1))).isNotNull();
    assertThat(meter.faults()).isEqualTo(1);
  }

  @Test
  void pluggedInCodeThatCannotBeLinkedBreaksNoCall() {
    bench.enrichers.add(
        () -> {
          throw new NoClassDefFoundError("org/slf4j/MDC");
        });
    bench.policies.add(
        request -> {
          throw new NoClassDefFoundError("com/example/Rules");
        });
    bench.budgets.add(daily("1"));
    CallMeter meter = bench.meter();

    OpenCall call = meter.open(bench.intent(1_000, 500));

    assertThat(held()).as("the call is still metered").isEqualTo(Money.usd("0.006"));
    call.end(measured(1, 1));
    assertThat(meter.faults()).isEqualTo(2);
  }

  @Test
  void aPolicyThatAnswersNullIsAFault() {
    bench.policies.add(request -> null);
    CallMeter meter = bench.meter();

    meter.open(bench.intent(1, 1)).end(measured(1, 1));

    assertThat(meter.faults()).isEqualTo(1);
  }

  @Test
  void B3_aStreamThatCannotTellWhatItKnowsIsEndedLikeTheOthers() {
    bench.budgets.add(daily("1"));
    CallMeter meter = bench.meter();
    for (int i = 0; i < 3; i++) {
      meter
          .open(bench.intent(1_000, 500))
          .watch(
              result -> {
                throw new IllegalStateException("no idea");
              });
    }
    bench.nanos += Duration.ofMinutes(11).toNanos();

    meter.endStalled();

    assertThat(meter.openStreams()).isZero();
    assertThat(held()).isEqualTo(Money.usd("0"));
    assertThat(settled()).isEqualTo(Money.usd("0.018"));
    assertThat(bench.calls())
        .hasSize(3)
        .allMatch(event -> event.outcome().result() == CallResult.STALLED);
    assertThat(meter.faults()).isEqualTo(3);
  }

  @Test
  void observingTellsOfAFurtherAttemptThatWouldHaveBeenRefused() {
    bench.observeOnly = true;
    bench.origin = CallOrigin.of(Provider.BEDROCK, "us-east-1", true);
    bench.budgets.add(daily("0.010"));
    OpenCall call = bench.meter().open(bench.intent(1_000, 500));

    call.startAttempt().end(Outcome.unmeasured(CallResult.FAILED, "cut in mid-stream"));
    call.startAttempt();
    CallEvent event = call.end(measured(1_000, 100));

    assertThat(event.flags()).anyMatch(flag -> flag.startsWith("would have been refused"));
    assertThat(event.flags()).anyMatch(flag -> flag.contains("daily"));
  }

  @Test
  void E5_whatPluggedInCodeSaysIsNotInTheLog() {
    Logger logger = (Logger) LoggerFactory.getLogger(CallMeter.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    bench.enrichers.add(
        () -> {
          throw new IllegalStateException("Authorization: Bearer hunter2");
        });
    bench.policies.add(
        request -> {
          throw new IllegalStateException("password=hunter2");
        });
    bench.meter().open(bench.intent(1, 1)).end(measured(1, 1));
    logger.detachAppender(lines);

    assertThat(lines.list)
        .filteredOn(line -> line.getLevel().isGreaterOrEqual(ch.qos.logback.classic.Level.INFO))
        .hasSize(2)
        .allSatisfy(
            line -> {
              assertThat(line.getFormattedMessage())
                  .contains("java.lang.IllegalStateException")
                  .contains(MeterFaultsTest.class.getName())
                  .doesNotContain("hunter2");
              assertThat(line.getThrowableProxy()).isNull();
            });
  }

  @Test
  void aPolicyThatRefusesAfterAFaultOfAnotherIsStillHeard() {
    bench.policies.add(request -> null);
    bench.policies.add(request -> new Verdict.Refuse("not on Sundays"));
    CallMeter meter = bench.meter();

    assertThat(
            org.assertj.core.api.Assertions.catchThrowableOfType(
                    CallRefusedException.class, () -> meter.open(bench.intent(1, 1)))
                .refusal())
        .isInstanceOf(Refusal.OfPolicy.class);
  }

  private static Usage withQuery(long input, long output) {
    return Usage.tokens(input, output).plus(Usage.builder().add(Meter.QUERY, 1).build());
  }

  private CallIntent priced(CallIntent.Size size) {
    return bench.intent(FixedPrices.MODEL, Tags.none(), size);
  }

  @Test
  void B5_ofACallThatIsPricedInPartThatPartIsHeldAndRefused() {
    bench.unknownPrices = UnknownPricePolicy.allow();
    CallIntent.Size size =
        CallIntent.Size.text(1_000, 500).withFees(Usage.builder().add(Meter.QUERY, 1).build());
    bench.budgets.add(daily("1"));
    OpenCall call = bench.meter().open(priced(size));
    assertThat(held()).isEqualTo(Money.usd("0.006"));
    call.end(Outcome.measured(withQuery(1_000, 100), RawUsage.none()));
    assertThat(settled()).isEqualTo(Money.usd("0.002"));

    bench.budgets.set(0, daily("0.000001"));
    CallMeter tight = bench.meter();
    assertThatThrownBy(() -> tight.open(priced(size))).isInstanceOf(CallRefusedException.class);
  }

  @Test
  void M3_aTierThatPricesAPartOfACallDoesNotMakeTheRestFree() {
    bench.budgets.add(daily("10"));
    CallEvent event =
        bench
            .meter()
            .open(bench.intent(1_000_000, 500))
            .end(
                Outcome.measured(
                        Usage.builder()
                            .add(Meter.INPUT, 10)
                            .add(Meter.CACHE_WRITE_1H, 500_000)
                            .build(),
                        RawUsage.none())
                    .withServedTier(ServiceTier.FLEX));
    assertThat(event.receipt().outcome()).isEqualTo(Receipt.Outcome.PARTIAL);
    assertThat(event.receipt().total()).isEqualTo(Money.usd("0.000005"));
    assertThat(settled()).isEqualTo(Money.usd("1.00001"));
    assertThat(event.flags()).anyMatch(flag -> flag.contains("not every price is known"));
  }

  @Test
  void M3_aServedModelWithoutAPriceIsNotPricedAsTheOneAskedFor() {
    bench.budgets.add(daily("1"));
    CallEvent event =
        bench
            .meter()
            .open(bench.intent(1_000, 500))
            .end(measured(1_000, 100).withServedModel("some.other-model"));
    assertThat(event.receipt().outcome()).isEqualTo(Receipt.Outcome.UNPRICED);
    assertThat(event.provenance()).isEqualTo(Provenance.UNPRICED);
    assertThat(settled()).isEqualTo(Money.usd("0.002"));
    assertThat(event.flags()).anyMatch(flag -> flag.contains("some.other-model"));
  }
}
