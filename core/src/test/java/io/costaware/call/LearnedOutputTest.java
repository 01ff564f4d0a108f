package io.costaware.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.budget.Amount;
import io.costaware.budget.Budget;
import io.costaware.event.CallResult;
import io.costaware.event.HoldBasis;
import io.costaware.event.HoldBasis.OutputCap;
import io.costaware.event.Outcome;
import io.costaware.money.Money;
import io.costaware.tags.Tags;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LearnedOutputTest {
  private static final Tags SUPPORT = Tags.of("team", "support");
  private static final Tags RESEARCH = Tags.of("team", "research");

  private final MeterBench bench = new MeterBench();

  private static Budget daily(String limit) {
    return Budget.named("daily").limit(limit, "USD").perDay(ZoneOffset.UTC);
  }

  private OpenCall uncapped(CallMeter meter, Tags tags) {
    return meter.open(
        bench.intent(FixedPrices.MODEL, tags, CallIntent.Size.text(0, CallIntent.Size.UNCAPPED)));
  }

  private HoldBasis basis(CallMeter meter, Tags tags) {
    OpenCall call = uncapped(meter, tags);
    call.end(Outcome.free(CallResult.FAILED));
    return call.facts().basis();
  }

  private void answer(CallMeter meter, Tags tags, long output, int times) {
    for (int i = 0; i < times; i++) {
      uncapped(meter, tags).end(Outcome.measured(Usage.tokens(0, output), RawUsage.none()));
    }
  }

  @Test
  void B6_withoutACapAndAnswersAPriorIsHeldThatMayNotCoverTheCall() {
    bench.budgets.add(daily("1"));

    HoldBasis basis = basis(bench.meter(), SUPPORT);

    assertThat(basis.outputTokens()).isEqualTo(LearnedOutput.PRIOR_TOKENS);
    assertThat(basis.outputCap()).isEqualTo(OutputCap.PRIOR);
    assertThat(basis.coversCall()).isFalse();
    assertThat(basis)
        .hasToString(
            "input estimated at 0 tokens, no output cap and too few answers to learn from, so 4096"
                + " tokens; an answer may be longer");
  }

  @Test
  void B6_whatMostAnswersStayWithinIsHeldForTheirTagsOrElseForTheModel() {
    bench.budgets.add(daily("1000"));
    CallMeter meter = bench.meter();
    answer(meter, SUPPORT, 200, 300);

    HoldBasis known = basis(meter, SUPPORT);
    HoldBasis others = basis(meter, RESEARCH);

    assertThat(known.outputCap()).isEqualTo(OutputCap.LEARNED);
    assertThat(known.outputTokens()).isBetween(200L, 225L);
    assertThat(known.confidencePercent()).isEqualTo(99);
    assertThat(known.learnedFrom()).as("told anew now and then").isBetween(290L, 300L);
    assertThat(known)
        .asString()
        .contains("which 99 of 100 such calls stay within, learned from " + known.learnedFrom())
        .contains("an answer may be longer");
    assertThat(others.outputTokens()).isEqualTo(known.outputTokens());

    answer(meter, RESEARCH, 1_000, 300);

    assertThat(basis(meter, RESEARCH).outputTokens()).isBetween(1_000L, 1_125L);
    assertThat(basis(meter, SUPPORT).outputTokens()).isBetween(200L, 225L);
  }

  @Test
  void B6_oneBudgetsNumberAndWhatAnotherLearnsAreBothSatisfied() {
    bench.budgets.add(daily("1000"));
    bench.budgets.add(
        Budget.named("hourly")
            .limitTokens(1_000_000_000)
            .perHour(ZoneOffset.UTC)
            .defaultOutputTokens(300));
    CallMeter meter = bench.meter();
    answer(meter, SUPPORT, 200, 200);
    assertThat(basis(meter, SUPPORT).outputCap()).isEqualTo(OutputCap.BUDGET);
    assertThat(basis(meter, SUPPORT).outputTokens()).isEqualTo(300);

    answer(meter, RESEARCH, 1_000, 200);

    assertThat(basis(meter, RESEARCH).outputCap()).isEqualTo(OutputCap.LEARNED);
    assertThat(basis(meter, RESEARCH).outputTokens()).isBetween(1_000L, 1_125L);
  }

  @Test
  void B6_neverMoreThanTheModelCanWriteIsHeld() {
    bench.budgets.add(daily("1000"));
    CallMeter meter = bench.meter();
    answer(meter, SUPPORT, 5_000, 200);

    HoldBasis basis = basis(meter, SUPPORT);

    assertThat(basis.outputCap()).isEqualTo(OutputCap.MODEL);
    assertThat(basis.outputTokens()).isEqualTo(5_000);
    assertThat(basis.coversCall()).isTrue();
  }

  @Test
  void answersThatACapCutTeachNothingAndStoppedOnesDo() {
    bench.budgets.add(daily("1000"));
    CallMeter meter = bench.meter();
    for (int i = 0; i < 200; i++) {
      meter
          .open(bench.intent(FixedPrices.MODEL, SUPPORT, CallIntent.Size.text(0, 50)))
          .end(Outcome.measured(Usage.tokens(0, 50), RawUsage.none()));
      uncapped(meter, SUPPORT)
          .end(
              Outcome.partlyMeasured(
                  CallResult.CANCELLED, Usage.tokens(0, 3), RawUsage.none(), "cancelled"));
    }
    assertThat(basis(meter, SUPPORT).outputCap()).isEqualTo(OutputCap.PRIOR);

    for (int i = 0; i < 200; i++) {
      uncapped(meter, SUPPORT)
          .end(
              Outcome.partlyMeasured(
                  CallResult.STOPPED, Usage.tokens(0, 900), RawUsage.none(), "stopped"));
    }
    assertThat(basis(meter, SUPPORT).outputTokens()).isBetween(900L, 1_012L);
  }

  @Test
  void aBudgetOfRequestsIsNotConcernedByOutput() {
    bench.budgets.add(Budget.named("daily").limitRequests(10).perDay(ZoneOffset.UTC));

    assertThat(basis(bench.meter(), SUPPORT).outputCap()).isEqualTo(OutputCap.MODEL);
  }

  @Tag("litellm#27509")
  @Tag("litellm#38647")
  @Test
  void B6_aMissingCapRefusesNoCallerWhileTheBudgetIsAsGoodAsUnspent() throws Exception {
    bench.budgets.add(daily("2000"));
    CallMeter meter = bench.meter();
    meter
        .open(bench.intent(144_000, CallIntent.Size.UNCAPPED))
        .end(Outcome.measured(Usage.tokens(144_000, 0), RawUsage.none()));
    assertThat(bench.status().settled()).isEqualTo(new Amount.OfMoney(Money.usd("0.144")));

    List<OpenCall> open = race(1_000, () -> uncapped(meter, SUPPORT));

    assertThat(open).hasSize(1_000).doesNotContainNull();
    assertThat(meter.refusals()).isZero();
    open.forEach(call -> call.end(Outcome.measured(Usage.tokens(0, 100), RawUsage.none())));
    assertThat(bench.status().settled()).isEqualTo(new Amount.OfMoney(Money.usd("1.144")));
    assertThat(bench.status().held()).isEqualTo(new Amount.OfMoney(Money.usd("0")));
  }

  private static List<OpenCall> race(int callers, Callable<OpenCall> opening) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(32);
    try {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<OpenCall>> calls = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        calls.add(
            pool.submit(
                () -> {
                  start.await();
                  return opening.call();
                }));
      }
      start.countDown();
      List<OpenCall> open = new ArrayList<>();
      for (Future<OpenCall> call : calls) {
        open.add(call.get());
      }
      return open;
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void notMoreKindsOfCallsAreRememberedThanThereIsRoomFor() {
    LearnedOutput learned = new LearnedOutput();
    for (int i = 0; i < 2 * LearnedOutput.MOST_KINDS; i++) {
      learned.add("model", Tags.of("request", Integer.toString(i)), 100);
    }

    assertThat(learned.kinds()).isLessThanOrEqualTo(LearnedOutput.MOST_KINDS);
    assertThat(learned.within("model", SUPPORT, 99).tokens()).isBetween(100L, 112L);
  }
}
