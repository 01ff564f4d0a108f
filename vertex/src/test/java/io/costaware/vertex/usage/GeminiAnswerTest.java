package io.costaware.vertex.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GeminiAnswerTest {
  private static final String STREAM =
      """
      : a comment with {"usageMetadata":{"promptTokenCount":1}}
      event: message
      data: {"candidates":[{"content":{"parts":[{"text":"a \\"usageMetadata\\":{\\"promptTokenCount\\":99} \\\\"}]}}],"usageMetadata":{"trafficType":"ON_DEMAND"},"modelVersion":"gemini-2.5-flash","responseId":"r1"}

      data: {"candidates":[{"content":{"parts":[{"inlineData":{"data":"AAAA}}]"}},{"functionCall":{"args":{"usageMetadata":{"promptTokenCount":7}}}}]},"finishReason":"STOP","groundingMetadata":{"webSearchQueries":["x","y","x"],"groundingChunks":[{"web":{}},{"maps":{}}]}}],
      data: "usageMetadata":{"promptTokenCount":12,"candidatesTokenCount":3,"totalTokenCount":15,"promptTokensDetails":[{"modality":"TEXT","tokenCount":10},{"tokenCount":2,"modality":"AUDIO"}]}}

      data: {"usageMetadata":{"thoughtsTokenCount":5}}

      """;

  private static GeminiAnswer read(String text, int most, Random random, boolean events) {
    GeminiAnswer answer = events ? GeminiAnswer.ofEvents() : GeminiAnswer.ofBody();
    byte[] bytes = text.getBytes(UTF_8);
    int at = 0;
    while (at < bytes.length) {
      int to = Math.min(bytes.length, at + 1 + random.nextInt(most));
      answer.feed(bytes, at, to);
      at = to;
    }
    return answer;
  }

  @Test
  void U3_eventsAreReadTheSameHoweverTheyAreCut() {
    Random random = new Random(1);
    for (int most = 1; most < 400; most++) {
      for (String lines : new String[] {STREAM, STREAM.replace("\n", "\r\n")}) {
        GeminiAnswer answer = read(lines, most, random, true);

        assertThat(answer.raw().asMap())
            .isEqualTo(
                Map.of(
                    "promptTokenCount",
                    12L,
                    "candidatesTokenCount",
                    3L,
                    "totalTokenCount",
                    15L,
                    "thoughtsTokenCount",
                    5L,
                    "promptTokensDetails.TEXT",
                    10L,
                    "promptTokensDetails.AUDIO",
                    2L,
                    GeminiAnswer.SEARCHES,
                    2L,
                    GeminiAnswer.WEB_GROUNDED,
                    1L,
                    GeminiAnswer.MAPS_GROUNDED,
                    1L));
        assertThat(answer.trafficType()).isEqualTo("ON_DEMAND");
        assertThat(answer.modelVersion()).isEqualTo("gemini-2.5-flash");
        assertThat(answer.responseId()).isEqualTo("r1");
        assertThat(answer.isFinished()).isTrue();
        assertThat(answer.asksForFunction()).isTrue();
        assertThat(answer.error()).isNull();
        assertThat(answer.textBytes()).isEqualTo(48);
      }
    }
  }

  @Test
  void anErrorIsReadByCodeAndStatusOnly() {
    String error =
        "data: {\"error\":{\"code\":503,\"message\":\"secret\",\"status\":\"UNAVAILABLE\"}}\r\n\r\n";

    assertThat(read(error, 500, new Random(1), true).error()).isEqualTo("UNAVAILABLE 503");
    assertThat(read(error.substring(6), 3, new Random(1), false).error())
        .isEqualTo("UNAVAILABLE 503");
  }

  @Test
  void anEventThatIsBrokenOffDoesNotSpoilTheNext() {
    for (String broken :
        new String[] {
          "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"half\n\n",
          "data: {\"candidates\":[{\"content\":\n\n",
          "data: {\"usageMetadata\":{\"promptTokenCount\":\n\n",
          "data: {\"a\":{\"b\":[[[{\n\n"
        }) {
      GeminiAnswer answer =
          read(
              broken + "data: {\"usageMetadata\":{\"promptTokenCount\":4}}\n\n",
              5,
              new Random(1),
              true);

      assertThat(answer.raw().orZero("promptTokenCount")).isEqualTo(4);
    }
  }

  @Test
  void anArrayOfAnswersIsReadLikeAStream() {
    String array =
        "[{\"usageMetadata\":{\"promptTokenCount\":4}},\n{\"usageMetadata\":{\"candidatesTokenCount\":2}}]";

    assertThat(read(array, 7, new Random(1), false).raw().asMap())
        .isEqualTo(Map.of("promptTokenCount", 4L, "candidatesTokenCount", 2L));
  }

  @Test
  void embeddingsOfPredictAreSummed() {
    String body =
        """
        {"predictions":[{"embeddings":{"values":[0.1,-2e-3],"statistics":{"truncated":false,"token_count":4}}},
        {"embeddings":{"statistics":{"token_count":3.0}}}],"metadata":{"billableCharacterCount":12}}
        """;

    assertThat(read(body, 9, new Random(1), false).raw().asMap())
        .isEqualTo(
            Map.of(GeminiAnswer.PREDICTED_TOKENS, 7L, "metadata.billableCharacterCount", 12L));
  }

  @Test
  void imagesThatWereFilteredAreNotCounted() {
    String body =
        """
        {"predictions":[{"mimeType":"image/png","bytesBase64Encoded":"AAAA"},{"raiFilteredReason":"no"},
        {"gcsUri":"gs://b/o"}]}
        """;

    assertThat(read(body, 9, new Random(1), false).raw().asMap())
        .isEqualTo(Map.of(GeminiAnswer.PREDICTED_IMAGES, 2L));
  }

  @Test
  void anythingAtAllIsReadWithoutAnException() {
    Random random = new Random(42);
    for (int i = 0; i < 3_000; i++) {
      StringBuilder text = new StringBuilder(STREAM);
      for (int j = 0; j < 8; j++) {
        text.setCharAt(random.nextInt(text.length()), "{}[]\",:\\\n x1".charAt(random.nextInt(12)));
      }
      assertThat(read(text.toString(), 64, random, random.nextBoolean()).raw()).isNotNull();
    }
  }
}
