package io.costaware.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.costaware.admission.Verdict;
import io.costaware.budget.Amount;
import io.costaware.budget.Budget;
import io.costaware.event.CallEvent;
import io.costaware.event.CallResult;
import io.costaware.event.HoldBasis;
import io.costaware.event.Outcome;
import io.costaware.event.Provenance;
import io.costaware.event.Refusal;
import io.costaware.money.Money;
import io.costaware.pricing.Receipt;
import io.costaware.pricing.UnknownPricePolicy;
import io.costaware.tags.TagEnricher;
import io.costaware.tags.TagRules;
import io.costaware.tags.TagScope;
import io.costaware.tags.Tags;
import io.costaware.target.ModelId;
import io.costaware.target.Operation;
import io.costaware.target.Provider;
import io.costaware.target.RoutingScope;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CallMeterTest {
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

  @Tag("spring-ai#1609")
  @Test
  void aCallIsHeldSentSettledAndToldAbout() {
    bench.budgets.add(daily("1"));
    CallMeter meter = bench.meter();

    OpenCall call = meter.open(bench.intent(1_000, 500));
    assertThat(held()).isEqualTo(Money.usd("0.006"));
    assertThat(settled()).isEqualTo(Money.usd("0"));

    bench.nanos += 5_000_000;
    CallEvent event = call.end(measured(900, 100));

    assertThat(held()).isEqualTo(Money.usd("0"));
    assertThat(settled()).isEqualTo(Money.usd("0.0019"));
    assertThat(bench.events).containsExactly(event);
    assertThat(event.receipt().total()).isEqualTo(Money.usd("0.0019"));
    assertThat(event.provenance()).isEqualTo(Provenance.MEASURED);
    assertThat(event.latencyNanos()).isEqualTo(5_000_000);
    assertThat(event.at()).isEqualTo(MeterBench.NOON);
    assertThat(event.held().cost()).isEqualTo(Money.usd("0.006"));
  }

  @Tag("litellm#15740")
  @Tag("litellm#17814")
  @Test
  void B3_onlyTheFirstEndingCounts() {
    bench.budgets.add(daily("1"));
    CallMeter meter = bench.meter();
    OpenCall call = meter.open(bench.intent(1_000, 500));

    call.end(measured(900, 100));
    assertThat(call.end(measured(900_000, 100))).isNull();

    assertThat(settled()).isEqualTo(Money.usd("0.0019"));
    assertThat(bench.calls()).hasSize(1);
  }

  @Test
  void B3_aCallThatEndsAfterItsHoldExpiredIsBookedOnceAndFlagged() {
    bench.budgets.add(daily("1"));
    CallMeter meter = bench.meter();
    OpenCall call = meter.open(bench.intent(1_000, 500));

    bench.now = bench.now.plus(Duration.ofHours(2));
    bench.usedLedger().expire(bench.now.toEpochMilli());
    assertThat(held()).isEqualTo(Money.usd("0"));
    call.end(measured(900, 100));

    assertThat(settled()).isEqualTo(Money.usd("0.0019"));
    assertThat(bench.calls())
        .singleElement()
        .satisfies(event -> assertThat(event.flags()).anyMatch(flag -> flag.contains("expired")));
  }

  @Test
  void B8_aRefusalSaysEverythingAndNothingIsHeld() {
    bench.budgets.add(daily("0.005"));
    CallMeter meter = bench.meter();

    CallRefusedException refused =
        catchThrowableOfType(
            CallRefusedException.class, () -> meter.open(bench.intent(1_000, 500)));

    Refusal.OfBudget reason = (Refusal.OfBudget) refused.refusal();
    assertThat(reason.shortfall().budget()).isEqualTo("daily");
    assertThat(reason.shortfall().asked()).isEqualTo(new Amount.OfMoney(Money.usd("0.006")));
    assertThat(reason.shortfall().limit()).isEqualTo(new Amount.OfMoney(Money.usd("0.005")));
    assertThat(reason.shortfall().resetsAt()).hasToString("2026-11-22T00:00:00Z");
    assertThat(refused)
        .hasMessageContaining("daily")
        .hasMessageContaining("0.005 USD")
        .hasMessageContaining("0.006 USD")
        .hasMessageContaining("2026-11-22T00:00:00Z");
    assertThat(held()).isEqualTo(Money.usd("0"));
    assertThat(bench.refused())
        .singleElement()
        .satisfies(event -> assertThat(event.refusal()).isEqualTo(reason));
  }

  @Test
  void T1_missingTagsAreRefusedAllAtOnceBeforeAnythingIsHeld() {
    bench.rules = TagRules.require("team", "app").allow("env", "dev", "prod");
    bench.budgets.add(daily("1"));
    CallMeter meter = bench.meter();

    assertThatThrownBy(
            () ->
                meter.open(
                    bench.intent(
                        FixedPrices.MODEL, Tags.of("env", "moon"), CallIntent.Size.text(1, 1))))
        .isInstanceOf(CallRefusedException.class)
        .hasMessageContaining("team")
        .hasMessageContaining("app")
        .hasMessageContaining("moon");
    assertThat(held()).isEqualTo(Money.usd("0"));
  }

  @Test
  void T3_tagsOfEnrichersScopesAndTheCallAreLaidOverEachOther() {
    bench.enrichers.add(TagEnricher.constant(Tags.of("env", "prod", "app", "enriched")));
    bench.enrichers.add(
        () -> {
          throw new IllegalStateException("broken enricher");
        });
    CallMeter meter = bench.meter();
    try (TagScope scope = TagScope.open(Tags.of("app", "ambient", "team", "ambient"))) {
      meter
          .open(
              bench.intent(
                  FixedPrices.MODEL, Tags.of("team", "support"), CallIntent.Size.text(1, 1)))
          .end(measured(1, 1));
    }
    assertThat(bench.calls().get(0).call().tags())
        .isEqualTo(Tags.of("app", "ambient", "env", "prod", "team", "support"));
    assertThat(meter.faults()).isEqualTo(1);
  }

  @Test
  @Tag("litellm#36561")
  @Tag("vigil#964")
  @Tag("nika#1368")
  @Tag("iterion#473")
  @Tag("archestra#6912")
  void M3_aCallWithoutPriceIsRefusedUnderABudgetInMoneyAndElseFlagged() {
    CallMeter free = bench.meter();
    free.open(bench.intent("some.unknown-model", Tags.none(), CallIntent.Size.text(10, 10)))
        .end(measured(10, 10));
    CallEvent event = bench.calls().get(0);
    assertThat(event.provenance()).isEqualTo(Provenance.UNPRICED);
    assertThat(event.receipt().total()).isNull();
    assertThat(event.receipt().outcome()).isEqualTo(Receipt.Outcome.UNPRICED);

    bench.budgets.add(daily("1"));
    CallMeter budgeted = bench.meter();
    assertThatThrownBy(
            () ->
                budgeted.open(
                    bench.intent("some.unknown-model", Tags.none(), CallIntent.Size.text(10, 10))))
        .isInstanceOf(CallRefusedException.class)
        .hasMessageContaining("some.unknown-model");
  }

  @Test
  void M3_aPriceMayBeAssumedAndTheEventSaysSo() {
    bench.unknownPrices =
        UnknownPricePolicy.assume(
            new Target(Provider.BEDROCK, FixedPrices.MODEL, RoutingScope.IN_REGION, "us-east-1"));
    bench.budgets.add(daily("1"));
    CallMeter meter = bench.meter();

    CallEvent event =
        meter
            .open(bench.intent("some.unknown-model", Tags.none(), CallIntent.Size.text(10, 10)))
            .end(measured(1_000, 100));

    assertThat(event.receipt().total()).isEqualTo(Money.usd("0.002"));
    assertThat(event.call().decisions()).anyMatch(words -> words.contains("assumed"));
    assertThat(settled()).isEqualTo(Money.usd("0.002"));
  }

  @Test
  void M6_theTierServedPricesTheCall() {
    CallEvent event =
        bench
            .meter()
            .open(bench.intent(1_000, 500))
            .end(measured(1_000, 100).withServedTier(ServiceTier.FLEX));
    assertThat(event.receipt().total()).isEqualTo(Money.usd("0.001"));

    CallEvent unknown =
        bench
            .meter()
            .open(bench.intent(1_000, 500))
            .end(measured(1_000, 100).withServedTier(new ServiceTier("turbo")));
    assertThat(unknown.receipt().total()).isNull();
    assertThat(unknown.provenance()).isEqualTo(Provenance.UNPRICED);
  }

  @Test
  void U5_aCallWithoutUsageIsBookedAtItsCapAndSaysSo() {
    bench.budgets.add(daily("1"));
    CallEvent event =
        bench
            .meter()
            .open(bench.intent(1_000, 500))
            .end(Outcome.unmeasured(CallResult.CANCELLED, "the stream was cancelled"));

    assertThat(event.provenance()).isEqualTo(Provenance.ESTIMATED);
    assertThat(event.receipt().outcome()).isEqualTo(Receipt.Outcome.MISSING);
    assertThat(event.receipt().total()).isNull();
    assertThat(settled()).isEqualTo(Money.usd("0.006"));
    assertThat(event.flags()).anyMatch(flag -> flag.contains("the stream was cancelled"));
  }

  @Tag("litellm#35752")
  @Test
  void U5_aPartlyKnownCallIsNeverBookedUnderItsKnownPart() {
    bench.budgets.add(daily("1"));
    CallEvent event =
        bench
            .meter()
            .open(bench.intent(1_000, CallIntent.Size.UNCAPPED))
            .end(
                Outcome.partlyMeasured(
                    CallResult.FAILED, Usage.tokens(3_000, 2_000), RawUsage.none(), "cut"));

    assertThat(event.receipt().outcome()).isEqualTo(Receipt.Outcome.PARTIAL);
    assertThat(event.receipt().total()).isEqualTo(Money.usd("0.023"));
    assertThat(settled()).isEqualTo(Money.usd("0.023"));
  }

  @Test
  void aCallThatCostNothingReleasesItsHold() {
    bench.budgets.add(daily("1"));
    CallEvent event =
        bench.meter().open(bench.intent(1_000, 500)).end(Outcome.free(CallResult.FAILED));

    assertThat(event.receipt().outcome()).isEqualTo(Receipt.Outcome.ZERO);
    assertThat(settled()).isEqualTo(Money.usd("0"));
    assertThat(held()).isEqualTo(Money.usd("0"));
  }

  @Test
  void B5_theHoldTakesTheDearestMeterThatThePromptMayFallOn() {
    bench.budgets.add(daily("1"));
    bench
        .meter()
        .open(
            bench.intent(
                FixedPrices.MODEL,
                Tags.none(),
                new CallIntent.Size(1_000, "estimated", 0, 1, true, false, false)));
    assertThat(held()).isEqualTo(Money.usd("0.002"));
  }

  @Test
  void B6_withoutACapTheBudgetsDefaultOrTheModelsLimitIsHeldIfTheBudgetSaysSo() {
    bench.budgets.add(daily("1").holdModelMaximum());
    OpenCall atLimit = bench.meter().open(bench.intent(0, CallIntent.Size.UNCAPPED));
    assertThat(held()).isEqualTo(Money.usd("0.05"));
    assertThat(atLimit.facts().basis().outputCap()).isEqualTo(HoldBasis.OutputCap.MODEL);
    assertThat(atLimit.facts().basis().coversCall()).isTrue();

    bench.budgets.set(0, daily("1").defaultOutputTokens(200));
    OpenCall atDefault = bench.meter().open(bench.intent(0, CallIntent.Size.UNCAPPED));
    assertThat(held()).isEqualTo(Money.usd("0.002"));
    assertThat(atDefault.facts().basis().outputCap()).isEqualTo(HoldBasis.OutputCap.BUDGET);
    assertThat(atDefault.facts().basis().coversCall()).isFalse();
    assertThat(atDefault.facts().basis())
        .hasToString(
            "input estimated at 0 tokens, no output cap,"
                + " so the budget's default of 200 tokens; an answer may be longer");
  }

  @Test
  void E1_eachAttemptHasItsEventUnderOneOperation() {
    bench.origin = CallOrigin.of(Provider.BEDROCK, "us-east-1", true);
    bench.budgets.add(daily("1"));
    OpenCall call = bench.meter().open(bench.intent(1_000, 500));

    call.startAttempt().end(Outcome.free(CallResult.FAILED).withError("ThrottlingException 429"));
    call.startAttempt().end(Outcome.free(CallResult.FAILED).withError("ThrottlingException 429"));
    call.startAttempt();
    call.end(measured(900, 100));

    assertThat(bench.calls()).extracting(CallEvent::attempt).containsExactly(1, 2, 3);
    assertThat(bench.calls())
        .extracting(event -> event.call().operationId())
        .containsOnly(call.facts().operationId());
    assertThat(bench.calls()).extracting(CallEvent::id).doesNotHaveDuplicates();
    assertThat(bench.calls()).allMatch(CallEvent::attemptsKnown);
    assertThat(settled()).isEqualTo(Money.usd("0.0019"));
  }

  @Test
  void E1_aCallThatFailedBeforeAnythingWasSentHasAttemptZero() {
    bench.origin = CallOrigin.of(Provider.BEDROCK, "us-east-1", true);
    CallEvent event = bench.meter().open(bench.intent(1, 1)).end(Outcome.free(CallResult.FAILED));
    assertThat(event.attempt()).isZero();
  }

  @Test
  void B5_aFurtherAttemptHoldsAgainIfAnEarlierOneMayHaveCostSomething() {
    bench.origin = CallOrigin.of(Provider.BEDROCK, "us-east-1", true);
    bench.budgets.add(daily("0.010"));
    OpenCall call = bench.meter().open(bench.intent(1_000, 500));

    call.startAttempt().end(Outcome.unmeasured(CallResult.FAILED, "cut in mid-stream"));

    CallRefusedException refused =
        catchThrowableOfType(CallRefusedException.class, call::startAttempt);
    assertThat(refused.refusal()).isInstanceOf(Refusal.OfBudget.class);
    assertThat(bench.refused()).hasSize(1);
    call.end(Outcome.free(CallResult.FAILED));
    assertThat(settled()).isEqualTo(Money.usd("0.006"));
    assertThat(held()).isEqualTo(Money.usd("0"));
    assertThat(bench.calls()).hasSize(1);
  }

  @Test
  void aWatchedStreamThatFallsSilentIsEndedWithWhatIsKnown() {
    bench.budgets.add(daily("1"));
    CallMeter meter = bench.meter();
    OpenCall call = meter.open(bench.intent(1_000, 500));
    call.watch(result -> Outcome.unmeasured(result, "nothing came any more"));

    bench.nanos += Duration.ofMinutes(9).toNanos();
    meter.endStalled();
    assertThat(call.isEnded()).isFalse();
    call.touch();
    bench.nanos += Duration.ofMinutes(9).toNanos();
    meter.endStalled();
    assertThat(call.isEnded()).isFalse();
    bench.nanos += Duration.ofMinutes(2).toNanos();
    meter.endStalled();

    assertThat(bench.calls())
        .singleElement()
        .satisfies(event -> assertThat(event.outcome().result()).isEqualTo(CallResult.STALLED));
    assertThat(held()).isEqualTo(Money.usd("0"));
    assertThat(meter.openStreams()).isZero();
    assertThat(meter.stalled()).isEqualTo(1);
  }

  @Test
  void observingRefusesNothingAndTellsWhatWouldHaveBeenRefused() {
    bench.observeOnly = true;
    bench.rules = TagRules.require("team");
    bench.budgets.add(daily("0.001"));
    CallMeter meter = bench.meter();

    CallEvent event = meter.open(bench.intent(1_000, 500)).end(measured(1_000, 500));

    assertThat(event.call().unrefused()).isInstanceOf(Refusal.OfTags.class);
    assertThat(settled()).isEqualTo(Money.usd("0.006"));
    assertThat(bench.refused()).isEmpty();

    bench.rules = TagRules.none();
    CallEvent next = bench.meter().open(bench.intent(1_000, 500)).end(measured(1_000, 500));
    assertThat(next.call().unrefused()).isInstanceOf(Refusal.OfBudget.class);
  }

  @Test
  void aPolicyMaySubstituteAModelOnceAndClampTheOutput() {
    bench.models.alias("cheap", "bedrock:" + FixedPrices.MODEL);
    bench.policies.add(
        request ->
            request.model().id().equals(FixedPrices.MODEL)
                ? new Verdict.Clamp(50, "near the limit")
                : new Verdict.Substitute(
                    new ModelId(Provider.BEDROCK, FixedPrices.MODEL), "cheaper"));
    OpenCall call =
        bench
            .meter()
            .open(bench.intent("some.dear-model", Tags.none(), CallIntent.Size.text(10, 500)));

    assertThat(call.modelToSend()).isEqualTo(FixedPrices.MODEL);
    assertThat(call.clampTokens()).isEqualTo(50);
    assertThat(call.facts().decisions()).hasSize(2);
    assertThat(call.facts().requestedModel()).isEqualTo("some.dear-model");
  }

  @Test
  void aPolicyMayRefuseAndABrokenOneBreaksNothing() {
    bench.policies.add(
        request -> {
          throw new IllegalStateException("broken policy");
        });
    CallMeter broken = bench.meter();
    assertThat(broken.open(bench.intent(1, 1)).end(measured(1, 1))).isNotNull();
    assertThat(broken.faults()).isEqualTo(1);

    bench.policies.set(0, request -> new Verdict.Refuse("not on Sundays"));
    assertThatThrownBy(() -> bench.meter().open(bench.intent(1, 1)))
        .isInstanceOf(CallRefusedException.class)
        .hasMessageContaining("not on Sundays");
  }

  @Test
  void P4_anAliasIsSentAsTheModelsOwnId() {
    bench.models.alias("nova", "bedrock:us." + FixedPrices.MODEL);
    OpenCall call =
        bench.meter().open(bench.intent("nova", Tags.none(), CallIntent.Size.text(1, 1)));
    assertThat(call.modelToSend()).isEqualTo("us." + FixedPrices.MODEL);
    assertThat(call.facts().target().scope()).isEqualTo(RoutingScope.geo("us"));
    assertThat(call.facts().target().model()).isEqualTo(FixedPrices.MODEL);
  }

  @Test
  void anAliasOfAnotherProvidersModelIsRefusedAndNamed() {
    bench.models.alias("flash", "vertex:gemini-2.5-flash");
    assertThatThrownBy(
            () ->
                bench.meter().open(bench.intent("flash", Tags.none(), CallIntent.Size.text(1, 1))))
        .isInstanceOf(CallRefusedException.class)
        .hasMessageContaining("flash")
        .hasMessageContaining("vertex");
    assertThat(bench.refused())
        .singleElement()
        .satisfies(event -> assertThat(event.refusal()).isInstanceOf(Refusal.OfModel.class));
  }

  @Test
  void E2_aSinkThatThrowsBreaksNoCall() {
    bench.sink =
        event -> {
          throw new IllegalStateException("broken sink");
        };
    bench.budgets.add(daily("1"));
    CallMeter meter = bench.meter();
    meter.open(bench.intent(1_000, 500)).end(measured(900, 100));
    assertThat(settled()).isEqualTo(Money.usd("0.0019"));
    assertThat(meter.faults()).isEqualTo(1);
  }

  @Test
  void aFreeOperationIsNeitherHeldNorCharged() {
    bench.budgets.add(daily("0.000001"));
    CallEvent event =
        bench
            .meter()
            .open(
                new CallIntent(
                    bench.origin,
                    Operation.COUNT_TOKENS,
                    FixedPrices.MODEL,
                    ServiceTier.STANDARD,
                    Tags.none(),
                    CallIntent.Size.text(1_000_000, 0)))
            .end(Outcome.free(CallResult.SUCCEEDED));
    assertThat(event.receipt().outcome()).isEqualTo(Receipt.Outcome.ZERO);
    assertThat(settled()).isEqualTo(Money.usd("0"));
  }

  @Test
  void anEventScopeCollectsTheEventsOfItsThreadAlsoWhenTheyEndElsewhere() throws Exception {
    CallMeter meter = bench.meter();
    try (EventScope outer = EventScope.open()) {
      OpenCall early = meter.open(bench.intent(10, 10));
      try (EventScope inner = EventScope.open()) {
        OpenCall call = meter.open(bench.intent(1_000, 500));
        Thread other = new Thread(() -> call.end(measured(900, 100)));
        other.start();
        other.join();
        assertThat(inner.lastReceipt().total()).isEqualTo(Money.usd("0.0019"));
      }
      early.end(measured(10, 0));
      assertThat(outer.events()).hasSize(1);
      assertThat(outer.last().receipt().total()).isEqualTo(Money.usd("0.00001"));
    }
    meter.open(bench.intent(1, 1)).end(measured(1, 1));
    assertThat(bench.calls()).hasSize(3);
  }

  @Test
  void aRefusalIsFoundInWhateverAnSdkWrapsItIn() {
    bench.budgets.add(daily("0.000001"));
    CallRefusedException refused =
        catchThrowableOfType(
            CallRefusedException.class, () -> bench.meter().open(bench.intent(1_000, 500)));
    RuntimeException outer = new RuntimeException("canceled");
    outer.addSuppressed(new java.io.IOException(refused));
    assertThat(CallRefusedException.find(new java.util.concurrent.ExecutionException(outer)))
        .isSameAs(refused);
    assertThat(CallRefusedException.find(new RuntimeException())).isNull();
    assertThat(CallRefusedException.find(null)).isNull();
  }

  @Test
  void anEstimateHoldsNothingAndTellsItsBasis() {
    bench.budgets.add(daily("1"));
    CallMeter meter = bench.meter();
    var estimate = meter.estimate(bench.intent(1_000, CallIntent.Size.UNCAPPED));
    assertThat(estimate.ceiling().total()).isEqualTo(Money.usd("0.051"));
    assertThat(estimate.expected().total()).isEqualTo(Money.usd("0.011"));
    assertThat(estimate.basis()).contains("model's limit of 5000");
    assertThat(held()).isEqualTo(Money.usd("0"));
    assertThat(bench.events).isEmpty();
  }
}
