package io.costaware.pricing;

import static io.costaware.pricing.BookBench.AUGUST;
import static io.costaware.pricing.BookBench.bedrock;
import static io.costaware.pricing.BookBench.bedrockBook;
import static io.costaware.pricing.BookBench.model;
import static io.costaware.pricing.BookBench.one;
import static io.costaware.pricing.BookBench.sheet;
import static io.costaware.pricing.BookBench.vertex;
import static io.costaware.pricing.BookBench.vertexBook;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.money.Money;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import io.costaware.usage.Meter;
import io.costaware.usage.Usage;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionalPriceTest {
  private static final String VIDEO =
      """
      {"scope":"global","attributes":{"audio":"video_only"},"rates":{"output_video_second":"0.2"}},
      {"scope":"global","attributes":{"audio":"with_audio"},"rates":{"output_video_second":"0.4"}},
      {"scope":"global","attributes":{"audio":"with_audio","resolution":"4k"},
       "rates":{"output_video_second":"0.6"}}""";
  private static final String IMAGES =
      """
      {"scope":"in_region","attributes":{"resolution":"512-x-512","steps":"50-steps"},
       "rates":{"output_image_each":"0.018"}},
      {"scope":"in_region","attributes":{"resolution":"512-x-512","steps":"max-steps"},
       "rates":{"output_image_each":"0.036"}},
      {"scope":"in_region","attributes":{"resolution":"max-x-max","steps":"50-steps"},
       "rates":{"output_image_each":"0.037"}},
      {"scope":"in_region","attributes":{"resolution":"max-x-max","steps":"max-steps"},
       "rates":{"output_image_each":"0.072"}}""";
  private static final String GRADED =
      """
      {"scope":"in_region","attributes":{"quality":"standard","resolution":"upto1024x1024"},
       "rates":{"output_image_each":"0.04"}},
      {"scope":"in_region","attributes":{"quality":"standard","resolution":"upto2048x2048"},
       "rates":{"output_image_each":"0.06"}},
      {"scope":"in_region","attributes":{"quality":"premium","resolution":"upto1024x1024"},
       "rates":{"output_image_each":"0.061"}},
      {"scope":"in_region","attributes":{"quality":"premium","resolution":"upto2048x2048"},
       "rates":{"output_image_each":"0.08"}}""";

  private static PriceAttributes told(String pairs) {
    PriceAttributes told = PriceAttributes.none();
    for (String pair : pairs.split(";", 0)) {
      if (!pair.isBlank()) {
        String[] parts = pair.strip().split("=", 2);
        told = told.with(parts[0], parts[1]);
      }
    }
    return told;
  }

  private static Receipt price(PriceBook book, Target target, String pairs, Meter meter) {
    return book.rates(PriceKey.of(target, ServiceTier.STANDARD).with(told(pairs)), AUGUST)
        .price(one(meter));
  }

  private static String cost(Receipt receipt) {
    Money total = receipt.total();
    return total == null ? "unknown" : total.decimal();
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "audio=video_only, 0.2",
    "audio=with_audio, 0.4",
    "audio=with_audio;resolution=720p, 0.4",
    "audio=with_audio;resolution=4k, 0.6",
    "audio=with_audio;resolution=3840x2160, 0.6",
    "audio=with_audio;width=3840;height=2160, 0.6",
    "audio=video_only;resolution=4k, 0.2",
    "'', unknown",
    "resolution=4k, unknown",
    "audio=mono, unknown",
  })
  void U6_aSecondOfVideoIsPricedByWhatTheCallTells(String told, String usd) throws IOException {
    Receipt receipt = price(vertexBook(VIDEO), vertex("m", null), told, Meter.OUTPUT_VIDEO_SECOND);
    assertThat(cost(receipt)).isEqualTo(usd);
    if (usd.equals("unknown")) {
      assertThat(receipt.warnings()).isNotEmpty();
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "resolution=512x512;steps=50, 0.018",
    "resolution=512x512;steps=51, 0.036",
    "resolution=256x512;steps=1, 0.018",
    "resolution=513x512;steps=50, 0.037",
    "width=1024;height=1024;steps=60, 0.072",
    "resolution=512x512, unknown",
    "steps=30, unknown",
  })
  void U6_anImageIsPricedBySizeAndSteps(String told, String usd) throws IOException {
    assertThat(
            cost(
                price(
                    bedrockBook(IMAGES),
                    bedrock("v.m", "us-east-1"),
                    told,
                    Meter.OUTPUT_IMAGE_EACH)))
        .isEqualTo(usd);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "quality=standard;resolution=1024x1024, 0.04",
    "quality=standard;resolution=1280x720, 0.04",
    "quality=standard;resolution=1024x1025, 0.06",
    "quality=premium;resolution=512x512, 0.061",
    "quality=premium;resolution=2048x2048, 0.08",
    "quality=premium;resolution=2048x2049, unknown",
    "quality=standard, unknown",
  })
  void U6_anImageIsPricedByQualityAndTheTightestSize(String told, String usd) throws IOException {
    assertThat(
            cost(
                price(
                    bedrockBook(GRADED),
                    bedrock("v.m", "us-east-1"),
                    told,
                    Meter.OUTPUT_IMAGE_EACH)))
        .isEqualTo(usd);
  }

  @ParameterizedTest(name = "{0} is priced by {1}: {2}")
  @CsvSource({
    "720p, 720p24, true",
    "1280x720, 720p, true",
    "720x1280, 720p, true",
    "1080p, 720p, false",
    "1080P, 1080p, true",
    "4K, 4k, true",
    "2160p, 4k, true",
    "1k, upto1024x1024, true",
    "2k, upto1024x1024, false",
    "1024x1024, 1024x1024, true",
    "1024x1023, 1024x1024, false",
    "1024x1024, 1024-x-1024, true",
    "8000x8000, max-x-max, true",
    "unheard-of, unheard-of, true",
    "unheard-of, 720p, false",
  })
  void sizesAreUnderstoodInEverySpelling(String told, String listed, boolean fits) {
    AttributeMatch match =
        AttributeMatch.of(Map.of("resolution", listed), PriceAttributes.of("resolution", told));
    assertThat(match.fit() == AttributeMatch.Fit.FITS).isEqualTo(fits);
  }

  @Test
  void aPlainRowIsTheFallbackAndWarnsWhereTheCallDoesNotTell() throws IOException {
    SheetPriceBook book =
        vertexBook(
            """
            {"scope":"global","rates":{"output_image_each":"0.05"}},
            {"scope":"global","attributes":{"quality":"premium"},"rates":{"output_image_each":"0.09"}}""");
    Target target = vertex("m", null);
    Receipt untold = price(book, target, "", Meter.OUTPUT_IMAGE_EACH);
    assertThat(cost(untold)).isEqualTo("0.05");
    assertThat(untold.warnings()).anySatisfy(w -> assertThat(w).contains("depends on what"));
    Receipt other = price(book, target, "quality=standard", Meter.OUTPUT_IMAGE_EACH);
    assertThat(cost(other)).isEqualTo("0.05");
    assertThat(other.warnings()).isEmpty();
    assertThat(cost(price(book, target, "quality=PREMIUM", Meter.OUTPUT_IMAGE_EACH)))
        .isEqualTo("0.09");
  }

  @Test
  void M3_rowsThatAgreePriceACallThatDoesNotTell() throws IOException {
    SheetPriceBook book =
        vertexBook(
            """
            {"scope":"global","attributes":{"resolution":"720p"},"rates":{"output_video_second":"0.4"}},
            {"scope":"global","attributes":{"resolution":"1080p"},"rates":{"output_video_second":"0.4"}}""");
    Receipt receipt = price(book, vertex("m", null), "", Meter.OUTPUT_VIDEO_SECOND);
    assertThat(cost(receipt)).isEqualTo("0.4");
    assertThat(receipt.warnings()).anySatisfy(w -> assertThat(w).contains("are the same"));
    assertThat(cost(price(book, vertex("m", null), "resolution=4k", Meter.OUTPUT_VIDEO_SECOND)))
        .isEqualTo("unknown");
  }

  @Test
  void M3_twoRowsThatFitAlikeAndDifferLeaveThePriceUnknown() throws IOException {
    SheetPriceBook book =
        vertexBook(
            """
            {"scope":"global","attributes":{"resolution":"720p"},"rates":{"output_video_second":"0.1"}},
            {"scope":"global","attributes":{"audio":"with_audio"},"rates":{"output_video_second":"0.15"}}""");
    Receipt receipt =
        price(
            book, vertex("m", null), "audio=with_audio;resolution=720p", Meter.OUTPUT_VIDEO_SECOND);
    assertThat(cost(receipt)).isEqualTo("unknown");
    assertThat(receipt.warnings()).anySatisfy(w -> assertThat(w).contains("fit", "alike"));
  }

  @Test
  void whatOnlyDescribesIsNoCondition() throws IOException {
    SheetPriceBook book =
        vertexBook(
            """
            {"scope":"global","attributes":{"billing_unit":"per_query"},"rates":{"web_search":"14"}},
            {"scope":"global","attributes":{"audio":"unspecified"},"rates":{"output_video_second":"0.5"}}""");
    assertThat(cost(price(book, vertex("m", null), "", Meter.WEB_SEARCH))).isEqualTo("0.014");
    Receipt video = price(book, vertex("m", null), "audio=with_audio", Meter.OUTPUT_VIDEO_SECOND);
    assertThat(cost(video)).isEqualTo("0.5");
    assertThat(video.warnings()).isEmpty();
  }

  @ParameterizedTest(name = "{0} seconds cost {1}")
  @CsvSource({"1, 0.0005", "8, 0.004", "9, 0.009", "15, 0.015", "16, 0.032"})
  void U6_theQuantityItselfChoosesThePriceOfAllOfIt(long seconds, String usd) throws IOException {
    SheetPriceBook book =
        vertexBook(
            """
            {"scope":"global","rates":{"input_video_second":"0.0005"}},
            {"scope":"global","attributes":{"over_seconds":"8"},"rates":{"input_video_second":"0.001"}},
            {"scope":"global","attributes":{"over_seconds":"15"},"rates":{"input_video_second":"0.002"}}""");
    Receipt receipt =
        book.rates(vertex("m", null), ServiceTier.STANDARD, AUGUST)
            .price(Usage.builder().add(Meter.INPUT_VIDEO_SECOND, seconds).build());
    assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.PRICED);
    assertThat(receipt.total()).isEqualTo(Money.usd(usd));
    assertThat(receipt.lines()).hasSize(1);
    assertThat(receipt.lines().get(0).amount()).isEqualTo(receipt.total());
    assertThat(receipt.warnings()).isEmpty();
  }

  @Test
  void M3_belowTheLeastQuantityThatIsListedNothingIsKnown() throws IOException {
    SheetPriceBook book =
        vertexBook(
            """
            {"scope":"global","rates":{"input":"1"}},
            {"scope":"global","attributes":{"over_seconds":"8"},"rates":{"input_video_second":"0.001"}}""");
    RateCard card = book.rates(vertex("m", null), ServiceTier.STANDARD, AUGUST);
    Receipt below = card.price(Usage.builder().add(Meter.INPUT_VIDEO_SECOND, 8).build());
    assertThat(below.outcome()).isEqualTo(Receipt.Outcome.UNPRICED);
    assertThat(below.warnings()).anySatisfy(w -> assertThat(w).contains("input_video_second"));
    assertThat(card.price(Usage.builder().add(Meter.INPUT_VIDEO_SECOND, 9).build()).total())
        .isEqualTo(Money.usd("0.009"));
  }

  @Test
  void aSheetRefusesAQuantityThatIsNone() {
    assertThatThrownBy(
            () ->
                vertexBook(
                    """
                    {"scope":"global","attributes":{"over_seconds":"8s"},"rates":{"input_video_second":"1"}},
                    {"scope":"global","attributes":{"over_seconds":"8"},"rates":{"input":"1"}}"""))
        .isInstanceOf(PriceSheetException.class)
        .hasMessageContaining("over_seconds is '8s'")
        .hasMessageContaining("over_seconds is '8' for input");
  }

  @Test
  void aConditionOfTheTopSheetHidesTheSameBelowAndLeavesTheRest() throws IOException {
    SheetPriceBook book =
        SheetPriceBook.of(
            sheet("low", model("vertex", "m", VIDEO)),
            sheet(
                "top",
                model(
                    "vertex",
                    "m",
                    """
                    {"scope":"global","attributes":{"audio":"video_only"},
                     "rates":{"output_video_second":"0.1"}}""")));
    Target target = vertex("m", null);
    assertThat(cost(price(book, target, "audio=video_only", Meter.OUTPUT_VIDEO_SECOND)))
        .isEqualTo("0.1");
    assertThat(cost(price(book, target, "audio=with_audio", Meter.OUTPUT_VIDEO_SECOND)))
        .isEqualTo("0.4");
  }

  @Test
  void theBundledSheetPricesImagesAndVideosByWhatTheCallTells() {
    SheetPriceBook book = SheetPriceBook.of(PriceSheet.bundled());
    assertThat(
            cost(
                price(
                    book,
                    bedrock("amazon.nova-canvas-v1:0", "us-east-1"),
                    "quality=premium;resolution=2048x2048",
                    Meter.OUTPUT_IMAGE_EACH)))
        .isEqualTo("0.08");
    assertThat(
            cost(
                price(
                    book,
                    bedrock("luma.ray-v2:0", "us-west-2"),
                    "resolution=540p",
                    Meter.OUTPUT_VIDEO_SECOND)))
        .isEqualTo("0.75");
    assertThat(
            cost(
                price(
                    book,
                    bedrock("amazon.nova-reel-v1:1", "us-east-1"),
                    "resolution=1280x720",
                    Meter.OUTPUT_VIDEO_SECOND)))
        .isEqualTo("0.08");
    assertThat(
            cost(
                price(
                    book,
                    vertex("veo-3.1-generate-001", null),
                    "audio=with_audio;resolution=4k",
                    Meter.OUTPUT_VIDEO_SECOND)))
        .isEqualTo("0.6");
  }
}
