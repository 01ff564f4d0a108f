package io.costaware.bedrock.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.call.CallRefusedException;
import io.costaware.event.CallEvent;
import io.costaware.event.Outcome;
import io.costaware.money.Money;
import io.costaware.pricing.Receipt;
import io.costaware.pricing.UnknownPricePolicy;
import io.costaware.target.Operation;
import io.costaware.testkit.wire.BedrockReply;
import io.costaware.testkit.wire.WireAnswer;
import io.costaware.usage.Meter;
import io.costaware.usage.Usage;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.bedrockruntime.model.ApplyGuardrailRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ApplyGuardrailResponse;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailContentSource;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;
import software.amazon.awssdk.services.bedrockruntime.model.StartAsyncInvokeRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

/** Calls that are billed by images, seconds, queries and units, through the drop-ins. */
class FeeCallsTest {
  private static final WireAnswer STARTED =
      WireAnswer.json(
          200,
          "{\"invocationArn\":\"arn:aws:bedrock:us-east-1:123456789012:async-invoke/abcdefghijkl\"}");
  private static final WireAnswer ASSESSED =
      WireAnswer.json(
          200,
          "{\"action\":\"GUARDRAIL_INTERVENED\",\"outputs\":[],\"assessments\":[],\"usage\":{"
              + "\"topicPolicyUnits\":1,\"contentPolicyUnits\":2,\"wordPolicyUnits\":3,"
              + "\"sensitiveInformationPolicyUnits\":0,\"sensitiveInformationPolicyFreeUnits\":1,"
              + "\"contextualGroundingPolicyUnits\":0}}");

  private final Rig rig = new Rig().budgeted();

  @AfterEach
  void close() {
    rig.close();
  }

  private static StartAsyncInvokeRequest video(String model, Document input) {
    return StartAsyncInvokeRequest.builder()
        .modelId(model)
        .modelInput(input)
        .outputDataConfig(o -> o.s3OutputDataConfig(s -> s.s3Uri("s3://bucket/out")))
        .build();
  }

  private static StartAsyncInvokeRequest reel(int seconds) {
    return video(
        "amazon.nova-reel-v1:1",
        Document.mapBuilder()
            .putString("taskType", "TEXT_VIDEO")
            .putDocument(
                "videoGenerationConfig",
                Document.mapBuilder()
                    .putNumber("durationSeconds", seconds)
                    .putString("dimension", "1280x720")
                    .build())
            .build());
  }

  private static ApplyGuardrailRequest guardrail() {
    return ApplyGuardrailRequest.builder()
        .guardrailIdentifier("gr1abcdefghi")
        .guardrailVersion("1")
        .source(GuardrailContentSource.INPUT)
        .content(GuardrailContentBlock.fromText(t -> t.text("Hello")))
        .build();
  }

  private static InvokeModelRequest invoke(String model, String body) {
    return InvokeModelRequest.builder().modelId(model).body(SdkBytes.fromUtf8String(body)).build();
  }

  private static Usage of(Meter meter, long quantity) {
    return Usage.builder().add(meter, quantity).build();
  }

  @Test
  void U6_videoIsHeldAndBookedByTheSecondsThatTheRequestAsksFor() {
    rig.account = "123456789012";
    rig.server.enqueue(STARTED);

    rig.sync().startAsyncInvoke(reel(6));

    CallEvent event = rig.call();
    assertThat(event.call().account()).isEqualTo("123456789012");
    assertThat(event.call().operation()).isEqualTo(Operation.START_ASYNC_INVOKE);
    assertThat(event.outcome().usage()).isEqualTo(of(Meter.OUTPUT_VIDEO_SECOND, 6));
    assertThat(event.outcome().attributes().asMap())
        .containsExactly(Map.entry("resolution", "720p24"));
    assertThat(event.receipt().total()).isEqualTo(Money.of("0.48", "USD"));
    assertThat(event.held().cost()).isEqualTo(Money.of("0.48", "USD"));
  }

  @Test
  void U6_feesOfAnAliasedModelAreHeldAsThoseOfItsModel() {
    rig.models.alias("reel", "bedrock:amazon.nova-reel-v1:1");
    rig.models.alias("canvas", "bedrock:amazon.nova-canvas-v1:0");
    rig.server.enqueue(STARTED);
    rig.server.enqueue(BedrockReply.validation("no"));

    rig.sync().startAsyncInvoke(reel(6).toBuilder().modelId("reel").build());
    assertThatThrownBy(
            () ->
                rig.sync()
                    .invokeModel(
                        invoke("canvas", "{\"imageGenerationConfig\":{\"numberOfImages\":2}}")))
        .isInstanceOf(ValidationException.class);

    assertThat(rig.calls().get(0).held().cost()).isEqualTo(Money.of("0.48", "USD"));
    assertThat(rig.calls().get(1).held().cost()).isEqualTo(Money.of("0.08", "USD"));
  }

  @Test
  void U6_videoOfTheAsyncClientIsMeteredToo() throws Exception {
    rig.server.enqueue(STARTED);
    Document input =
        Document.mapBuilder()
            .putString("prompt", "a tree")
            .putString("duration", "9s")
            .putString("resolution", "540p")
            .build();

    rig.async().startAsyncInvoke(video("luma.ray-v2:0", input)).get(20, TimeUnit.SECONDS);

    assertThat(rig.call().outcome().usage()).isEqualTo(of(Meter.OUTPUT_VIDEO_SECOND, 9));
    assertThat(rig.call().outcome().attributes().asMap())
        .containsExactly(Map.entry("resolution", "540p"));
    assertThat(rig.server.requests().get(0).body().get("modelInput").get("prompt").asText())
        .isEqualTo("a tree");
  }

  @Test
  void U5_anInputThatTellsNoSecondsIsUnmeasured() {
    rig.unknownPrices = UnknownPricePolicy.allow();
    rig.server.enqueue(STARTED);

    rig.sync().startAsyncInvoke(video("acme.video-v1:0", Document.mapBuilder().build()));

    assertThat(rig.call().outcome().knowledge()).isEqualTo(Outcome.Knowledge.NOTHING);
  }

  @Test
  @Tag("bifrost#2873")
  void aVideoThatIsRefusedBeforehandOrByBedrockCostsNothing() {
    rig.server.enqueue(BedrockReply.validation("no"));

    assertThatThrownBy(() -> rig.sync().startAsyncInvoke(reel(6)))
        .isInstanceOf(ValidationException.class);
    assertThat(rig.call().receipt().outcome()).isEqualTo(Receipt.Outcome.ZERO);

    assertThatThrownBy(() -> rig.sync().startAsyncInvoke(reel(6_000)))
        .as("480 dollars of a budget of ten")
        .isInstanceOf(CallRefusedException.class);
    CompletableFuture<?> refused = rig.async().startAsyncInvoke(reel(6_000));
    assertThat(refused).isCompletedExceptionally();
    assertThat(rig.server.requests()).hasSize(1);
    assertThat(rig.refusals()).hasSize(2);
  }

  @Test
  void U6_aGuardrailsUnitsAreCountedWithoutAModel() throws Exception {
    rig.unknownPrices = UnknownPricePolicy.allow();
    rig.server.enqueue(ASSESSED, ASSESSED);

    ApplyGuardrailResponse response = rig.sync().applyGuardrail(guardrail());
    rig.async().applyGuardrail(guardrail()).get(20, TimeUnit.SECONDS);

    assertThat(response.usage().wordPolicyUnits()).isEqualTo(3);
    assertThat(rig.calls()).hasSize(2);
    for (CallEvent event : rig.calls()) {
      assertThat(event.call().operation()).isEqualTo(Operation.APPLY_GUARDRAIL);
      assertThat(event.outcome().usage()).isEqualTo(of(Meter.GUARDRAIL_UNIT, 3));
      assertThat(event.outcome().raw().orZero("guardrail.wordPolicyUnits")).isEqualTo(3);
      assertThat(event.receipt().outcome()).isEqualTo(Receipt.Outcome.UNPRICED);
    }
  }

  @Test
  void M3_aGuardrailWithoutAPriceIsRefusedUnderABudgetAsAnyCallIs() {
    assertThatThrownBy(() -> rig.sync().applyGuardrail(guardrail()))
        .isInstanceOf(CallRefusedException.class);
    assertThat(rig.async().applyGuardrail(guardrail())).isCompletedExceptionally();
    assertThat(rig.server.requests()).isEmpty();
  }

  @Test
  void U6_imagesAreHeldAsAskedForAndBookedAsDelivered() {
    rig.server.enqueue(BedrockReply.invoke("{\"images\":[\"a\"],\"error\":\"one was filtered\"}"));

    rig.sync()
        .invokeModel(
            invoke(
                "amazon.nova-canvas-v1:0",
                "{\"taskType\":\"TEXT_IMAGE\",\"textToImageParams\":{\"text\":\"a tree\"},"
                    + "\"imageGenerationConfig\":{\"numberOfImages\":2,\"quality\":\"premium\","
                    + "\"width\":1024,\"height\":1024}}"));

    CallEvent event = rig.call();
    assertThat(event.outcome().usage()).isEqualTo(of(Meter.OUTPUT_IMAGE_EACH, 1));
    assertThat(event.outcome().attributes().asMap())
        .containsOnly(Map.entry("resolution", "1024x1024"), Map.entry("quality", "premium"));
    assertThat(event.held().costKnown()).isTrue();
    assertThat(event.held().picos()).isEqualTo(2 * event.receipt().knownPicos());
  }

  @Test
  void U6_aRerankQueryIsHeldAndBookedByItsDocuments() {
    StringBuilder documents = new StringBuilder("\"d\"");
    for (int i = 1; i < 101; i++) {
      documents.append(",\"d\"");
    }
    rig.server.enqueue(
        BedrockReply.invoke("{\"results\":[{\"index\":3,\"relevance_score\":0.9}]}"));

    rig.sync()
        .invokeModel(
            invoke(
                "cohere.rerank-v3-5:0",
                "{\"api_version\":2,\"query\":\"q\",\"top_n\":1,\"documents\":["
                    + documents
                    + "]}"));

    assertThat(rig.call().outcome().usage()).isEqualTo(of(Meter.QUERY, 2));
    assertThat(rig.call().receipt().total()).isEqualTo(Money.of("0.004", "USD"));
    assertThat(rig.call().held().cost()).isEqualTo(Money.of("0.004", "USD"));
  }

  @Test
  void U6_anEmbeddedImageIsCountedByItself() {
    rig.server.enqueue(
        BedrockReply.invoke("{\"embedding\":[0.1],\"inputTextTokenCount\":4}").countedInput(4));

    rig.sync()
        .invokeModel(
            invoke(
                "amazon.titan-embed-image-v1",
                "{\"inputText\":\"a tree\",\"inputImage\":\"aGVsbG8=\"}"));

    assertThat(rig.call().outcome().usage())
        .isEqualTo(Usage.builder().add(Meter.INPUT, 4).add(Meter.INPUT_IMAGE_EACH, 1).build());
  }

  @Test
  void U1_pi8752_aLiveCallKnowsTheFamilyOfItsModel() {
    rig.server.enqueue(BedrockReply.text("Hi").usage(8_369, 10).cacheWrite(8_367));

    rig.sync().converse(c -> c.modelId("us.openai.gpt-5.6-sol").messages(Rig.user("Hello")));

    Usage usage = rig.call().outcome().usage();
    assertThat(usage.get(Meter.INPUT)).isEqualTo(2);
    assertThat(usage.promptTokens()).isEqualTo(8_369);
  }

  @Test
  void U1_langchainAws983_writesThatThePromptDoesNotExplainAreFlagged() {
    rig.server.enqueue(BedrockReply.text("Hi").usage(3, 10).cacheWrite(8_756));

    rig.sync().converse(Rig.hello().build());

    assertThat(rig.call().outcome().usage().promptTokens()).isEqualTo(8_759);
    assertThat(rig.call().flags()).anyMatch(flag -> flag.contains("8756 tokens were written"));
  }
}
