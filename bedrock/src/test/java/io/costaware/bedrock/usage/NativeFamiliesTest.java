package io.costaware.bedrock.usage;

import static io.costaware.bedrock.usage.Recorded.CLAUDE;
import static io.costaware.bedrock.usage.Recorded.answer;
import static io.costaware.bedrock.usage.Recorded.usage;
import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.event.Outcome.Knowledge;
import io.costaware.recorded.RecordedAnswer;
import io.costaware.usage.Meter;
import io.costaware.usage.Usage;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One answer of each family that InvokeModel serves, in its own form. */
class NativeFamiliesTest {
  private static final String COUNTED =
      "'headers':{'x-amzn-bedrock-input-token-count':'7','x-amzn-bedrock-output-token-count':'3'},";

  private static Usage body(String model, String body) {
    return usage("invoke_model", model, "'response':" + body);
  }

  private static Usage of(Meter meter, long quantity) {
    return Usage.builder().add(meter, quantity).build();
  }

  @Test
  void familiesWithCountsInTheBody() {
    assertThat(
            body(
                "amazon.nova-lite-v1:0",
                "{'usage':{'inputTokens':7,'outputTokens':3,'totalTokens':10}}"))
        .isEqualTo(Usage.tokens(7, 3));
    assertThat(
            body(
                "amazon.titan-text-express-v1",
                "{'inputTextTokenCount':7.0,'results':[{'tokenCount':28.0},{'tokenCount':2}]}"))
        .isEqualTo(Usage.tokens(7, 30));
    assertThat(
            body(
                "meta.llama3-1-8b-instruct-v1:0",
                "{'generation':'x','prompt_token_count':7,'generation_token_count':3}"))
        .isEqualTo(Usage.tokens(7, 3));
    assertThat(
            body(
                "ai21.j2-mid-v1",
                "{'prompt':{'tokens':[{},{}]},'completions':[{'data':{'tokens':[{},{},{}]}}]}"))
        .isEqualTo(Usage.tokens(2, 3));
    for (String model :
        new String[] {
          "ai21.jamba-1-5-mini-v1:0",
          "deepseek.v3-v1:0",
          "writer.palmyra-x5-v1:0",
          "mistral.pixtral-large-2502-v1:0"
        }) {
      assertThat(body(model, "{'choices':[],'usage':{'prompt_tokens':7,'completion_tokens':3}}"))
          .as(model)
          .isEqualTo(Usage.tokens(7, 3));
    }
    assertThat(
            body(
                "cohere.command-r-v1:0",
                "{'text':'x','meta':{'billed_units':{'input_tokens':7,'output_tokens':3}}}"))
        .isEqualTo(Usage.tokens(7, 3));
  }

  @Test
  void familiesWithCountsInHeadersAlone() {
    for (Map.Entry<String, String> silent :
        Map.of(
                "anthropic.claude-v2:1", "{'completion':'x','stop_reason':'stop_sequence'}",
                "mistral.mistral-7b-instruct-v0:2",
                    "{'outputs':[{'text':'x','stop_reason':'stop'}]}",
                "cohere.command-text-v14", "{'generations':[{'text':'x'}]}")
            .entrySet()) {
      RecordedAnswer counted =
          answer("invoke_model", silent.getKey(), COUNTED + "'response':" + silent.getValue());
      assertThat(counted.usage()).as(silent.getKey()).isEqualTo(Usage.tokens(7, 3));
      assertThat(
              answer("invoke_model", silent.getKey(), "'response':" + silent.getValue())
                  .knowledge())
          .as("without headers nothing is known, and nothing is not zero")
          .isEqualTo(Knowledge.NOTHING);
    }
  }

  @Test
  void documentsForACohereAnswerAreNoRerankQuery() {
    assertThat(
            usage(
                "invoke_model",
                "cohere.command-r-v1:0",
                COUNTED + "'request':{'documents':3},'response':{'text':'x'}"))
        .isEqualTo(Usage.tokens(7, 3));
  }

  @Test
  void embeddings() {
    assertThat(body("amazon.titan-embed-text-v2:0", "{'embedding':[0.1],'inputTextTokenCount':9}"))
        .isEqualTo(Usage.tokens(9, 0));
    assertThat(
            body(
                "cohere.embed-v4:0",
                "{'embeddings':{},'meta':{'billed_units':{'input_tokens':5,'image_tokens':258}}}"))
        .as("the model's prices do not tell images apart")
        .isEqualTo(Usage.tokens(263, 0));
    RecordedAnswer image =
        answer(
            "invoke_model",
            "amazon.titan-embed-image-v1",
            "'request':{'inputImage':'aGk='},'response':{'embedding':[0.1],'inputTextTokenCount':0}");
    assertThat(image.usage()).isEqualTo(of(Meter.INPUT_IMAGE_EACH, 1));
    RecordedAnswer page =
        answer(
            "invoke_model",
            "amazon.nova-2-multimodal-embeddings-v1:0",
            "'request':{'singleEmbeddingParams':{'image':{'detailLevel':'DOCUMENT_IMAGE'}}},'response':{}");
    assertThat(page.usage()).isEqualTo(of(Meter.INPUT_IMAGE_EACH, 1));
    assertThat(page.attributes().asMap()).containsExactly(Map.entry("kind", "document"));
    assertThat(
            usage(
                "start_async_invoke",
                "amazon.nova-2-multimodal-embeddings-v1:0",
                "'request':{'durationSeconds':20},'response':{'invocationArn':'arn'}"))
        .isEqualTo(of(Meter.INPUT_VIDEO_SECOND, 20));
    assertThat(
            usage(
                "start_async_invoke",
                "twelvelabs.marengo-embed-2-7-v1:0",
                "'request':{'inputType':'audio','durationSeconds':19.5},'response':{}"))
        .isEqualTo(of(Meter.INPUT_AUDIO_SECOND, 20));
  }

  @Test
  void U6_litellm41750_anEmbeddingInABatchIsNotFree() {
    RecordedAnswer answer =
        answer(
            "batch",
            "amazon.titan-embed-text-v2:0",
            "'response':{'recordId':'1','modelOutput':{'embedding':[0.1],'inputTextTokenCount':9}}");

    assertThat(answer.usage()).isEqualTo(Usage.tokens(9, 0));
    assertThat(answer.tier().id()).isEqualTo("batch");
  }

  @Test
  void U6_imagesAreCountedAsDelivered() {
    RecordedAnswer canvas =
        answer(
            "invoke_model",
            "amazon.nova-canvas-v1:0",
            "'request':{'width':1024,'height':512,'quality':'premium'},'response':{'images':['a','b']}");
    assertThat(canvas.usage()).isEqualTo(of(Meter.OUTPUT_IMAGE_EACH, 2));
    assertThat(canvas.attributes().asMap())
        .containsOnly(Map.entry("resolution", "1024x512"), Map.entry("quality", "premium"));

    assertThat(
            body(
                "stability.sd3-5-large-v1:0",
                "{'images':['a','b','c'],'finish_reasons':[null,'Filter reason: prompt',null]}"))
        .isEqualTo(of(Meter.OUTPUT_IMAGE_EACH, 2));
    assertThat(
            body(
                "stability.sd3-5-large-v1:0",
                "{'images':['a',null],'finish_reasons':[null,'Filter reason'],'seeds':[1,2]}"))
        .as("a filtered image may be left out of the images too")
        .isEqualTo(of(Meter.OUTPUT_IMAGE_EACH, 1));
    RecordedAnswer filtered =
        answer(
            "invoke_model",
            "stability.sd3-5-large-v1:0",
            "'response':{'images':[null],'finish_reasons':['Filter reason']}");
    assertThat(filtered.knowledge()).isEqualTo(Knowledge.WHOLE);
    assertThat(filtered.usage()).isEqualTo(Usage.none());
    assertThat(
            body(
                "stability.stable-diffusion-xl-v1",
                "{'result':'success','artifacts':[{'base64':'a','finishReason':'SUCCESS'},"
                    + "{'base64':'b','finishReason':'CONTENT_FILTERED'}]}"))
        .isEqualTo(of(Meter.OUTPUT_IMAGE_EACH, 1));
  }

  @Test
  void anImageModelsOwnRequestTellsSizeAndQuality() {
    RecordedAnswer plain =
        answer(
            "invoke_model",
            "amazon.nova-canvas-v1:0",
            "'request':{'taskType':'TEXT_IMAGE','imageGenerationConfig':{'numberOfImages':1}},"
                + "'response':{'images':['a']}");
    assertThat(plain.attributes().asMap())
        .containsOnly(Map.entry("resolution", "1024x1024"), Map.entry("quality", "standard"));
    RecordedAnswer steps =
        answer(
            "invoke_model",
            "stability.stable-diffusion-xl-v1",
            "'request':{'width':512,'height':512,'steps':60},'response':{'artifacts':[{'finishReason':'SUCCESS'}]}");
    assertThat(steps.attributes().asMap())
        .containsOnly(Map.entry("resolution", "512x512"), Map.entry("steps", "60"));
    assertThat(
            answer("invoke_model", "amazon.nova-canvas-v1:0", "'response':{'images':['a']}")
                .attributes()
                .isEmpty())
        .as("what no one tells is not made up")
        .isTrue();
  }

  @Test
  void U6_aRerankQueryCoversAHundredDocuments() {
    String results = "'response':{'results':[{'index':0,'relevanceScore':0.9}]}";

    assertThat(usage("rerank", "cohere.rerank-v3-5:0", "'request':{'documents':100}," + results))
        .isEqualTo(of(Meter.QUERY, 1));
    assertThat(usage("rerank", "cohere.rerank-v3-5:0", "'request':{'documents':101}," + results))
        .isEqualTo(of(Meter.QUERY, 2));
    assertThat(
            usage(
                "invoke_model",
                "cohere.rerank-v3-5:0",
                "'request':{'documents':['a','b']},'response':{'results':[{'relevance_score':1}]}"))
        .isEqualTo(of(Meter.QUERY, 1));
    RecordedAnswer untold = answer("rerank", "amazon.rerank-v1:0", results);
    assertThat(untold.usage()).isEqualTo(of(Meter.QUERY, 1));
    assertThat(untold.remarks()).hasSize(1);
    assertThat(answer("rerank", "amazon.rerank-v1:0", "'response':{}").knowledge())
        .isEqualTo(Knowledge.NOTHING);
    assertThat(
            answer("rerank", "amazon.rerank-v1:0", "'status':500,'request':{'documents':5}")
                .knowledge())
        .isEqualTo(Knowledge.NOTHING);
  }

  @Test
  void headersComeFirstAndTheBodyFillsWhatTheyLack() {
    RecordedAnswer answer =
        answer(
            "invoke_model",
            "amazon.nova-lite-v1:0",
            "'headers':{'X-Amzn-Bedrock-Input-Token-Count':'100','X-Amzn-Bedrock-Output-Token-Count':'51'},"
                + "'response':{'usage':{'inputTokens':100,'cacheReadInputTokenCount':7}}");

    assertThat(answer.usage())
        .isEqualTo(
            Usage.builder()
                .add(Meter.INPUT, 100)
                .add(Meter.OUTPUT, 51)
                .add(Meter.CACHE_READ, 7)
                .build());
  }

  @Test
  void U3_bedrocksMetricsCountAndADifferenceIsTold() {
    String events =
        "'events':[{'type':'message_start','message':{'usage':{'input_tokens':300,'output_tokens':1}}},"
            + "{'type':'message_delta','usage':{'output_tokens':144}},"
            + "{'type':'message_stop','amazon-bedrock-invocationMetrics':{'inputTokenCount':300,'outputTokenCount':108}}]";
    RecordedAnswer answer = answer("invoke_model_stream", CLAUDE, events);

    assertThat(answer.usage()).isEqualTo(Usage.tokens(300, 108));
    assertThat(answer.raw().orZero("usage.output_tokens")).isEqualTo(144);
    assertThat(answer.remarks()).singleElement().asString().contains("108").contains("144");
  }

  @Test
  void aStreamsEventsMayBeWrapped() {
    String bytes =
        Base64.getEncoder()
            .encodeToString(
                "{\"amazon-bedrock-invocationMetrics\":{\"inputTokenCount\":7,\"outputTokenCount\":3}}"
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));

    assertThat(
            usage(
                "invoke_model_stream",
                "mistral.mistral-7b-instruct-v0:2",
                "'events':[{'chunk':{'bytes':'" + bytes + "'}}]"))
        .isEqualTo(Usage.tokens(7, 3));
    assertThat(
            usage(
                "invoke_model_stream",
                "meta.llama3-8b-instruct-v1:0",
                "'events':[{'chunk':{'generation':'a','prompt_token_count':7,'generation_token_count':1,'stop_reason':null}},"
                    + "{'chunk':{'generation':'','generation_token_count':3,'stop_reason':'stop'}}]"))
        .isEqualTo(Usage.tokens(7, 3));
  }

  @Test
  void pegasusIsBilledByTheSecondAndByOutput() {
    RecordedAnswer answer =
        answer(
            "invoke_model",
            "us.twelvelabs.pegasus-1-2-v1:0",
            COUNTED
                + "'request':{'durationSeconds':30},'response':{'message':'x','finishReason':'stop'}");
    assertThat(answer.usage())
        .isEqualTo(Usage.builder().add(Meter.INPUT_VIDEO_SECOND, 30).add(Meter.OUTPUT, 3).build());
    assertThat(
            answer(
                    "invoke_model",
                    "us.twelvelabs.pegasus-1-2-v1:0",
                    COUNTED + "'response':{'message':'x'}")
                .knowledge())
        .as("the seconds are not told")
        .isEqualTo(Knowledge.PART);
  }

  @Test
  void claudesOwnSearchesOfTheWebCount() {
    assertThat(
            body(
                CLAUDE,
                "{'usage':{'input_tokens':7,'output_tokens':3,'server_tool_use':{'web_search_requests':2}}}"))
        .isEqualTo(
            Usage.builder()
                .add(Meter.INPUT, 7)
                .add(Meter.OUTPUT, 3)
                .add(Meter.WEB_SEARCH, 2)
                .build());
    assertThat(
            usage(
                    "responses",
                    "openai.gpt-5.5",
                    "'response':{'output':[{'type':'web_search_call'},{'type':'message','content':[]}],"
                        + "'usage':{'input_tokens':7,'output_tokens':3}}")
                .get(Meter.WEB_SEARCH))
        .isEqualTo(1);
  }
}
