package io.costaware.bedrock.usage;

import static io.costaware.bedrock.usage.Recorded.CLAUDE;
import static io.costaware.bedrock.usage.Recorded.answer;
import static io.costaware.bedrock.usage.Recorded.usage;
import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.event.Outcome.Knowledge;
import io.costaware.recorded.RecordedAnswer;
import io.costaware.usage.Meter;
import io.costaware.usage.Usage;
import org.junit.jupiter.api.Test;

/** Public threads in which cached tokens were counted twice, lost, or taken for fresh ones. */
class CachedTokenThreadsTest {
  private static final String GPT = "us.openai.gpt-5.6-sol";

  private static Usage cached(long input, long read, long write, long output) {
    return Usage.builder()
        .add(Meter.INPUT, input)
        .add(Meter.CACHE_READ, read)
        .add(Meter.CACHE_WRITE_5M, write)
        .add(Meter.OUTPUT, output)
        .build();
  }

  private static String converse(long input, long read, long write, long output, long total) {
    return "'response':{'usage':{'inputTokens':%d,'cacheReadInputTokens':%d,'cacheWriteInputTokens':%d,'outputTokens':%d,'totalTokens':%d}}"
        .formatted(input, read, write, output, total);
  }

  @Test
  void U1_litellm9812_writesAreNotInputAsWell() {
    assertThat(usage("converse", CLAUDE, converse(3, 0, 12_304, 550, 12_857)))
        .isEqualTo(cached(3, 0, 12_304, 550));
  }

  @Test
  void U1_litellm11364_aBodyThatCountsReadsAsPromptIsBroughtDownToWhatIsFresh() {
    assertThat(
            usage(
                "invoke_model",
                "qwen.qwen3-32b-v1:0",
                "'response':{'usage':{'prompt_tokens':30946,'completion_tokens':102,"
                    + "'prompt_tokens_details':{'cached_tokens':30940}}}"))
        .isEqualTo(cached(6, 30_940, 0, 102));
    assertThat(usage("converse", CLAUDE, converse(6, 30_940, 460, 102, 31_508)))
        .isEqualTo(cached(6, 30_940, 460, 102));
  }

  @Test
  void U3_bifrost3451_aStreamsWritesAreCountedOnce() {
    assertThat(
            usage(
                "converse_stream",
                CLAUDE,
                "'events':[{'messageStart':{'role':'assistant'}},{'messageStop':{'stopReason':'end_turn'}},"
                    + "{'metadata':{'usage':{'inputTokens':6,'outputTokens':2745,'cacheWriteInputTokens':159217,"
                    + "'totalTokens':161968}}}]"))
        .isEqualTo(cached(6, 0, 159_217, 2_745));
    assertThat(
            usage(
                "invoke_model_stream",
                CLAUDE,
                "'events':[{'type':'message_start','message':{'usage':{'input_tokens':6,"
                    + "'cache_creation_input_tokens':159217,'output_tokens':1}}},"
                    + "{'type':'message_delta','usage':{'cache_creation_input_tokens':159217,'output_tokens':2745}},"
                    + "{'type':'message_stop','amazon-bedrock-invocationMetrics':{'inputTokenCount':6,"
                    + "'outputTokenCount':2745,'cacheWriteInputTokenCount':159217}}]"))
        .isEqualTo(cached(6, 0, 159_217, 2_745));
  }

  @Test
  void U3_litellm36878_aFinalBlockWithoutCacheCountsErasesNone() {
    String events =
        "'events':[{'type':'message_start','message':{'usage':{'input_tokens':10174,"
            + "'cache_read_input_tokens':9821,'cache_creation_input_tokens':0,'output_tokens':1}}},"
            + "{'type':'message_delta','usage':{'output_tokens':44}},"
            + "{'type':'message_stop','amazon-bedrock-invocationMetrics':{'inputTokenCount':10174,"
            + "'outputTokenCount':44%s}}]";

    assertThat(usage("invoke_model_stream", CLAUDE, events.formatted("")))
        .isEqualTo(cached(10_174, 9_821, 0, 44));
    assertThat(
            usage(
                "invoke_model_stream",
                CLAUDE,
                events.formatted(",'cacheReadInputTokenCount':0,'cacheWriteInputTokenCount':0")))
        .as("zeros of one block do not erase what another has counted")
        .isEqualTo(cached(10_174, 9_821, 0, 44));
  }

  @Test
  void U1_gateway1210_theTotalIsTheSumOfItsParts() {
    RecordedAnswer answer = answer("converse", CLAUDE, converse(368, 10_536, 0, 19, 10_923));

    assertThat(answer.usage()).isEqualTo(cached(368, 10_536, 0, 19));
    assertThat(answer.remarks()).isEmpty();
  }

  @Test
  void U1_pi8752_theSameFieldIsGrossForOpenAiAndNetForAnthropic() {
    assertThat(usage("converse", GPT, converse(8_369, 0, 8_367, 10, 8_379)))
        .isEqualTo(cached(2, 0, 8_367, 10));
    assertThat(usage("converse", GPT, converse(12_401, 8_367, 4_032, 10, 24_810)))
        .isEqualTo(cached(2, 8_367, 4_032, 10));
    assertThat(usage("converse", CLAUDE, converse(2, 13_923, 7_262, 10, 21_197)))
        .isEqualTo(cached(2, 13_923, 7_262, 10));
  }

  @Test
  void U1_bifrost6942_aStreamIsGrossWhereTheSameCallWithoutOneIsNet() {
    RecordedAnswer stream =
        answer(
            "converse_stream",
            GPT,
            "'events':[{'metadata':{'usage':{'inputTokens':4995,'outputTokens':19,"
                + "'cacheWriteInputTokens':4993,'totalTokens':10007}}}]");
    RecordedAnswer unary = answer("converse", GPT, converse(2, 0, 4_993, 19, 5_014));

    assertThat(stream.usage()).isEqualTo(cached(2, 0, 4_993, 19));
    assertThat(stream.remarks()).isEmpty();
    assertThat(unary.usage()).isEqualTo(cached(2, 0, 4_993, 19));
    assertThat(unary.remarks()).singleElement().asString().contains("taken for the remainder");
  }

  @Test
  void U1_theFamilyIsFoundBehindARouterAProfileAndAnArn() {
    String usage =
        "'usage':{'inputTokens':8369,'cacheWriteInputTokens':8367,'outputTokens':1,'totalTokens':8370}";
    String arn = "arn:aws:bedrock:us-east-1::foundation-model/openai.gpt-5.6-sol";
    String profile = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123";

    RecordedAnswer behind =
        answer(
            "converse",
            profile,
            "'request':{'profileModels':['" + arn + "']},'response':{" + usage + "}");
    RecordedAnswer routed =
        answer(
            "converse",
            "arn:aws:bedrock:us-east-1:123456789012:default-prompt-router/any:1",
            "'response':{" + usage + ",'trace':{'promptRouter':{'invokedModelId':'" + arn + "'}}}");

    assertThat(behind.usage().get(Meter.INPUT)).isEqualTo(2);
    assertThat(behind.servedModels()).containsExactly(arn);
    assertThat(routed.usage().get(Meter.INPUT)).isEqualTo(2);
    assertThat(routed.servedModels()).containsExactly(arn);
    assertThat(usage("converse", arn, "'response':{" + usage + "}").get(Meter.INPUT)).isEqualTo(2);
  }

  @Test
  void U1_langchainAws983_writesBeyondThePromptAreToldAndNotRepaired() {
    Usage odd = cached(10, 0, 8_756, 100);

    assertThat(Plausibility.ofWrites(odd, 3_555)).singleElement().asString().contains("8756");
    assertThat(Plausibility.ofWrites(cached(10, 0, 4_555, 100), 3_555)).isEmpty();
    assertThat(Plausibility.ofWrites(cached(10, 0, 900, 100), 1)).isEmpty();
  }

  @Test
  void U4_litellm29432_anHoursWritesStayAnHours() {
    assertThat(
            usage(
                "converse",
                CLAUDE,
                "'response':{'usage':{'inputTokens':1,'outputTokens':1,'cacheWriteInputTokens':1000,"
                    + "'cacheDetails':[{'ttl':'1h','inputTokens':1000}],'totalTokens':1002}}"))
        .isEqualTo(
            Usage.builder()
                .add(Meter.INPUT, 1)
                .add(Meter.OUTPUT, 1)
                .add(Meter.CACHE_WRITE_1H, 1_000)
                .build());
    assertThat(
            usage(
                    "invoke_model",
                    CLAUDE,
                    "'headers':{'X-Amzn-Bedrock-Input-Token-Count':'1','X-Amzn-Bedrock-Output-Token-Count':'1',"
                        + "'X-Amzn-Bedrock-Cache-Write-Input-Token-Count':'1000'},"
                        + "'response':{'usage':{'cache_creation':{'ephemeral_1h_input_tokens':1000}}}")
                .get(Meter.CACHE_WRITE_1H))
        .isEqualTo(1_000);
  }

  @Test
  void U4_claudeRelayService1081_aRemainderOfTheSplitIsBilledForFiveMinutes() {
    RecordedAnswer answer =
        answer(
            "converse",
            CLAUDE,
            "'response':{'usage':{'inputTokens':1,'outputTokens':1,'cacheWriteInputTokens':1000,"
                + "'cacheDetails':[{'ttl':'5m','inputTokens':300},{'ttl':'1h','inputTokens':180},"
                + "{'ttl':'1h','inputTokens':200}],'totalTokens':1002}}");

    assertThat(answer.usage().get(Meter.CACHE_WRITE_5M)).isEqualTo(620);
    assertThat(answer.usage().get(Meter.CACHE_WRITE_1H)).as("two entries").isEqualTo(380);
    assertThat(answer.remarks()).isEmpty();
  }

  @Test
  void U4_aSplitBeyondItsSumIsToldAndNotRepaired() {
    RecordedAnswer answer =
        answer(
            "converse",
            CLAUDE,
            "'response':{'usage':{'inputTokens':1,'outputTokens':1,'cacheWriteInputTokens':100,"
                + "'cacheDetails':[{'ttl':'1h','inputTokens':150}],'totalTokens':102}}");

    assertThat(answer.usage().get(Meter.CACHE_WRITE_1H)).isEqualTo(150);
    assertThat(answer.usage().get(Meter.CACHE_WRITE_5M)).isZero();
    assertThat(answer.remarks()).singleElement().asString().contains("150").contains("100");
  }

  @Test
  void U1_theResponsesApiCountsGrossInBothItsForms() {
    assertThat(
            usage(
                "responses",
                "openai.gpt-5.6-luna",
                "'response':{'usage':{'input_tokens':18014,'input_tokens_details':{'cache_write_tokens':18011,"
                    + "'cached_tokens':0},'output_tokens':42,'output_tokens_details':{'reasoning_tokens':25},"
                    + "'total_tokens':18056}}"))
        .isEqualTo(cached(3, 0, 18_011, 42));
    assertThat(
            usage(
                "responses",
                "openai.gpt-5.6-luna",
                "'response':{'usage':{'prompt_tokens':2006,'completion_tokens':300,'total_tokens':2306,"
                    + "'prompt_tokens_details':{'cached_tokens':1920}}}"))
        .isEqualTo(cached(86, 1_920, 0, 300));
    RecordedAnswer stream =
        answer(
            "responses",
            "openai.gpt-5.6-luna",
            "'events':[{'type':'response.created','response':{'usage':null,'service_tier':'auto'}},"
                + "{'type':'response.output_text.delta','delta':'Hi'},{'type':'response.completed','response':"
                + "{'service_tier':'flex','usage':{'input_tokens':18014,'input_tokens_details':"
                + "{'cached_tokens':18011},'output_tokens':7,'total_tokens':18021}}}]");
    assertThat(stream.usage()).isEqualTo(cached(3, 18_011, 0, 7));
    assertThat(stream.tier().id()).isEqualTo("flex");
    assertThat(stream.knowledge()).isEqualTo(Knowledge.WHOLE);
  }
}
