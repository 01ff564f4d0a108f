package io.costaware.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.genai.Client;
import com.google.genai.errors.ClientException;
import com.google.genai.types.GenerateImagesConfig;
import com.google.genai.types.GenerateVideosConfig;
import com.google.genai.types.GenerateVideosOperation;
import com.google.genai.types.GenerateVideosSource;
import io.costaware.event.CallEvent;
import io.costaware.event.CallResult;
import io.costaware.event.Outcome.Knowledge;
import io.costaware.event.Provenance;
import io.costaware.models.ModelRegistry;
import io.costaware.tags.TagScope;
import io.costaware.tags.Tags;
import io.costaware.target.Operation;
import io.costaware.testkit.wire.GeminiReply;
import io.costaware.testkit.wire.WireAnswer;
import io.costaware.usage.Meter;
import io.costaware.usage.Usage;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is made beside text: video, which is paid when it is done, and images. */
class VideoTest {
  private static final String NAME =
      "projects/p1/locations/us-central1/publishers/google/models/veo-3.1-generate-001/operations/7";
  private static final String RUNNING = "{\"name\":\"" + NAME + "\"}";

  private final Bench bench = Bench.plain();

  @AfterEach
  void close() {
    bench.close();
  }

  private void replies(String... bodies) {
    for (String body : bodies) {
      bench.server.enqueue(WireAnswer.json(200, body));
    }
  }

  private static String done(String result) {
    return "{\"name\":\"" + NAME + "\",\"done\":true," + result + "}";
  }

  private GenerateVideosOperation begin(Client client) {
    return client.models.generateVideos(
        "veo-3.1-generate-001",
        GenerateVideosSource.builder().prompt("a cat").build(),
        GenerateVideosConfig.builder()
            .numberOfVideos(2)
            .durationSeconds(6)
            .resolution("1080p")
            .generateAudio(false)
            .build());
  }

  private static Usage seconds(long seconds) {
    return Usage.builder().add(Meter.OUTPUT_VIDEO_SECOND, seconds).build();
  }

  @Test
  void U6_aVideoIsSettledOnceWhenAPollShowsWhatWasDelivered() {
    Client client = bench.client();
    String end =
        done("\"response\":{\"raiMediaFilteredCount\":1,\"videos\":[{\"gcsUri\":\"gs://b/o\"}]}");
    replies(RUNNING, RUNNING, end, end);
    GenerateVideosOperation operation = begin(client);
    client.operations.getVideosOperation(operation, null);
    assertThat(bench.events).isEmpty();
    client.operations.getVideosOperation(operation, null);
    client.operations.getVideosOperation(operation, null);

    CallEvent event = bench.call();
    assertThat(event.call().account()).isEqualTo("p1");
    assertThat(event.call().operation()).isEqualTo(Operation.PREDICT_LONG_RUNNING);
    assertThat(event.outcome().knowledge()).isEqualTo(Knowledge.WHOLE);
    assertThat(event.outcome().usage()).isEqualTo(seconds(6));
    assertThat(event.outcome().attributes().asMap())
        .isEqualTo(Map.of("audio", "video_only", "resolution", "1080p"));
    assertThat(event.outcome().raw().asMap()).isEqualTo(Map.of("response.videos", 1L));
  }

  @Test
  void aVideoThatFailedCostsNothing() {
    Client client = bench.client();
    replies(RUNNING, done("\"error\":{\"code\":3,\"message\":\"secret\"}"));
    client.operations.getVideosOperation(begin(client), null);

    CallEvent event = bench.call();
    assertThat(event.outcome().knowledge()).isEqualTo(Knowledge.FREE);
    assertThat(event.outcome().result()).isEqualTo(CallResult.FAILED);
    assertThat(event.outcome().toString()).doesNotContain("secret");
  }

  @Test
  void U5_aVideoThatNobodyPollsEndsAsAskedFor() {
    Client client = bench.client();
    replies(RUNNING);
    begin(client);
    bench.meter.endWatched();

    CallEvent event = bench.call();
    assertThat(event.outcome().usage()).isEqualTo(seconds(12));
    assertThat(event.outcome().knowledge()).isEqualTo(Knowledge.PART);
    assertThat(event.provenance()).isNotEqualTo(Provenance.MEASURED);
  }

  @Test
  void aVideoThatIsRefusedByTheProviderCostsNothing() {
    Client client = bench.client();
    bench.server.enqueue(GeminiReply.invalid("no"));
    try {
      begin(client);
    } catch (ClientException e) {
      assertThat(e.code()).isEqualTo(400);
    }
    assertThat(bench.call().outcome().knowledge()).isEqualTo(Knowledge.FREE);
  }

  @Test
  @SuppressWarnings("deprecation")
  void U6_imagesArePaidAsDelivered() {
    replies(
        "{\"predictions\":[{\"bytesBase64Encoded\":\"AAAA\",\"mimeType\":\"image/png\"},"
            + "{\"raiFilteredReason\":\"no\"}]}");
    bench
        .client()
        .models
        .generateImages(
            "imagen-4.0-generate-001",
            "a cat",
            GenerateImagesConfig.builder().numberOfImages(2).build());

    CallEvent event = bench.call();
    assertThat(event.outcome().usage())
        .isEqualTo(Usage.builder().add(Meter.OUTPUT_IMAGE_EACH, 1).build());
    assertThat(event.call().basis().openEnded()).isFalse();
  }

  @Test
  @SuppressWarnings("deprecation")
  void B5_anAliasOfAnImageModelHoldsWhatTheModelBehindItMakesUnasked() {
    ModelRegistry models =
        ModelRegistry.builder().alias("pictures", "vertex:imagen-4.0-generate-001").build();
    try (Bench aliased = Bench.of(settings -> settings.models(models))) {
      aliased.server.enqueue(
          WireAnswer.json(
              200,
              "{\"predictions\":[{\"bytesBase64Encoded\":\"AAAA\",\"mimeType\":\"image/png\"}]}"));
      try (TagScope tags = TagScope.open(Tags.of("team", "support"))) {
        aliased.client().models.generateImages("pictures", "a cat", null);
      }

      CallEvent event = aliased.call();
      assertThat(event.call().sentModel()).isEqualTo("imagen-4.0-generate-001");
      assertThat(event.call().basis().inputKnown()).isEqualTo("fixed by the request");
      assertThat(event.call().basis().inputTokens()).isZero();
      assertThat(aliased.server.requests().get(0).body().path("labels").path("team").asText())
          .isEqualTo("support");
    }
  }
}
