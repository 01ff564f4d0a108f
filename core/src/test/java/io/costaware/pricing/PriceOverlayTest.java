package io.costaware.pricing;

import static io.costaware.pricing.BookBench.AUGUST;
import static io.costaware.pricing.BookBench.at;
import static io.costaware.pricing.BookBench.bedrock;
import static io.costaware.pricing.BookBench.model;
import static io.costaware.pricing.BookBench.sheet;
import static io.costaware.pricing.BookBench.stream;
import static io.costaware.pricing.BookBench.vertex;
import static io.costaware.pricing.BookBench.vertexBook;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.costaware.money.Money;
import io.costaware.tags.Tags;
import io.costaware.target.Provider;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import io.costaware.usage.Meter;
import io.costaware.usage.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PriceOverlayTest {
  private static final String LIST =
      "{\"scope\":\"global\",\"rates\":{\"input\":\"3\",\"output\":\"15\"}}";
  private static final Target TARGET = vertex("m", null);
  private static final PriceOverlay TWELVE = PriceOverlay.discount("contract-a", "12");

  private static PriceKey key(Target target, @Nullable String account, String... tags) {
    return new PriceKey(
        target, ServiceTier.STANDARD, PriceAttributes.none(), account, Tags.of(tags));
  }

  private static Receipt price(PriceBook book, PriceKey key, long atMillis) {
    return book.rates(key, atMillis).price(Usage.tokens(1_000_000, 1_000_000));
  }

  private static Receipt price(PriceBook book) {
    return price(book, key(TARGET, null), AUGUST);
  }

  private static SheetPriceBook book(PriceOverlay... overlays) throws IOException {
    return vertexBook(LIST).withOverlays(List.of(overlays));
  }

  private static PriceOverlay own(String name, String rates) throws IOException {
    return PriceOverlay.prices(
        name,
        sheet("own", model("vertex", "m", "{\"scope\":\"global\",\"rates\":{" + rates + "}}")));
  }

  @Test
  void M2_aDiscountIsExactAndTheLineSaysWhatItWasTakenFrom() throws IOException {
    Receipt receipt = price(book(TWELVE));
    assertThat(receipt.total()).isEqualTo(Money.usd("15.84"));
    ReceiptLine input = receipt.lines().get(0);
    assertThat(input.unitPrice()).isEqualTo(Money.usd("0.00000264"));
    assertThat(input.condition())
        .isEqualTo("standard, global, any; contract-a (list 0.000003 less 12 %)");
    assertThat(input.version()).isEqualTo("contract-a over mine-3");
  }

  @Test
  void M1_aDiscountFinerThanAPicoIsExactToo() throws IOException {
    SheetPriceBook book = book(PriceOverlay.discount("odd", "33.333333"));
    Receipt receipt = book.rates(key(TARGET, null), AUGUST).price(Usage.tokens(1, 0));
    assertThat(receipt.total()).isEqualTo(Money.usd("0.00000200000001"));
    assertThat(receipt.fitsPicos()).isFalse();
    assertThat(receipt.lines().get(0).amount()).isEqualTo(receipt.total());
  }

  @Test
  void anOverlaysOwnPriceHidesWhatLiesBelowAndDiscountsAboveApplyToIt() throws IOException {
    PriceOverlay prices = own("contract-b", "\"input\":\"2\"");
    Receipt below = price(book(TWELVE, prices));
    assertThat(below.lines().get(0).unitPrice()).isEqualTo(Money.usd("0.000002"));
    assertThat(below.lines().get(0).version()).isEqualTo("contract-b");
    assertThat(below.lines().get(1).unitPrice()).isEqualTo(Money.usd("0.0000132"));
    Receipt above = price(book(prices, TWELVE));
    assertThat(above.lines().get(0).unitPrice()).isEqualTo(Money.usd("0.00000176"));
    assertThat(above.lines().get(0).version()).isEqualTo("contract-a over contract-b");
  }

  @Test
  void severalDiscountsApplyOneOnTheOtherInTheirOrder() throws IOException {
    Receipt receipt = price(book(TWELVE, PriceOverlay.discount("loyal", "50")));
    assertThat(receipt.lines().get(0).unitPrice()).isEqualTo(Money.usd("0.00000132"));
    assertThat(receipt.lines().get(0).condition())
        .endsWith("; contract-a (list 0.000003 less 12 %); loyal (then less 50 %)");
    assertThat(receipt.lines().get(0).version()).isEqualTo("loyal over contract-a over mine-3");
  }

  @Test
  void M4_anOverlayHoldsFromItsFirstMomentUpToItsLast() throws IOException {
    SheetPriceBook book =
        book(
            TWELVE
                .from(Instant.parse("2026-08-01T00:00:00Z"))
                .to(Instant.parse("2026-09-01T00:00:00Z")));
    PriceKey key = key(TARGET, null);
    assertThat(price(book, key, at("2026-07-31T23:59:59.999Z")).total()).isEqualTo(Money.usd("18"));
    Receipt first = price(book, key, at("2026-08-01T00:00:00Z"));
    assertThat(first.total()).isEqualTo(Money.usd("15.84"));
    assertThat(first.lines().get(0).from()).isEqualTo("2026-08-01T00:00:00Z");
    assertThat(first.lines().get(0).to()).isEqualTo("2026-09-01T00:00:00Z");
    assertThat(price(book, key, at("2026-08-31T23:59:59.999Z")).total())
        .isEqualTo(Money.usd("15.84"));
    assertThat(price(book, key, at("2026-09-01T00:00:00Z")).total()).isEqualTo(Money.usd("18"));
  }

  @Test
  void anOverlayIsForTheCallsThatItSelects() throws IOException {
    SheetPriceBook book =
        book(
            TWELVE.where(
                PriceSelector.all()
                    .provider(Provider.VERTEX)
                    .model("m")
                    .account("p-1")
                    .tag("team", "art")));
    Money less = Money.usd("15.84");
    Money list = Money.usd("18");
    assertThat(price(book, key(TARGET, "p-1", "team", "art", "x", "y"), AUGUST).total())
        .isEqualTo(less);
    assertThat(price(book, key(TARGET, "p-2", "team", "art"), AUGUST).total()).isEqualTo(list);
    assertThat(price(book, key(TARGET, null, "team", "art"), AUGUST).total()).isEqualTo(list);
    assertThat(price(book, key(TARGET, "p-1", "team", "code"), AUGUST).total()).isEqualTo(list);
    assertThat(price(book, key(TARGET, "p-1"), AUGUST).total()).isEqualTo(list);
  }

  @Test
  void aDiscountMayBeOnSomeMetersAlone() throws IOException {
    Receipt receipt = price(book(TWELVE.on(Set.of(Meter.OUTPUT))));
    assertThat(receipt.total()).isEqualTo(Money.usd("16.2"));
    assertThat(receipt.lines().get(0).version()).isEqualTo("mine-3");
  }

  @ParameterizedTest(name = "{0} selects {1}: {2}")
  @CsvSource({
    "anthropic.claude-*, anthropic.claude-sonnet-4-6, true",
    "anthropic.claude-*, amazon.nova-lite-v1:0, false",
    "amazon.nova-lite, amazon.nova-lite-v1:0, true",
    "amazon.nova-lite-v1:0, amazon.nova-lite, true",
    "amazon.nova, amazon.nova-lite-v1:0, false",
    "*, amazon.nova-lite-v1:0, true",
  })
  void aModelIsSelectedByItsIdOrItsBeginning(String pattern, String id, boolean selected) {
    PriceSelector selector = PriceSelector.all().model(pattern);
    assertThat(selector.selects(key(bedrock(id, "us-east-1"), null))).isEqualTo(selected);
    assertThat(selector.provider(Provider.VERTEX).selects(key(bedrock(id, "us-east-1"), null)))
        .isFalse();
  }

  @Test
  void callsThatDifferInNothingTheOverlaysAskForShareACard() throws IOException {
    SheetPriceBook book = book(TWELVE.where(PriceSelector.all().tag("team", "art")));
    RateCard card = book.rates(key(TARGET, "p-1", "team", "art", "request", "1"), AUGUST);
    assertThat(book.rates(key(TARGET, "p-2", "team", "art", "request", "2"), AUGUST))
        .isSameAs(card);
    assertThat(book.rates(key(TARGET, "p-1", "team", "code"), AUGUST)).isNotSameAs(card);
    SheetPriceBook plain = book();
    assertThat(plain.rates(key(TARGET, "p-1", "a", "b"), AUGUST))
        .isSameAs(plain.rates(key(TARGET, null), AUGUST));
  }

  @Test
  void aModelThatOnlyAnOverlayListsHasAPriceThere() throws IOException {
    SheetPriceBook book =
        SheetPriceBook.of(PriceSheet.bundled())
            .withOverlays(List.of(own("ours", "\"input\":\"2\"")));
    assertThat(book.rates(TARGET, ServiceTier.STANDARD, AUGUST).price(Usage.tokens(1, 0)).total())
        .isEqualTo(Money.usd("0.000002"));
    assertThat(book.version()).endsWith("+ours");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "100.1", "1e1", "12%", "", "0.0000001"})
  void aDiscountThatCannotBeIsRefused(String percent) {
    assertThatThrownBy(() -> PriceOverlay.discount("x", percent))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + percent + "' percent");
  }

  @Test
  void anOverlayThatCannotBeIsRefused() throws IOException {
    Instant august = Instant.parse("2026-08-01T00:00:00Z");
    PriceOverlay prices = own("ours", "\"input\":\"2\"");
    assertThatThrownBy(() -> TWELVE.from(august).to(august)).hasMessageContaining("not before");
    assertThatThrownBy(() -> PriceOverlay.discount(" ", "1")).hasMessageContaining("a name");
    assertThatThrownBy(() -> prices.on(Set.of(Meter.INPUT))).hasMessageContaining("as a discount");
    assertThatThrownBy(() -> PriceSelector.all().model("a*b")).hasMessageContaining("'a*b'");
    assertThatThrownBy(() -> PriceSelector.all().account(" ")).hasMessageContaining("account");
    PriceSheet euros =
        PriceSheet.read(stream("{\"name\":\"e\",\"version\":\"1\",\"currency\":\"EUR\"}"));
    assertThatThrownBy(() -> book(PriceOverlay.prices("e", euros)))
        .hasMessageContaining("e-1 is in EUR");
  }

  private static final String FILE =
      """
      {"currency":"USD","overlays":[
        {"name":"contract-a","from":"2026-01-01","to":"2027-01-01",
         "where":{"provider":"vertex","model":"m*","account":"p-1","tags":{"team":"art"}},
         "discountPercent":"12.5","meters":["input","output"]},
        {"name":"contract-b","where":{"provider":"vertex","model":"m"},
         "prices":[{"scope":"global","source":"contract","rates":{"output":"10"}}]}]}
      """;

  @Test
  void overlaysAreReadFromAFileInTheirOrder(@TempDir Path folder) throws IOException {
    List<PriceOverlay> overlays =
        PriceOverlay.read(Files.writeString(folder.resolve("overlays.json"), FILE));
    assertThat(overlays).extracting(PriceOverlay::name).containsExactly("contract-a", "contract-b");
    PriceOverlay first = overlays.get(0);
    assertThat(first).hasToString("contract-a (less 12.5 %)");
    assertThat(first.from()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(first.to()).isEqualTo("2027-01-01T00:00:00Z");
    assertThat(first.where())
        .isEqualTo(
            PriceSelector.all()
                .provider(Provider.VERTEX)
                .model("m*")
                .account("p-1")
                .tag("team", "art"));
    assertThat(first.meters()).containsExactlyInAnyOrder(Meter.INPUT, Meter.OUTPUT);
    SheetPriceBook book = vertexBook(LIST).withOverlays(overlays);
    assertThat(price(book, key(TARGET, "p-1", "team", "art"), AUGUST).total())
        .isEqualTo(Money.usd("12.625"));
    assertThat(price(book, key(TARGET, null), AUGUST).total()).isEqualTo(Money.usd("13"));
  }

  @Test
  void everyFaultOfAFileOfOverlaysIsNamedAndNoneComesIntoForce() {
    PriceSheetException refused =
        catchThrowableOfType(
            PriceSheetException.class,
            () ->
                PriceOverlay.read(
                    stream(
                        """
                        {"currency":"USD","overlays":[
                          {"name":"a","discountPercent":"0"},
                          {"name":"a","discountPercent":"5"},
                          {"discountPercent":"5"},
                          {"name":"b"},
                          {"name":"c","discountPercent":"5","meters":["tokens"]},
                          {"name":"d","where":{"provider":"azure","model":"a*b","tag":"x"},"discountPercent":"5"},
                          {"name":"e","from":"yesterday","discountPercent":"5"},
                          {"name":"f","where":{"provider":"vertex","model":"m*"},"prices":[]},
                          {"name":"g","where":{"provider":"vertex","model":"m"},
                           "prices":[{"scope":"in_region","rates":{"input":"1"}}]},
                          {"name":"h","percent":"5"}],
                         "overlay":[]}
                        """)));
    assertThat(refused.faults())
        .anySatisfy(f -> assertThat(f).contains("line 2", "'0' percent"))
        .anySatisfy(f -> assertThat(f).contains("line 3", "'a' stands twice"))
        .anySatisfy(f -> assertThat(f).contains("line 4", "name is missing"))
        .anySatisfy(f -> assertThat(f).contains("line 5", "either discountPercent or prices"))
        .anySatisfy(f -> assertThat(f).contains("line 6", "'tokens' is no meter"))
        .anySatisfy(f -> assertThat(f).contains("line 7", "azure"))
        .anySatisfy(f -> assertThat(f).contains("line 7", "'a*b'"))
        .anySatisfy(f -> assertThat(f).contains("line 7", "where.tag"))
        .anySatisfy(f -> assertThat(f).contains("line 8", "'yesterday'"))
        .anySatisfy(f -> assertThat(f).contains("line 9", "prices are for one model"))
        .anySatisfy(f -> assertThat(f).contains("line 11", "'in_region'"))
        .anySatisfy(f -> assertThat(f).contains("line 12", "percent: is no field"))
        .anySatisfy(f -> assertThat(f).contains("line 13", "overlay: is no field"));
  }

  @Test
  void theOverlaysOfTheDocumentationAreReadAsTheyStand() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "price-sheets.md"));
    int start = page.indexOf("```json", page.indexOf("## Overlays")) + "```json".length();
    assertThat(PriceOverlay.read(stream(page.substring(start, page.indexOf("```", start)))))
        .isNotEmpty();
  }

  @Test
  void M5_anOverlayOfANearerScopeLeavesTheContextBandsOfTheSheets() throws IOException {
    String long200 =
        "{\"scope\":\"global\",\"band\":\"gt_200k\",\"rates\":{\"input\":\"6\",\"output\":\"30\"}}";
    PriceOverlay near =
        PriceOverlay.prices(
            "near",
            sheet(
                "own",
                model("vertex", "m", "{\"scope\":\"non_global\",\"rates\":{\"input\":\"2\"}}")));
    SheetPriceBook book = vertexBook(LIST + "," + long200).withOverlays(List.of(near));
    PriceKey key = key(vertex("m", "europe-west1"), null);
    assertThat(price(book, key, AUGUST).total()).isEqualTo(Money.usd("36"));
    assertThat(book.rates(key, AUGUST).price(Usage.tokens(1_000, 1_000)).total())
        .isEqualTo(Money.usd("0.017"));
  }

  @Test
  void accountsAndTagValuesThatNoOverlayNamesTakeNoRoom() throws IOException {
    SheetPriceBook book = book(TWELVE.where(PriceSelector.all().account("p-1").tag("team", "art")));
    RateCard other = book.rates(key(TARGET, "p-2", "team", "b"), AUGUST);
    assertThat(book.rates(key(TARGET, "p-3", "team", "c"), AUGUST)).isSameAs(other);
    assertThat(book.rates(key(TARGET, null), AUGUST)).isSameAs(other);
    assertThat(book.rates(key(TARGET, "p-1", "team", "art"), AUGUST)).isNotSameAs(other);
  }

  @Test
  void aFullBookStillKeepsWhatItIsAskedNext() throws IOException {
    SheetPriceBook book = book();
    for (int i = 0; i < 10_001; i++) {
      book.rates(key(TARGET, null).with(PriceAttributes.of("resolution", "r" + i)), AUGUST);
      book.limits(Provider.VERTEX, "n" + i);
    }
    assertThat(book.rates(key(TARGET, null), AUGUST))
        .isSameAs(book.rates(key(TARGET, null), AUGUST));
    assertThat(book.limits(Provider.VERTEX, "late")).isSameAs(book.limits(Provider.VERTEX, "late"));
  }

  @ParameterizedTest
  @CsvSource({
    "us.anthropic.claude-sonnet-4-6, anthropic.claude-sonnet-4-6",
    "global.anthropic.claude-*, anthropic.claude-*",
    "Amazon.Nova-Lite, amazon.nova-lite",
    "arn:aws:bedrock:us-east-1::foundation-model/anthropic.m, base id",
    "publishers/google/models/gemini-2.5-pro, base id",
  })
  void aNameThatNoTargetBearsIsNoSelector(String model, String instead) {
    assertThatThrownBy(() -> PriceSelector.all().model(model))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + model + "'")
        .hasMessageContaining(instead);
  }

  @Test
  void overlaysOfOneNameAreRefusedWherever() throws IOException {
    SheetPriceBook book = book(TWELVE);
    assertThatThrownBy(() -> book.withOverlays(List.of(TWELVE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'contract-a' stands twice");
  }

  @Test
  void anOverlayIsAsOldAsItsOwnPricesAlone() throws IOException {
    List<PriceOverlay> overlays =
        PriceOverlay.read(
            stream(
                """
                {"currency":"USD","overlays":[
                  {"name":"new","where":{"provider":"vertex","model":"n"},
                   "prices":[{"scope":"global","seen":"2026-08-01","rates":{"input":"1"}}]},
                  {"name":"old","where":{"provider":"vertex","model":"m"},
                   "prices":[{"scope":"global","seen":"2025-01-01","rates":{"input":"1"}}]}]}
                """));
    SheetPriceBook book = vertexBook(LIST).withOverlays(overlays);
    assertThat(book.rates(key(TARGET, null), AUGUST).price(Usage.tokens(1, 0)).warnings())
        .anyMatch(warning -> warning.contains("2025-01-01"));
  }

  @Test
  void aMomentThatNoSheetCanHoldIsAFault() {
    String far = "+1000000000-01-01T00:00:00Z";
    assertThatThrownBy(
            () ->
                vertexBook(
                    "{\"scope\":\"global\",\"to\":\"" + far + "\",\"rates\":{\"input\":\"3\"}}"))
        .isInstanceOf(PriceSheetException.class)
        .hasMessageContaining("to is '" + far);
    assertThatThrownBy(
            () ->
                PriceOverlay.read(
                    stream(
                        "{\"overlays\":[{\"name\":\"a\",\"from\":\""
                            + far
                            + "\",\"discountPercent\":\"5\"}]}")))
        .isInstanceOf(PriceSheetException.class)
        .hasMessageContaining(far);
  }
}
