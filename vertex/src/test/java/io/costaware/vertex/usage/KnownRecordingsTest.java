package io.costaware.vertex.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.money.Money;
import io.costaware.recorded.RecordedAnswer;
import io.costaware.target.ServiceTier;
import io.costaware.usage.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recordings with known bills at the prices that come along. */
class KnownRecordingsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "gemini-2.5-flash; generateContent; 2026-08-21; promptTokenCount: 18, candidatesTokenCount: 89, thoughtsTokenCount: 83, toolUsePromptTokenCount: 32, totalTokenCount: 222; 0.000445",
        "gemini-3-flash-preview; generateContent; 2026-08-21; promptTokenCount: 5, candidatesTokenCount: 1, thoughtsTokenCount: 51, totalTokenCount: 57, trafficType: 'ON_DEMAND_FLEX'; 0.00007925",
        "gemini-2.5-pro; generateContent; 2026-08-21; promptTokenCount: 250000, cachedContentTokenCount: 100000, candidatesTokenCount: 1000, totalTokenCount: 251000; 0.415",
        "gemini-2.5-pro; generateContent; 2026-08-21; promptTokenCount: 200000; 0.25",
        "gemini-2.5-pro; generateContent; 2026-08-21; promptTokenCount: 200001; 0.5000025",
        "gemini-2.5-pro; generateContent; 2026-08-21; promptTokenCount: 199990, toolUsePromptTokenCount: 11; 0.5000025",
        "gemini-2.5-flash; batch; 2026-08-21; promptTokenCount: 10000, cachedContentTokenCount: 4000, candidatesTokenCount: 1000; 0.00227",
        "gemini-2.5-flash; generateContent; 2026-08-21; promptTokenCount: 10, candidatesTokenCount: 10, thoughtsTokenCount: 5, totalTokenCount: 20; 0.000028",
        "gemini-2.5-flash-image; generateContent; 2026-08-21; candidatesTokenCount: 1290, candidatesTokensDetails: [{modality: 'IMAGE', tokenCount: 1290}]; 0.0387",
        "gemini-2.5-flash; generateContent; 2026-08-21; promptTokenCount: 12, totalTokenCount: 12; 0.0000036",
        "gemini-3.7-flash; generateContent; 2026-12-31; promptTokenCount: 1000000; 0.75",
        "gemini-3.7-flash; generateContent; 2027-01-01; promptTokenCount: 1000000; 1.5",
        "gemini-2.5-flash; generateContent; 2026-08-21; promptTokenCount: 1000, cachedContentTokenCount: 400, promptTokensDetails: [{modality: 'AUDIO', tokenCount: 600}, {modality: 'TEXT', tokenCount: 400}], cacheTokensDetails: [{modality: 'AUDIO', tokenCount: 400}]; 0.00036"
      })
  void M1_M5_theBillIsExact(
      String model, String operation, String day, String counts, String dollars) {
    Recordings call =
        Recordings.of(model, operation).at(day).answered("{usageMetadata: {" + counts + "}}");

    assertThat(call.cost()).isEqualTo(Money.usd(dollars));
  }

  // litellm PR #37647: 4,061 and 25 tokens at the flex prices of a model of 0.30 and 2.50.
  @Test
  void M6_flexCostsHalf() {
    String counts = "promptTokenCount: 4061, candidatesTokenCount: 25";
    Money standard = Recordings.gemini("gemini-2.5-flash", counts).cost();
    Money flex =
        Recordings.gemini("gemini-2.5-flash", counts + ", trafficType: 'ON_DEMAND_FLEX'").cost();

    assertThat(standard).isEqualTo(Money.usd("0.0012808"));
    assertThat(flex).isEqualTo(Money.usd("0.0006404"));
  }

  @Test
  void M6_boughtThroughputKeepsItsUsage() {
    RecordedAnswer answer =
        Recordings.gemini(
                "gemini-2.5-pro",
                "promptTokenCount: 1000, candidatesTokenCount: 100, trafficType:"
                    + " 'PROVISIONED_THROUGHPUT'")
            .read();
    assertThat(answer.tier()).isEqualTo(ServiceTier.PROVISIONED);
    assertThat(answer.usage()).isEqualTo(Usage.tokens(1000, 100));
  }
}
