package io.costaware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.anyList;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.costaware.budget.Amount;
import io.costaware.budget.Budget;
import io.costaware.budget.BudgetLedger;
import io.costaware.call.CallIntent;
import io.costaware.call.CallOrigin;
import io.costaware.call.CallRefusedException;
import io.costaware.config.ConfigurationException;
import io.costaware.event.CostEvent;
import io.costaware.event.Outcome;
import io.costaware.ledger.InMemoryLedger;
import io.costaware.money.Money;
import io.costaware.sink.EventSink;
import io.costaware.sink.EventStore;
import io.costaware.tags.TagRules;
import io.costaware.tags.Tags;
import io.costaware.target.Operation;
import io.costaware.target.Provider;
import io.costaware.target.ServiceTier;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class CostAwareConfigurationTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final String DAY = "window: {per: day, zone: UTC}";

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final CallOrigin origin = CallOrigin.of(Provider.BEDROCK, "us-east-1", false);
  private final Logger logger = (Logger) LoggerFactory.getLogger(CostAware.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  @TempDir private Path folder;

  @BeforeEach
  void listen() {
    lines.list = new CopyOnWriteArrayList<>();
    lines.start();
    logger.addAppender(lines);
    logger.setAdditive(false);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(lines);
    logger.setAdditive(true);
  }

  private List<String> warnings() {
    return lines.list.stream()
        .filter(line -> line.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private Path save(String... budgets) {
    StringBuilder text = new StringBuilder("budgets:\n");
    for (String budget : budgets) {
      text.append("- ").append(budget.replace("\n", "\n  ")).append('\n');
    }
    try {
      return Files.writeString(
          folder.resolve("budgets.yaml"), budgets.length == 0 ? "budgets: []\n" : text.toString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String daily(String name, String usd) {
    return "name: " + name + "\nlimit: {amount: \"" + usd + "\", currency: USD}\n" + DAY;
  }

  /** Remembers events and can be asked for them. */
  private static final class Memory implements EventSink, EventStore {
    private final List<CostEvent> events = new CopyOnWriteArrayList<>();

    @Override
    public void accept(CostEvent event) {
      events.add(event);
    }

    @Override
    public Stream<CostEvent> between(Instant from, Instant to) {
      return events.stream()
          .filter(
              event ->
                  event.atMillis() >= from.toEpochMilli() && event.atMillis() < to.toEpochMilli());
    }
  }

  private CostAwareBuilder builder(Path file) {
    return CostAware.builder().clock(now::get).configuration(file);
  }

  private void call(CostAware costs) {
    costs
        .meter()
        .open(
            new CallIntent(
                origin,
                Operation.CONVERSE,
                "global.anthropic.claude-sonnet-4-6",
                ServiceTier.STANDARD,
                Tags.of("team", "support"),
                CallIntent.Size.text(1_000, 100)))
        .end(Outcome.measured(Usage.tokens(1_000, 100), RawUsage.none()));
  }

  private static Map<String, Money> settled(CostAware costs) {
    return costs.budgets().stream()
        .collect(
            Collectors.toMap(
                status -> status.budget(), status -> ((Amount.OfMoney) status.settled()).money()));
  }

  private static ConfigurationHealth health(CostAware costs) {
    return Objects.requireNonNull(costs.health().configuration());
  }

  @Test
  void theBudgetsOfTheFileStandBesideThoseInCode() {
    try (CostAware costs =
        builder(save(daily("file", "1")))
            .budget(Budget.named("code").limit("2", "USD").perDay(ZoneOffset.UTC))
            .beginAtZero()
            .build()) {
      call(costs);
      assertThat(settled(costs))
          .containsOnly(
              Map.entry("file", Money.usd("0.0045")), Map.entry("code", Money.usd("0.0045")));
      assertThat(health(costs).isHealthy()).isTrue();
      assertThat(health(costs).file()).endsWith("budgets.yaml");
      assertThat(health(costs).inForceSince()).isEqualTo(NOON);
    }
    assertThat(CostAware.builder().build().health().configuration()).isNull();
  }

  @Test
  void aNameInCodeAndInTheFileIsRefused() {
    CostAwareBuilder twice =
        builder(save(daily("same", "1")))
            .budget(Budget.named("same").limit("2", "USD").perDay(ZoneOffset.UTC));
    assertThatThrownBy(twice::build)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'same' is also given in code");
  }

  @Test
  void aFileThatIsWrongFromTheStartIsRefused() {
    assertThatThrownBy(builder(folder.resolve("none.yaml"))::build)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> CostAware.builder().configuration(folder.resolve("b.txt")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(".json");
    assertThatThrownBy(() -> builder(save()).configuration(save()))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(builder(save("name: a\nlimit: {requests: 0}\n" + DAY))::build)
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void B1_aLowerLimitHoldsFromTheReloadOnAndWhatWasSpentStays() {
    try (CostAware costs = builder(save(daily("a", "1"))).beginAtZero().build()) {
      call(costs);
      save(daily("a", "0.005"));
      assertThat(costs.reload()).isEmpty();
      assertThat(settled(costs)).containsEntry("a", Money.usd("0.0045"));
      assertThatThrownBy(() -> call(costs)).isInstanceOf(CallRefusedException.class);
      save(daily("a", "0.02"));
      assertThat(costs.reload()).isEmpty();
      call(costs);
      assertThat(settled(costs)).containsEntry("a", Money.usd("0.0090"));
      save();
      assertThat(costs.reload()).isEmpty();
      assertThat(costs.budgets()).isEmpty();
      call(costs);
    }
  }

  @Test
  void aFileThatIsRefusedLeavesTheOldBudgetsAndSaysSo() {
    try (CostAware costs = builder(save(daily("a", "1"))).beginAtZero().build()) {
      call(costs);
      now.set(NOON.plusSeconds(60));
      save(daily("a", "-1"), "name: b\nlimit: {tokens: 5}\nwindow: {per: day}");
      assertThatThrownBy(costs::reload)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContainingAll("budgets[0].limit.amount", "budgets[1].window.zone");
      assertThat(settled(costs)).containsOnly(Map.entry("a", Money.usd("0.0045")));
      assertThat(health(costs).isHealthy()).isFalse();
      assertThat(health(costs).faults()).hasSize(2);
      assertThat(health(costs).inForceSince()).isEqualTo(NOON);
      assertThat(warnings()).hasSize(1);
      assertThat(warnings().get(0))
          .contains("refused", "2 fault(s)", "budgets[0].limit.amount", "budgets[1].window.zone")
          .doesNotContain("\n");

      save(daily("a", "2"));
      costs.reload();
      assertThat(health(costs).faults()).isEmpty();
      assertThat(health(costs).inForceSince()).isEqualTo(NOON.plusSeconds(60));
    }
  }

  @Test
  void whatOnlyTheLedgerRefusesIsRefusedWholeToo() {
    try (CostAware costs = builder(save(daily("a", "1"))).beginAtZero().build()) {
      save("name: b\nlimit: {requests: 5}\n" + DAY, daily("a", "2").replace("USD", "EUR"));
      assertThatThrownBy(costs::reload)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("EUR");
      assertThat(costs.budgets()).singleElement().extracting("budget").isEqualTo("a");
    }
  }

  @Test
  void aBudgetThatBeginsAnewIsRebuiltFromThePastAndTheOthersAreNotCountedTwice() {
    Memory memory = new Memory();
    now.set(NOON.minus(Duration.ofDays(2)));
    try (CostAware costs = builder(save(daily("old", "1"))).sink(memory).build()) {
      call(costs);
      now.set(NOON);
      call(costs);
      call(costs);
      awaitEvents(memory, 3);
      now.set(NOON.plusSeconds(1));
      save(
          daily("old", "1"),
          daily("new", "1"),
          daily("week", "1").replace("per: day", "per: week"),
          "name: sales\nwhere: {team: sales}\nlimit: {amount: 1, currency: USD}\n" + DAY);
      assertThat(costs.reload()).containsExactlyInAnyOrder("new", "week", "sales");
      assertThat(settled(costs))
          .containsOnly(
              Map.entry("old", Money.usd("0.0090")),
              Map.entry("new", Money.usd("0.0090")),
              Map.entry("week", Money.usd("0.0135")),
              Map.entry("sales", Money.usd("0")));
      call(costs);
      assertThat(settled(costs)).containsEntry("new", Money.usd("0.0135"));
      assertThat(warnings()).isEmpty();
    }
  }

  private static void awaitEvents(Memory memory, int count) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (memory.events.size() < count && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(memory.events).hasSize(count);
  }

  @Test
  void withoutAPastABudgetThatBeginsAtZeroWarnsUnlessThatIsMeant() {
    try (CostAware costs = builder(save()).build()) {
      save(daily("new", "1"));
      assertThat(costs.reload()).containsExactly("new");
      assertThat(warnings()).hasSize(1);
      assertThat(warnings().get(0)).contains("[new] begin at zero", "JsonLinesSink");
    }
    lines.list.clear();
    try (CostAware costs = builder(save()).beginAtZero().build()) {
      save(daily("new", "1"));
      assertThat(costs.reload()).containsExactly("new");
      assertThat(warnings()).isEmpty();
    }
  }

  @Test
  void aPastThatCannotBeReadIsToldAndTheBudgetsAreInForceAllTheSame() {
    EventStore damaged =
        (from, to) -> {
          throw new IllegalStateException("the disk is gone");
        };
    try (CostAware costs = builder(save()).history(damaged).build()) {
      save(daily("new", "1"));
      assertThat(costs.reload()).containsExactly("new");
      assertThat(costs.budgets()).hasSize(1);
      assertThat(health(costs).faults())
          .singleElement()
          .asString()
          .contains("[new] begin without all of their past");
    }
  }

  @Test
  void aChangeIsFoundWithoutBeingAskedFor() throws Exception {
    CountDownLatch replaced = new CountDownLatch(2);
    List<List<Budget>> seen = new CopyOnWriteArrayList<>();
    BudgetLedger ledger = mock(BudgetLedger.class);
    when(ledger.replace(anyList()))
        .thenAnswer(
            call -> {
              seen.add(List.copyOf(call.getArgument(0)));
              replaced.countDown();
              return Set.of();
            });
    try (CostAware costs =
        CostAware.builder().configuration(save(daily("a", "1"))).ledger(ledger).build()) {
      assertThat(seen).hasSize(1);
      save(daily("a", "1"), daily("b", "22"));
      assertThat(replaced.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(seen.get(1)).extracting(Budget::name).containsExactly("a", "b");
      assertThat(health(costs).isHealthy()).isTrue();
    }
  }

  @Test
  void aLedgerOfYourOwnFollowsTheFile() {
    InMemoryLedger ledger = InMemoryLedger.of(List.of(), Money.USD, now::get);
    try (CostAware costs = builder(save(daily("a", "1"))).ledger(ledger).build()) {
      call(costs);
      save(daily("a", "1"), daily("b", "1"));
      assertThat(costs.reload()).containsExactly("b");
      call(costs);
      assertThat(settled(costs))
          .containsOnly(Map.entry("a", Money.usd("0.0090")), Map.entry("b", Money.usd("0.0045")));
      assertThat(warnings()).isEmpty();
    }
  }

  @Test
  void withoutAFileThereIsNothingToReload() {
    try (CostAware costs = CostAware.builder().build()) {
      assertThatThrownBy(costs::reload)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("configuration(...)");
    }
    CostAware closed = builder(save()).build();
    closed.close();
    assertThatThrownBy(closed::reload).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aSelectorOnATagThatNoRuleKnowsIsRefusedAtBuildAndAtReload() {
    TagRules rules = TagRules.require("team", "app").allow("env", "dev", "prod");
    Budget misspelt = Budget.named("a").where("tema", "x").limitTokens(5).lifetime();
    assertThatThrownBy(CostAware.builder().tags(rules).budget(misspelt)::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'a'", "'tema'", "did you mean team?", "alsoKnow(\"tema\")");
    try (CostAware costs =
        builder(save("name: a\nwhere: {team: x}\nlimit: {tokens: 5}\n" + DAY))
            .tags(rules)
            .beginAtZero()
            .build()) {
      save("name: a\nwhere: {env: test}\neach: tenant\nlimit: {tokens: 5}\n" + DAY);
      assertThatThrownBy(costs::reload)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContainingAll(
              "2 faults",
              "'tenant', which the tag rules do not know",
              "env=test, which would never match",
              "use one of [dev, prod]");
      assertThat(health(costs).faults()).hasSize(2);
    }
    CostAware.builder().tags(rules.alsoKnow("tema")).budget(misspelt).beginAtZero().build().close();
    // Rules that know no key say nothing of any.
    CostAware.builder().tags(TagRules.none()).budget(misspelt).beginAtZero().build().close();
  }

  @Test
  void whereNoTagIsNearAnUnknownOneTheSentenceStillReads() {
    Budget unknown = Budget.named("a").where("purpose", "x").limitTokens(5).lifetime();
    assertThatThrownBy(CostAware.builder().tags(TagRules.require("team")).budget(unknown)::build)
        .hasMessageEndingWith(
            "do not know; known are team; if it is right, add it with alsoKnow(\"purpose\")");
  }

  @Test
  void theBudgetsOfALedgerOfYourOwnAreCheckedToo() {
    Budget misspelt = Budget.named("a").each("tennant").limitTokens(5).lifetime();
    InMemoryLedger ledger = InMemoryLedger.of(List.of(misspelt), Money.USD, now::get);
    TagRules rules = TagRules.require("team", "tenant");
    assertThatThrownBy(CostAware.builder().tags(rules).ledger(ledger)::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'a'", "'tennant'", "did you mean tenant?");
    // The budgets of a file take their place.
    builder(save("name: b\neach: tenant\nlimit: {tokens: 5}\n" + DAY))
        .tags(rules)
        .ledger(ledger)
        .build()
        .close();
    assertThat(ledger.selectors()).containsOnlyKeys("b");
  }

  @Test
  void aValueThatALockOrAPatternExcludesIsRefused() {
    TagRules rules = TagRules.none().lock("account", "prod-1").pattern("cost-center", "[0-9]{4}");
    Budget other = Budget.named("a").anyOf("account", "prod-1", "prod-2").limitTokens(5).lifetime();
    Budget letters = Budget.named("b").where("cost-center", "12x").limitTokens(5).lifetime();
    assertThatThrownBy(CostAware.builder().tags(rules).budget(other).budget(letters)::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "Budget 'a' asks for account=prod-2",
            "locked to 'prod-1'",
            "Budget 'b' asks for cost-center=12x",
            "[0-9]{4}");
  }
}
