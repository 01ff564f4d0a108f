package io.costaware.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.genai.Client;
import com.google.genai.errors.ApiException;
import com.google.genai.errors.GenAiIOException;
import io.costaware.CostAware;
import io.costaware.client.Answer;
import io.costaware.client.AnswerPart;
import io.costaware.client.AnswerStream;
import io.costaware.client.Content;
import io.costaware.client.CostAwareClient;
import io.costaware.client.EmbedAnswer;
import io.costaware.client.EmbedRequest;
import io.costaware.client.Media;
import io.costaware.client.Message;
import io.costaware.client.Prompt;
import io.costaware.client.Role;
import io.costaware.client.StopReason;
import io.costaware.client.Tool;
import io.costaware.client.ToolChoice;
import io.costaware.event.CallEvent;
import io.costaware.event.CallResult;
import io.costaware.pricing.UnknownPricePolicy;
import io.costaware.target.ServiceTier;
import io.costaware.testkit.fake.RecordingSink;
import io.costaware.testkit.wire.GeminiReply;
import io.costaware.testkit.wire.RecordedRequest;
import io.costaware.testkit.wire.VertexWireServer;
import io.costaware.testkit.wire.WireAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class VertexClientTest {
  private static final JsonMapper JSON = new JsonMapper();

  private final ScriptedVertex vertex = new ScriptedVertex();
  private final VertexWireServer server = vertex.server();
  private final RecordingSink events = new RecordingSink();
  private final CostAware costs =
      CostAware.builder().sink(events).unknownPrices(UnknownPricePolicy.allow()).build();
  private final CostAwareClient client = vertex.client(costs);

  @AfterEach
  void close() {
    client.close();
    costs.close();
    vertex.close();
  }

  private static Prompt prompt() {
    return Prompt.to("gemini-2.5-flash").maxTokens(50);
  }

  private RecordedRequest last() {
    return server.requests().get(server.requests().size() - 1);
  }

  @Test
  void everyKindOfContentIsSent() {
    server.enqueue(GeminiReply.text("Hi"));

    client.converse(
        prompt()
            .user(
                Content.text("look"),
                Content.cachePoint(),
                new Content.Image(Media.bytes("image/png", new byte[] {1, 2, 3})),
                new Content.Document("terms", Media.uri("application/pdf", "gs://b/terms.pdf")),
                new Content.Audio(Media.uri("audio/wav", "gs://b/a.wav")),
                new Content.Video(Media.uri("video/mp4", "gs://b/v.mp4"))));

    JsonNode parts = last().body().path("contents").path(0).path("parts");
    assertThat(parts).hasSize(5);
    assertThat(parts.path(0).path("text").asText()).isEqualTo("look");
    assertThat(parts.path(1).path("inlineData").path("data").asText()).isEqualTo("AQID");
    assertThat(parts.path(1).path("inlineData").path("mimeType").asText()).isEqualTo("image/png");
    assertThat(parts.path(2).path("fileData").path("fileUri").asText())
        .isEqualTo("gs://b/terms.pdf");
    assertThat(parts.path(2).path("fileData").path("displayName").asText()).isEqualTo("terms");
    assertThat(parts.path(3).path("fileData").path("mimeType").asText()).isEqualTo("audio/wav");
    assertThat(parts.path(4).path("fileData").path("fileUri").asText()).isEqualTo("gs://b/v.mp4");
  }

  @Test
  void toolsChoiceTierAndOptionsAreSent() {
    server.enqueue(GeminiReply.text("Hi").trafficType("ON_DEMAND_FLEX"));
    JsonNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");

    Answer answer =
        client.converse(
            prompt()
                .user("Hi")
                .tool(new Tool("warmth", "Degrees", schema))
                .toolChoice(new ToolChoice.Named("warmth"))
                .tier(ServiceTier.FLEX)
                .topP(0.5)
                .option("seed", JsonNodeFactory.instance.numberNode(42)));

    JsonNode body = last().body();
    JsonNode tool = body.path("tools").path(0).path("functionDeclarations").path(0);
    assertThat(tool.path("name").asText()).isEqualTo("warmth");
    assertThat(tool.path("parametersJsonSchema").path("type").asText()).isEqualTo("object");
    JsonNode calling = body.path("toolConfig").path("functionCallingConfig");
    assertThat(calling.path("mode").asText()).isEqualTo("ANY");
    assertThat(calling.path("allowedFunctionNames").path(0).asText()).isEqualTo("warmth");
    JsonNode config = body.path("generationConfig");
    assertThat(config.path("seed").asInt()).isEqualTo(42);
    assertThat(config.path("maxOutputTokens").asInt()).isEqualTo(50);
    assertThat(config.path("topP").asDouble()).isEqualTo(0.5);
    assertThat(last().header("X-Vertex-AI-LLM-Shared-Request-Type")).hasValue("flex");
    assertThat(answer.event().call().requestedTier()).isEqualTo(ServiceTier.FLEX);
    assertThat(answer.event().outcome().servedTier()).isEqualTo(ServiceTier.FLEX);
  }

  @Test
  void aTierThatVertexLacksIsRefusedBeforeAnythingIsSent() {
    assertThatThrownBy(() -> client.converse(prompt().user("Hi").tier(ServiceTier.BATCH)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("batch", "flex", "priority");
    assertThat(client.converseAsync(prompt().user("Hi").tier(ServiceTier.BATCH)))
        .isCompletedExceptionally();
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void thoughtsAndSignaturesGoBackAsTheyCame() throws Exception {
    server.enqueue(
        WireAnswer.json(
            200,
            JSON.readTree(
                """
                {"candidates":[{"finishReason":"STOP","content":{"role":"model","parts":[
                  {"text":"Let me see","thought":true},
                  {"functionCall":{"name":"warmth","args":{"city":"Bonn"}},
                   "thoughtSignature":"c2lnbmVk"}]}}],
                 "usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":2,
                   "thoughtsTokenCount":3,"totalTokenCount":14}}
                """)));

    Answer asking = client.converse(prompt().user("How warm is it?"));

    assertThat(asking.stopReason()).isEqualTo(StopReason.TOOL_USE);
    assertThat(asking.content()).element(0).isEqualTo(new Content.Reasoning("Let me see", null));
    assertThat(asking.usage().totalTokens()).isEqualTo(14);
    Content.ToolUse use = asking.toolUses().get(0);

    server.enqueue(GeminiReply.text("21 degrees"));
    client.converse(
        prompt()
            .user("How warm is it?")
            .message(asking.message())
            .message(
                new Message(
                    Role.USER,
                    List.of(
                        new Content.ToolResult(
                            use.id(), use.name(), List.of(Content.text("21")), false)))));

    JsonNode contents = last().body().path("contents");
    JsonNode call = contents.path(1).path("parts").path(1);
    assertThat(contents.path(1).path("role").asText()).isEqualTo("model");
    assertThat(contents.path(1).path("parts").path(0).path("thought").asBoolean()).isTrue();
    assertThat(call.path("thoughtSignature").asText()).isEqualTo("c2lnbmVk");
    assertThat(call.path("functionCall").has("id")).isFalse();
    JsonNode response = contents.path(2).path("parts").path(0).path("functionResponse");
    assertThat(response.path("name").asText()).isEqualTo("warmth");
    assertThat(response.path("response").path("output").asText()).isEqualTo("21");
  }

  @Test
  void aStreamGivesThoughtsAndToolsAsParts() {
    server.enqueue(
        GeminiReply.stream("a", "b").thought("hm").functionCall("warmth", "{\"city\":\"Bonn\"}"));
    List<AnswerPart> parts = new ArrayList<>();
    try (AnswerStream stream = client.converseStream(prompt().user("Hi"))) {
      stream.forEach(parts::add);
    }

    assertThat(parts.get(0)).isEqualTo(new AnswerPart.ReasoningPart("hm"));
    assertThat(parts.get(1)).isEqualTo(new AnswerPart.TextPart("a"));
    assertThat(parts.get(2)).isEqualTo(new AnswerPart.TextPart("b"));
    assertThat(((AnswerPart.ToolUsePart) parts.get(3)).input().path("city").asText())
        .isEqualTo("Bonn");
    Answer answer = ((AnswerPart.Finished) parts.get(4)).answer();
    assertThat(answer.text()).isEqualTo("ab");
    assertThat(answer.stopReason()).isEqualTo(StopReason.TOOL_USE);
  }

  @Test
  void eachOfSeveralSignaturesGoesBack() {
    server.enqueue(GeminiReply.text("Hi"));
    client.converse(
        prompt()
            .user("Hi")
            .message(
                new Message(
                    Role.ASSISTANT,
                    List.of(
                        new Content.Reasoning("", "b25l"),
                        new Content.Reasoning("", "dHdv"),
                        Content.text("Hello"))))
            .user("And?"));

    JsonNode parts = last().body().path("contents").path(1).path("parts");
    assertThat(parts.path(0).path("thoughtSignature").asText()).isEqualTo("b25l");
    assertThat(parts.path(1).path("thoughtSignature").asText()).isEqualTo("dHdv");
    assertThat(parts.path(1).path("text").asText()).isEqualTo("Hello");
  }

  @Test
  void theSignatureOfAnotherModelIsRefusedInClearWords() {
    Prompt foreign =
        prompt()
            .user("Hi")
            .message(
                new Message(Role.ASSISTANT, List.of(new Content.Reasoning("hm", "redacted:b25l"))));

    assertThatThrownBy(() -> client.converse(foreign))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("signature that is none of Gemini's");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void aStreamThatEndsInTheMiddleOfTheAnswerIsAFailure() {
    server.enqueue(GeminiReply.stream("Hel", "lo").thenEndWithoutCounts());
    List<AnswerPart> parts = new ArrayList<>();

    assertThatThrownBy(
            () -> {
              try (AnswerStream stream = client.converseStream(prompt().user("Hi"))) {
                stream.forEach(parts::add);
              }
            })
        .isInstanceOf(GenAiIOException.class)
        .hasMessageContaining("before the model had ended its answer");
    assertThat(parts)
        .containsExactly(new AnswerPart.TextPart("Hel"), new AnswerPart.TextPart("lo"));
  }

  @Test
  void aChoiceAmongNoToolsIsRefusedBeforeAnythingIsSent() {
    Prompt choosing = prompt().user("Hi").toolChoice(new ToolChoice.Any());

    assertThatThrownBy(() -> client.converse(choosing))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("add tools");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void moreTextsThanAModelTakesAtOnceGoOutInSeveralCalls() {
    server.always(request -> GeminiReply.embedding(1, 0.5f));
    String[] texts = new String[251];
    Arrays.fill(texts, "word");

    EmbedAnswer answer = client.embed(EmbedRequest.to("text-embedding-005", texts));

    assertThat(answer.events()).hasSize(2);
    assertThat(server.requests())
        .extracting(request -> request.body().path("instances").size())
        .containsExactly(250, 1);
  }

  @Test
  void whyTheModelStoppedIsTold() {
    server.enqueue(
        GeminiReply.text("Hi").finishReason("MAX_TOKENS"),
        GeminiReply.text("").finishReason("SAFETY"),
        GeminiReply.blocked("PROHIBITED_CONTENT"),
        GeminiReply.text("Hi").finishReason("SOMETHING_NEW"));

    assertThat(client.converse(prompt().user("Hi")).stopReason()).isEqualTo(StopReason.MAX_TOKENS);
    assertThat(client.converse(prompt().user("Hi")).stopReason()).isEqualTo(StopReason.FILTERED);
    Answer blocked = client.converse(prompt().user("Hi"));
    assertThat(blocked.stopReason()).isEqualTo(StopReason.FILTERED);
    assertThat(blocked.stopWord()).isEqualTo("PROHIBITED_CONTENT");
    Answer other = client.converse(prompt().user("Hi"));
    assertThat(other.stopReason()).isEqualTo(StopReason.OTHER);
    assertThat(other.stopWord()).isEqualTo("SOMETHING_NEW");
  }

  @Test
  void geminiEmbeddingsTakeOneTextACall() {
    server.enqueue(GeminiReply.embedding(3, 0.5f), GeminiReply.embedding(4, 0.25f));

    EmbedAnswer answer =
        client.embed(EmbedRequest.to("gemini-embedding-2", "one", "two").dimensions(1));

    assertThat(answer.vectors()).containsExactly(List.of(0.5f), List.of(0.25f));
    assertThat(answer.events())
        .extracting(e -> e.outcome().usage().totalTokens())
        .containsExactly(3L, 4L);
  }

  @Test
  void whatTheSdkThrowsComesThroughUnchanged() {
    server.enqueue(GeminiReply.denied(), GeminiReply.denied());

    assertThatThrownBy(() -> client.converse(prompt().user("Hi")))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.code()).isEqualTo(403));
    assertThat(client.converseAsync(prompt().user("Hi")))
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(ApiException.class);
  }

  @Test
  void cancellingASubscriptionThatWaitsEndsTheCall() {
    CountDownLatch gate = new CountDownLatch(1);
    vertex.stallAfter(gate, "a", "b");
    CountDownLatch first = new CountDownLatch(1);
    List<Flow.Subscription> given = new ArrayList<>();
    client
        .converseStream(prompt().user("Hi"))
        .publisher()
        .subscribe(
            new Flow.Subscriber<>() {
              @Override
              public void onSubscribe(Flow.Subscription subscription) {
                given.add(subscription);
                subscription.request(Long.MAX_VALUE);
              }

              @Override
              public void onNext(AnswerPart part) {
                first.countDown();
              }

              @Override
              public void onError(Throwable failure) {}

              @Override
              public void onComplete() {}
            });
    try {
      assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();
      awaitReaderAtTheSocket();
      given.get(0).cancel();

      CallEvent event = events.awaitCalls(1, Duration.ofSeconds(20)).get(0);
      assertThat(event.outcome().result()).isEqualTo(CallResult.CANCELLED);
      server.awaitAbandoned(1, Duration.ofSeconds(20));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted", e);
    } finally {
      gate.countDown();
    }
  }

  /** Until the stream's thread waits for bytes, with the SDK's lock in its hands. */
  private static void awaitReaderAtTheSocket() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    boolean reads = false;
    while (!reads && !never.await(5, TimeUnit.MILLISECONDS)) {
      reads =
          Thread.getAllStackTraces().entrySet().stream()
              .filter(thread -> thread.getKey().getName().equals("costaware-vertex-stream"))
              .flatMap(thread -> Arrays.stream(thread.getValue()))
              .anyMatch(frame -> frame.getClassName().endsWith("NioSocketImpl"));
    }
  }

  @Test
  void closingLeavesTheSdkClientOpenAndMeteredOnce() {
    server.always(request -> GeminiReply.text("Hi"));
    Client sdk = vertex.sdk(costs);
    CostAwareClient neutral = CostAwareVertex.client(sdk, costs);
    neutral.converse(prompt().user("Hi"));
    neutral.close();

    sdk.models.generateContent("gemini-2.5-flash", "Hi", null);

    assertThat(events.awaitCalls(2, Duration.ofSeconds(20))).hasSize(2);
  }

  @Test
  void aClientThatCostawareDidNotMakeIsRefused() {
    try (Client ready = Client.builder().apiKey("key").vertexAI(true).build()) {
      assertThatThrownBy(() -> CostAwareVertex.client(ready, costs))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("CostAwareVertex.builder");
    }
    try (CostAware other = CostAware.builder().build()) {
      assertThatThrownBy(() -> CostAwareVertex.client(vertex.sdk(costs), other))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("another CostAware");
    }
  }
}
