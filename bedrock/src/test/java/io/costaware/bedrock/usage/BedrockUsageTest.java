package io.costaware.bedrock.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.usage.Meter;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BedrockUsageTest {
  private static RawUsage raw(String json) {
    return NativeUsage.read(json.replace('\'', '"').getBytes(UTF_8));
  }

  private static RawUsage headers(Map<String, String> values) {
    return HeaderUsage.read(name -> Optional.ofNullable(values.get(name)));
  }

  private static Usage usage(String json) {
    return BedrockUsage.ofInvoke(raw(json), ModelFamily.OTHER);
  }

  @Test
  void U1_claudeCountsNetAndSplitsItsWrites() {
    Usage usage =
        usage(
            "{'type':'message','content':[{'type':'text','text':'{}'}],'usage':{'input_tokens':10,"
                + "'output_tokens':20,'cache_creation_input_tokens':100,'cache_read_input_tokens':5,"
                + "'cache_creation':{'ephemeral_5m_input_tokens':30,'ephemeral_1h_input_tokens':60},"
                + "'service_tier':'standard'}}");

    assertThat(usage)
        .isEqualTo(
            Usage.builder()
                .add(Meter.INPUT, 10)
                .add(Meter.OUTPUT, 20)
                .add(Meter.CACHE_READ, 5)
                .add(Meter.CACHE_WRITE_5M, 40)
                .add(Meter.CACHE_WRITE_1H, 60)
                .build());
  }

  @Test
  void U1_theOpenAiWayIncludesWhatWasCached() {
    String body =
        "{'usage':{'prompt_tokens':1000,'completion_tokens':50,'total_tokens':1050,"
            + "'prompt_tokens_details':{'cached_tokens':800}}}";

    assertThat(usage(body).get(Meter.INPUT)).isEqualTo(200);
    assertThat(usage(body).get(Meter.CACHE_READ)).isEqualTo(800);
    assertThat(usage(body).get(Meter.OUTPUT)).isEqualTo(50);
    RawUsage grossHeader = headers(Map.of("X-Amzn-Bedrock-Input-Token-Count", "1000"));
    assertThat(
            BedrockUsage.ofInvoke(grossHeader.merge(raw(body)), ModelFamily.OTHER).get(Meter.INPUT))
        .isEqualTo(200);
    RawUsage netHeader = headers(Map.of("X-Amzn-Bedrock-Input-Token-Count", "200"));
    assertThat(
            BedrockUsage.ofInvoke(netHeader.merge(raw(body)), ModelFamily.OTHER).get(Meter.INPUT))
        .isEqualTo(200);
  }

  @Test
  void headersComeBeforeTheBodyAndTheBodyFillsWhatTheyLack() {
    RawUsage merged =
        headers(
                Map.of(
                    "X-Amzn-Bedrock-Input-Token-Count", "100",
                    "X-Amzn-Bedrock-Output-Token-Count", "51"))
            .merge(raw("{'usage':{'inputTokens':99,'cacheReadInputTokenCount':7}}"));

    assertThat(BedrockUsage.ofInvoke(merged, ModelFamily.OTHER))
        .isEqualTo(
            Usage.builder()
                .add(Meter.INPUT, 100)
                .add(Meter.OUTPUT, 51)
                .add(Meter.CACHE_READ, 7)
                .build());
    assertThat(headers(Map.of("X-Amzn-Bedrock-Input-Token-Count", "many")).isEmpty()).isTrue();
  }

  @Test
  void titanCountsWithADecimalPointUnderAGuardrail() {
    assertThat(
            usage("{'inputTextTokenCount':6.0,'results':[{'tokenCount':28.0},{'tokenCount':2}]}"))
        .isEqualTo(Usage.tokens(6, 30));
  }

  @Test
  void otherFamiliesAreReadByTheirOwnNames() {
    assertThat(usage("{'generation':'x','prompt_token_count':3,'generation_token_count':4}"))
        .isEqualTo(Usage.tokens(3, 4));
    assertThat(usage("{'embedding':[0.1,0.2],'inputTextTokenCount':9}"))
        .isEqualTo(Usage.tokens(9, 0));
    assertThat(usage("{'text':'x','meta':{'billed_units':{'input_tokens':5,'output_tokens':6}}}"))
        .isEqualTo(Usage.tokens(5, 6));
    assertThat(usage("{'prompt':{'tokens':[{},{}]},'completions':[{'data':{'tokens':[1,2,3]}}]}"))
        .isEqualTo(Usage.tokens(2, 3));
  }

  @Test
  void U6_imagesAreCountedAsDelivered() {
    assertThat(
            usage("{'images':['a','b','c'],'finish_reasons':[null,'Filter reason: prompt',null]}"))
        .isEqualTo(Usage.builder().add(Meter.OUTPUT_IMAGE_EACH, 2).build());
  }

  @Test
  void U6_aRerankQueryCoversAHundredDocuments() {
    RawUsage scored = raw("{'results':[{'index':0,'relevance_score':0.9}]}");

    assertThat(BedrockUsage.ofInvoke(scored, ModelFamily.OTHER).get(Meter.QUERY)).isEqualTo(1);
    RawUsage many = scored.merge(RawUsage.builder().put("rerank.documents", 101).build());
    assertThat(BedrockUsage.ofInvoke(many, ModelFamily.OTHER).get(Meter.QUERY)).isEqualTo(2);
  }

  @Test
  void U3_metricsCountAndTheModelsOwnNumbersAreKept() {
    RawUsage merged = RawUsage.none();
    for (String event :
        new String[] {
          "{'type':'message_start','message':{'usage':{'input_tokens':300,'output_tokens':1}}}",
          "{'type':'content_block_delta','delta':{'text':'x'}}",
          "{'type':'message_delta','usage':{'input_tokens':0,'output_tokens':144}}",
          "{'type':'message_stop','amazon-bedrock-invocationMetrics':{'inputTokenCount':300,"
              + "'outputTokenCount':108,'invocationLatency':9,'firstByteLatency':3}}"
        }) {
      merged = BedrockUsage.mergeFragment(merged, raw(event));
    }

    assertThat(BedrockUsage.ofInvoke(merged, ModelFamily.OTHER)).isEqualTo(Usage.tokens(300, 108));
    assertThat(merged.orZero("usage.output_tokens")).isEqualTo(144);
    assertThat(merged.orZero("usage.input_tokens")).isEqualTo(300);
  }

  @Test
  void U6_aBlockedInputCostsItsGuardrailUnitsOnly() {
    RawUsage blocked =
        raw(
            "{'usage':{'inputTokens':6,'totalTokens':3},'amazon-bedrock-guardrailAction':"
                + "'INTERVENED','amazon-bedrock-trace':{'guardrail':{'input':{'g1':{"
                + "'invocationMetrics':{'guardrailProcessingLatency':12,'usage':{"
                + "'topicPolicyUnits':1,'contentPolicyUnits':2,'wordPolicyUnits':3}}}}}}}");

    assertThat(BedrockUsage.ofInvoke(blocked, ModelFamily.OTHER))
        .isEqualTo(Usage.builder().add(Meter.GUARDRAIL_UNIT, 3).build());
  }

  @Test
  void whatIsNotJsonHasNoNumbers() {
    assertThat(NativeUsage.read(new byte[] {(byte) 0x89, 'P', 'N', 'G'}).isEmpty()).isTrue();
    assertThat(raw("[1,2]").isEmpty()).isTrue();
    assertThat(raw("{'usage':").isEmpty()).isTrue();
  }

  @Test
  void U4_aRemainderThatNoSplitExplainsIsStillBilled() {
    RawUsage raw =
        RawUsage.builder()
            .put("inputTokens", 433)
            .put("outputTokens", 16)
            .put("cacheWriteInputTokens", 2_752)
            .put("cacheDetails.1h", 2_000)
            .build();

    assertThat(BedrockUsage.ofConverse(raw, ModelFamily.OTHER))
        .isEqualTo(
            Usage.builder()
                .add(Meter.INPUT, 433)
                .add(Meter.OUTPUT, 16)
                .add(Meter.CACHE_WRITE_5M, 752)
                .add(Meter.CACHE_WRITE_1H, 2_000)
                .build());
  }
}
