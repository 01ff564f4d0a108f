package io.costaware.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.budget.Amount;
import io.costaware.budget.Budget;
import io.costaware.event.CallEvent;
import io.costaware.event.CallResult;
import io.costaware.event.Outcome;
import io.costaware.event.Provenance;
import io.costaware.money.Money;
import io.costaware.pricing.Receipt;
import io.costaware.pricing.UnknownPricePolicy;
import io.costaware.tags.Tags;
import io.costaware.target.Operation;
import io.costaware.target.ServiceTier;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class PrepaidCallTest {
  private static final String ARN =
      "arn:aws:bedrock:us-east-1:111122223333:provisioned-model/a1b2c3";

  private final MeterBench bench = new MeterBench();

  private CallIntent intent(String model) {
    return bench.intent(model, Tags.none(), CallIntent.Size.text(1_000, 500));
  }

  @Test
  void M3_aCallOnBoughtThroughputCostsNothingAndItsTokensCount() {
    bench.unknownPrices = new UnknownPricePolicy.Refuse();
    bench.budgets.add(Budget.named("money").limit("0.000001", "USD").perDay(ZoneOffset.UTC));
    bench.budgets.add(Budget.named("tokens").limitTokens(5_000).perDay(ZoneOffset.UTC));
    OpenCall call = bench.meter().open(intent(ARN));
    assertThat(call.ceiling().costKnown()).isTrue();
    assertThat(call.ceiling().cost()).isEqualTo(Money.usd("0"));
    assertThat(call.ceiling().tokens()).isEqualTo(1_500);

    CallEvent event =
        call.end(
            Outcome.measured(Usage.tokens(900, 100), RawUsage.none())
                .withServedTier(ServiceTier.STANDARD));

    assertThat(event.receipt().outcome()).isEqualTo(Receipt.Outcome.ZERO);
    assertThat(event.receipt().total()).isEqualTo(Money.usd("0"));
    assertThat(event.receipt().usage()).isEqualTo(Usage.tokens(900, 100));
    assertThat(event.receipt().tier()).isEqualTo(ServiceTier.PROVISIONED);
    assertThat(event.call().requestedTier()).isEqualTo(ServiceTier.PROVISIONED);
    assertThat(event.provenance()).isEqualTo(Provenance.MEASURED);
    assertThat(event.flags()).isEmpty();
    assertThat(bench.usedLedger().status().get(1).settled()).isEqualTo(new Amount.OfTokens(1_000));
    assertThat(bench.usedLedger().status().get(0).settled())
        .isEqualTo(new Amount.OfMoney(Money.usd("0")));
  }

  @Test
  void U5_aSilentAnswerFromBoughtThroughputIsBookedAtNoMoney() {
    CallEvent event =
        bench.meter().open(intent(ARN)).end(Outcome.unmeasured(CallResult.FAILED, "cut"));
    assertThat(event.receipt().outcome()).isEqualTo(Receipt.Outcome.MISSING);
    assertThat(event.booked().costKnown()).isTrue();
    assertThat(event.booked().cost()).isEqualTo(Money.usd("0"));
    assertThat(event.booked().tokens()).isEqualTo(1_500);
  }

  @Test
  void anEstimateForBoughtThroughputIsZero() {
    Receipt ceiling = bench.meter().estimate(intent(ARN)).ceiling();
    assertThat(ceiling.outcome()).isEqualTo(Receipt.Outcome.ZERO);
    assertThat(ceiling.total()).isEqualTo(Money.usd("0"));
  }

  @Test
  void anAliasMayStandForBoughtThroughput() {
    bench.models.alias("ours", "bedrock:" + ARN);
    OpenCall call = bench.meter().open(intent("ours"));
    assertThat(call.modelToSend()).isEqualTo(ARN);
    CallEvent event = call.end(Outcome.measured(Usage.tokens(1, 1), RawUsage.none()));
    assertThat(event.receipt().outcome()).isEqualTo(Receipt.Outcome.ZERO);
  }

  private CallIntent inTier(ServiceTier tier) {
    return new CallIntent(
        bench.origin,
        Operation.CONVERSE,
        FixedPrices.MODEL,
        tier,
        Tags.none(),
        CallIntent.Size.text(1_000, 500));
  }

  @Test
  void B5_aReservedCallHoldsWhatItCostsBeyondTheReservation() {
    bench.budgets.add(Budget.named("money").limit("1", "USD").perDay(ZoneOffset.UTC));
    CallMeter meter = bench.meter();
    OpenCall call = meter.open(inTier(ServiceTier.RESERVED));
    assertThat(call.ceiling().cost()).isEqualTo(Money.usd("0.006"));
    CallEvent within = call.end(Outcome.measured(Usage.tokens(1_000, 100), RawUsage.none()));
    assertThat(within.receipt().outcome()).isEqualTo(Receipt.Outcome.ZERO);
    assertThat(within.booked().cost()).isEqualTo(Money.usd("0"));

    CallEvent beyond =
        meter
            .open(inTier(ServiceTier.RESERVED))
            .end(
                Outcome.measured(Usage.tokens(1_000, 100), RawUsage.none())
                    .withServedTier(new ServiceTier("turbo")));
    assertThat(beyond.booked().cost()).isEqualTo(Money.usd("0.002"));
  }

  @Test
  void M3_whatIsServedElsewhereThanBoughtIsNotBookedAsNothing() {
    CallEvent event =
        bench
            .meter()
            .open(inTier(ServiceTier.PROVISIONED))
            .end(
                Outcome.measured(Usage.tokens(1_000, 100), RawUsage.none())
                    .withServedTier(new ServiceTier("turbo")));
    assertThat(event.receipt().outcome()).isEqualTo(Receipt.Outcome.UNPRICED);
    assertThat(event.booked().costKnown()).isFalse();
  }
}
