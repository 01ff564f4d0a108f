package io.costaware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.budget.Amount;
import io.costaware.budget.Budget;
import io.costaware.call.CallIntent;
import io.costaware.call.CallOrigin;
import io.costaware.call.CallRefusedException;
import io.costaware.call.OpenCall;
import io.costaware.event.CallResult;
import io.costaware.event.CostEvent;
import io.costaware.event.Outcome;
import io.costaware.ledger.InMemoryLedger;
import io.costaware.money.Money;
import io.costaware.pricing.PriceSheet;
import io.costaware.pricing.SheetPriceBook;
import io.costaware.report.Breakdown;
import io.costaware.report.Repricing;
import io.costaware.report.Spend;
import io.costaware.sink.EventSink;
import io.costaware.sink.JsonLinesSink;
import io.costaware.sink.SinkHealth;
import io.costaware.tags.TagRules;
import io.costaware.tags.Tags;
import io.costaware.target.Operation;
import io.costaware.target.Provider;
import io.costaware.target.ServiceTier;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CostAwareTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final CallOrigin origin = CallOrigin.of(Provider.BEDROCK, "us-east-1", false);

  private static Budget daily(String limit) {
    return Budget.named("daily").limit(limit, "USD").perDay(ZoneOffset.UTC);
  }

  private OpenCall open(CostAware costs) {
    return costs
        .meter()
        .open(
            new CallIntent(
                origin,
                Operation.CONVERSE,
                "global.anthropic.claude-sonnet-4-6",
                ServiceTier.STANDARD,
                Tags.of("team", "support"),
                CallIntent.Size.text(1_000, 100)));
  }

  private void call(CostAware costs) {
    open(costs).end(Outcome.measured(Usage.tokens(1_000, 100), RawUsage.none()));
  }

  private static Money settled(CostAware costs) {
    return ((Amount.OfMoney) costs.budgets().get(0).settled()).money();
  }

  @Test
  void aCallIsPricedByTheBundledSheet() {
    try (CostAware costs = CostAware.builder().budget(daily("1")).beginAtZero().build()) {
      call(costs);
      assertThat(settled(costs)).isEqualTo(Money.usd("0.0045"));
      assertThat(costs.health().openHolds()).isZero();
    }
  }

  @Test
  void B4_openWindowsAreRebuiltFromTheEventFile(@TempDir Path folder) {
    Path file = folder.resolve("costs.jsonl");
    now.set(NOON.minus(Duration.ofDays(1)));
    for (int day = 0; day < 2; day++) {
      try (CostAware costs =
          CostAware.builder()
              .budget(daily("1"))
              .sink(JsonLinesSink.to(file))
              .clock(now::get)
              .build()) {
        call(costs);
        call(costs);
      }
      now.set(NOON);
    }
    try (CostAware costs =
        CostAware.builder()
            .budget(daily("0.014"))
            .sink(JsonLinesSink.to(file))
            .clock(now::get)
            .build()) {
      assertThat(settled(costs)).isEqualTo(Money.usd("0.009"));
      call(costs);
      assertThatThrownBy(() -> call(costs)).isInstanceOf(CallRefusedException.class);
      assertThat(costs.health().refusals()).isEqualTo(1);
    }
  }

  @Test
  void M4_aBudgetKeepsTheFigureThatItDecidedByWhenACostIsAdjusted(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("costs.jsonl");
    try (CostAware costs =
        CostAware.builder()
            .budget(daily("1"))
            .sink(JsonLinesSink.to(file))
            .clock(now::get)
            .build()) {
      call(costs);
    }
    PriceSheet dearer =
        PriceSheet.read(
            new ByteArrayInputStream(
                """
                {"name": "dearer", "version": "1", "currency": "USD", "models": [
                  {"provider": "bedrock", "model": "anthropic.claude-sonnet-4-6", "prices": [
                    {"scope": "global", "rates": {"input": "6", "output": "30"}}]}]}
                """
                    .getBytes(StandardCharsets.UTF_8)));
    Instant end = NOON.plusSeconds(1);
    try (JsonLinesSink sink = JsonLinesSink.to(file)) {
      Repricing.of(sink, NOON, end, SheetPriceBook.of(dearer)).apply(sink, end);
      assertThat(Spend.of(sink, NOON, end, Money.USD, Breakdown.model()).total())
          .isEqualTo(Money.usd("0.009"));
    }

    try (CostAware costs =
        CostAware.builder()
            .budget(daily("1"))
            .sink(JsonLinesSink.to(file))
            .clock(now::get)
            .build()) {
      assertThat(settled(costs)).isEqualTo(Money.usd("0.0045"));
    }
  }

  @Test
  void closingWithinALimitSaysWhatIsLeft() {
    CountDownLatch stuck = new CountDownLatch(1);
    EventSink blocking =
        event -> {
          try {
            stuck.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    CostAware costs = CostAware.builder().sink("stuck", blocking).build();
    call(costs);
    call(costs);
    open(costs);

    CloseReport report = costs.close(Duration.ofMillis(200));

    assertThat(report.isComplete()).isFalse();
    assertThat(report.sinks()).extracting(CloseReport.LeftInSink::sink).containsExactly("stuck");
    assertThat(report.sinks().get(0).events()).isPositive();
    assertThat(costs.close(Duration.ofMillis(1))).isSameAs(report);
    stuck.countDown();
  }

  @Test
  void openStreamsAreEndedAndToldWhenClosing(@TempDir Path folder) throws Exception {
    JsonLinesSink file = JsonLinesSink.to(folder.resolve("costs.jsonl"));
    CostAware costs =
        CostAware.builder().budget(daily("1")).sink("file", file).clock(now::get).build();
    open(costs).watch(result -> Outcome.unmeasured(result, "closed in mid-stream"));

    CloseReport report = costs.close(Duration.ofSeconds(10));

    assertThat(report.isComplete()).isTrue();
    assertThat(report.endedStreams()).isEqualTo(1);
    try (var events = file.between(NOON, NOON.plusSeconds(1))) {
      assertThat(events.map(CostEvent::at)).containsExactly(NOON);
    }
  }

  @Test
  void E2_aSinkThatThrowsOrBlocksHarmsNoCallAndNoOtherSink(@TempDir Path folder) {
    CountDownLatch stuck = new CountDownLatch(1);
    JsonLinesSink file = JsonLinesSink.to(folder.resolve("costs.jsonl"));
    CostAware costs =
        CostAware.builder()
            .budget(daily("10"))
            .beginAtZero()
            .queueCapacity(16)
            .sink(
                "throwing",
                event -> {
                  throw new IllegalStateException("broken");
                })
            .sink(
                "blocking",
                event -> {
                  try {
                    stuck.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                })
            .sink("file", file)
            .build();
    for (int i = 0; i < 100; i++) {
      call(costs);
    }
    assertThat(settled(costs)).isEqualTo(Money.usd("0.45"));
    SinkHealth blocked = costs.health().sinks().get(1);
    assertThat(blocked.lost()).isPositive();
    assertThat(costs.health().faults()).isZero();
    stuck.countDown();
    costs.close(Duration.ofSeconds(10));
    assertThat(costs.health().sinks().get(0).failed()).isPositive();
  }

  @Test
  void contradictionsAndNonsenseAreRefusedWhenBuilding() {
    CostAwareBuilder builder = CostAware.builder().tags(TagRules.require("team"));
    assertThatThrownBy(() -> builder.tags(TagRules.none()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("tag rules");
    assertThatThrownBy(() -> CostAware.builder().alias("x", "claude"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("claude");
    assertThatThrownBy(
            () ->
                CostAware.builder()
                    .budget(Budget.named("b").limit("1", "EUR").perDay(ZoneOffset.UTC))
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("EUR")
        .hasMessageContaining("USD");
    assertThatThrownBy(
            () ->
                CostAware.builder()
                    .budget(daily("1"))
                    .ledger(InMemoryLedger.of(List.of(), Money.USD, now::get)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> CostAware.builder().queueCapacity(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
    assertThatThrownBy(() -> CostAware.builder().streamIdleLimit(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CostAware.builder().sink("a", event -> {}).sink("a", event -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("taken");
    assertThatThrownBy(
            () ->
                CostAware.builder()
                    .prices(SheetPriceBook.of(PriceSheet.bundled()))
                    .prices(PriceSheet.bundled()))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> CostAware.builder().beginAtZero().history((from, to) -> null))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void stalledStreamsAreEndedByTheSweeper() throws Exception {
    List<CostEvent> told = new java.util.concurrent.CopyOnWriteArrayList<>();
    CountDownLatch one = new CountDownLatch(1);
    try (CostAware costs =
        CostAware.builder()
            .streamIdleLimit(Duration.ofMillis(1))
            .sink(
                "list",
                event -> {
                  told.add(event);
                  one.countDown();
                })
            .build()) {
      open(costs).watch(result -> Outcome.unmeasured(result, "silent"));
      assertThat(one.await(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
      assertThat(costs.health().stalledStreams()).isEqualTo(1);
    }
    assertThat(told).hasSize(1);
    assertThat(((io.costaware.event.CallEvent) told.get(0)).outcome().result())
        .isEqualTo(CallResult.STALLED);
  }
}
