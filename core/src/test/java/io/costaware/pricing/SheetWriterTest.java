package io.costaware.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.costaware.money.Money;
import io.costaware.target.Provider;
import io.costaware.usage.Meter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SheetWriterTest {
  private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

  private static PriceSheet writtenAndRead(PriceSheet sheet) throws IOException {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    sheet.write(json);
    return PriceSheet.read(new ByteArrayInputStream(json.toByteArray()));
  }

  private static ListedPrice price(String usd) {
    return new ListedPrice(
        Provider.VERTEX,
        "m",
        "global",
        "standard",
        0,
        Meter.INPUT,
        false,
        Money.usd(usd),
        null,
        null,
        "contract, seen 2026-10-28",
        Confidence.HIGH,
        Map.of());
  }

  private static List<String> faults(ListedPrice... prices) {
    return catchThrowableOfType(
            PriceSheetException.class, () -> PriceSheet.of("mine", "1", Money.USD, List.of(prices)))
        .faults();
  }

  /** Prices of every shape a sheet can hold, no two of which contradict each other. */
  private static List<ListedPrice> prices(Random random) {
    List<ListedPrice> prices = new ArrayList<>();
    for (int i = random.nextInt(40); i > 0; i--) {
      boolean bedrock = random.nextBoolean();
      boolean anyWrite = random.nextInt(8) == 0;
      Meter meter = anyWrite ? Meter.CACHE_WRITE_5M : one(random, Meter.values());
      Instant from = random.nextBoolean() ? null : NEW_YEAR.plusMillis(random.nextInt(3) * 500L);
      prices.add(
          new ListedPrice(
              bedrock ? Provider.BEDROCK : Provider.VERTEX,
              "m" + random.nextInt(5) + "\"\u00e9@1",
              bedrock ? "region:eu-west-" + random.nextInt(3) : "non_global",
              random.nextBoolean() ? "standard" : "tier-" + random.nextInt(3),
              random.nextInt(3) * 128_000L,
              meter,
              anyWrite,
              new Money(figure(random), Money.USD),
              from,
              random.nextBoolean() ? null : NEW_YEAR.plusSeconds(2 + random.nextInt(2) * 86_400L),
              random.nextBoolean() ? "contract, seen 2026-10-28" : "hearsay+, seen it",
              one(random, Confidence.values()),
              // The number keeps each apart from the others.
              Map.of("kind", "k" + i, "resolution", "upto1024x1024")));
    }
    return prices;
  }

  private static <T> T one(Random random, T[] all) {
    return all[random.nextInt(all.length)];
  }

  private static BigDecimal figure(Random random) {
    int digits = random.nextInt(9) + 1;
    int scale = digits - 2 + random.nextInt(SheetValues.FINEST_UNIT - digits + 3);
    return new BigDecimal(
        BigInteger.valueOf(random.nextInt((int) Math.pow(10, digits))),
        Math.max(scale, digits - 3));
  }

  @Property
  void M2_aSheetReadBackHasThePricesThatWereWritten(@ForAll Random random) throws IOException {
    List<ListedPrice> prices = prices(random);
    PriceSheet sheet = PriceSheet.of("mine", "2026-11-21", Money.USD, prices);
    PriceSheet again = writtenAndRead(sheet);
    assertThat(sheet.prices()).containsExactlyInAnyOrderElementsOf(prices);
    assertThat(again.prices()).containsExactlyInAnyOrderElementsOf(prices);
    assertThat(again.version()).isEqualTo(sheet.version());
    assertThat(again.currency()).isEqualTo(sheet.currency());
  }

  @Test
  void theBundledSheetIsTheSameAfterWritingAndReading() throws IOException {
    PriceSheet bundled = PriceSheet.bundled();
    PriceSheet again = writtenAndRead(bundled);
    assertThat(again.prices()).containsExactlyInAnyOrderElementsOf(bundled.prices());
    assertThat(again.header().sources()).isEqualTo(bundled.header().sources());
    assertThat(again.toString()).isEqualTo(bundled.toString());
    assertThat(again.find(Provider.VERTEX, "gemini-2.5-pro"))
        .extracting(SheetModel::limits)
        .isEqualTo(new ModelLimits(1_048_576, 65_535));
    assertThat(again.prices()).hasSize(again.priceCount());
  }

  @Test
  void theStreamStaysOpenAndHoldsOneObjectWithALinePerGroup() throws IOException {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    PriceSheet.of("mine", "1", Money.USD, List.of(price("0.0000003"))).write(json);
    assertThat(json.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"name":"mine","version":"1","currency":"USD","models":[
            {"provider":"vertex","model":"m","prices":[
             {"scope":"global","source":"contract","seen":"2026-10-28","confidence":"high",\
            "rates":{"input":"0.3"}}]}
            ]}
            """);
  }

  @Test
  void everyFaultOfHandedInPricesIsNamedAndNothingComesIntoForce() {
    ListedPrice good = price("1");
    ListedPrice odd =
        new ListedPrice(
            Provider.VERTEX,
            " ",
            "in_region",
            "",
            1_234,
            Meter.OUTPUT,
            true,
            Money.of("-1", "EUR"),
            NEW_YEAR,
            NEW_YEAR,
            "",
            Confidence.LOW,
            Map.of("resolution", ""));
    assertThat(faults(good, odd, price("1"), price("1001"), price("0." + "0".repeat(24) + "1")))
        .anySatisfy(f -> assertThat(f).startsWith("price 2").contains("model is empty"))
        .anySatisfy(f -> assertThat(f).contains("'in_region'", "global or non_global"))
        .anySatisfy(f -> assertThat(f).contains("tier is empty"))
        .anySatisfy(f -> assertThat(f).contains("above is 1234", "200000"))
        .anySatisfy(f -> assertThat(f).contains("anyWrite goes with cache_write_5m"))
        .anySatisfy(f -> assertThat(f).contains("-1 EUR", "not below zero"))
        .anySatisfy(f -> assertThat(f).contains("the sheet is in USD"))
        .anySatisfy(f -> assertThat(f).contains("is not before to"))
        .anySatisfy(f -> assertThat(f).contains("an attribute has an empty name or value"))
        .anySatisfy(f -> assertThat(f).startsWith("price 3").contains("hold at the same time"))
        .anySatisfy(f -> assertThat(f).startsWith("price 4").contains("the limit is 1000"))
        .anySatisfy(f -> assertThat(f).startsWith("price 5").contains("at most 24"));
  }

  @Test
  void aMomentThatNoSheetCanWriteIsRefused() {
    ListedPrice p = price("1");
    for (Instant moment : List.of(Instant.MIN, Instant.MAX, NEW_YEAR.plusNanos(1))) {
      ListedPrice odd =
          new ListedPrice(
              p.provider(),
              p.model(),
              p.scope(),
              p.tier(),
              p.above(),
              p.meter(),
              p.anyWrite(),
              p.perUnit(),
              moment,
              null,
              p.source(),
              p.confidence(),
              p.attributes());
      assertThat(faults(odd)).singleElement().asString().contains("cannot be written");
    }
  }

  @Test
  void aSheetOfHandedInPricesKeepsItsCurrency() {
    assertThat(PriceSheet.of("e", "1", Currency.getInstance("EUR"), List.of()).currency())
        .hasToString("EUR");
  }
}
