package io.costaware.bedrock.usage;

import static io.costaware.bedrock.usage.Recorded.CLAUDE;
import static io.costaware.bedrock.usage.Recorded.answer;
import static io.costaware.bedrock.usage.Recorded.usage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.event.Outcome.Knowledge;
import io.costaware.recorded.RecordedAnswer;
import io.costaware.target.ServiceTier;
import io.costaware.usage.Meter;
import io.costaware.usage.Usage;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BedrockAnswersTest {
  private static final String USAGE =
      "'usage':{'inputTokens':10,'outputTokens':5,'totalTokens':15}";

  private static Usage of(Meter meter, long quantity) {
    return Usage.builder().add(meter, quantity).build();
  }

  private static ServiceTier tier(String fields) {
    return answer("converse", CLAUDE, fields).tier();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 429})
  void aRefusalBeforeInferenceCostsNothing(int status) {
    RecordedAnswer answer =
        answer("converse", CLAUDE, "'status':" + status + ",'response':{'message':'no'}");

    assertThat(answer.knowledge()).isEqualTo(Knowledge.FREE);
    assertThat(answer.usage()).isEqualTo(Usage.none());
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 424, 500, 503})
  void U5_aFailureOfTheModelLeavesTheUsageUnknown(int status) {
    String failed = "'status':" + status + ",";

    assertThat(answer("converse", CLAUDE, failed + "'response':{}").knowledge())
        .isEqualTo(Knowledge.NOTHING);
    assertThat(answer("converse", CLAUDE, failed + "'response':{" + USAGE + "}").usage())
        .isEqualTo(Usage.tokens(10, 5));
    assertThat(
            answer(
                    "start_async_invoke",
                    "amazon.nova-reel-v1:1",
                    failed + "'request':{'durationSeconds':6}")
                .knowledge())
        .isEqualTo(Knowledge.NOTHING);
  }

  @Test
  void U5_silenceIsNotZeroAndZeroIsNotSilence() {
    assertThat(answer("converse", CLAUDE, "'response':{}").knowledge())
        .isEqualTo(Knowledge.NOTHING);
    assertThat(answer("converse", CLAUDE, "'response':{'usage':{}}").knowledge())
        .isEqualTo(Knowledge.NOTHING);
    assertThat(answer("converse", CLAUDE, "").knowledge()).isEqualTo(Knowledge.NOTHING);
    RecordedAnswer zeros =
        answer(
            "converse",
            CLAUDE,
            "'response':{'usage':{'inputTokens':0,'outputTokens':0,'totalTokens':0}}");
    assertThat(zeros.knowledge()).isEqualTo(Knowledge.WHOLE);
    assertThat(zeros.usage()).isEqualTo(Usage.none());
    assertThat(
            answer(
                    "invoke_model",
                    CLAUDE,
                    "'response':{'usage':{'input_tokens':0,'output_tokens':0}}")
                .knowledge())
        .isEqualTo(Knowledge.WHOLE);
  }

  @Test
  void U5_litellm35958_aCutStreamIsUnknownOrALowerBound() {
    assertThat(
            answer(
                    "converse_stream",
                    CLAUDE,
                    "'events':[{'messageStart':{'role':'assistant'}},{'contentBlockDelta':{'delta':{'text':'Hel'}}}]")
                .knowledge())
        .isEqualTo(Knowledge.NOTHING);
    RecordedAnswer part =
        answer(
            "invoke_model_stream",
            CLAUDE,
            "'events':[{'type':'message_start','message':{'usage':{'input_tokens':300,'output_tokens':1}}},"
                + "{'type':'content_block_delta','delta':{'text':'Hel'}}]");
    assertThat(part.knowledge()).isEqualTo(Knowledge.PART);
    assertThat(part.usage()).isEqualTo(Usage.tokens(300, 1));
  }

  @Test
  void freeOperationsAreFree() {
    RecordedAnswer answer = answer("count_tokens", CLAUDE, "'response':{'inputTokens':1234}");

    assertThat(answer.knowledge()).isEqualTo(Knowledge.FREE);
    assertThat(answer.usage()).isEqualTo(Usage.none());
    assertThat(answer("count_tokens", CLAUDE, "'status':500").knowledge())
        .isEqualTo(Knowledge.FREE);
  }

  @Test
  void M6_litellm21171_theTierServedCountsAndOnlyWithoutOneTheTierAskedFor() {
    assertThat(
            tier(
                "'request':{'serviceTier':'priority'},'response':{'serviceTier':{'type':'default'}}"))
        .isEqualTo(ServiceTier.STANDARD);
    assertThat(tier("'request':{'serviceTier':{'type':'flex'}}")).isEqualTo(ServiceTier.FLEX);
    assertThat(
            tier(
                "'headers':{'X-Amzn-Bedrock-Service-Tier':'priority'},'request':{'serviceTier':'flex'}"))
        .isEqualTo(ServiceTier.PRIORITY);
    assertThat(tier("'request':{'header':{'name':'X-Amzn-Bedrock-Service-Tier','value':'flex'}}"))
        .isEqualTo(ServiceTier.FLEX);
    assertThat(tier("'request':{'header':{'x-amzn-bedrock-service-tier':'flex'}}"))
        .isEqualTo(ServiceTier.FLEX);
    assertThat(tier("'response':{'serviceTier':{'type':'reserved'}}"))
        .isEqualTo(ServiceTier.RESERVED);
    assertThat(tier("'response':{'serviceTier':{'type':'turbo'}}"))
        .isEqualTo(new ServiceTier("turbo"));
    assertThat(tier("'response':{}")).isEqualTo(ServiceTier.STANDARD);
    assertThat(
            answer(
                    "converse_stream",
                    CLAUDE,
                    "'request':{'serviceTier':'priority'},'events':[{'metadata':{'serviceTier':{'type':'flex'},"
                        + USAGE
                        + "}}]")
                .tier())
        .isEqualTo(ServiceTier.FLEX);
  }

  @Test
  void M6_theLatencyServedCounts() {
    assertThat(tier("'response':{'performanceConfig':{'latency':'optimized'}}"))
        .isEqualTo(ServiceTier.LATENCY_OPTIMIZED);
    assertThat(
            tier(
                "'request':{'performanceConfig':'optimized'},'response':{'performanceConfig':{'latency':'standard'}}"))
        .isEqualTo(ServiceTier.STANDARD);
    assertThat(
            tier(
                "'request':{'performanceConfig':{'latency':'optimized'}},'response':{'serviceTier':{'type':'default'}}"))
        .as("an answer that is silent on the latency")
        .isEqualTo(ServiceTier.LATENCY_OPTIMIZED);
  }

  @Test
  void U6_litellm37362_guardrailUnitsCountBesideTheModel() {
    RecordedAnswer answer =
        answer(
            "converse",
            CLAUDE,
            "'response':{'stopReason':'end_turn',"
                + USAGE
                + ",'trace':{'guardrail':{'inputAssessment':{'g1':{'invocationMetrics':{'usage':{'topicPolicyUnits':1,"
                + "'contentPolicyUnits':1,'wordPolicyUnits':1,'sensitiveInformationPolicyFreeUnits':1}}}}}}}");

    assertThat(answer.usage())
        .isEqualTo(
            Usage.builder()
                .add(Meter.INPUT, 10)
                .add(Meter.OUTPUT, 5)
                .add(Meter.GUARDRAIL_UNIT, 2)
                .build());
  }

  @Test
  void U6_litellm39196_aBlockedInputCostsItsGuardrailUnitsOnly() {
    String assessment =
        "{'invocationMetrics':{'usage':{'topicPolicyUnits':1,'contentPolicyUnits':1}}}";
    assertThat(
            usage(
                "converse",
                CLAUDE,
                "'response':{'stopReason':'guardrail_intervened',"
                    + USAGE
                    + ",'trace':{'guardrail':{'inputAssessment':{'g1':"
                    + assessment
                    + "}}}}"))
        .isEqualTo(of(Meter.GUARDRAIL_UNIT, 2));
    assertThat(
            usage(
                    "converse",
                    CLAUDE,
                    "'response':{'stopReason':'guardrail_intervened',"
                        + USAGE
                        + ",'trace':{'guardrail':{'inputAssessment':{'g1':"
                        + assessment
                        + "},'outputAssessments':{'g1':["
                        + assessment
                        + "]}}}}")
                .get(Meter.OUTPUT))
        .as("a blocked output was made and is billed")
        .isEqualTo(5);
    RecordedAnswer invoked =
        answer(
            "invoke_model",
            "amazon.nova-lite-v1:0",
            "'response':{'amazon-bedrock-guardrailAction':'INTERVENED','usage':{'inputTokens':6,'totalTokens':3}}");
    assertThat(invoked.usage()).as("synthetic counts").isEqualTo(Usage.none());
    assertThat(invoked.remarks()).hasSize(1);
  }

  @Test
  void aStreamWhoseOutputWasBlockedIsBilledByItsMetrics() {
    assertThat(
            usage(
                "invoke_model_stream",
                "amazon.nova-lite-v1:0",
                "'events':[{'amazon-bedrock-guardrailAction':'INTERVENED'},"
                    + "{'amazon-bedrock-invocationMetrics':{'inputTokenCount':10,'outputTokenCount':5}}]"))
        .isEqualTo(Usage.tokens(10, 5));
  }

  @Test
  void U6_guardrailsThatAreCalledForThemselves() {
    assertThat(
            usage(
                "apply_guardrail",
                "guardrail",
                "'response':{'action':'NONE','usage':{'topicPolicyUnits':1,'contentPolicyUnits':2,'wordPolicyUnits':3,"
                    + "'sensitiveInformationPolicyUnits':4,'sensitiveInformationPolicyFreeUnits':5,"
                    + "'contextualGroundingPolicyUnits':6,'contentPolicyImageUnits':1}}"))
        .isEqualTo(of(Meter.GUARDRAIL_UNIT, 14));
    assertThat(
            usage(
                "invoke_guardrail_checks",
                "guardrail",
                "'response':{'usage':{'contentFilter':{'textUnits':2},'promptAttack':{'textUnits':1},"
                    + "'sensitiveInformation':{'textUnits':3}}}"))
        .isEqualTo(of(Meter.GUARDRAIL_UNIT, 6));
    assertThat(answer("apply_guardrail", "guardrail", "'response':{'action':'NONE'}").knowledge())
        .isEqualTo(Knowledge.NOTHING);
  }

  @Test
  void U6_videoIsCountedByWhatWasAskedFor() {
    RecordedAnswer reel =
        answer(
            "start_async_invoke",
            "amazon.nova-reel-v1:1",
            "'request':{'durationSeconds':6},'response':{'invocationArn':'arn'}");
    assertThat(reel.usage()).isEqualTo(of(Meter.OUTPUT_VIDEO_SECOND, 6));
    assertThat(reel.attributes().asMap()).containsExactly(Map.entry("resolution", "720p24"));
    RecordedAnswer luma =
        answer(
            "start_async_invoke",
            "luma.ray-v2:0",
            "'request':{'modelInput':{'prompt':'x','duration':'9s','resolution':'540p'}},'response':{}");
    assertThat(luma.usage()).isEqualTo(of(Meter.OUTPUT_VIDEO_SECOND, 9));
    assertThat(luma.attributes().asMap()).containsExactly(Map.entry("resolution", "540p"));
    assertThat(
            usage(
                "start_async_invoke",
                "amazon.nova-reel-v1:1",
                "'request':{'taskType':'MULTI_SHOT_MANUAL','multiShotManualParams':{'shots':[{'text':'a'},{'text':'b'}]}}"))
        .isEqualTo(of(Meter.OUTPUT_VIDEO_SECOND, 12));
    assertThat(
            usage(
                "start_async_invoke",
                "amazon.nova-reel-v1:1",
                "'request':{'durationSeconds':[6,12]}"))
        .isEqualTo(of(Meter.OUTPUT_VIDEO_SECOND, 18));
    assertThat(answer("start_async_invoke", "amazon.nova-reel-v1:1", "'response':{}").knowledge())
        .isEqualTo(Knowledge.NOTHING);
    assertThat(
            answer(
                    "start_async_invoke",
                    "amazon.nova-reel-v1:1",
                    "'request':{'durationSeconds':6},'response':{'status':'Failed'}")
                .knowledge())
        .isEqualTo(Knowledge.FREE);
  }

  @Test
  void secondsOfARequestAreVideoOnlyWhereVideoIsMade() {
    String facts = "'request':{'durationSeconds':6},'response':{" + USAGE + "}";

    assertThat(usage("invoke_model", "acme.model-v1:0", facts)).isEqualTo(Usage.tokens(10, 5));
    assertThat(usage("start_async_invoke", "acme.model-v1:0", facts))
        .isEqualTo(of(Meter.OUTPUT_VIDEO_SECOND, 6));
  }

  @Test
  void U3_aSpeechSessionsTotalsAreNeverAddedUp() {
    String event =
        "{'event':{'usageEvent':{'details':{'delta':{'input':{'speechTokens':%1$d,'textTokens':0}},"
            + "'total':{'input':{'speechTokens':%2$d,'textTokens':2},'output':{'speechTokens':4,'textTokens':1}}}}}}";
    String events =
        "'events':["
            + event.formatted(10, 10)
            + ","
            + event.formatted(20, 30)
            + ","
            + event.formatted(30, 60)
            + "]";

    assertThat(usage("invoke_model_bidirectional", "amazon.nova-sonic-v1:0", events))
        .isEqualTo(
            Usage.builder()
                .add(Meter.INPUT_AUDIO, 60)
                .add(Meter.INPUT, 2)
                .add(Meter.OUTPUT_AUDIO, 4)
                .add(Meter.OUTPUT, 1)
                .build());
    String delta =
        "{'event':{'usageEvent':{'details':{'delta':{'output':{'speechTokens':%d,'textTokens':1}}}}}}";
    assertThat(
            usage(
                "invoke_model_bidirectional",
                "amazon.nova-sonic-v1:0",
                "'events':[" + delta.formatted(10) + "," + delta.formatted(20) + "]"))
        .isEqualTo(Usage.builder().add(Meter.OUTPUT_AUDIO, 30).add(Meter.OUTPUT, 2).build());
    assertThat(
            answer(
                    "invoke_model_bidirectional",
                    "amazon.nova-sonic-v1:0",
                    "'events':[{'event':{}}]")
                .knowledge())
        .isEqualTo(Knowledge.NOTHING);
  }

  @Test
  void litellm38744_aRecordOfABatchThatFailedIsFreeAndASilentOneIsNot() {
    assertThat(
            answer(
                    "batch",
                    CLAUDE,
                    "'response':{'recordId':'1','error':{'errorCode':400,'errorMessage':'bad'}}")
                .knowledge())
        .isEqualTo(Knowledge.FREE);
    assertThat(
            answer(
                    "batch",
                    "mistral.mistral-7b-instruct-v0:2",
                    "'response':{'outputs':[{'text':'x'}]}")
                .knowledge())
        .isEqualTo(Knowledge.NOTHING);
    RecordedAnswer converse =
        answer("batch", CLAUDE, "'response':{'output':{'message':{}}," + USAGE + "}");
    assertThat(converse.usage()).isEqualTo(Usage.tokens(10, 5));
    assertThat(converse.tier()).isEqualTo(ServiceTier.BATCH);
    assertThat(
            usage(
                "batch", CLAUDE, "'response':{'usage':{'input_tokens':1800,'output_tokens':1000}}"))
        .as("litellm#37077")
        .isEqualTo(Usage.tokens(1_800, 1_000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'inputTokens':-1,'outputTokens':5}",
        "{'inputTokens':9223372036854775808,'outputTokens':5}",
        "{'inputTokens':'ten','outputTokens':5}",
        "{'inputTokens':1e300,'outputTokens':5}",
        "{'inputTokens':1e999999999,'outputTokens':5}",
        "{'inputTokens':1,'outputTokens':5,'cacheDetails':[{'ttl':'1h','inputTokens':-3}]}"
      })
  void aCountThatIsNoneIsAnErrorOfARecordedCall(String usage) {
    assertThatThrownBy(() -> answer("converse", CLAUDE, "'response':{'usage':" + usage + "}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("inputTokens is '");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-1", "9223372036854775808", "'ten'", "1e300", "1e999999999", "-0.5", "true"})
  void aCountThatIsNoneIsAnErrorInANativeBodyToo(String count) {
    String body = "'response':{'usage':{'inputTokens':" + count + ",'outputTokens':5}}";

    assertThatThrownBy(() -> answer("invoke_model", "amazon.nova-lite-v1:0", body))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("inputTokens is '");
    String event = "'events':[{'metadata':{'usage':{'inputTokens':" + count + "}}}]";
    assertThatThrownBy(() -> answer("invoke_model_stream", "amazon.nova-lite-v1:0", event))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void countsInHeadersAndSumsMustFitToo() {
    for (String value : new String[] {"-5", "many", "99999999999999999999"}) {
      assertThatThrownBy(
              () ->
                  answer(
                      "invoke_model",
                      CLAUDE,
                      "'headers':{'X-Amzn-Bedrock-Input-Token-Count':'" + value + "'}"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("X-Amzn-Bedrock-Input-Token-Count is '" + value);
    }
    assertThatThrownBy(
            () ->
                answer(
                    "invoke_model",
                    "amazon.titan-text-lite-v1",
                    "'response':{'results':[{'tokenCount':9223372036854775807},{'tokenCount':1}]}"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> answer("start_async_invoke", "luma.ray-v2:0", "'request':{'durationSeconds':-5}"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatDoesNotAddUpIsToldAndNotRepaired() {
    RecordedAnswer total =
        answer(
            "converse",
            CLAUDE,
            "'response':{'usage':{'inputTokens':10,'outputTokens':5,'totalTokens':16}}");
    assertThat(total.usage()).isEqualTo(Usage.tokens(10, 5));
    assertThat(total.remarks()).containsExactly("totalTokens is 16, but its parts add up to 15");
    RecordedAnswer silent =
        answer(
            "converse",
            CLAUDE,
            "'response':{'output':{'message':{'content':[{'text':'Hello'}]}},"
                + "'usage':{'inputTokens':10,'outputTokens':0,'totalTokens':10}}");
    assertThat(silent.remarks()).containsExactly("outputTokens is 0, but the answer has text");
  }
}
