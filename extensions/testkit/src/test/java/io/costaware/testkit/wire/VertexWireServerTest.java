package io.costaware.testkit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.errors.ApiException;
import com.google.genai.errors.ClientException;
import com.google.genai.errors.GenAiIOException;
import com.google.genai.errors.ServerException;
import com.google.genai.types.EmbedContentConfig;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.GenerateContentResponseUsageMetadata;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class VertexWireServerTest {

  private static final String MODEL = "gemini-2.5-flash";

  private final VertexWireServer server = VertexWireServer.start();
  private final Client client =
      Client.builder()
          .vertexAI(true)
          .project("p1")
          .location("us-central1")
          .credentials(
              GoogleCredentials.create(
                  new AccessToken("test", Date.from(Instant.parse("2099-01-01T00:00:00Z")))))
          .httpOptions(
              HttpOptions.builder()
                  .baseUrl(server.endpoint().toString())
                  .retryOptions(HttpRetryOptions.builder().attempts(3).initialDelay(0.0))
                  .build())
          .build();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void generateContentSeesTextAndUsage() {
    server.enqueue(
        GeminiReply.text("Hi")
            .thought("hm")
            .usage(18, 89)
            .thoughts(83)
            .toolUsePrompt(32)
            .cached(4)
            .promptDetail("TEXT", 18)
            .trafficType("ON_DEMAND_FLEX")
            .grounded("weather"));

    GenerateContentResponse response = generate();

    assertThat(response.text()).isEqualTo("Hi");
    GenerateContentResponseUsageMetadata usage = response.usageMetadata().orElseThrow();
    assertThat(usage.promptTokenCount()).hasValue(18);
    assertThat(usage.candidatesTokenCount()).hasValue(89);
    assertThat(usage.thoughtsTokenCount()).hasValue(83);
    assertThat(usage.toolUsePromptTokenCount()).hasValue(32);
    assertThat(usage.cachedContentTokenCount()).hasValue(4);
    assertThat(usage.totalTokenCount()).hasValue(18 + 89 + 83 + 32);
    assertThat(usage.promptTokensDetails().orElseThrow().get(0).tokenCount()).hasValue(18);
    assertThat(usage.trafficType().orElseThrow().toString()).isEqualTo("ON_DEMAND_FLEX");
    assertThat(response.finishReason().toString()).isEqualTo("STOP");
    assertThat(response.modelVersion()).hasValue(MODEL);
    assertThat(response.responseId()).hasValue("response-000001");
    assertThat(
            response
                .candidates()
                .orElseThrow()
                .get(0)
                .groundingMetadata()
                .orElseThrow()
                .webSearchQueries())
        .hasValue(List.of("weather"));
  }

  @Test
  void aRequestIsRecordedWithItsModelBodyAndHeaders() {
    server.enqueue(GeminiReply.text("Hi"));

    client.models.generateContent(
        MODEL, "hello", GenerateContentConfig.builder().labels(Map.of("team", "search")).build());

    RecordedRequest request = server.requests().get(0);
    assertThat(request.operation()).isEqualTo("generateContent");
    assertThat(request.modelId()).isEqualTo(MODEL);
    assertThat(request.path())
        .isEqualTo(
            "/v1beta1/projects/p1/locations/us-central1/publishers/google/models/"
                + MODEL
                + ":generateContent");
    assertThat(request.body().at("/labels/team").asText()).isEqualTo("search");
    assertThat(request.header("Authorization")).hasValue("Bearer test");
  }

  @Test
  void functionCallsAndBlockedPromptsAreSeen() {
    server.enqueue(
        GeminiReply.functionCall("look", "{\"id\":7}").usage(100, 11),
        GeminiReply.blocked("SAFETY").usage(12, 0),
        GeminiReply.blocked("SAFETY"));

    GenerateContentResponse call = generate();
    assertThat(call.functionCalls().get(0).name()).hasValue("look");
    assertThat(call.functionCalls().get(0).args().orElseThrow()).containsEntry("id", 7);

    GenerateContentResponse counted = generate();
    assertThat(counted.promptFeedback().orElseThrow().blockReason().orElseThrow().toString())
        .isEqualTo("SAFETY");
    assertThat(counted.usageMetadata().orElseThrow().totalTokenCount()).hasValue(12);
    assertThat(generate().usageMetadata().orElseThrow().candidatesTokenCount()).isEmpty();
  }

  @Test
  void usageCanBeLeftOutAndTheTotalBent() {
    server.enqueue(GeminiReply.text("Hi").withoutUsage(), GeminiReply.text("Hi").total(99));

    assertThat(generate().usageMetadata().orElseThrow().promptTokenCount()).isEmpty();
    assertThat(generate().usageMetadata().orElseThrow().totalTokenCount()).hasValue(99);
  }

  @Test
  void aStreamTellsTheCountsOnItsLastEventOnly() {
    server.enqueue(GeminiReply.stream("Hel", "lo").usage(18, 2));

    List<GenerateContentResponse> events = read(stream());

    assertThat(events).extracting(GenerateContentResponse::text).containsExactly("Hel", "lo");
    var first = events.get(0).usageMetadata().orElseThrow();
    assertThat(first.promptTokenCount()).isEmpty();
    assertThat(first.trafficType().orElseThrow().toString()).isEqualTo("ON_DEMAND");
    assertThat(events.get(1).usageMetadata().orElseThrow().promptTokenCount()).hasValue(18);
    assertThat(server.requests().get(0).query()).isEqualTo("alt=sse");
    assertThat(server.requests().get(0).operation()).isEqualTo("streamGenerateContent");
  }

  @Test
  void aStreamThatEndsEarlyEndsNormallyWithoutCounts() {
    WireReply reply = GeminiReply.stream("a", "b", "c").usage(18, 2);
    server.enqueue(
        reply.endAfter(2),
        reply.untilClose().cutAfter(2),
        GeminiReply.stream("a", "b").thenEndWithoutCounts());

    for (int i = 0; i < 3; i++) {
      List<GenerateContentResponse> events = read(stream());
      assertThat(events).hasSize(2);
      assertThat(events.get(1).usageMetadata().orElseThrow().promptTokenCount()).isEmpty();
    }
  }

  @Test
  void aStreamThatIsCutOrResetThrowsAndIsNotTriedAgain() {
    WireReply reply = GeminiReply.stream("a", "b", "c");
    server.enqueue(reply.cutAfter(2), reply.cutInside(2), reply.resetAfter(2));

    for (int i = 0; i < 3; i++) {
      var events = new ArrayList<String>();
      assertThatThrownBy(
              () -> {
                try (ResponseStream<GenerateContentResponse> stream = stream()) {
                  stream.forEach(event -> events.add(event.text()));
                }
              })
          .isInstanceOf(GenAiIOException.class);
      assertThat(events).contains("a").doesNotContain("c");
    }
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void anErrorEventInsideAStreamIsTheSdksType() {
    server.enqueue(GeminiReply.stream("a", "b").thenFail(503, "UNAVAILABLE", "overloaded"));

    var events = new ArrayList<String>();
    assertThatThrownBy(() -> stream().forEach(event -> events.add(event.text())))
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("overloaded");
    assertThat(events).isNotEmpty();
  }

  @Test
  void aStalledStreamGoesOnWhenReleased() {
    var gate = new CountDownLatch(1);
    server.enqueue(GeminiReply.stream("a", "b", "c").stallAfter(2, gate));
    var iterator = stream().iterator();

    // The SDK reads one event ahead, so the first can be had while the third is awaited.
    assertThat(iterator.next().text()).isEqualTo("a");
    var rest =
        CompletableFuture.supplyAsync(
            () -> List.of(iterator.next().text(), iterator.next().text()));
    assertThat(rest).isNotDone();
    gate.countDown();

    assertThat(rest).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(List.of("b", "c"));
  }

  @Test
  void aClosedStreamIsSeenByTheServer() {
    server.enqueue(GeminiReply.stream("a", "b", "c").stallAfter(2, new CountDownLatch(1)));
    ResponseStream<GenerateContentResponse> stream = stream();
    stream.iterator().next();

    stream.close();

    server.awaitAbandoned(1, Duration.ofSeconds(10));
    assertThat(server.abandoned()).isEqualTo(1);
  }

  @Test
  void aGateHoldsTheReplyUntilItIsReleased() {
    var gate = new CountDownLatch(1);
    server.enqueue(GeminiReply.text("Hi").heldUntil(gate));

    CompletableFuture<GenerateContentResponse> call =
        client.async.models.generateContent(MODEL, "hello", null);
    server.awaitRequests(1, Duration.ofSeconds(10));
    assertThat(call).isNotDone();
    gate.countDown();

    assertThat(call).succeedsWithin(Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @CsvSource({
    "400,INVALID_ARGUMENT,1",
    "403,PERMISSION_DENIED,1",
    "429,RESOURCE_EXHAUSTED,3",
    "500,INTERNAL,3",
    "503,UNAVAILABLE,3"
  })
  void anErrorHasItsCodeAndIsRetriedAsUsual(int code, String status, int attempts) {
    server.always(request -> GeminiReply.error(code, status, "told so"));

    assertThatThrownBy(this::generate)
        .isInstanceOf(code < 500 ? ClientException.class : ServerException.class)
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.status()).isEqualTo(status);
              assertThat(e.message()).isEqualTo("told so");
            });
    assertThat(server.requests()).hasSize(attempts);
  }

  @Test
  void aResetConnectionIsTriedAgain() {
    server.enqueue(WireReply.reset(), GeminiReply.unavailable(), GeminiReply.text("third"));

    assertThat(generate().text()).isEqualTo("third");
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void aCutBodyIsNotTriedAgain() {
    server.always(request -> GeminiReply.text("Hi").cutInside(0));

    assertThatThrownBy(this::generate).isInstanceOf(GenAiIOException.class);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void gzipIsUndoneByTheClientAlsoInStreams() {
    server.enqueue(
        GeminiReply.text("Hi").gzip(),
        GeminiReply.text("Hi").chunked().gzip(),
        GeminiReply.stream("a", "b").gzip());

    GenerateContentResponse response = generate();
    assertThat(response.text()).isEqualTo("Hi");
    assertThat(server.requests().get(0).header("accept-encoding")).hasValue("gzip");
    assertThat(generate().text()).isEqualTo("Hi");
    assertThat(read(stream())).hasSize(2);
  }

  @Test
  void predictEmbedsSeveralTexts() {
    server.enqueue(
        GeminiReply.embedding(3, 0.5f, -0.5f).embedding(4, 0.25f, 1f).billableCharacters(12));

    var response =
        client.models.embedContent(
            "text-embedding-005",
            List.of("one", "two"),
            EmbedContentConfig.builder().outputDimensionality(2).build());

    var embeddings = response.embeddings().orElseThrow();
    assertThat(embeddings.get(1).values()).hasValue(List.of(0.25f, 1f));
    assertThat(embeddings.get(1).statistics().orElseThrow().tokenCount()).hasValue(4f);
    assertThat(response.metadata().orElseThrow().billableCharacterCount()).hasValue(12);
    assertThat(server.requests().get(0).operation()).isEqualTo("predict");
  }

  @Test
  void embedContentEmbedsOneText() {
    server.enqueue(GeminiReply.embedding(3, 0.5f, -0.5f));

    var response = client.models.embedContent("gemini-embedding-2", "one", null);

    var embedding = response.embeddings().orElseThrow().get(0);
    assertThat(embedding.values()).hasValue(List.of(0.5f, -0.5f));
    assertThat(
            embedding.statistics().orElseThrow().tokensDetails().orElseThrow().get(0).tokenCount())
        .hasValue(3);
    assertThat(server.requests().get(0).operation()).isEqualTo("embedContent");
  }

  @Test
  void countTokensSeesItsCount() {
    server.enqueue(GeminiReply.tokens(42));

    assertThat(client.models.countTokens(MODEL, "hello", null).totalTokens()).hasValue(42);
  }

  @Test
  void theDemoAnswersEveryOperationTheSameEachTime() {
    server.always(DemoModels.vertex(7));
    var config =
        GenerateContentConfig.builder().maxOutputTokens(20).labels(Map.of("team", "a")).build();

    GenerateContentResponse unary = generate();
    List<GenerateContentResponse> events = read(stream());
    GenerateContentResponse capped = client.models.generateContent(MODEL, "hello", config);

    assertThat(events.stream().map(GenerateContentResponse::text).collect(Collectors.joining()))
        .isEqualTo(unary.text())
        .isNotBlank();
    assertThat(events.get(events.size() - 1).usageMetadata()).isEqualTo(unary.usageMetadata());
    assertThat(capped.usageMetadata().orElseThrow().candidatesTokenCount().orElseThrow())
        .isLessThanOrEqualTo(20);
    assertThat(capped.usageMetadata().orElseThrow().promptTokenCount())
        .isEqualTo(unary.usageMetadata().orElseThrow().promptTokenCount())
        .isEqualTo(client.models.countTokens(MODEL, "hello", null).totalTokens());
    for (String model : List.of("text-embedding-005", "gemini-embedding-2")) {
      assertThat(client.models.embedContent(model, "one", null).embeddings().orElseThrow())
          .hasSize(1);
    }
  }

  @Test
  void aCallWithoutAReplyIsRefusedWithTheReason() {
    assertThatThrownBy(this::generate)
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("No reply is scripted for #1 POST");
  }

  private GenerateContentResponse generate() {
    return client.models.generateContent(MODEL, "hello", null);
  }

  private ResponseStream<GenerateContentResponse> stream() {
    return client.models.generateContentStream(MODEL, "hello", null);
  }

  private static List<GenerateContentResponse> read(
      ResponseStream<GenerateContentResponse> stream) {
    var events = new ArrayList<GenerateContentResponse>();
    try (stream) {
      stream.forEach(events::add);
    }
    return events;
  }
}
