package io.costaware.vertex.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.target.ServiceTier;
import io.costaware.usage.Meter;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import org.junit.jupiter.api.Test;

class GeminiUsageTest {
  private static final String FLASH = "gemini-2.5-flash";

  private static RawUsage raw(Object... namesAndCounts) {
    RawUsage.Builder raw = RawUsage.builder();
    for (int i = 0; i < namesAndCounts.length; i += 2) {
      raw.put((String) namesAndCounts[i], ((Number) namesAndCounts[i + 1]).longValue());
    }
    return raw.build();
  }

  private static Usage usage(Object... namesAndCounts) {
    return GeminiUsage.of(raw(namesAndCounts), FLASH, false).usage();
  }

  @Test
  void U1_freshInputLeavesOutWhatTheCacheServed() {
    assertThat(
            usage(
                "promptTokenCount", 250_000,
                "cachedContentTokenCount", 100_000,
                "candidatesTokenCount", 1_000,
                "totalTokenCount", 251_000))
        .isEqualTo(
            Usage.builder()
                .add(Meter.INPUT, 150_000)
                .add(Meter.CACHE_READ, 100_000)
                .add(Meter.OUTPUT, 1_000)
                .build());
  }

  @Test
  void U2_thoughtsAreOutputAndToolResultsAreInput() {
    assertThat(
            usage(
                "promptTokenCount", 18,
                "candidatesTokenCount", 89,
                "thoughtsTokenCount", 83,
                "toolUsePromptTokenCount", 32,
                "totalTokenCount", 222))
        .isEqualTo(Usage.tokens(50, 172));
  }

  @Test
  void U2_thoughtsThatStandAmongTheCandidatesAreNotCountedTwice() {
    assertThat(
            usage(
                "promptTokenCount", 10,
                "candidatesTokenCount", 10,
                "thoughtsTokenCount", 5,
                "totalTokenCount", 20))
        .isEqualTo(Usage.tokens(10, 10));
    assertThat(
            usage(
                "promptTokenCount", 10,
                "candidatesTokenCount", 10,
                "thoughtsTokenCount", 5,
                "toolUsePromptTokenCount", 4,
                "totalTokenCount", 24))
        .isEqualTo(Usage.tokens(14, 10));
  }

  @Test
  void U1_modalitiesAreCrossedWithTheCacheAndSumUpToThePrompt() {
    Usage usage =
        usage(
            "promptTokenCount", 1_000,
            "cachedContentTokenCount", 400,
            "promptTokensDetails.TEXT", 500,
            "promptTokensDetails.AUDIO", 300,
            "promptTokensDetails.IMAGE", 150,
            "promptTokensDetails.DOCUMENT", 50,
            "cacheTokensDetails.AUDIO", 100,
            "cacheTokensDetails.TEXT", 300);

    assertThat(usage)
        .isEqualTo(
            Usage.builder()
                .add(Meter.INPUT, 250)
                .add(Meter.INPUT_AUDIO, 200)
                .add(Meter.INPUT_IMAGE, 150)
                .add(Meter.CACHE_READ, 300)
                .add(Meter.CACHE_READ_AUDIO, 100)
                .build());
    assertThat(usage.promptTokens()).isEqualTo(1_000);
  }

  @Test
  void detailsThatDoNotCoverThePromptLeaveTheRestToText() {
    assertThat(
            usage(
                "promptTokenCount", 100,
                "promptTokensDetails.VIDEO", 60,
                "candidatesTokenCount", 1_300,
                "candidatesTokensDetails.IMAGE", 1_290,
                "thoughtsTokenCount", 7))
        .isEqualTo(
            Usage.builder()
                .add(Meter.INPUT, 40)
                .add(Meter.INPUT_VIDEO, 60)
                .add(Meter.OUTPUT_IMAGE, 1_290)
                .add(Meter.OUTPUT, 17)
                .build());
  }

  @Test
  void aBlockedPromptIsInputOnly() {
    assertThat(usage("promptTokenCount", 12, "totalTokenCount", 12)).isEqualTo(Usage.tokens(12, 0));
  }

  @Test
  void totalsThatDoNotAddUpAreToldAndNotRepaired() {
    GeminiUsage usage =
        GeminiUsage.of(
            raw("promptTokenCount", 10, "candidatesTokenCount", 5, "totalTokenCount", 99),
            FLASH,
            false);

    assertThat(usage.usage()).isEqualTo(Usage.tokens(10, 5));
    assertThat(usage.remarks())
        .containsExactly("the provider's total is 99 tokens, the counts add up to 15");
  }

  @Test
  void U6_searchesAreBilledByPromptOrByQueryAsTheModelDoes() {
    RawUsage grounded = raw("promptTokenCount", 1, GeminiAnswer.SEARCHES, 3);

    assertThat(GeminiUsage.of(grounded, FLASH, false).usage().get(Meter.WEB_SEARCH)).isEqualTo(1);
    assertThat(GeminiUsage.of(grounded, "gemini-3.5-flash", false).usage().get(Meter.WEB_SEARCH))
        .isEqualTo(3);
    assertThat(GeminiUsage.of(grounded, FLASH, true).usage().get(Meter.ENTERPRISE_WEB_SEARCH))
        .isEqualTo(1);
    assertThat(
            GeminiUsage.of(raw(GeminiAnswer.MAPS_GROUNDED, 1), FLASH, false)
                .usage()
                .get(Meter.MAPS_GROUNDING))
        .isEqualTo(1);
  }

  @Test
  void aTrafficTypeAloneIsNoUsage() {
    assertThat(GeminiUsage.isCounted(raw())).isFalse();
    assertThat(GeminiUsage.isCounted(raw(GeminiAnswer.WEB_GROUNDED, 1))).isFalse();
    assertThat(GeminiUsage.isCounted(raw("promptTokenCount", 0))).isTrue();
  }

  @Test
  void M6_aTrafficTypeThatNobodyKnowsKeepsItsWord() {
    assertThat(VertexTiers.served("ON_DEMAND")).isEqualTo(ServiceTier.STANDARD);
    assertThat(VertexTiers.served("ON_DEMAND_PRIORITY")).isEqualTo(ServiceTier.PRIORITY);
    assertThat(VertexTiers.served("ON_DEMAND_FLEX")).isEqualTo(ServiceTier.FLEX);
    assertThat(VertexTiers.served("PROVISIONED_THROUGHPUT")).isEqualTo(ServiceTier.PROVISIONED);
    assertThat(VertexTiers.served("ON_DEMAND_TURBO")).isEqualTo(new ServiceTier("ON_DEMAND_TURBO"));
    assertThat(VertexTiers.served("TRAFFIC_TYPE_UNSPECIFIED")).isNull();
    assertThat(VertexTiers.served(null)).isNull();
  }
}
