package io.costaware.catalog;

import static io.costaware.catalog.Sources.csv;
import static io.costaware.catalog.Sources.liteLlm;
import static io.costaware.catalog.Sources.rows;
import static io.costaware.catalog.Sources.sheet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.pricing.PriceSheet;
import org.junit.jupiter.api.Test;

/** Slips that stood in public price tables, each by the thread that tells it. */
class KnownIncidentsTest {
  private static final String SONNET_4_5 =
      """
      {"anthropic.claude-sonnet-4-5-20250929-v1:0":{"litellm_provider":"bedrock_converse",
         "input_cost_per_token":3.3e-06,"output_cost_per_token":1.65e-05},
       "us.anthropic.claude-sonnet-4-5-20250929-v1:0":{"litellm_provider":"bedrock_converse",
         "input_cost_per_token":%s,"output_cost_per_token":1.65e-05}}
      """;

  /** From 2025-10-07 to 2025-10-12 the LiteLLM map had 33 instead of 3.3 for one profile. */
  @Test
  void aTenfoldSlipOfOneProfileIsRefusedEvenWithoutAFormerSheet() {
    assertThat(liteLlm(SONNET_4_5.formatted("3.3e-06")).alone().isRefused()).isFalse();
    ImportReport slipped = liteLlm(SONNET_4_5.formatted("3.3e-05")).alone();
    assertThat(slipped.refusing())
        .extracting(Finding::kind)
        .contains(Finding.Kind.TENFOLD, Finding.Kind.OUTPUT_CHEAPER);
    assertThatThrownBy(slipped::sheet).isInstanceOf(PriceImportException.class);
  }

  @Test
  void aTenfoldSlipIsRefusedAgainstTheBundledSheet() {
    ImportReport slipped =
        liteLlm(
                """
                {"us.anthropic.claude-sonnet-4-5-20250929-v1:0":
                   {"litellm_provider":"bedrock_converse","input_cost_per_token":3.3e-05}}
                """)
            .over(PriceSheet.bundled());
    assertThat(slipped.refusing()).extracting(Finding::kind).containsExactly(Finding.Kind.TENFOLD);
    assertThat(slipped.changes().get(0).percent()).isEqualByComparingTo("900");
  }

  /** BerriAI/litellm-docs, blog/model_cost_map_incident: broken JSON, silently an old map. */
  @Test
  void brokenJsonIsRefusedWithItsLineAndTheFormerSheetStays() {
    PriceSheet inForce = sheet("global,standard,input,3");
    assertThatThrownBy(
            () ->
                liteLlm(
                    SONNET_4_5.formatted("3.3e-06").strip().replace("}}", "},}")
                        + "\n<<<<<<< HEAD"))
        .isInstanceOf(PriceImportException.class)
        .hasMessageContaining("line 4: the JSON is damaged");
    assertThat(inForce.priceCount()).isEqualTo(1);
  }

  /** anomalyco/models.dev, PR 6637: the price of the global profile stood on bare ids. */
  @Test
  void aCorrectionOfATenthIsAChangeAndNoSlip() {
    ImportReport report =
        rows("in_region,standard,input,3.3", "global,standard,input,3")
            .against(sheet("in_region,standard,input,3", "global,standard,input,3"));
    assertThat(report.isRefused()).isFalse();
    assertThat(report.changes()).hasSize(1);
    assertThat(report.changes().get(0).percent()).isEqualByComparingTo("10");
  }

  /** truefoundry/models, PR 1843: one digit too many. */
  @Test
  void aDigitTooManyIsRefused() {
    ImportReport report =
        rows("in_region,standard,output,120").over(sheet("in_region,standard,output,12"));
    assertThat(report.refusing()).extracting(Finding::kind).containsExactly(Finding.Kind.TENFOLD);
  }

  /** promptfoo/promptfoo, PR 10593: cache reads of Nova at zero, Llama 3.2 90B at +178 %. */
  @Test
  void aCacheReadThatBecameFreeIsRefusedAndALargeRiseIsTold() {
    String head = "provider,model,scope,meter,price\n";
    PriceSheet inForce =
        csv(head
                + "bedrock,amazon.nova-lite-v1:0,in_region,cache_read,0.015\n"
                + "bedrock,meta.llama3-2-90b-instruct-v1:0,in_region,input,0.72\n")
            .alone()
            .sheet();
    ImportReport report =
        csv(head
                + "bedrock,amazon.nova-lite-v1:0,in_region,cache_read,0\n"
                + "bedrock,meta.llama3-2-90b-instruct-v1:0,in_region,input,2\n")
            .over(inForce);
    assertThat(report.refusing())
        .extracting(Finding::kind)
        .containsExactly(Finding.Kind.BECAME_ZERO);
    assertThat(report.changes().get(1).toString()).contains("(+177.8 %)");
  }

  /** aws-samples/sample-bedrock-spend-budget-guardrails, docs/pricing-nuances: 1K beside 1M. */
  @Test
  void pricesForAThousandTakenForAMillionAreRefused() {
    PriceSheet inForce = sheet("in_region,standard,input,0.06", "in_region,standard,output,0.24");
    ImportReport report =
        rows("in_region,standard,input,60", "in_region,standard,output,240").over(inForce);
    assertThat(report.refusing())
        .extracting(Finding::kind)
        .containsExactly(Finding.Kind.UNIT, Finding.Kind.UNIT);
    assertThat(report.refusing().get(0).what()).contains("1000 times");
    ImportReport half =
        rows("in_region,standard,input,0.06", "in_region,standard,output,240").alone();
    assertThat(half.refusing()).extracting(Finding::kind).containsExactly(Finding.Kind.UNIT);
  }
}
