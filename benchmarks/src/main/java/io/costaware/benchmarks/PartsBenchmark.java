package io.costaware.benchmarks;

import static java.util.Objects.requireNonNull;

import io.costaware.budget.Budget;
import io.costaware.budget.BudgetLedger;
import io.costaware.budget.Demand;
import io.costaware.budget.HoldAnswer;
import io.costaware.budget.Settlement;
import io.costaware.ledger.InMemoryLedger;
import io.costaware.money.Money;
import io.costaware.pricing.PriceBook;
import io.costaware.pricing.PriceSheet;
import io.costaware.pricing.RateCard;
import io.costaware.pricing.Receipt;
import io.costaware.pricing.SheetPriceBook;
import io.costaware.tags.TagRules;
import io.costaware.tags.TagScope;
import io.costaware.tags.TagVerdict;
import io.costaware.tags.Tags;
import io.costaware.target.Provider;
import io.costaware.target.RoutingScope;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import io.costaware.usage.Meter;
import io.costaware.usage.Usage;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** The parts of metering a call, each by itself. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 8, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx512m", "-Xms512m"})
public class PartsBenchmark {
  private static final Target TARGET =
      new Target(
          Provider.BEDROCK, "anthropic.claude-sonnet-4-6", RoutingScope.GLOBAL, "eu-central-1");
  private static final Tags TWO = Tags.of("feature", "summary", "tenant", "acme");
  private static final Tags FOUR = Setting.SIX_TAGS.without("feature").without("tenant");

  private final InstantSource clock = InstantSource.system();
  private final PriceBook prices = SheetPriceBook.of(PriceSheet.bundled());
  private final Usage usage =
      Usage.builder()
          .add(Meter.INPUT, 350)
          .add(Meter.CACHE_READ, 4_000)
          .add(Meter.OUTPUT, 120)
          .build();
  private final RateCard card = prices.rates(TARGET, ServiceTier.STANDARD, clock.millis());
  private final TagRules rules =
      TagRules.require("team", "app").allow("env", "dev", "prod").pattern("tenant", "[a-z]+");
  private final BudgetLedger oneBudget = ledger(Setting.budgets()[0]);
  private final BudgetLedger threeBudgets = ledger(Setting.budgets());
  private final BudgetLedger thousandBudgets = ledger(thousand());
  private final Demand held = Demand.ofPicos(2_500_000_000L, Money.USD, 560, 1);
  private final Demand actual = Demand.ofPicos(1_500_000_000L, Money.USD, 180, 1);

  private BudgetLedger ledger(Budget... budgets) {
    return InMemoryLedger.of(List.of(budgets), Money.USD, clock);
  }

  private static Budget[] thousand() {
    Budget[] budgets = new Budget[1_000];
    for (int i = 0; i < budgets.length; i++) {
      budgets[i] = Budget.named("b" + i).limit("1000000", "USD").lifetime();
      budgets[i] = budgets[i].where("team", i == 500 ? "support" : "team-" + i);
    }
    return budgets;
  }

  /** The rates of a target, and the receipt of three meters. */
  @Benchmark
  public Receipt ratesAndReceipt() {
    return requireNonNull(prices.rates(TARGET, ServiceTier.STANDARD, clock.millis())).price(usage);
  }

  /** The receipt alone. */
  @Benchmark
  public Receipt receipt() {
    return card.price(usage);
  }

  /** Matching, holding on and settling one budget. */
  @Benchmark
  public Settlement oneBudget() {
    return holdAndSettle(oneBudget);
  }

  /** The same on two threads, which share the counter. */
  @Benchmark
  @Threads(2)
  public Settlement oneBudgetOnTwoThreads() {
    return holdAndSettle(oneBudget);
  }

  /** With three budgets that cover the call. */
  @Benchmark
  public Settlement threeBudgets() {
    return holdAndSettle(threeBudgets);
  }

  /** With one budget of a thousand that covers the call. */
  @Benchmark
  public Settlement oneOfThousandBudgets() {
    return holdAndSettle(thousandBudgets);
  }

  private Settlement holdAndSettle(BudgetLedger ledger) {
    HoldAnswer answer = ledger.hold(ledger.match(Setting.SIX_TAGS, TARGET), held, clock.millis());
    return ledger.settle(((HoldAnswer.Granted) answer).hold(), actual);
  }

  /** Four rules over six tags, none broken. */
  @Benchmark
  public TagVerdict rules() {
    return rules.check(Setting.SIX_TAGS);
  }

  /** Two tags of a request laid over four of a scope. */
  @Benchmark
  public Tags merge() {
    return FOUR.merge(TWO);
  }

  /** A scope of its own round the call. */
  @Benchmark
  public Tags scope() {
    try (TagScope scope = TagScope.open(FOUR)) {
      return TagScope.current();
    }
  }

  /** The two readings of a clock that a call needs at each end. */
  @Benchmark
  public long clocks() {
    return clock.millis() + System.nanoTime();
  }
}
