package io.costaware.testkit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ModelErrorException;
import software.amazon.awssdk.services.bedrockruntime.model.StopReason;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

@Timeout(60)
class BedrockWireServerTest {

  private static final String ARN =
      "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123def456";

  private final BedrockWireServer server = BedrockWireServer.start();
  private final BedrockRuntimeClient client = AwsClients.runtime(server.endpoint());

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void converseSeesTextUsageTierAndTrace() {
    server.enqueue(
        BedrockReply.text("Hello")
            .usage(433, 16)
            .cacheRead(2752)
            .cacheWrite("5m", 100)
            .cacheWrite("1h", 20)
            .serviceTier("flex")
            .performance("optimized")
            .latencyMs(321)
            .routedTo("arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0"));

    ConverseResponse response = converse("amazon.nova-lite-v1:0");

    assertThat(response.output().message().content().get(0).text()).isEqualTo("Hello");
    assertThat(response.usage().inputTokens()).isEqualTo(433);
    assertThat(response.usage().outputTokens()).isEqualTo(16);
    assertThat(response.usage().cacheReadInputTokens()).isEqualTo(2752);
    assertThat(response.usage().cacheWriteInputTokens()).isEqualTo(120);
    assertThat(response.usage().totalTokens()).isEqualTo(433 + 16 + 2752 + 120);
    assertThat(response.usage().cacheDetails())
        .extracting(detail -> detail.ttlAsString() + "=" + detail.inputTokens())
        .containsExactly("5m=100", "1h=20");
    assertThat(response.serviceTier().typeAsString()).isEqualTo("flex");
    assertThat(response.performanceConfig().latencyAsString()).isEqualTo("optimized");
    assertThat(response.metrics().latencyMs()).isEqualTo(321);
    assertThat(response.trace().promptRouter().invokedModelId()).endsWith("nova-lite-v1:0");
    assertThat(response.stopReason()).isEqualTo(StopReason.END_TURN);
    assertThat(response.responseMetadata().requestId()).endsWith("000001");
  }

  @Test
  void converseSeesReasoningAndToolUse() {
    server.enqueue(
        BedrockReply.text("Let me look").reasoning("hm").toolUse("t1", "look", "{\"id\":7}"));

    ConverseResponse response = converse("m");

    List<ContentBlock> content = response.output().message().content();
    assertThat(content.get(0).reasoningContent().reasoningText().text()).isEqualTo("hm");
    assertThat(content.get(1).text()).isEqualTo("Let me look");
    assertThat(content.get(2).toolUse().name()).isEqualTo("look");
    assertThat(content.get(2).toolUse().input().asMap().get("id").asNumber().intValue())
        .isEqualTo(7);
    assertThat(response.stopReason()).isEqualTo(StopReason.TOOL_USE);
  }

  @Test
  void usageAndTierAreAbsentWhenLeftOut() {
    server.enqueue(BedrockReply.text("Hello").withoutUsage());

    ConverseResponse response = converse("m");

    assertThat(response.usage()).isNull();
    assertThat(response.serviceTier()).isNull();
  }

  @Test
  void aRequestIsRecordedWithItsDecodedModelBodyAndHeaders() {
    server.enqueue(BedrockReply.text("Hello"));

    client.converse(
        r -> r.modelId(ARN).messages(AwsClients.user("hi")).requestMetadata(Map.of("team", "a")));

    RecordedRequest request = server.requests().get(0);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.operation()).isEqualTo("Converse");
    assertThat(request.modelId()).isEqualTo(ARN);
    assertThat(request.path()).isEqualTo("/model/" + ARN + "/converse");
    assertThat(request.body().at("/requestMetadata/team").asText()).isEqualTo("a");
    assertThat(request.header("Amz-Sdk-Request")).hasValue("attempt=1; max=4");
    assertThat(request.toString()).isEqualTo("#1 POST " + request.path());
  }

  @Test
  void invokeModelSeesBodyAndHeaders() {
    server.enqueue(
        BedrockReply.invoke("{\"completion\":\"Hello\"}")
            .counted(100, 51)
            .cacheRead(7)
            .cacheWrite(8)
            .serviceTier("priority")
            .performance("standard"));

    InvokeModelResponse response = invoke("{\"prompt\":\"hi\"}");

    assertThat(response.body().asUtf8String()).isEqualTo("{\"completion\":\"Hello\"}");
    var http = response.sdkHttpResponse();
    assertThat(http.firstMatchingHeader("x-amzn-bedrock-input-token-count")).hasValue("100");
    assertThat(http.firstMatchingHeader("x-amzn-bedrock-output-token-count")).hasValue("51");
    assertThat(http.firstMatchingHeader("x-amzn-bedrock-cache-read-input-token-count"))
        .hasValue("7");
    assertThat(http.firstMatchingHeader("x-amzn-bedrock-cache-write-input-token-count"))
        .hasValue("8");
    assertThat(response.serviceTierAsString()).isEqualTo("priority");
    assertThat(response.performanceConfigLatencyAsString()).isEqualTo("standard");
    assertThat(server.requests().get(0).operation()).isEqualTo("InvokeModel");
    assertThat(server.requests().get(0).body().path("prompt").asText()).isEqualTo("hi");
  }

  @Test
  void countTokensSeesItsCount() {
    server.enqueue(BedrockReply.tokens(42));

    var response =
        client.countTokens(
            r -> r.modelId("m").input(i -> i.converse(c -> c.messages(AwsClients.user("hi")))));

    assertThat(response.inputTokens()).isEqualTo(42);
  }

  @ParameterizedTest
  @CsvSource({
    "400,ValidationException,1",
    "403,AccessDeniedException,1",
    "408,ModelTimeoutException,1",
    "429,ThrottlingException,4",
    "500,InternalServerException,4",
    "503,ServiceUnavailableException,4"
  })
  void anErrorIsTheSdksTypeAndIsRetriedAsUsual(int status, String type, int attempts) {
    server.always(request -> BedrockReply.error(status, type, "told so"));

    assertThatThrownBy(() -> converse("m"))
        .isInstanceOf(BedrockRuntimeException.class)
        .hasMessageContaining("told so")
        .extracting(e -> e.getClass().getSimpleName())
        .isEqualTo(type);
    assertThat(server.requests()).hasSize(attempts);
  }

  @Test
  void aModelErrorTellsTheOriginalStatus() {
    server.always(request -> BedrockReply.modelError());

    assertThatThrownBy(() -> converse("m"))
        .isInstanceOfSatisfying(
            ModelErrorException.class, e -> assertThat(e.originalStatusCode()).isEqualTo(500));
  }

  @Test
  void aThrottledAttemptIsRetriedWithTheNextReply() {
    server.enqueue(BedrockReply.throttled(), BedrockReply.throttled(), BedrockReply.text("third"));

    assertThat(converse("m").output().message().content().get(0).text()).isEqualTo("third");
    assertThat(server.requests())
        .extracting(request -> request.header("amz-sdk-request").orElseThrow())
        .containsExactly("attempt=1; max=4", "attempt=2; max=4", "attempt=3; max=4");
  }

  @Test
  void aCallWithoutAReplyIsRefusedWithTheReason() {
    assertThatThrownBy(() -> converse("m"))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("No reply is scripted for #1 POST /model/m/converse");
  }

  @Test
  void aReplyForAnotherOperationIsRefusedWithTheReason() {
    server.enqueue(BedrockReply.invoke("{}"));

    assertThatThrownBy(() -> converse("m"))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("is for InvokeModel, the request is Converse");
  }

  @Test
  void anyOtherOperationCanBeScripted() {
    server.enqueue(WireAnswer.json(200, "{\"action\":\"NONE\",\"outputs\":[],\"assessments\":[]}"));

    var response =
        client.applyGuardrail(
            r ->
                r.guardrailIdentifier("g")
                    .guardrailVersion("1")
                    .source("INPUT")
                    .content(List.of(GuardrailContentBlock.fromText(t -> t.text("hi")))));

    assertThat(response.actionAsString()).isEqualTo("NONE");
    assertThat(server.requests().get(0).operation()).isEmpty();
    assertThat(server.requests().get(0).path()).isEqualTo("/guardrail/g/version/1/apply");
  }

  @Test
  void aResetConnectionIsRetriedAndThenFails() {
    server.always(request -> WireReply.reset());

    assertThatThrownBy(() -> converse("m")).isInstanceOf(SdkClientException.class);
    assertThat(server.requests()).hasSize(4);
  }

  @Test
  void aHungUpConnectionIsRetried() {
    server.enqueue(WireReply.hangUp(), BedrockReply.text("second"));

    assertThat(converse("m").output().message().content().get(0).text()).isEqualTo("second");
  }

  @Test
  void aBodyThatIsCutFails() {
    server.always(request -> BedrockReply.text("Hello").cutInside(0));

    assertThatThrownBy(() -> converse("m")).isInstanceOf(SdkClientException.class);
  }

  @Test
  void everyFramingAndGzipCarriesTheSameBody() {
    WireReply reply = BedrockReply.text("Hello");
    server.enqueue(
        reply, reply.chunked(), reply.untilClose(), reply.gzip(), reply.chunked().gzip());

    for (int i = 0; i < 5; i++) {
      assertThat(converse("m").output().message().content().get(0).text()).isEqualTo("Hello");
    }
  }

  @Test
  void aGateHoldsTheReplyUntilItIsReleased() throws Exception {
    var gate = new CountDownLatch(1);
    server.enqueue(BedrockReply.text("Hello").heldUntil(gate));

    CompletableFuture<ConverseResponse> call = CompletableFuture.supplyAsync(() -> converse("m"));
    server.awaitRequests(1, Duration.ofSeconds(10));
    assertThat(call).isNotDone();
    gate.countDown();

    assertThat(call.get(10, TimeUnit.SECONDS).stopReason()).isEqualTo(StopReason.END_TURN);
  }

  @Test
  void aClientThatLeavesAHeldReplyIsSeen() {
    server.enqueue(BedrockReply.text("Hello").heldUntil(new CountDownLatch(1)));

    assertThatThrownBy(
            () ->
                client.converse(
                    r ->
                        r.modelId("m")
                            .messages(AwsClients.user("hi"))
                            .overrideConfiguration(o -> o.apiCallTimeout(Duration.ofMillis(300)))))
        .isInstanceOf(SdkClientException.class);
    server.awaitAbandoned(1, Duration.ofSeconds(10));

    assertThat(server.abandoned()).isEqualTo(1);
  }

  @Test
  void closingCutsAHeldReply() {
    server.always(request -> BedrockReply.text("Hello").heldUntil(new CountDownLatch(1)));

    CompletableFuture<ConverseResponse> call = CompletableFuture.supplyAsync(() -> converse("m"));
    server.awaitRequests(1, Duration.ofSeconds(10));
    server.close();

    assertThat(call).failsWithin(Duration.ofSeconds(20));
  }

  private ConverseResponse converse(String modelId) {
    return client.converse(r -> r.modelId(modelId).messages(AwsClients.user("hi")));
  }

  private InvokeModelResponse invoke(String body) {
    return client.invokeModel(r -> r.modelId("m").body(SdkBytes.fromUtf8String(body)));
  }
}
