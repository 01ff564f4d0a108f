package io.costaware.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.genai.Client;
import com.google.genai.types.BatchJobSource;
import com.google.genai.types.GenerateContentConfig;
import io.costaware.call.CallRefusedException;
import io.costaware.call.EventScope;
import io.costaware.event.CallEvent;
import io.costaware.event.Provenance;
import io.costaware.event.Refusal;
import io.costaware.event.RefusedEvent;
import io.costaware.tags.TagScope;
import io.costaware.tags.Tags;
import io.costaware.testkit.wire.GeminiReply;
import io.costaware.testkit.wire.WireAnswer;
import io.costaware.testkit.wire.WireReply;
import io.costaware.vertex.wire.MeteredHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class UnmeteredTest {
  private static final String MODEL = "gemini-2.5-flash";

  private final Bench bench = Bench.plain();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger("io.costaware");

  @BeforeEach
  void listen() {
    log.start();
    logger.setLevel(Level.TRACE);
    logger.addAppender(log);
  }

  @AfterEach
  void close() {
    logger.detachAppender(log);
    logger.setLevel(null);
    bench.close();
  }

  private List<String> warnings() {
    return log.list.stream()
        .filter(event -> event.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private static WireReply json(String body) {
    return WireAnswer.body(200, "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whatIsNotMeteredGoesByUntouchedAndTheLogSaysSoSeldom() {
    bench.server.always(request -> json("{\"name\":\"projects/p1/batchPredictionJobs/7\"}"));
    Client client = bench.client();
    try (TagScope scope = TagScope.open(Tags.of("team", "a"))) {
      for (int i = 0; i < 12; i++) {
        client.batches.create(
            MODEL,
            BatchJobSource.builder().gcsUri(List.of("gs://b/in")).format("jsonl").build(),
            null);
      }
      assertThat(scope.tags().size()).isEqualTo(1);
    }

    assertThat(bench.events).isEmpty();
    assertThat(bench.server.requests()).hasSize(12).allMatch(r -> !r.body().has("labels"));
    assertThat(warnings())
        .containsExactly(
            "Forwarded without metering, though it may cost money: batch job, number 1",
            "Forwarded without metering, though it may cost money: batch job, number 10");
    assertThat(bench.meter.unmeteredRequests()).isEqualTo(12);
  }

  @Test
  void administrationGoesByWithoutAWord() {
    bench.server.always(request -> json("{\"name\":\"publishers/google/models/x\"}"));
    bench.client().models.get(MODEL, null);

    assertThat(bench.events).isEmpty();
    assertThat(warnings()).isEmpty();
    assertThat(bench.meter.unmeteredRequests()).isZero();
  }

  private Response post(String path, String body) throws IOException {
    OkHttpClient http =
        new MeteredHttp(bench.meter, null, null, false).round(new OkHttpClient(), false);
    Request request =
        new Request.Builder()
            .url(bench.server.endpoint() + path)
            .post(RequestBody.create(body, MediaType.get("application/json")))
            .build();
    return http.newCall(request).execute();
  }

  @Test
  void theDeveloperApiIsNotMetered() throws Exception {
    bench.server.always(request -> GeminiReply.text("Hi"));
    post("/v1beta/models/gemini-2.5-flash:generateContent", "{}").close();

    assertThat(bench.events).isEmpty();
    assertThat(warnings()).hasSize(1).first().asString().contains("Gemini Developer API");
  }

  @Test
  void aPathWithoutALocationIsMetered() throws Exception {
    bench.server.always(request -> GeminiReply.text("Hi").usage(3, 4));
    post("/v1beta1/publishers/google/models/gemini-2.5-flash:generateContent", "{}").close();

    assertThat(bench.call().call().target()).hasToString("vertex:gemini-2.5-flash (global)");
  }

  @Test
  void aBodyThatNobodyCanReadIsMeteredBySizeAndSentAsItIs() throws Exception {
    bench.server.always(request -> GeminiReply.text("Hi").usage(3, 4));
    String path =
        "/v1/projects/p/locations/l/publishers/google/models/gemini-2.5-flash:generateContent";
    post(path, "{\"contents\":[{\"parts\":").close();

    assertThat(bench.server.requests().get(0).body().asText()).startsWith("{\"contents\"");
    assertThat(bench.call().call().basis().inputKnown()).contains("size of the body");
  }

  @Test
  void countsBeyondAllMeasureBreakNoCallAndEndItsHold() throws Exception {
    long most = Long.MAX_VALUE;
    bench.server.always(
        request ->
            json(
                "{\"usageMetadata\":{\"promptTokenCount\":%d,\"toolUsePromptTokenCount\":%d}}"
                    .formatted(most, most)));
    String path =
        "/v1/projects/p/locations/l/publishers/google/models/gemini-2.5-flash:generateContent";

    try (Response response = post(path, "{}")) {
      assertThat(response.code()).isEqualTo(200);
    }

    CallEvent event = bench.call();
    assertThat(event.provenance()).isEqualTo(Provenance.ESTIMATED);
    assertThat(event.outcome().basis()).contains("could not be taken in");
  }

  @Test
  void aLiveSessionIsNamedInTheLogOrRefused() throws Exception {
    CompletableFuture<Throwable> passed = live(false);
    assertThat(passed.get(20, TimeUnit.SECONDS)).isNotNull();
    assertThat(bench.server.requests()).hasSize(1);
    assertThat(warnings()).hasSize(1).first().asString().contains("live session");

    CallRefusedException refused = CallRefusedException.find(live(true).get(20, TimeUnit.SECONDS));
    assertThat(refused).isNotNull().hasMessageContaining("live session");
    assertThat(refused.refusal()).isInstanceOf(Refusal.OfPolicy.class);
    assertThat(bench.events.poll(20, TimeUnit.SECONDS)).isInstanceOf(RefusedEvent.class);
    assertThat(bench.server.requests()).hasSize(1);
    assertThat(bench.meter.unmeteredRequests()).isEqualTo(1);
    assertThat(bench.meter.refusals()).isEqualTo(1);
  }

  private CompletableFuture<Throwable> live(boolean refuse) {
    OkHttpClient http =
        new MeteredHttp(bench.meter, null, null, refuse).round(new OkHttpClient(), false);
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    WebSocket socket =
        http.newWebSocket(
            new Request.Builder().url(bench.server.endpoint() + "/ws/live").build(),
            new WebSocketListener() {
              @Override
              public void onFailure(WebSocket ws, Throwable t, @Nullable Response response) {
                failure.complete(t);
              }
            });
    assertThat(socket).isNotNull();
    return failure;
  }

  @Test
  void E5_promptsAnswersCredentialsAndHeadersAreNowhere() {
    bench.server.enqueue(GeminiReply.text("secret answer"));
    bench.server.enqueue(GeminiReply.error(400, "INVALID_ARGUMENT", "secret message"));
    bench.server.enqueue(GeminiReply.stream("secret", "answer").cutInside(1));
    Client client = bench.client();
    GenerateContentConfig config =
        GenerateContentConfig.builder().labels(Map.of("team", "a")).build();
    try (EventScope scope = EventScope.open()) {
      client.models.generateContent(MODEL, "secret prompt", config);
      Throwable refused =
          catchThrowable(() -> client.models.generateContent(MODEL, "secret prompt", config));
      Throwable cut =
          catchThrowable(
              () ->
                  client
                      .models
                      .generateContentStream(MODEL, "secret prompt", config)
                      .forEach(part -> assertThat(part).isNotNull()));

      assertThat(refused).isNotNull();
      assertThat(cut).isNotNull();
      assertThat(scope.events()).hasSize(3);
      assertThat(scope.events().toString()).doesNotContain("secret");
    }
    assertThat(log.list).noneMatch(event -> event.getFormattedMessage().contains("secret"));
  }
}
