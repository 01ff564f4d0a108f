package io.costaware.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.budget.Amount;
import io.costaware.budget.Budget;
import io.costaware.event.Outcome;
import io.costaware.money.Money;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.time.ZoneOffset;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConcurrentCallsTest {
  private final MeterBench bench = new MeterBench();

  /** What so many callers at once got admitted. */
  private static Queue<OpenCall> admitted(int callers, CallMeter meter, CallIntent intent)
      throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(Math.min(callers, 64));
    try {
      Queue<OpenCall> open = new ConcurrentLinkedQueue<>();
      CountDownLatch start = new CountDownLatch(1);
      var all =
          IntStream.range(0, callers)
              .<Future<?>>mapToObj(
                  i ->
                      pool.submit(
                          () -> {
                            start.await();
                            try {
                              open.add(meter.open(intent));
                            } catch (CallRefusedException refused) {
                              assertThat(refused).hasMessageContaining("daily");
                            }
                            return null;
                          }))
              .toList();
      start.countDown();
      for (Future<?> one : all) {
        one.get();
      }
      return open;
    } finally {
      pool.shutdownNow();
    }
  }

  @Tag("litellm#40002")
  @ParameterizedTest
  @ValueSource(ints = {5, 1_000})
  void B1_longPromptsAreHeldAtTheirOwnRatesHoweverManyRace(int callers) throws Exception {
    bench.prices = new LongContextPrices();
    bench.budgets.add(Budget.named("daily").limit("0.45", "USD").perDay(ZoneOffset.UTC));
    CallMeter meter = bench.meter();

    Queue<OpenCall> open = admitted(callers, meter, bench.intent(300_000, 0));

    assertThat(open).as("0.15 dollars each").hasSize(3);
    assertThat(bench.status().held()).isEqualTo(new Amount.OfMoney(Money.usd("0.45")));
    open.forEach(call -> call.end(Outcome.measured(Usage.tokens(300_000, 0), RawUsage.none())));
    assertThat(bench.status().settled()).isEqualTo(new Amount.OfMoney(Money.usd("0.45")));
    assertThat(bench.usedLedger().overshoot().cost()).isEqualTo(Money.usd("0"));
  }

  @Tag("wso2/api-platform#2932")
  @Test
  void B1_aLimitInTokensCountsTokensAndNotRequests() {
    bench.budgets.add(Budget.named("daily").limitTokens(30).perHour(ZoneOffset.UTC));
    CallMeter meter = bench.meter();
    Outcome used = Outcome.measured(Usage.tokens(10, 5), RawUsage.none());

    for (int i = 0; i < 2; i++) {
      meter.open(bench.intent(10, 5)).end(used);
    }

    assertThat(bench.status().settled()).isEqualTo(new Amount.OfTokens(30));
    assertThatThrownBy(() -> meter.open(bench.intent(1, 0)))
        .isInstanceOf(CallRefusedException.class)
        .hasMessageContaining("30 tokens");
  }
}
