package io.costaware.bedrock.pricelist;

import static io.costaware.bedrock.pricelist.Listing.marketplace;
import static io.costaware.bedrock.pricelist.Listing.stream;
import static io.costaware.bedrock.pricelist.Listing.structured;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.costaware.catalog.PassedOver;
import io.costaware.catalog.PriceImport;
import io.costaware.catalog.PriceImportException;
import io.costaware.pricing.ListedPrice;
import io.costaware.pricing.PriceSheet;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwsOffersTest {
  private static final LocalDate DAY = LocalDate.parse("2026-05-04");

  private static PriceImport read(String... files) throws IOException {
    return AwsOffers.byName()
        .read(DAY, Arrays.stream(files).map(Listing::stream).toArray(InputStream[]::new));
  }

  private static PriceImport listed(Listing... listings) throws IOException {
    return read(Listing.answer("", listings));
  }

  @ParameterizedTest
  @CsvSource({
    "InputTokenCount, region:us-east-1, standard, 0, input",
    "OutputTokenCount_Global, global, standard, 0, output",
    "InputTokenCount_Global_Batch, global, batch, 0, input",
    "InputTokenCount_Batch, region:us-east-1, batch, 0, input",
    "MillionBatchOutputTokens, region:us-east-1, batch, 0, output",
    "CacheReadInputTokenCount, region:us-east-1, standard, 0, cache_read",
    "CacheWriteInputTokenCount_Global, global, standard, 0, cache_write_5m",
    "CacheWrite1hInputTokenCount_Global, global, standard, 0, cache_write_1h",
    "CacheWrite1hInputTokenCount, region:us-east-1, standard, 0, cache_write_1h",
    "input_tokens_standard, region:us-east-1, standard, 0, input",
    "output_tokens_global_standard, global, standard, 0, output",
    "cache_read_tokens_global_standard, global, standard, 0, cache_read",
    "cache_write_tokens_standard, region:us-east-1, standard, 0, cache_write_5m",
    "cache_write_tokens_1h_global_standard, global, standard, 0, cache_write_1h",
    "input_tokens_long_ctx_standard, region:us-east-1, standard, 200000, input",
    "cache_read_tokens_long_ctx_global_standard, global, standard, 200000, cache_read",
  })
  void everyStyleOfTheMarketplaceIsRead(
      String usageType, String scope, String tier, long above, String meter) throws IOException {
    ListedPrice price =
        listed(marketplace("Claude Sonnet 4.5", "SKU1", usageType, "3.3000000000")).prices().get(0);
    assertThat(price.model()).isEqualTo("anthropic.claude-sonnet-4-5-20250929-v1:0");
    assertThat(price.scope()).isEqualTo(scope);
    assertThat(price.tier()).isEqualTo(tier);
    assertThat(price.above()).isEqualTo(above);
    assertThat(price.meterName()).isEqualTo(meter);
    assertThat(price.perUnit()).hasToString("0.0000033 USD");
    assertThat(price.from()).isEqualTo(Instant.parse("2026-04-01T00:00:00Z"));
    assertThat(price.source()).isEqualTo("aws-price-list SKU1, seen 2026-05-04");
  }

  @ParameterizedTest
  @CsvSource({
    "USE1-NovaMicro-input-tokens, region:us-east-1, standard, input",
    "USE1-NovaMicro-output-tokens-batch, region:us-east-1, batch, output",
    "USE1-NovaMicro-input-tokens-flex, region:us-east-1, flex, input",
    "USE1-NovaMicro-output-tokens-priority, region:us-east-1, priority, output",
    "USE1-NovaMicro-input-tokens-latency-optimized, region:us-east-1, latency_optimized, input",
    "USE1-NovaMicro-input-tokens-cross-region-global, global, standard, input",
    "USE1-NovaMicro-input-tokens-cross-region-global-batch, global, batch, input",
    "USE1-NovaMicro-cache-read-input-token-count, region:us-east-1, standard, cache_read",
    "USE1-NovaMicro-cache-write-input-token-count, region:us-east-1, standard, cache_write",
    "APN1-NovaMicro-speech-input-tokens, region:us-east-1, standard, input_audio",
    "USE1-NovaMicro-text-output-tokens, region:us-east-1, standard, output",
    "USE1-NovaMicro-mantle-input-tokens-standard, region:us-east-1, standard, input",
  })
  void everySuffixOfTheStructuredServiceIsRead(
      String usageType, String scope, String tier, String meter) throws IOException {
    ListedPrice price =
        listed(structured("Nova Micro", "SKU1", usageType, "0.0000350000")).prices().get(0);
    assertThat(price.model()).isEqualTo("amazon.nova-micro-v1:0");
    assertThat(price.scope()).isEqualTo(scope);
    assertThat(price.tier()).isEqualTo(tier);
    assertThat(price.meterName()).isEqualTo(meter);
    assertThat(price.perUnit().decimal()).isEqualTo("0.000000035");
  }

  @Test
  void noSkuDisplacesAnotherWhateverTheirOrder() throws IOException {
    Listing[] eight = {
      structured("Gemma 3 27B", "S1", "USE1-Gemma3-27B-input-tokens-batch", "0.00012"),
      structured("Gemma 3 27B", "S2", "USE1-Gemma3-27B-input-tokens-flex", "0.00012"),
      structured("Gemma 3 27B", "S3", "USE1-Gemma3-27B-input-tokens-priority", "0.00040"),
      structured("Gemma 3 27B", "S4", "USE1-Gemma3-27B-input-tokens", "0.00023"),
    };
    PriceImport forth = listed(eight);
    PriceImport back = listed(eight[3], eight[2], eight[1], eight[0]);
    assertThat(forth.prices())
        .extracting(ListedPrice::tier, price -> price.perUnit().decimal())
        .containsExactlyInAnyOrder(
            tuple("batch", "0.00000012"),
            tuple("flex", "0.00000012"),
            tuple("priority", "0.0000004"),
            tuple("standard", "0.00000023"));
    assertThat(back.prices()).containsExactlyInAnyOrderElementsOf(forth.prices());
  }

  @Test
  void boughtCapacityIsCapacity() throws IOException {
    PriceImport imported =
        listed(
            marketplace("Claude Sonnet 4.6", "R1", "Reserved_1Month_InputTPM_Geo", "0.198"),
            marketplace("Claude Sonnet 4.6", "R2", "Reserved_3Month_OutputTPM_Global", "0.81"),
            marketplace(
                "Claude 3.5 Sonnet",
                "P1",
                "ProvisionedThroughput_6MonthsCommit_ModelUnits_Usage",
                "88"),
            structured(
                "Nova Micro",
                "P2",
                "USE1-NovaMicro-ProvisionedThroughput-NoCommit-ModelUnits",
                "hour",
                "60.5"),
            structured(
                "Nova Micro",
                "P3",
                "USE1-NovaMicro-ProvisionedThroughput-1month-ModelUnits",
                "hour",
                "55"));
    assertThat(imported.prices())
        .extracting(
            ListedPrice::meterName,
            ListedPrice::tier,
            ListedPrice::scope,
            price -> price.perUnit().decimal())
        .containsExactly(
            tuple("reserved_input_tpm", "reserved:1m", "region:us-east-1", "0.198"),
            tuple("reserved_output_tpm", "reserved:3m", "global", "0.81"),
            tuple("provisioned_model_unit", "provisioned:6m", "region:us-east-1", "88"),
            tuple("provisioned_model_unit", "provisioned:none", "region:us-east-1", "60.5"),
            tuple("provisioned_model_unit", "provisioned:1m", "region:us-east-1", "55"));
  }

  @Test
  void imagesSecondsAndQueriesAreCountedAsSuch() throws IOException {
    PriceImport imported =
        listed(
            structured("Nova Canvas", "I1", "USE1-NovaCanvas-T2I-1024-Standard", "image", "0.04"),
            structured("Nova Canvas", "I2", "USE1-NovaCanvas-T2I-2048-Premium", "image", "0.08"),
            structured("Nova Canvas", "I3", "USE1-NovaCanvas-I2I-1024-Standard", "image", "0.04"),
            Listing.of(
                "AmazonBedrock",
                "A1",
                "USE1-NovaMultiModalEmbeddings-input-audio-second",
                "second",
                "0.00014"),
            marketplace("Cohere Rerank 3.5", "Q1", "search_units", "0.002"),
            marketplace("Luma Ray2", "V1", "VideoOutput_720p_Seconds", "1.5"));
    assertThat(imported.prices())
        .extracting(
            ListedPrice::meterName,
            price -> price.perUnit().decimal(),
            price -> price.attributes().toString())
        .containsExactly(
            tuple("output_image_each", "0.04", "{quality=standard, resolution=upto1024x1024}"),
            tuple("output_image_each", "0.08", "{quality=premium, resolution=upto2048x2048}"),
            tuple("input_audio_second", "0.00014", "{}"),
            tuple("query", "0.002", "{}"),
            tuple("output_video_second", "1.5", "{}"));
  }

  @Test
  void whatCannotBeJoinedOrCountedIsReported() throws IOException {
    PriceImport imported =
        listed(
            structured("Nova Micro", "OK", "USE1-NovaMicro-input-tokens", "0.000035"),
            structured("Nova Ultra", "S1", "USE1-NovaUltra-input-tokens", "0.01"),
            structured("Nova Micro", "S2", "USE1-NovaMicro-input-tokens-custom-model", "0.1"),
            structured("Nova Micro", "S3", "USE1-NovaMicro-Customization-Training", "0.001"),
            structured("Nova Micro", "S4", "USE1-NovaMicro-input-tokens-cross-region", "0.00004"),
            structured("Nova Reel", "S5", "USE1-NovaReel-T2V-HD", "video", "0.08"),
            structured("Nova Micro", "S6", "USE1-NovaMicro-output-tokens", "Units", "0.14"),
            structured("Nova Micro", "S7", "USE1-NovaMicro-output-tokens-flex", "1K tokens", ""),
            structured("Nova Lite", "S8", "USE1-NovaLite-input-tokens-long-ctx", "0.1"));
    assertThat(imported.prices()).hasSize(1);
    assertThat(imported.passedOver())
        .extracting(PassedOver::toString)
        .containsExactly(
            "S1 'USE1-NovaUltra-input-tokens': 'Nova Ultra' is joined to no model; name the model"
                + " id for it",
            "S2 'USE1-NovaMicro-input-tokens-custom-model': a model of one's own, not the base"
                + " model",
            "S3 'USE1-NovaMicro-Customization-Training': a model of one's own, not the base model",
            "S4 'USE1-NovaMicro-input-tokens-cross-region': routing within a geography is billed"
                + " at the price of the Region",
            "S5 'USE1-NovaReel-T2V-HD': no meter counts it, by 'video'",
            "S6 'USE1-NovaMicro-output-tokens': unit 'Units' of AmazonBedrock is not known",
            "S7 'USE1-NovaMicro-output-tokens-flex': {\"USD\":\"\"} is no price in US dollars",
            "S8 'USE1-NovaLite-input-tokens-long-ctx': from which length the prompt is long is not"
                + " known");
  }

  @Test
  void aNameCanBeGivenItsModel() throws IOException {
    Listing ultra = structured("Nova Ultra", "S1", "USE1-NovaUltra-input-tokens", "0.01");
    PriceImport imported =
        AwsOffers.byName()
            .naming("nova ultra", "amazon.nova-ultra-v1:0")
            .read(DAY, stream(Listing.answer("", ultra)));
    assertThat(imported.prices().get(0).model()).isEqualTo("amazon.nova-ultra-v1:0");
  }

  @Test
  void theServicesAreReadTogetherFromTheirFiles() throws IOException {
    PriceImport imported =
        read(
            Listing.offer(structured("Nova Micro", "A", "USE1-NovaMicro-input-tokens", "0.000035")),
            Listing.offer(marketplace("Claude Opus 4.7", "B", "input_tokens_standard", "5.5")));
    assertThat(imported.prices())
        .extracting(ListedPrice::model, price -> price.perUnit().decimal())
        .containsExactly(
            tuple("amazon.nova-micro-v1:0", "0.000000035"),
            tuple("anthropic.claude-opus-4-7", "0.0000055"));
    assertThat(imported.over(PriceSheet.bundled()).isRefused()).isFalse();
  }

  @Test
  void theSamePriceUnderTwoServicesIsTakenOnceAndAContradictionAtNeither() throws IOException {
    Listing service =
        Listing.of(
            "AmazonBedrockService",
            "C",
            "USE1-ClaudeSonnet4.5-input-tokens",
            "1K tokens",
            "0.0033",
            "model",
            "Claude Sonnet 4.5");
    Listing same = marketplace("Claude Sonnet 4.5", "D", "InputTokenCount", "3.3");
    Listing other = marketplace("Claude Sonnet 4.5", "E", "input_tokens_standard", "33");
    assertThat(listed(service, same).prices()).hasSize(1);
    Listing output = marketplace("Claude Sonnet 4.5", "F", "OutputTokenCount", "16.5");
    PriceImport torn = listed(service, other, output);
    assertThat(torn.prices()).extracting(ListedPrice::meterName).containsExactly("output");
    assertThat(torn.passedOver()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"products\":{},\"terms\":{}}",
        "{\"PriceList\":[]}",
        "{\"PriceList\":[\"{\"]}",
        "{\"PriceList\":[",
        "<Error><Code>AccessDenied</Code></Error>",
      })
  void aDamagedOrForeignFileIsRefusedWhole(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(PriceImportException.class)
        .hasMessageContaining("aws-price-list is refused as a whole");
  }
}
