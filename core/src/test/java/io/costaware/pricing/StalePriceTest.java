package io.costaware.pricing;

import static io.costaware.pricing.BookBench.at;
import static io.costaware.pricing.BookBench.stream;
import static io.costaware.pricing.BookBench.vertex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.target.ServiceTier;
import io.costaware.usage.Usage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class StalePriceTest {
  private static PriceSheet sheet(String version, String more, String seen) throws IOException {
    return PriceSheet.read(
        stream(
            "{\"name\":\"mine\",\"version\":\""
                + version
                + "\","
                + more
                + "\"currency\":\"USD\",\"models\":[{\"provider\":\"vertex\",\"model\":\"m\",\"prices\":["
                + "{\"scope\":\"global\","
                + seen
                + "\"rates\":{\"input\":\"1\"}}]}]}"));
  }

  private static List<String> warnings(PriceBook book, String at) {
    return book.rates(vertex("m", null), ServiceTier.STANDARD, at(at))
        .price(Usage.tokens(1, 0))
        .warnings();
  }

  @Test
  void M4_aCallPricedLongAfterTheNewestDateOfItsSheetWarns() throws IOException {
    SheetPriceBook book = SheetPriceBook.of(sheet("2026-01-01", "", ""));
    assertThat(warnings(book, "2025-01-01T00:00:00Z")).isEmpty();
    assertThat(warnings(book, "2026-05-01T00:00:00Z")).isEmpty();
    assertThat(warnings(book, "2026-05-01T00:00:00.001Z"))
        .singleElement()
        .asString()
        .contains("mine-2026-01-01", "is of 2026-01-01", "more than 120 days");
    assertThat(warnings(book, "2026-05-01T00:00:00Z")).isEmpty();
  }

  @Test
  void theNewestDateIsThatOfTheVersionOrOfWhatWasSeen() throws IOException {
    SheetPriceBook seen = SheetPriceBook.of(sheet("3", "", "\"seen\":\"2026-01-01\","));
    assertThat(warnings(seen, "2026-05-01T00:00:00Z")).isEmpty();
    assertThat(warnings(seen, "2026-05-02T00:00:00Z")).isNotEmpty();
    SheetPriceBook both = SheetPriceBook.of(sheet("2026-06-01", "", "\"seen\":\"2026-01-01\","));
    assertThat(warnings(both, "2026-05-02T00:00:00Z")).isEmpty();
    SheetPriceBook undated = SheetPriceBook.of(sheet("3", "", ""));
    assertThat(warnings(undated, "2036-05-02T00:00:00Z")).isEmpty();
  }

  @Test
  void theDaysAreTheSheetsToSay() throws IOException {
    PriceSheet sheet = sheet("2026-01-01", "\"staleAfterDays\":10,", "");
    SheetPriceBook book = SheetPriceBook.of(sheet);
    assertThat(warnings(book, "2026-01-11T00:00:00Z")).isEmpty();
    assertThat(warnings(book, "2026-01-12T00:00:00Z")).isNotEmpty();
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    sheet.write(json);
    assertThat(
            PriceSheet.read(stream(json.toString(StandardCharsets.UTF_8)))
                .header()
                .staleAfterDays())
        .isEqualTo(10);
    assertThatThrownBy(() -> sheet("2026-01-01", "\"staleAfterDays\":0,", ""))
        .hasMessageContaining("staleAfterDays")
        .hasMessageContaining("from 1 to 36500");
  }

  @Test
  void aSheetThatPricedNothingOfTheCallDoesNotWarn() throws IOException {
    SheetPriceBook book =
        SheetPriceBook.of(sheet("2024-01-01", "", ""), sheet("2026-06-01", "", ""));
    assertThat(warnings(book, "2026-06-02T00:00:00Z")).isEmpty();
  }

  @Test
  void theBundledSheetIsNotStaleOnTheDayOfItsPrices() {
    SheetPriceBook book = SheetPriceBook.of(PriceSheet.bundled());
    RateCard card =
        book.rates(
            vertex("gemini-2.5-flash", null), ServiceTier.STANDARD, at("2026-11-26T00:00:00Z"));
    assertThat(card.price(Usage.tokens(1, 0)).warnings()).isEmpty();
    assertThat(
            book.rates(
                    vertex("gemini-2.5-flash", null),
                    ServiceTier.STANDARD,
                    at("2027-11-26T00:00:00Z"))
                .price(Usage.tokens(1, 0))
                .warnings())
        .anySatisfy(w -> assertThat(w).startsWith("stale price"));
  }
}
