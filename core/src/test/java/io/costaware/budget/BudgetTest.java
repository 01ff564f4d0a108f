package io.costaware.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.ledger.InMemoryLedger;
import io.costaware.money.Money;
import io.costaware.tags.Tags;
import io.costaware.target.Provider;
import io.costaware.target.RoutingScope;
import io.costaware.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-11-21T11:00:00Z"));
  private static final Target SONNET =
      new Target(
          Provider.BEDROCK, "anthropic.claude-sonnet-4-6", RoutingScope.GLOBAL, "eu-central-1");
  private static final Target FLASH =
      new Target(Provider.VERTEX, "gemini-2.5-flash", RoutingScope.GLOBAL, null);
  private static final Budget SUPPORT =
      Budget.named("support").where("team", "support").limit("10000", "USD").perMonth(BERLIN);

  private static InMemoryLedger ledger(Budget... budgets) {
    return InMemoryLedger.of(List.of(budgets), Money.USD, NOON);
  }

  private static void assertRefused(ThrowingCallable nonsense, String... words) {
    assertThatThrownBy(nonsense)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void theFirstScreenReadsAsItIsMeant() {
    assertThat(SUPPORT)
        .hasToString("support: 10000 USD per month in Europe/Berlin where team=support");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "0.00", "-1e-999999999"})
  void aLimitThatIsNotAboveZeroIsRefusedWithAWayOut(String limit) {
    assertRefused(
        () -> Budget.named("a").limit(limit, "USD"),
        "Budget 'a'",
        limit,
        "above 0",
        "leave the budget out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1000000000000001", "1e16", "1e999999999", "1000000000000000.1"})
  void anAbsurdLimitIsRefused(String limit) {
    assertRefused(
        () -> Budget.named("a").limit(limit, "USD"), "Budget 'a'", limit, "1000000000000000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e-25", "1e-999999999", "1.0000000000000000000000001"})
  void aLimitThatIsTooFineIsRefused(String limit) {
    assertRefused(() -> Budget.named("a").limit(limit, "USD"), "too fine", "24 decimal places");
  }

  @Test
  void theLargestAndTheFinestLimitsAreTaken() {
    Budget.named("a").limit("1000000000000000", "USD");
    Budget.named("a").limit("1e15", "USD");
    Budget.named("a").limit("1e-24", "USD");
    Budget.named("a").limitTokens(Budget.MAX_LIMIT);
  }

  @Test
  void whatIsNoLimitAtAllIsRefused() {
    assertRefused(() -> Budget.named("a").limit("much", "USD"), "'much'", "no decimal number");
    assertRefused(() -> Budget.named("a").limit("1", "EURO"), "'EURO'", "currency");
    assertRefused(() -> Budget.named("a").limitTokens(0), "0 tokens", "above 0");
    assertRefused(() -> Budget.named("a").limitTokens(Long.MAX_VALUE), "1000000000000000");
    assertRefused(() -> Budget.named("a").limitRequests(-5), "-5 requests", "above 0");
    assertRefused(() -> Budget.named("a").defaultOutputTokens(0), "defaultOutputTokens", "0");
  }

  @Test
  void namesAndSelectorsMustSaySomething() {
    assertRefused(() -> Budget.named(" "), "name is empty");
    assertRefused(() -> Budget.named("a\nb"), "control character");
    assertRefused(() -> Budget.named("x".repeat(129)), "129", "128");
    assertRefused(() -> Budget.named("a").where(" ", "x"), "Budget 'a'", "key is blank");
    assertRefused(() -> Budget.named("a").anyOf("team"), "no value");
    assertRefused(() -> Budget.named("a").anyOf("team", "x", "x"), "'x' twice");
    assertRefused(() -> Budget.named("a").model(""), "model id is empty");
  }

  @Test
  void whatIsSaidOnceCannotBeSaidAgain() {
    assertRefused(() -> SUPPORT.where("team", "sales"), "already asks for team=support", "anyOf");
    assertRefused(() -> SUPPORT.limitTokens(5), "limit is already 10000 USD");
    assertRefused(() -> SUPPORT.perDay(BERLIN), "window is already month in Europe/Berlin");
    assertRefused(
        () -> SUPPORT.provider(Provider.BEDROCK).provider(Provider.VERTEX), "provider is already");
    assertRefused(() -> SUPPORT.model("a").model("b"), "model is already said");
    assertRefused(() -> SUPPORT.defaultOutputTokens(1).defaultOutputTokens(2), "already said");
  }

  @Test
  void aLedgerRefusesBudgetsThatAreIncompleteOrQuarrel() {
    assertRefused(() -> ledger(Budget.named("a").perDay(BERLIN)), "'a'", "no limit", "limit(");
    assertRefused(() -> ledger(Budget.named("a").limitTokens(1)), "'a'", "no window", "perMonth");
    assertRefused(() -> ledger(SUPPORT, SUPPORT), "'support'", "another budget of that name");
    assertRefused(
        () -> ledger(Budget.named("a").limit("5", "EUR").lifetime()), "'a'", "EUR", "USD");
    assertRefused(
        () -> InMemoryLedger.of(List.of(), Money.USD, Duration.ZERO, NOON), "PT0S", "PT0.001S");
    assertRefused(
        () -> InMemoryLedger.of(List.of(), Money.USD, Duration.ofDays(400), NOON), "PT9600H");
  }

  @Test
  void budgetsCoverWhatMeetsAllTheirConditions() {
    try (InMemoryLedger ledger =
        ledger(
            Budget.named("any").limitTokens(1).lifetime().defaultOutputTokens(10),
            Budget.named("teams")
                .anyOf("team", "sales", "support")
                .where("env", "prod")
                .limitTokens(1)
                .lifetime()
                .defaultOutputTokens(30),
            Budget.named("gemini").provider(Provider.VERTEX).limitTokens(1).lifetime(),
            Budget.named("sonnet").model(SONNET.model()).limitTokens(1).lifetime())) {
      assertThat(covering(ledger, Tags.none(), null)).containsExactly("any");
      assertThat(covering(ledger, Tags.of("team", "support"), SONNET))
          .containsExactly("any", "sonnet");
      Tags prodSales = Tags.of("team", "sales", "env", "prod");
      assertThat(covering(ledger, prodSales, FLASH)).containsExactly("any", "teams", "gemini");
      assertThat(covering(ledger, Tags.of("team", "other", "env", "prod"), null))
          .containsExactly("any");
    }
  }

  /** The names of the budgets that hold for such a call. */
  private static List<String> covering(InMemoryLedger ledger, Tags tags, @Nullable Target target) {
    Hold hold =
        ledger.holdRegardless(
            ledger.match(tags, target), Demand.ofPicos(0, Money.USD, 1, 1), NOON.millis());
    List<String> names =
        ledger.status().stream()
            .filter(status -> !status.held().equals(new Amount.OfTokens(0)))
            .map(BudgetStatus::budget)
            .toList();
    ledger.release(hold);
    return names;
  }

  @Test
  void oneOfAThousandTeamsFindsItsOwnBudget() {
    Budget[] budgets =
        IntStream.range(0, 1_000)
            .mapToObj(i -> Budget.named("b" + i).where("team", "t" + i).limitTokens(5).lifetime())
            .toArray(Budget[]::new);
    try (InMemoryLedger ledger = ledger(budgets)) {
      assertThat(covering(ledger, Tags.of("team", "t777", "app", "x"), null))
          .containsExactly("b777");
      assertThat(ledger.match(Tags.of("team", "t1000"), null).isEmpty()).isTrue();
    }
  }

  @Test
  void B6_whatIsReckonedWithSatisfiesEveryBudgetThatOutputMattersTo() {
    try (InMemoryLedger ledger =
        ledger(
            Budget.named("a").limitTokens(9).lifetime().defaultOutputTokens(500),
            Budget.named("b").limitTokens(9).lifetime().defaultOutputTokens(900),
            Budget.named("c").limitRequests(9).lifetime(),
            Budget.named("d").where("team", "x").limitTokens(9).lifetime().learnedOutput(90),
            Budget.named("e").where("team", "y").limitTokens(9).lifetime().holdModelMaximum())) {
      assertThat(ledger.match(Tags.none(), null).output())
          .isEqualTo(new OutputExpectation(false, 900, 0));
      assertThat(ledger.match(Tags.of("team", "x"), null).output())
          .isEqualTo(new OutputExpectation(false, 900, 90));
      assertThat(ledger.match(Tags.of("team", "y"), null).output())
          .isEqualTo(new OutputExpectation(true, 900, 0));
    }
    try (InMemoryLedger ledger = ledger(SUPPORT)) {
      assertThat(ledger.match(Tags.of("team", "support"), null).output())
          .isEqualTo(OutputExpectation.LEARNED);
    }
  }

  @Test
  void onlyALimitInMoneyMakesPricesMatter() {
    try (InMemoryLedger ledger =
        ledger(SUPPORT, Budget.named("t").limitTokens(9).perDay(ZoneOffset.UTC))) {
      assertThat(ledger.match(Tags.of("team", "support"), null).limitsMoney()).isTrue();
      assertThat(ledger.match(Tags.none(), null).limitsMoney()).isFalse();
    }
  }

  @Test
  void otherCurrenciesHaveLedgersToo() {
    Currency yen = Currency.getInstance("JPY");
    try (InMemoryLedger ledger =
        InMemoryLedger.of(List.of(Budget.named("a").limit("5000", "JPY").lifetime()), yen, NOON)) {
      assertThat(ledger.status().get(0).limit()).hasToString("5000 JPY");
    }
  }

  @Test
  void aRunNeedsATagThatNamesIt() {
    Budget shared =
        Budget.named("agents").limit("2", "USD").within(BudgetWindow.run(Duration.ofHours(6)));
    assertRefused(
        () -> ledger(shared), "'agents'", "no tag names the runs", "perRun(\"run\"", "PT6H");
    assertThat(ledger(shared.each("run")).selectors()).containsOnlyKeys("agents");
  }

  @Test
  void aRaiseThatIsNoneIsCalledARaise() {
    Instant until = Instant.parse("2026-12-01T00:00:00Z");
    for (String nonsense : List.of("-1", "0", "1e-25", "1e16", "much")) {
      assertThatThrownBy(() -> SUPPORT.raise(nonsense, "USD", until))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("Budget 'support': its raise", nonsense)
          .hasMessageNotContaining("its limit");
    }
    assertRefused(
        () -> SUPPORT.raise(new Amount.OfTokens(-5), until), "its raise -5 tokens", "above 0");
  }

  @Test
  @SuppressWarnings("NullAway") // what a caller without null checks may do
  void whatIsNullIsRefusedInTheNameOfTheBudgetWithWhatToWrite() {
    Budget bare = Budget.named("a");
    List<ThrowingCallable> zones =
        List.of(
            () -> bare.perMinute(null),
            () -> bare.perHour(null),
            () -> bare.perDay(null),
            () -> bare.perWeek(null),
            () -> bare.perMonth(null),
            () -> bare.perQuarter(null),
            () -> bare.perYear(null));
    for (ThrowingCallable zone : zones) {
      assertRefused(zone, "Budget 'a': its zone is null", "ZoneId.of(\"UTC\")");
    }
    assertRefused(() -> bare.within(null), "Budget 'a': its window is null", "lifetime()");
    assertRefused(() -> bare.limit((Amount) null), "Budget 'a': its limit is null", "limitTokens");
    assertRefused(() -> bare.limit((Money) null), "Budget 'a': its limit is null");
    assertRefused(() -> bare.limit(null, "USD"), "Budget 'a': its limit is null", "10000");
    assertRefused(() -> bare.limit("1", null), "Budget 'a': its currency is null", "USD");
    assertRefused(() -> bare.raise(null, Instant.EPOCH), "Budget 'a': its raise is null");
    assertRefused(() -> bare.raise("1", "USD", null), "Budget 'a'", "raise's end is null");
  }
}
