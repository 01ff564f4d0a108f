package io.costaware.bedrock.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.costaware.budget.Budget;
import io.costaware.budget.NearLimit;
import io.costaware.call.CallRefusedException;
import io.costaware.event.HoldBasis;
import io.costaware.testkit.wire.BedrockReply;
import io.costaware.testkit.wire.RecordedRequest;
import io.costaware.testkit.wire.WireReply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InferenceConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;

/** Calls whose estimate does not fit into what is left. */
class NearLimitTest {
  /** 500 tokens by the estimate, which is on the high side. */
  private static final String LONG = "word ".repeat(300);

  private static final NearLimit COUNT = new NearLimit(true, 0, Duration.ZERO);
  private static final NearLimit CLAMP = new NearLimit(false, 50, Duration.ZERO);

  private final Rig rig = new Rig();

  @AfterEach
  void close() {
    rig.close();
  }

  private void limited(long tokens, NearLimit near) {
    rig.budgets.add(Budget.named("daily").limitTokens(tokens).lifetime().nearLimit(near));
  }

  private static ConverseRequest converse(String text, int cap) {
    return ConverseRequest.builder()
        .modelId(Rig.MODEL)
        .messages(Rig.user(text))
        .inferenceConfig(InferenceConfiguration.builder().maxTokens(cap).build())
        .build();
  }

  private static ConverseStreamRequest stream(String text, int cap) {
    return ConverseStreamRequest.builder()
        .modelId(Rig.MODEL)
        .messages(Rig.user(text))
        .inferenceConfig(InferenceConfiguration.builder().maxTokens(cap).build())
        .build();
  }

  private static SdkBytes claude(String text, int cap) {
    return SdkBytes.fromUtf8String(
        "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":"
            + cap
            + ",\"messages\":[{\"role\":\"user\",\"content\":\""
            + text
            + "\"}]}");
  }

  /** Exactly one count came, and then the call. */
  private RecordedRequest assertCountedAndSent() {
    List<RecordedRequest> sent = rig.server.requests();
    assertThat(sent).hasSize(2);
    assertThat(sent.get(0).operation()).isEqualTo("CountTokens");
    assertThat(sent.get(0).modelId()).isEqualTo("anthropic.claude-sonnet-4-6");
    assertThat(rig.call().call().basis().inputTokens()).isEqualTo(200);
    assertThat(rig.call().call().basis().inputKnown()).contains("counted");
    assertThat(rig.refusals()).isEmpty();
    return sent.get(0);
  }

  @Test
  void B5_theFreeCountAdmitsASyncCallThatTheEstimateWouldRefuse() {
    limited(400, COUNT);
    rig.server.enqueue(BedrockReply.tokens(200), BedrockReply.text("Hi").usage(200, 5));

    rig.sync().converse(converse(LONG, 100));

    JsonNode counted = assertCountedAndSent().body().path("input").path("converse");
    assertThat(counted.path("messages").toString()).contains("word word");
  }

  @Test
  void B5_theFreeCountAdmitsAnAsyncCallAndAStream() throws Exception {
    limited(400, COUNT);
    rig.server.enqueue(BedrockReply.tokens(200), BedrockReply.text("Hi").usage(200, 5));

    rig.async().converseStream(stream(LONG, 100), StreamTape.all()).get(20, TimeUnit.SECONDS);

    assertCountedAndSent();
  }

  @Test
  void B5_theFreeCountAdmitsANativeCall() {
    limited(400, COUNT);
    rig.server.enqueue(BedrockReply.tokens(200), BedrockReply.invoke("{}").counted(200, 5));

    rig.sync()
        .invokeModel(
            InvokeModelRequest.builder().modelId(Rig.MODEL).body(claude(LONG, 100)).build());

    JsonNode counted = assertCountedAndSent().body().path("input").path("invokeModel");
    assertThat(counted.path("body").isTextual()).isTrue();
  }

  @Test
  void B8_aCountThatDoesNotFitEitherIsARefusalWithWhatWasCounted() {
    limited(250, COUNT);
    rig.server.enqueue(BedrockReply.tokens(200));

    assertThatThrownBy(() -> rig.sync().converse(converse(LONG, 100)))
        .isInstanceOf(CallRefusedException.class)
        .hasMessageContaining("300 tokens");

    assertThat(rig.server.requests()).hasSize(1);
    assertThat(rig.refusals()).hasSize(1);
  }

  @Test
  void B8_aCountThatFailsLeavesTheRefusalAsItWasAndSaysSo() {
    limited(400, COUNT);
    rig.server.enqueue(BedrockReply.validation("The model does not count tokens"));

    assertThatThrownBy(() -> rig.sync().converse(converse(LONG, 100)))
        .isInstanceOf(CallRefusedException.class);

    assertThat(rig.server.requests()).hasSize(1);
    assertThat(rig.refusals().get(0).call().decisions())
        .anyMatch(decision -> decision.startsWith("the input was not counted"));
    assertThat(rig.meter().faults()).isEqualTo(1);
  }

  @Test
  void B8_aCountThatTakesTooLongIsGivenUp() {
    limited(400, COUNT);
    CountDownLatch gate = new CountDownLatch(1);
    WireReply late = BedrockReply.tokens(200);
    rig.server.always(request -> late.heldUntil(gate));
    try {
      assertThat(rig.async().converse(converse(LONG, 100)))
          .isCompletedExceptionally()
          .failsWithin(Duration.ofSeconds(20))
          .withThrowableOfType(ExecutionException.class)
          .withCauseInstanceOf(CallRefusedException.class);

      assertThat(rig.server.requests())
          .extracting(RecordedRequest::operation)
          .containsExactly("CountTokens");
      assertThat(rig.refusals().get(0).call().decisions())
          .anyMatch(decision -> decision.startsWith("the input was not counted"));
    } finally {
      gate.countDown();
    }
  }

  @Test
  void aModelThatBedrockDoesNotCountForIsNotAskedAbout() {
    limited(400, COUNT);

    assertThatThrownBy(
            () ->
                rig.sync()
                    .converse(
                        converse(LONG, 100).toBuilder().modelId("amazon.nova-lite-v1:0").build()))
        .isInstanceOf(CallRefusedException.class);

    assertThat(rig.server.requests()).isEmpty();
    assertThat(rig.meter().faults()).isZero();
  }

  private long clamped() {
    HoldBasis basis = rig.calls().get(rig.calls().size() - 1).call().basis();
    assertThat(basis.outputCap()).isEqualTo(HoldBasis.OutputCap.CLAMP);
    assertThat(basis.outputTokens()).isBetween(50L, 400L);
    return basis.outputTokens();
  }

  private JsonNode lastBody() {
    List<RecordedRequest> sent = rig.server.requests();
    return sent.get(sent.size() - 1).body();
  }

  @Test
  void B6_theClampReachesConverseInEveryForm() throws Exception {
    limited(400, CLAMP);
    rig.server.always(request -> BedrockReply.text("Hi").usage(1, 0));

    rig.sync().converse(converse("Hello", 5_000));
    assertThat(lastBody().path("inferenceConfig").path("maxTokens").asLong()).isEqualTo(clamped());

    rig.async().converse(converse("Hello", 5_000)).get(20, TimeUnit.SECONDS);
    assertThat(lastBody().path("inferenceConfig").path("maxTokens").asLong()).isEqualTo(clamped());

    rig.async().converseStream(stream("Hello", 5_000), StreamTape.all()).get(20, TimeUnit.SECONDS);
    assertThat(lastBody().path("inferenceConfig").path("maxTokens").asLong()).isEqualTo(clamped());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "anthropic.claude-sonnet-4-6          | {'max_tokens':5000,'messages':[]}           | /max_tokens",
        "amazon.nova-lite-v1:0                | {'inferenceConfig':{'maxTokens':5000}}      | /inferenceConfig/maxTokens",
        "meta.llama3-3-70b-instruct-v1:0      | {'prompt':'Hi','max_gen_len':5000}          | /max_gen_len",
        "mistral.mistral-large-2402-v1:0      | {'prompt':'Hi','max_tokens':5000}           | /max_tokens",
        "amazon.titan-text-express-v1         | {'textGenerationConfig':{'maxTokenCount':5000}} | /textGenerationConfig/maxTokenCount",
        "openai.gpt-oss-120b-1:0              | {'messages':[],'max_completion_tokens':5000} | /max_completion_tokens",
      })
  void B6_theClampReachesTheBodiesOfTheFamilies(String model, String body, String place)
      throws Exception {
    limited(400, CLAMP);
    rig.server.always(
        request ->
            request.operation().equals("InvokeModel")
                ? BedrockReply.invoke("{}").counted(1, 0)
                : BedrockReply.invokeStream("{}").metrics(1, 0));
    SdkBytes bytes = SdkBytes.fromUtf8String(body.replace('\'', '"'));

    rig.sync().invokeModel(InvokeModelRequest.builder().modelId(model).body(bytes).build());
    assertThat(lastBody().at(place).asLong()).isEqualTo(clamped());

    rig.async()
        .invokeModelWithResponseStream(
            InvokeModelWithResponseStreamRequest.builder().modelId(model).body(bytes).build(),
            InvokeModelWithResponseStreamResponseHandler.builder().subscriber(e -> {}).build())
        .get(20, TimeUnit.SECONDS);
    assertThat(lastBody().at(place).asLong()).isEqualTo(clamped());
  }

  @Test
  void B5_aClampThatCannotBeSentIsARefusalAfterAll() {
    limited(400, CLAMP);
    SdkBytes bytes = SdkBytes.fromUtf8String("{\"prompt\":\"Hi\"}");

    assertThatThrownBy(
            () ->
                rig.sync()
                    .invokeModel(
                        InvokeModelRequest.builder()
                            .modelId("some.new-family-v1:0")
                            .body(bytes)
                            .build()))
        .isInstanceOf(CallRefusedException.class);

    assertThat(rig.server.requests()).isEmpty();
  }
}
