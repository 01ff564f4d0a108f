package io.costaware.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.money.Money;
import io.costaware.target.Provider;
import io.costaware.target.RoutingScope;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import io.costaware.usage.Meter;
import io.costaware.usage.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceiptTest {
  private static final Target TARGET =
      new Target(Provider.BEDROCK, "v.m", RoutingScope.GLOBAL, null);

  private static RateCard card(ServiceTier tier, String input) {
    return RateCard.builder(TARGET, tier, Money.USD, "test-1")
        .add(known(Meter.INPUT, input))
        .build();
  }

  private static Price.Known known(Meter meter, String usd) {
    return new Price.Known(
        meter,
        Money.usd(usd),
        "standard, global, any",
        "test",
        "test-1",
        null,
        null,
        Confidence.HIGH);
  }

  @Test
  void M3_aMeterWithoutAPriceMakesTheTotalALowerBound() {
    Receipt receipt = card(ServiceTier.STANDARD, "0.01").price(Usage.tokens(3, 5));
    assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.PARTIAL);
    assertThat(receipt.total()).isEqualTo(Money.usd("0.03"));
    assertThat(receipt.warnings()).anySatisfy(w -> assertThat(w).contains("no price for output"));
  }

  @Test
  void M3_usageWithoutAnyPriceHasNoTotal() {
    Receipt receipt = card(ServiceTier.STANDARD, "0.01").price(Usage.tokens(0, 5));
    assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.UNPRICED);
    assertThat(receipt.total()).isNull();
    assertThat(receipt.knownTotal()).isEqualTo(Money.usd("0"));
  }

  @Test
  void M3_aPriceOfZeroIsAPrice() {
    Receipt receipt = card(ServiceTier.STANDARD, "0").price(Usage.tokens(3, 0));
    assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.PRICED);
    assertThat(receipt.lines()).hasSize(1);
  }

  @Test
  void M1_aPriceFinerThanAPicoKeepsEveryDigit() {
    Receipt receipt = card(ServiceTier.STANDARD, "0.0000000000001234").price(Usage.tokens(3, 0));
    assertThat(receipt.total()).isEqualTo(Money.usd("0.0000000000003702"));
    assertThat(receipt.fitsPicos()).isFalse();
  }

  @Test
  void M1_aSumBeyondLongStaysExact() {
    Receipt receipt = card(ServiceTier.STANDARD, "10").price(Usage.tokens(4_000_000_000L, 0));
    assertThat(receipt.total()).isEqualTo(Money.usd("40000000000"));
  }

  @Test
  void aPromptBeyondLongIsPricedInTheHighestBand() {
    RateCard card =
        RateCard.builder(TARGET, ServiceTier.STANDARD, Money.USD, "test-1")
            .add(known(Meter.INPUT, "0.1"))
            .above(200_000)
            .add(known(Meter.INPUT, "0.2"))
            .add(known(Meter.CACHE_READ, "0.1"))
            .build();
    Usage absurd =
        Usage.builder()
            .add(Meter.INPUT, Long.MAX_VALUE)
            .add(Meter.CACHE_READ, Long.MAX_VALUE)
            .build();
    assertThat(card.price(absurd).bandName()).isEqualTo("gt_200k");
    assertThat(card.price(absurd).total()).isEqualTo(Money.usd("0.3").times(Long.MAX_VALUE));
  }

  @Test
  void zeroQuantitiesOnAPaidOperationCostNothingWithAWarning() {
    Receipt receipt = card(ServiceTier.STANDARD, "0.01").price(Usage.none());
    assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.PRICED);
    assertThat(receipt.total()).isEqualTo(Money.usd("0"));
    assertThat(receipt.warnings())
        .anySatisfy(w -> assertThat(w).contains("every quantity is zero"));
  }

  @Test
  void aPrepaidReceiptKeepsItsListPriceWhereItIsStored() {
    Receipt receipt = card(ServiceTier.PROVISIONED, "0.01").price(Usage.tokens(3, 0));
    assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.ZERO);
    assertThat(receipt.knownPicos()).isZero();
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
    assertThat(stored.total()).isEqualTo(Money.usd("0"));
    assertThat(stored.shadow()).isEqualTo(Money.usd("0.03"));
    assertThat(stored.shadow()).isEqualTo(receipt.shadow());
  }

  @Test
  void aMissingUsageOfPrepaidThroughputHasNoListPrice() {
    Receipt receipt = Receipt.missing(TARGET, ServiceTier.PROVISIONED, Money.USD);
    assertThat(receipt.shadow()).isNull();
    assertThat(receipt.total()).isNull();
  }

  @Test
  void M2_aStoredReceiptWhoseLinesDoNotAddUpIsRefused() {
    Receipt receipt = card(ServiceTier.STANDARD, "0.01").price(Usage.tokens(3, 0));
    List<ReceiptLine> lines = receipt.lines();
    assertThatThrownBy(
            () ->
                Receipt.stored(
                    Receipt.Outcome.PRICED,
                    TARGET,
                    ServiceTier.STANDARD,
                    receipt.usage(),
                    "any",
                    Money.usd("0.04"),
                    Money.USD,
                    lines,
                    List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.03 USD")
        .hasMessageContaining("0.04 USD");
  }

  @Test
  void theDearestMeterIsThatOfTheBand() {
    RateCard card =
        RateCard.builder(TARGET, ServiceTier.STANDARD, Money.USD, "test-1")
            .add(known(Meter.INPUT, "0.3"))
            .add(known(Meter.CACHE_WRITE_1H, "0.6"))
            .add(known(Meter.CACHE_WRITE_5M, "0.0000000000000001"))
            .build();
    assertThat(card.dearest(10, Meter.CACHE_READ, Meter.INPUT, Meter.CACHE_WRITE_5M))
        .isEqualTo(Meter.INPUT);
    assertThat(card.dearest(10, Meter.INPUT, Meter.CACHE_WRITE_1H)).isEqualTo(Meter.CACHE_WRITE_1H);
    assertThat(card.dearest(10, Meter.CACHE_READ, Meter.OUTPUT)).isEqualTo(Meter.CACHE_READ);
  }
}
