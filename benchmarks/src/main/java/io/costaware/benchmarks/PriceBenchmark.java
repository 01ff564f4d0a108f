package io.costaware.benchmarks;

import static java.util.Objects.requireNonNull;

import io.costaware.pricing.PriceAttributes;
import io.costaware.pricing.PriceBook;
import io.costaware.pricing.PriceKey;
import io.costaware.pricing.PriceOverlay;
import io.costaware.pricing.PriceSelector;
import io.costaware.pricing.PriceSheet;
import io.costaware.pricing.RateCard;
import io.costaware.pricing.Receipt;
import io.costaware.pricing.SheetPriceBook;
import io.costaware.target.Provider;
import io.costaware.target.RoutingScope;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import io.costaware.usage.Meter;
import io.costaware.usage.Usage;
import java.time.Instant;
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
import org.openjdk.jmh.annotations.Warmup;

/** What a price costs: rates found by all that decides them, and a usage priced into a receipt. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 8, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx512m", "-Xms512m"})
public class PriceBenchmark {
  private static final long AT = Instant.parse("2026-11-21T00:00:00Z").toEpochMilli();
  private static final Target TEXT =
      new Target(
          Provider.BEDROCK, "anthropic.claude-sonnet-4-6", RoutingScope.GLOBAL, "eu-central-1");
  private static final Target VIDEO =
      new Target(Provider.VERTEX, "veo-3.1-generate-001", RoutingScope.GLOBAL, null);

  private final SheetPriceBook plain = SheetPriceBook.of(PriceSheet.bundled());
  private final PriceBook overlaid =
      plain.withOverlays(
          List.of(
              PriceOverlay.discount("account", "12")
                  .where(PriceSelector.all().account("123456789012")),
              PriceOverlay.discount("team", "5")
                  .where(PriceSelector.all().model("anthropic.*").tag("team", "support"))));
  private final PriceKey key =
      new PriceKey(
          TEXT, ServiceTier.STANDARD, PriceAttributes.none(), "123456789012", Setting.SIX_TAGS);
  private final PriceKey told =
      new PriceKey(
          VIDEO,
          ServiceTier.STANDARD,
          PriceAttributes.of("audio", "with_audio").with("resolution", "4k"),
          null,
          Setting.SIX_TAGS);
  private final Usage tokens =
      Usage.builder()
          .add(Meter.INPUT, 350)
          .add(Meter.CACHE_READ, 4_000)
          .add(Meter.OUTPUT, 120)
          .build();
  private final RateCard card = plain.rates(key, AT);
  private final RateCard discounted = overlaid.rates(key, AT);

  /** A usage of three meters into a receipt, by a card at hand. Aim: 150 ns with its rates. */
  @Benchmark
  public Receipt receipt() {
    return card.price(tokens);
  }

  /** The same by prices that a discount made. */
  @Benchmark
  public Receipt receiptOfDiscount() {
    return discounted.price(tokens);
  }

  /** Rates by target and tier. */
  @Benchmark
  public RateCard rates() {
    return requireNonNull(plain.rates(key, AT));
  }

  /** Rates that attributes decide. */
  @Benchmark
  public RateCard ratesByAttributes() {
    return requireNonNull(plain.rates(told, AT));
  }

  /** Rates under two overlays, one by account and one by model and tag. */
  @Benchmark
  public RateCard ratesUnderOverlays() {
    return requireNonNull(overlaid.rates(key, AT));
  }

  /** Rates and receipt, as at each call. */
  @Benchmark
  public Receipt ratesAndReceipt() {
    return requireNonNull(plain.rates(key, AT)).price(tokens);
  }

  /** Rates under two overlays and receipt. */
  @Benchmark
  public Receipt ratesUnderOverlaysAndReceipt() {
    return requireNonNull(overlaid.rates(key, AT)).price(tokens);
  }
}
