package io.costaware.testkit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDeltaEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockStartEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamMetadataEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponse;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.ModelStreamErrorException;
import software.amazon.awssdk.services.bedrockruntime.model.PayloadPart;
import software.amazon.awssdk.services.bedrockruntime.model.ResponseStream;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

@Timeout(60)
class BedrockStreamWireTest {

  private final BedrockWireServer server = BedrockWireServer.start();
  private final BedrockRuntimeAsyncClient client = AwsClients.async(server.endpoint());
  private final StreamTape<ConverseStreamResponse, ConverseStreamOutput> tape = new StreamTape<>();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void aStreamTellsTextThenUsage() {
    server.enqueue(
        BedrockReply.stream("Hel", "lo").usage(433, 16).cacheRead(2752).serviceTier("flex"));

    assertThat(stream()).succeedsWithin(Duration.ofSeconds(20));

    assertThat(text()).isEqualTo("Hello");
    ConverseStreamMetadataEvent metadata = metadata().get(0);
    assertThat(metadata.usage().inputTokens()).isEqualTo(433);
    assertThat(metadata.usage().cacheReadInputTokens()).isEqualTo(2752);
    assertThat(metadata.usage().totalTokens()).isEqualTo(3201);
    assertThat(metadata.serviceTier().typeAsString()).isEqualTo("flex");
    assertThat(tape.callbacks).containsExactly("response", "stream", "onComplete", "complete");
  }

  @Test
  void aToolBlockStartsAndCarriesItsInput() {
    server.enqueue(BedrockReply.toolUse("t1", "look", "{\"id\":7}").reasoning("hm"));

    assertThat(stream()).succeedsWithin(Duration.ofSeconds(20));

    assertThat(only(ContentBlockStartEvent.class).get(0).start().toolUse().name())
        .isEqualTo("look");
    assertThat(only(ContentBlockDeltaEvent.class))
        .extracting(event -> event.delta().type().toString())
        .containsExactly("REASONING_CONTENT", "REASONING_CONTENT", "TOOL_USE");
  }

  @Test
  void aThrottledRequestIsTriedAgain() {
    server.enqueue(BedrockReply.throttled(), BedrockReply.stream("Hello"));

    assertThat(stream()).succeedsWithin(Duration.ofSeconds(20));

    assertThat(server.requests()).hasSize(2);
    assertThat(tape.callbacks)
        .containsExactly("exception", "response", "stream", "onComplete", "complete");
  }

  @Test
  void aThrottlingEventInsideTheStreamIsTriedAgain() {
    server.enqueue(
        BedrockReply.stream("Hel").thenFail("throttlingException", "slow down"),
        BedrockReply.stream("Hello"));

    assertThat(stream()).succeedsWithin(Duration.ofSeconds(20));

    assertThat(server.requests()).hasSize(2);
    assertThat(text()).isEqualTo("HelHello");
    assertThat(metadata()).hasSize(1);
  }

  @Test
  void aModelErrorInsideTheStreamFailsAtOnce() {
    server.enqueue(BedrockReply.stream("Hel").thenFail("modelStreamErrorException", "broke"));

    assertThat(stream())
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableOfType(Exception.class)
        .havingCause()
        .isInstanceOf(ModelStreamErrorException.class);
    assertThat(server.requests()).hasSize(1);
    assertThat(metadata()).isEmpty();
  }

  @Test
  void aFaultAfterTheMetadataLeavesTheUsageKnown() {
    server.enqueue(
        BedrockReply.stream("Hel")
            .usage(3, 4)
            .thenFailAfterMetadata("modelStreamErrorException", "x"));

    assertThat(stream()).failsWithin(Duration.ofSeconds(20));
    assertThat(metadata().get(0).usage().outputTokens()).isEqualTo(4);
  }

  @Test
  void aValidationErrorFails() {
    server.enqueue(BedrockReply.validation("no"));

    assertThat(stream())
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableOfType(Exception.class)
        .havingCause()
        .isInstanceOf(ValidationException.class);
  }

  @Test
  void anEndWithoutMetadataLooksLikeSuccess() {
    server.enqueue(BedrockReply.stream("Hel", "lo").thenEndWithoutMetadata());

    assertThat(stream()).succeedsWithin(Duration.ofSeconds(20));
    assertThat(text()).isEqualTo("Hello");
    assertThat(metadata()).isEmpty();
  }

  @Test
  void anEarlyEndOrCutLooksLikeSuccessAlsoInsideAFrame() {
    WireReply reply = BedrockReply.stream("Hel", "lo");
    server.enqueue(
        reply.endAfter(2),
        reply.endInside(2),
        reply.cutAfter(2),
        reply.cutInside(2),
        reply.untilClose().cutAfter(2),
        reply.untilClose().cutInside(2));

    for (int i = 0; i < 6; i++) {
      assertThat(stream()).as("reply %d", i).succeedsWithin(Duration.ofSeconds(20));
    }
    assertThat(text()).isEqualTo("Hel".repeat(6));
    assertThat(metadata()).isEmpty();
    assertThat(server.requests()).hasSize(6);
  }

  @Test
  void everyTryWhoseStreamIsResetFails() {
    server.always(request -> BedrockReply.stream("Hel", "lo").resetAfter(2));

    assertThat(stream()).failsWithin(Duration.ofSeconds(20));
    // Four tries, but on a busy machine the SDK now and then gives up earlier.
    assertThat(server.requests()).hasSizeBetween(1, 4);
    assertThat(tape.callbacks)
        .contains("exception")
        .doesNotContain("complete")
        .filteredOn("onError"::equals)
        .hasSameSizeAs(server.requests());
  }

  @Test
  void aStalledStreamGoesOnWhenReleased() throws Exception {
    var gate = new CountDownLatch(1);
    server.enqueue(BedrockReply.stream("Hel", "lo").stallAfter(2, gate));

    CompletableFuture<Void> call = stream();
    assertThat(tape.twoEvents.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(call).isNotDone();
    assertThat(text()).isEqualTo("Hel");
    gate.countDown();

    assertThat(call).succeedsWithin(Duration.ofSeconds(20));
    assertThat(text()).isEqualTo("Hello");
  }

  @Test
  void aCancelledStreamIsSeenByTheServer() throws Exception {
    server.enqueue(BedrockReply.stream("Hel", "lo").stallAfter(2, new CountDownLatch(1)));

    CompletableFuture<Void> call = stream();
    assertThat(tape.twoEvents.await(10, TimeUnit.SECONDS)).isTrue();
    call.cancel(true);

    server.awaitAbandoned(1, Duration.ofSeconds(10));
    assertThat(tape.callbacks).contains("exception");
  }

  @Test
  void anInvokeStreamTellsChunksAndMetrics() {
    server.enqueue(
        BedrockReply.invokeStream("{\"outputText\":\"Hel\"}", "{\"outputText\":\"lo\"}")
            .metrics(5, 6)
            .cacheRead(7)
            .cacheWrite(8));
    var chunks = new StreamTape<InvokeModelWithResponseStreamResponse, ResponseStream>();

    assertThat(invokeStream(chunks)).succeedsWithin(Duration.ofSeconds(20));

    List<String> bodies =
        chunks.events.stream().map(e -> ((PayloadPart) e).bytes().asUtf8String()).toList();
    assertThat(bodies.get(0)).isEqualTo("{\"outputText\":\"Hel\"}");
    assertThat(Json.parse(bodies.get(1)).path("amazon-bedrock-invocationMetrics").toString())
        .contains("\"inputTokenCount\":5", "\"outputTokenCount\":6")
        .contains("\"cacheReadInputTokenCount\":7", "\"cacheWriteInputTokenCount\":8");
  }

  @Test
  void anInvokeStreamCanFailInside() {
    server.enqueue(
        BedrockReply.invokeStream("{\"outputText\":\"Hel\"}")
            .thenFail("modelStreamErrorException", "broke"));
    var chunks = new StreamTape<InvokeModelWithResponseStreamResponse, ResponseStream>();

    assertThat(invokeStream(chunks)).failsWithin(Duration.ofSeconds(20));
    assertThat(chunks.events).hasSize(1);
  }

  private CompletableFuture<Void> stream() {
    return client.converseStream(
        r -> r.modelId("amazon.nova-lite-v1:0").messages(AwsClients.user("hi")),
        ConverseStreamResponseHandler.builder()
            .onResponse(tape::responseReceived)
            .onEventStream(tape::onEventStream)
            .onError(tape::exceptionOccurred)
            .onComplete(tape::complete)
            .build());
  }

  private CompletableFuture<Void> invokeStream(
      StreamTape<InvokeModelWithResponseStreamResponse, ResponseStream> chunks) {
    return client.invokeModelWithResponseStream(
        r -> r.modelId("m").body(SdkBytes.fromUtf8String("{}")),
        InvokeModelWithResponseStreamResponseHandler.builder()
            .onResponse(chunks::responseReceived)
            .onEventStream(chunks::onEventStream)
            .onError(chunks::exceptionOccurred)
            .onComplete(chunks::complete)
            .build());
  }

  private String text() {
    return only(ContentBlockDeltaEvent.class).stream()
        .map(event -> event.delta().text())
        .collect(Collectors.joining());
  }

  private List<ConverseStreamMetadataEvent> metadata() {
    return only(ConverseStreamMetadataEvent.class);
  }

  private <T> List<T> only(Class<T> type) {
    return tape.events.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
