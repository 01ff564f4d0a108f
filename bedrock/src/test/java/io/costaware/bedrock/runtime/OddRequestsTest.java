package io.costaware.bedrock.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.budget.Budget;
import io.costaware.call.CallRefusedException;
import io.costaware.testkit.wire.BedrockReply;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;

/** Requests that the SDK lets pass and no reader expects: what they come to is Bedrock's word. */
class OddRequestsTest {
  private final Rig rig = new Rig().budgeted();

  @AfterEach
  void close() {
    rig.close();
  }

  private static Map<String, String> withNull() {
    Map<String, String> metadata = new HashMap<>();
    metadata.put("team", "support");
    metadata.put("project", null);
    return metadata;
  }

  @Test
  void metadataWithoutAValueBreaksNoConverse() {
    rig.server.enqueue(BedrockReply.text("Hi").usage(10, 5));

    ConverseResponse response =
        rig.sync().converse(Rig.hello().requestMetadata(withNull()).build());

    assertThat(response.usage().inputTokens()).isEqualTo(10);
    assertThat(rig.call().call().tags().get("team")).isEqualTo("support");
  }

  @Test
  void metadataWithoutAValueBreaksNoAsyncConverse() throws Exception {
    rig.server.enqueue(BedrockReply.text("Hi").usage(10, 5));

    CompletableFuture<ConverseResponse> future =
        rig.async().converse(Rig.hello().requestMetadata(withNull()).build());

    assertThat(future.get(20, TimeUnit.SECONDS).usage().inputTokens()).isEqualTo(10);
  }

  @Test
  void metadataWithoutAValueBreaksNoInvokeModel() {
    rig.server.enqueue(BedrockReply.invoke("{}").counted(10, 5));

    rig.sync()
        .invokeModel(
            InvokeModelRequest.builder()
                .modelId(Rig.MODEL)
                .body(SdkBytes.fromUtf8String("{\"max_tokens\":10}"))
                .overrideConfiguration(
                    o ->
                        o.putHeader(
                            "X-Amzn-Bedrock-Request-Metadata",
                            "{\"team\":\"support\",\"project\":null}"))
                .build());

    assertThat(rig.call().call().tags().get("team")).isEqualTo("support");
  }

  @Test
  void aHandlerIsToldOfARefusedRetryByTheTypedException() {
    // One attempt of 500 tokens is 0.0075 USD at most; the second may not be sent.
    rig.budgets.add(Budget.named("one").limit("0.009", "USD").lifetime());
    rig.server.always(
        request -> BedrockReply.text("Half").thenFail("throttlingException", "slow down"));
    StreamTape tape = StreamTape.all();

    CompletableFuture<Void> future =
        rig.async()
            .converseStream(
                ConverseStreamRequest.builder()
                    .modelId(Rig.MODEL)
                    .messages(Rig.user("Hello"))
                    .inferenceConfig(c -> c.maxTokens(500))
                    .build(),
                tape);

    assertThat(future.handle((nothing, failure) -> failure).join())
        .isInstanceOf(CallRefusedException.class);
    assertThat(tape.failures).last().isInstanceOf(CallRefusedException.class);
  }
}
