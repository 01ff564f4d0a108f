package io.costaware.event;

import io.costaware.budget.Amount;
import io.costaware.budget.Demand;
import io.costaware.budget.Shortfall;
import io.costaware.money.Money;
import io.costaware.pricing.Confidence;
import io.costaware.pricing.Price;
import io.costaware.pricing.PriceAttributes;
import io.costaware.pricing.RateCard;
import io.costaware.pricing.RateCardBuilder;
import io.costaware.pricing.Receipt;
import io.costaware.tags.TagViolation;
import io.costaware.tags.Tags;
import io.costaware.target.Operation;
import io.costaware.target.Provider;
import io.costaware.target.RoutingScope;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import io.costaware.usage.Meter;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Events of every kind with every combination of facts, the same for the same seed. */
public final class RandomEvents {
  private static final List<Currency> CURRENCIES = List.of(Money.USD, Currency.getInstance("EUR"));
  private static final String[] SCRAPS = {
    "a", "team", "\"", "\\", "é", "\uD83D\uDCB0", "日本", " ", "=", "{", "]", ":", "\u2028", "/", "0"
  };

  private final Random random;

  /** A source for a seed. */
  public RandomEvents(long seed) {
    this.random = new Random(seed);
  }

  /** An event of any kind. */
  public CostEvent any() {
    return switch (random.nextInt(5)) {
      case 0 -> refused();
      case 1 -> adjustment();
      default -> call();
    };
  }

  /** An adjustment from any figure to any receipt of the same currency. */
  public AdjustmentEvent adjustment() {
    Receipt receipt = receipt();
    EventId adjusts = id();
    int revision = random.nextInt(9) + 1;
    Currency currency = receipt.currency();
    return new AdjustmentEvent(
        AdjustmentEvent.idOf(adjusts, revision),
        adjusts,
        facts(),
        revision,
        millis(),
        millis(),
        text(),
        text(),
        new Figure(
            one(Receipt.Outcome.values()),
            orNull(() -> new Money(price(), currency)),
            orNull(() -> new Money(price(), currency)),
            new Money(price(), currency),
            texts()),
        receipt);
  }

  /** A call. */
  public CallEvent call() {
    return new CallEvent(
        id(),
        facts(),
        random.nextInt(4),
        random.nextBoolean(),
        millis(),
        random.nextLong() >>> 1,
        outcome(),
        receipt(),
        one(Provenance.values()),
        demand(),
        demand(),
        texts());
  }

  /** A refusal. */
  public RefusedEvent refused() {
    return new RefusedEvent(id(), facts(), millis(), refusal(random.nextInt(7)));
  }

  /** A refusal of the kind of that number, 0 to 6. */
  public Refusal refusal(int kind) {
    return switch (kind) {
      case 0 ->
          new Refusal.OfTags(
              IntStream.range(0, random.nextInt(3) + 1)
                  .mapToObj(i -> new TagViolation(text(), orNull(this::text), text()))
                  .toList());
      case 1 -> new Refusal.OfPrice(text());
      case 2 -> new Refusal.OfPolicy(text());
      case 3 -> new Refusal.OfProfile(text());
      case 4 -> new Refusal.OfModel(text());
      case 5 -> new Refusal.OfStream(orNull(this::text), count());
      default ->
          new Refusal.OfBudget(
              new Shortfall(
                  one(Shortfall.Cause.values()),
                  text(),
                  text(),
                  text(),
                  amount(),
                  amount(),
                  amount(),
                  amount(),
                  orNull(this::moment),
                  random.nextBoolean()));
    };
  }

  private CallFacts facts() {
    Operation operation = one(Operation.values());
    return new CallFacts(
        id(),
        operation,
        text(),
        text(),
        orNull(() -> target(operation.provider())),
        tier(),
        tags(),
        new HoldBasis(
            count(),
            text(),
            count(),
            one(HoldBasis.OutputCap.values()),
            random.nextInt(8) + 1,
            random.nextBoolean(),
            random.nextInt(100),
            count()),
        texts(),
        orNull(() -> refusal(random.nextInt(7))),
        orNull(this::text));
  }

  private Outcome outcome() {
    CallResult result = one(CallResult.values());
    Outcome outcome =
        switch (random.nextInt(4)) {
          case 0 -> Outcome.measured(usage(), raw()).withResult(result);
          case 1 -> Outcome.partlyMeasured(result, usage(), raw(), text());
          case 2 -> Outcome.unmeasured(result, text());
          default -> Outcome.free(result);
        };
    return outcome
        .withServedTier(orNull(this::tier))
        .withServedModel(orNull(this::text))
        .withRequestId(orNull(this::text))
        .withError(orNull(() -> "ThrottlingException 429"))
        .withAttributes(
            random.nextBoolean()
                ? PriceAttributes.none()
                : PriceAttributes.of("resolution", text()).with("audio", text()));
  }

  /** A receipt of any outcome. */
  public Receipt receipt() {
    Target target = target(one(Provider.values()));
    ServiceTier tier = tier();
    Currency currency = currency();
    return switch (random.nextInt(6)) {
      case 0 -> Receipt.zero(orNull(() -> target), orNull(() -> tier), currency);
      case 1 -> Receipt.missing(orNull(() -> target), orNull(() -> tier), currency);
      case 2 -> Receipt.unpriced(target, tier, usage(), currency, text());
      case 3 -> card(target, tier, currency).price(usage()).asPartial();
      default -> card(target, tier, currency).price(usage());
    };
  }

  private RateCard card(Target target, ServiceTier tier, Currency currency) {
    RateCardBuilder card = RateCard.builder(target, tier, currency, "sheet-" + count());
    for (long threshold = 0; threshold < 3; threshold++) {
      if (threshold > 0) {
        card.above(threshold * 200_000);
      }
      for (Meter meter : Meter.values()) {
        if (random.nextInt(5) > 0) {
          card.add(
              new Price.Known(
                  meter,
                  new Money(price(), currency),
                  text(),
                  text(),
                  text(),
                  orNull(this::moment),
                  orNull(this::moment),
                  one(Confidence.values())));
        }
      }
    }
    return random.nextBoolean() ? card.build() : card.warn(text()).build();
  }

  /** Some finer than a pico, some zero, some as fine as many discounts make them. */
  private BigDecimal price() {
    return new BigDecimal(
        BigInteger.valueOf(random.nextInt(1_000_000)),
        random.nextInt(8) == 0 ? 100 : 6 + random.nextInt(10));
  }

  private Demand demand() {
    return switch (random.nextInt(3)) {
      case 0 -> Demand.costUnknown(currency(), count(), count());
      case 1 -> Demand.ofPicos(count(), currency(), count(), count());
      default -> Demand.of(new Money(price(), currency()), count(), count());
    };
  }

  private Amount amount() {
    return switch (random.nextInt(3)) {
      case 0 -> new Amount.OfMoney(new Money(price(), currency()));
      case 1 -> new Amount.OfTokens(count());
      default -> new Amount.OfRequests(count());
    };
  }

  private Usage usage() {
    Usage.Builder usage = Usage.builder();
    for (int i = random.nextInt(6); i > 0; i--) {
      usage.add(one(Meter.values()), random.nextInt(500_000));
    }
    return usage.build();
  }

  private RawUsage raw() {
    RawUsage.Builder raw = RawUsage.builder();
    for (int i = random.nextInt(4); i > 0; i--) {
      raw.put(text(), random.nextLong());
    }
    return raw.build();
  }

  private Target target(Provider provider) {
    return new Target(
        provider,
        text(),
        one(RoutingScope.IN_REGION, RoutingScope.GLOBAL, RoutingScope.geo("us")),
        orNull(this::text));
  }

  private ServiceTier tier() {
    return one(
        ServiceTier.STANDARD,
        ServiceTier.FLEX,
        ServiceTier.PROVISIONED,
        new ServiceTier("reserved:1h"),
        new ServiceTier("tomorrow's"));
  }

  private Tags tags() {
    Tags tags = Tags.none();
    for (int i = random.nextInt(5); i > 0; i--) {
      tags = tags.with("k" + text(), text());
    }
    return tags;
  }

  private List<String> texts() {
    return IntStream.range(0, random.nextInt(3)).mapToObj(i -> text()).toList();
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(one(SCRAPS));
    }
    return text.toString();
  }

  private Instant moment() {
    return Instant.ofEpochSecond(
        random.nextInt(Integer.MAX_VALUE), random.nextBoolean() ? 0 : random.nextInt(999_999_999));
  }

  private long millis() {
    return random.nextInt(Integer.MAX_VALUE) * 1_000L + random.nextInt(1_000);
  }

  private long count() {
    return random.nextInt(1_000_000);
  }

  private Currency currency() {
    return CURRENCIES.get(random.nextInt(CURRENCIES.size()));
  }

  private EventId id() {
    return new EventId(random.nextLong(), random.nextLong());
  }

  @SafeVarargs
  private <T> T one(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private <T> @Nullable T orNull(Supplier<T> supplier) {
    return random.nextBoolean() ? supplier.get() : null;
  }
}
