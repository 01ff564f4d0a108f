package io.costaware.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.money.Money;
import io.costaware.target.Provider;
import io.costaware.target.RoutingScope;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import io.costaware.usage.Meter;
import io.costaware.usage.Usage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class RateCardPropertyTest {
  private static final long THRESHOLD = 200_000;

  /** Prices of two bands by meter, as decimals of one unit. */
  record Prices(Map<Meter, BigDecimal> low, Map<Meter, BigDecimal> high) {}

  @Provide
  Arbitrary<Prices> prices() {
    Arbitrary<BigDecimal> price =
        Arbitraries.oneOf(
            Arbitraries.bigDecimals().between(BigDecimal.ZERO, new BigDecimal("0.001")).ofScale(12),
            Arbitraries.bigDecimals().between(BigDecimal.ZERO, new BigDecimal("0.001")).ofScale(15),
            Arbitraries.bigDecimals().between(BigDecimal.ZERO, new BigDecimal("1000")).ofScale(2));
    Arbitrary<Map<Meter, BigDecimal>> band =
        Arbitraries.maps(Arbitraries.of(Meter.class), price).ofMaxSize(12);
    return Combinators.combine(band, band).as(Prices::new);
  }

  @Provide
  Arbitrary<Usage> usages() {
    Arbitrary<Long> quantity =
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, 300_000),
            Arbitraries.longs().between(0, Long.MAX_VALUE / 64),
            Arbitraries.of(0L, 1L, 199_999L, 200_000L, 200_001L));
    return Arbitraries.maps(Arbitraries.of(Meter.class), quantity)
        .ofMaxSize(8)
        .map(
            map -> {
              Usage.Builder usage = Usage.builder();
              map.forEach(usage::add);
              return usage.build();
            });
  }

  private static RateCard card(Prices prices) {
    Target target = new Target(Provider.VERTEX, "m", RoutingScope.GLOBAL, null);
    RateCardBuilder card = RateCard.builder(target, ServiceTier.STANDARD, Money.USD, "test-1");
    prices.low().forEach((meter, price) -> card.add(known(meter, price, "any")));
    card.above(THRESHOLD);
    prices.high().forEach((meter, price) -> card.add(known(meter, price, "gt_200k")));
    return card.build();
  }

  private static Price.Known known(Meter meter, BigDecimal price, String band) {
    return new Price.Known(
        meter,
        new Money(price, Money.USD),
        "standard, global, " + band,
        "test",
        "test-1",
        null,
        null,
        Confidence.HIGH);
  }

  /** The cost by the book, without any of the shortcuts. */
  private static BigDecimal oracle(Prices prices, Usage usage) {
    BigDecimal prompt = BigDecimal.ZERO;
    for (Meter meter : Meter.values()) {
      if (meter.isPrompt()) {
        prompt = prompt.add(BigDecimal.valueOf(usage.get(meter)));
      }
    }
    boolean high = prompt.compareTo(BigDecimal.valueOf(THRESHOLD)) > 0;
    Map<Meter, BigDecimal> band = high ? prices.high() : prices.low();
    BigDecimal total = BigDecimal.ZERO;
    for (Meter meter : Meter.values()) {
      boolean apart = prices.low().containsKey(meter) || prices.high().containsKey(meter);
      Meter counted = apart ? meter : base(meter);
      BigDecimal price = band.getOrDefault(counted, BigDecimal.ZERO);
      total = total.add(price.multiply(BigDecimal.valueOf(usage.get(meter))));
    }
    return total;
  }

  private static Meter base(Meter meter) {
    return switch (meter) {
      case INPUT_AUDIO, INPUT_IMAGE, INPUT_VIDEO -> Meter.INPUT;
      case CACHE_READ_AUDIO -> Meter.CACHE_READ;
      case OUTPUT_AUDIO, OUTPUT_IMAGE, OUTPUT_VIDEO -> Meter.OUTPUT;
      default -> meter;
    };
  }

  @Property
  void M1_aCostIsWhatPlainDecimalsSay(
      @ForAll("prices") Prices prices, @ForAll("usages") Usage usage) {
    Receipt receipt = card(prices).price(usage);
    assertThat(receipt.knownTotal()).isEqualTo(new Money(oracle(prices, usage), Money.USD));
    if (receipt.fitsPicos()) {
      assertThat(Money.ofPicos(receipt.knownPicos(), Money.USD)).isEqualTo(receipt.knownTotal());
    }
  }

  @Property
  void M1_theSlowWayComesToTheSame(@ForAll("prices") Prices prices, @ForAll("usages") Usage usage) {
    RateCard card = card(prices);
    Usage folded = card.fold(usage);
    Receipt fast = card.price(usage);
    Receipt slow = card.priceInDecimals(folded, folded.promptTokens() > THRESHOLD ? 1 : 0);
    assertThat(slow.knownTotal()).isEqualTo(fast.knownTotal());
    assertThat(slow.outcome()).isEqualTo(fast.outcome());
    assertThat(slow.lines()).isEqualTo(fast.lines());
  }

  @Property
  void M2_theLinesAddUpToTheTotal(@ForAll("prices") Prices prices, @ForAll("usages") Usage usage) {
    Receipt receipt = card(prices).price(usage);
    Money sum = Money.zero(Money.USD);
    for (ReceiptLine line : receipt.lines()) {
      assertThat(line.amount()).isEqualTo(line.unitPrice().times(line.quantity()));
      sum = sum.plus(line.amount());
    }
    assertThat(sum).isEqualTo(receipt.knownTotal());
  }

  @Property
  void M5_aHigherCountNeverCostsLessWithinABand(
      @ForAll("prices") Prices prices, @ForAll("usages") Usage usage, @ForAll Meter meter) {
    RateCard card = card(prices);
    Usage more = usage.plus(Usage.builder().add(meter, 1).build());
    Receipt less = card.price(usage);
    Receipt receipt = card.price(more);
    if (receipt.bandName().equals(less.bandName())) {
      assertThat(receipt.knownTotal()).isGreaterThanOrEqualTo(less.knownTotal());
    }
  }

  @Property
  void M1_theOrderOfFragmentsDoesNotMatter(
      @ForAll("prices") Prices prices, @ForAll("fragments") List<Usage> fragments) {
    RateCard card = card(prices);
    Usage forwards = Usage.none();
    Usage backwards = Usage.none();
    for (int i = 0; i < fragments.size(); i++) {
      forwards = forwards.plus(fragments.get(i));
      backwards = backwards.plus(fragments.get(fragments.size() - 1 - i));
    }
    assertThat(backwards).isEqualTo(forwards);
    assertThat(card.price(backwards).knownTotal()).isEqualTo(card.price(forwards).knownTotal());
    assertThat(card.price(backwards).lines()).isEqualTo(card.price(forwards).lines());
  }

  @Provide
  Arbitrary<List<Usage>> fragments() {
    return usages().list().ofMaxSize(6);
  }

  @Property
  void M1_printingAndParsingMoneyAreInverse(@ForAll BigDecimal amount) {
    Money money = new Money(amount, Money.USD);
    assertThat(Money.usd(money.decimal())).isEqualTo(money);
    assertThat(money.decimal()).doesNotContain("E", "e");
    if (money.fitsPicos()) {
      assertThat(Money.ofPicos(money.picos(), Money.USD)).isEqualTo(money);
    }
  }

  @Property
  void M2_theLinesOfADiscountedPriceAddUpToTheTotal(
      @ForAll("prices") Prices prices,
      @ForAll("usages") Usage usage,
      @ForAll @IntRange(min = 1, max = 1_000_000) int tenThousandths) {
    BigDecimal percent = BigDecimal.valueOf(tenThousandths, 4);
    RateCard list = card(prices);
    PriceOverlay overlay = PriceOverlay.discount("less", percent.toPlainString());
    RateCardBuilder less =
        RateCard.builder(list.target(), ServiceTier.STANDARD, Money.USD, "test-1");
    SheetModel none = new SheetModel(Provider.VERTEX, "m", ModelLimits.UNKNOWN, false, List.of());
    PriceLayer layer = new PriceLayer(none, "test-1", 0, Long.MAX_VALUE, "");
    prices
        .low()
        .forEach(
            (meter, price) ->
                less.add(
                    Overlays.apply(
                        List.of(new Overlays.Lying(overlay, 1)),
                        new LayeredRow(row(meter, price), layer),
                        known(meter, price, "any"))));
    Receipt receipt = less.build().price(usage);
    BigDecimal sum = BigDecimal.ZERO;
    for (ReceiptLine line : receipt.lines()) {
      BigDecimal listed = prices.low().getOrDefault(line.meter(), BigDecimal.ZERO);
      BigDecimal left = BigDecimal.valueOf(100).subtract(percent).movePointLeft(2);
      assertThat(line.unitPrice()).isEqualTo(new Money(listed.multiply(left), Money.USD));
      sum = sum.add(line.amount().amount());
    }
    assertThat(new Money(sum, Money.USD)).isEqualTo(receipt.knownTotal());
  }

  private static SheetRow row(Meter meter, BigDecimal price) {
    return new SheetRow(
        "global",
        "standard",
        0,
        meter,
        false,
        new Money(price, Money.USD),
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        "test",
        Confidence.HIGH,
        Map.of());
  }

  @Property
  void aStoredReceiptReadsAsItWasWritten(
      @ForAll("prices") Prices prices, @ForAll("usages") Usage usage) {
    Receipt receipt = card(prices).price(usage);
    Receipt stored =
        Receipt.stored(
            receipt.outcome(),
            receipt.target(),
            receipt.tier(),
            receipt.usage(),
            receipt.bandName(),
            receipt.total(),
            receipt.currency(),
            receipt.lines(),
            receipt.warnings());
    assertThat(stored.outcome()).isEqualTo(receipt.outcome());
    assertThat(stored.total()).isEqualTo(receipt.total());
    assertThat(stored.knownTotal()).isEqualTo(receipt.knownTotal());
    assertThat(stored.lines()).isEqualTo(receipt.lines());
    assertThat(stored.warnings()).isEqualTo(receipt.warnings());
    assertThat(stored.fitsPicos()).isEqualTo(receipt.fitsPicos());
    if (!receipt.lines().isEmpty()) {
      assertThat(stored.bandName()).isEqualTo(receipt.bandName());
    }
  }
}
