package io.costaware.catalog;

import static io.costaware.catalog.Sources.liteLlm;
import static io.costaware.catalog.Sources.price;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.costaware.pricing.ListedPrice;
import io.costaware.usage.Meter;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiteLlmImportTest {
  private static PriceImport entry(String name, String provider, String fields) {
    return liteLlm("{\"" + name + "\":{\"litellm_provider\":\"" + provider + "\"," + fields + "}}");
  }

  private static ListedPrice only(PriceImport imported) {
    assertThat(imported.prices()).hasSize(1);
    return imported.prices().get(0);
  }

  @ParameterizedTest
  @CsvSource({
    "anthropic.claude-sonnet-4-6, bedrock_converse, anthropic.claude-sonnet-4-6, in_region",
    "us.anthropic.claude-sonnet-4-6, bedrock_converse, anthropic.claude-sonnet-4-6, geo:us",
    "apac.amazon.nova-lite-v1:0, bedrock_converse, amazon.nova-lite-v1:0, geo:apac",
    "global.anthropic.claude-sonnet-4-6, bedrock_converse, anthropic.claude-sonnet-4-6, global",
    "bedrock/us-gov-west-1/amazon.nova-pro-v1:0, bedrock, amazon.nova-pro-v1:0,"
        + " region:us-gov-west-1",
    "bedrock/eu-west-3/mistral.mistral-large-2402-v1:0, bedrock,"
        + " mistral.mistral-large-2402-v1:0, region:eu-west-3",
    "bedrock/converse/us.amazon.nova-lite-v1:0, bedrock_converse, amazon.nova-lite-v1:0, geo:us",
    "gemini-2.5-flash, vertex_ai-language-models, gemini-2.5-flash, global",
    "vertex_ai/claude-haiku-4-5@20251001, vertex_ai-anthropic_models, claude-haiku-4-5@20251001,"
        + " global",
    "vertex_ai/meta/llama-3.3-70b-instruct-maas, vertex_ai-llama_models,"
        + " llama-3.3-70b-instruct-maas, global",
  })
  void aNameBecomesAModelAndAScope(String name, String provider, String model, String scope) {
    ListedPrice price = only(entry(name, provider, "\"input_cost_per_token\":3e-06"));
    assertThat(price.model()).isEqualTo(model);
    assertThat(price.scope()).isEqualTo(scope);
    assertThat(price.source()).isEqualTo("litellm, seen 2026-11-21");
  }

  @ParameterizedTest
  @CsvSource({
    "input_cost_per_token, input, standard, 0",
    "output_cost_per_token_batches, output, batch, 0",
    "cache_read_input_token_cost, cache_read, standard, 0",
    "cache_creation_input_token_cost, cache_write_5m, standard, 0",
    "cache_creation_input_token_cost_above_1hr, cache_write_1h, standard, 0",
    "cache_creation_input_token_cost_above_1hr_above_200k_tokens, cache_write_1h, standard, 200000",
    "cache_read_input_token_cost_above_200k_tokens_priority, cache_read, priority, 200000",
    "input_cost_per_token_above_272k_tokens, input, standard, 272000",
    "output_cost_per_token_flex, output, flex, 0",
    "input_cost_per_audio_token_priority, input_audio, priority, 0",
    "output_cost_per_image_token, output_image, standard, 0",
    "output_cost_per_image, output_image_each, standard, 0",
    "input_cost_per_video_per_second, input_video_second, standard, 0",
    "input_cost_per_query, query, standard, 0",
    "ocr_cost_per_page, ocr_page, standard, 0",
  })
  void aFieldBecomesAMeterATierAndABand(String field, String meter, String tier, long above) {
    ListedPrice price = only(entry("anthropic.claude-x", "bedrock", "\"" + field + "\":0.04"));
    assertThat(price.meter().id()).isEqualTo(meter);
    assertThat(price.tier()).isEqualTo(tier);
    assertThat(price.above()).isEqualTo(above);
    assertThat(price.anyWrite()).isFalse();
  }

  @Test
  void figuresAreExactAsTheirTextHasThem() {
    // As a double this is 3.5000000000000004E-8.
    ListedPrice price =
        only(entry("amazon.nova-micro-v1:0", "bedrock", "\"input_cost_per_token\":3.5e-08"));
    assertThat(price.perUnit().amount()).isEqualByComparingTo(new BigDecimal("0.000000035"));
    PriceImport odd = entry("v.m", "bedrock", "\"input_cost_per_token\":0.00000012345678901234567");
    assertThat(only(odd).perUnit().decimal()).isEqualTo("0.00000012345678901234567");
  }

  @Test
  void cacheWritesOfOtherVendorsAreOfAnyLifetime() {
    ListedPrice price =
        only(entry("amazon.nova-pro-v1:0", "bedrock", "\"cache_creation_input_token_cost\":1e-06"));
    assertThat(price.anyWrite()).isTrue();
    assertThat(price.meterName()).isEqualTo("cache_write");
  }

  @Test
  void otherProvidersAreNotTaken() {
    PriceImport imported =
        liteLlm(
            """
            {"sample_spec":{"comment":"no model"},
             "gpt-4o":{"litellm_provider":"openai","input_cost_per_token":2.5e-06},
             "gemini/gemini-2.5-pro":{"litellm_provider":"gemini","input_cost_per_token":1e-06},
             "gemini-2.5-pro":{"litellm_provider":"vertex_ai-language-models",
               "input_cost_per_token":1.25e-06,"max_input_tokens":1048576}}
            """);
    assertThat(price(imported, "gemini-2.5-pro", "global", Meter.INPUT).perUnit().decimal())
        .isEqualTo("0.00000125");
    assertThat(imported.prices()).hasSize(1);
  }

  @Test
  void whatBecomesNoPriceIsReportedWithItsReason() {
    PriceImport imported =
        liteLlm(
            """
            {"bedrock/us-east-1/1-month-commitment/anthropic.claude-v1":
               {"litellm_provider":"bedrock","input_cost_per_second":0.0175},
             "claude-sonnet-4-5":{"litellm_provider":"bedrock","input_cost_per_token":3e-06},
             "gemini-2.5-pro":{"litellm_provider":"vertex_ai","input_cost_per_token":1.25e-06,
               "output_cost_per_reasoning_token":1e-05,"input_cost_per_pixel":0.0,
               "output_cost_per_token":-1,
               "search_context_cost_per_query":{"search_context_size_low":0.02,
                 "search_context_size_high":0.03}}}
            """);
    assertThat(imported.passedOver())
        .extracting(PassedOver::row, PassedOver::reason)
        .contains(
            tuple("claude-sonnet-4-5", "'claude-sonnet-4-5' is no model id of bedrock"),
            tuple("gemini-2.5-pro.output_cost_per_reasoning_token", "thinking counts as output"),
            tuple("gemini-2.5-pro.input_cost_per_pixel", "no meter for it"))
        .hasSize(6);
    assertThat(imported.passedOver().toString())
        .contains("bought capacity")
        .contains("-1 is no price")
        .contains("depends on its size");
  }

  @Test
  void aSearchOfOneSizeIsAPrice() {
    PriceImport imported =
        entry(
            "gemini-2.5-pro",
            "vertex_ai-language-models",
            "\"search_context_cost_per_query\":{\"search_context_size_low\":0.035,"
                + "\"search_context_size_high\":0.035}");
    assertThat(only(imported).meter()).isEqualTo(Meter.WEB_SEARCH);
    assertThat(only(imported).perUnit().decimal()).isEqualTo("0.035");
  }

  @Test
  void imagesThatAreCountedInTokensAreNotCountedTwice() {
    PriceImport imported =
        entry(
            "gemini-2.5-flash-image",
            "vertex_ai-language-models",
            "\"output_cost_per_image\":0.039,\"output_cost_per_image_token\":3e-05");
    assertThat(only(imported).meter()).isEqualTo(Meter.OUTPUT_IMAGE);
  }

  @Test
  void secondsOfVideoAreNoSecondsOfCapacity() {
    PriceImport imported =
        liteLlm(
            """
            {"vertex_ai/veo-3.0-generate-001":{"litellm_provider":"vertex_ai-video-models",
               "mode":"video_generation","output_cost_per_second":0.4,
               "output_cost_per_second_1080p":0.5},
             "v.m":{"litellm_provider":"bedrock","mode":"chat","output_cost_per_second":0.011}}
            """);
    assertThat(imported.prices())
        .extracting(ListedPrice::meter, price -> price.attributes().toString())
        .contains(tuple(Meter.OUTPUT_VIDEO_SECOND, "{}"));
    assertThat(imported.prices()).allMatch(price -> price.model().startsWith("veo-"));
    assertThat(imported.passedOver())
        .extracting(PassedOver::row)
        .contains("v.m.output_cost_per_second");
  }

  @Test
  void twoEntriesOfOnePriceMustAgree() {
    String one = "\"gemini-2.5-pro\":{\"litellm_provider\":\"vertex_ai\",\"input_cost_per_token\":";
    String two =
        "\"vertex_ai/gemini-2.5-pro\":{\"litellm_provider\":\"vertex_ai\","
            + "\"output_cost_per_token\":1e-05,\"input_cost_per_token\":";
    assertThat(liteLlm("{" + one + "1.25e-06}," + two + "0.00000125}}").prices()).hasSize(2);
    PriceImport torn = liteLlm("{" + one + "1.25e-06}," + two + "2e-06}}");
    assertThat(torn.prices()).extracting(ListedPrice::meter).containsExactly(Meter.OUTPUT);
    assertThat(torn.passedOver()).hasSize(2);
    assertThat(torn.passedOver().get(0).reason()).contains("neither is taken");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{\"a\":{\"litellm_provider\":\"bedrock\"",
        "{\"a\":1,\"a\":2}",
        "{\"gpt\":{\"input\":1}}",
        "{} {}",
        "<html>rate limited</html>",
      })
  void aDamagedOrForeignFileIsRefusedWhole(String text) {
    assertThatThrownBy(() -> liteLlm(text))
        .isInstanceOf(PriceImportException.class)
        .hasMessageContaining("litellm is refused as a whole");
  }

  @Test
  void hugeExponentsDoNoHarm() {
    PriceImport imported =
        entry(
            "v.m", "bedrock", "\"input_cost_per_token\":1e-999999,\"output_cost_per_token\":1e-06");
    assertThat(only(imported).meter()).isEqualTo(Meter.OUTPUT);
  }
}
