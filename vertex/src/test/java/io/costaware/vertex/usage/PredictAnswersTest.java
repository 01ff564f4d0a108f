package io.costaware.vertex.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.event.Outcome.Knowledge;
import io.costaware.money.Money;
import io.costaware.recorded.RecordedAnswer;
import io.costaware.target.ServiceTier;
import io.costaware.usage.Meter;
import io.costaware.usage.Usage;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictAnswersTest {
  private static Usage one(Meter meter, long quantity) {
    return Usage.builder().add(meter, quantity).build();
  }

  // genai-prices#410: an embedding of several modalities; litellm PR #31354.
  @ParameterizedTest
  @CsvSource({"embedContent", "batchEmbedContents"})
  void U6_embeddingsArePaidByModalityUnderTheirOwnSpelling(String operation) {
    Recordings call =
        Recordings.of("gemini-embedding-2", operation)
            .answered(
                "{usageMetadata: {promptTokenCount: 100, promptTokenDetails: [{modality: 'IMAGE',"
                    + " tokenCount: 60}, {modality: 'AUDIO', tokenCount: 10}, {modality: 'TEXT',"
                    + " tokenCount: 30}]}}");

    assertThat(call.usage())
        .isEqualTo(
            Usage.builder()
                .add(Meter.INPUT, 30)
                .add(Meter.INPUT_IMAGE, 60)
                .add(Meter.INPUT_AUDIO, 10)
                .build());
    assertThat(call.cost()).isEqualTo(Money.usd("0.000098"));
  }

  @Test
  void U6_theStatisticsOfEmbeddingsAddUp() {
    assertThat(
            Recordings.of("gemini-embedding-2", "embedContent")
                .answered(
                    "{embeddings: [{statistics: {tokensDetails: [{modality: 'TEXT', tokenCount: 4}]}},"
                        + " {statistics: {tokensDetails: [{modality: 'TEXT', tokenCount: 3},"
                        + " {modality: 'VIDEO', tokenCount: 2}]}}]}")
                .usage())
        .isEqualTo(Usage.of(Meter.INPUT, 7, Meter.INPUT_VIDEO, 2));
    assertThat(
            Recordings.of("gemini-embedding-001", "predict")
                .answered(
                    "{predictions: [{embeddings: {statistics: {token_count: 4.0}}},"
                        + " {embeddings: {statistics: {token_count: 3}}}],"
                        + " metadata: {billableCharacterCount: 30}}")
                .usage())
        .isEqualTo(Usage.tokens(7, 0));
  }

  @Test
  void U6_theOlderTextModelsBillTheCharactersThatTheyReport() {
    Recordings call =
        Recordings.of("text-embedding-005", "predict")
            .answered(
                "{predictions: [{embeddings: {statistics: {token_count: 4.0}}}],"
                    + " metadata: {billableCharacterCount: 12}}");
    assertThat(call.usage()).isEqualTo(one(Meter.INPUT_CHARACTER, 12));
    assertThat(call.cost()).isEqualTo(Money.usd("0.0000003"));

    assertThat(
            Recordings.of("text-embedding-005", "predict")
                .answered("{predictions: [{embeddings: {statistics: {token_count: 4.0}}}]}")
                .usage())
        .isEqualTo(Usage.tokens(4, 0));
  }

  @ParameterizedTest
  @CsvSource({"7.5, 8", "8, 8", "8.1, 9", "15, 15", "15.5, 16"})
  void U6_multimodalEmbeddingsArePaidByImageAndSecond(String end, long seconds) {
    Recordings call =
        Recordings.of("multimodalembedding@001", "predict")
            .answered(
                "{predictions: [{imageEmbedding: [0.1], videoEmbeddings: [{startOffsetSec: 0,"
                    + " endOffsetSec: 4}, {startOffsetSec: 4, endOffsetSec: "
                    + end
                    + "}]}]}");

    assertThat(call.usage())
        .isEqualTo(Usage.of(Meter.INPUT_IMAGE_EACH, 1, Meter.INPUT_VIDEO_SECOND, seconds));
  }

  @Test
  void U6_imagesThatWereDeliveredArePaid() {
    Recordings call =
        Recordings.of("imagen-4.0-generate-001", "predict")
            .asked("{sampleCount: 4}")
            .answered(
                "{predictions: [{bytesBase64Encoded: 'AAAA'}, {gcsUri: 'gs://b/o'},"
                    + " {mimeType: 'image/png'}, {raiFilteredReason: 'no'}]}");

    assertThat(call.usage()).isEqualTo(one(Meter.OUTPUT_IMAGE_EACH, 3));
    assertThat(call.cost()).isEqualTo(Money.usd("0.12"));
    assertThat(
            Recordings.of("imagen-4.0-generate-001", "predict")
                .answered("{predictions: [{raiFilteredReason: 'no'}]}")
                .usage())
        .isEqualTo(Usage.none());
  }

  @Test
  void U5_whereTheAnswerIsSilentTheRequestTellsTheImages() {
    RecordedAnswer answer =
        Recordings.of("imagen-4.0-generate-001", "predict")
            .asked("{sampleCount: 2, resolution: '2K', quality: 'hd'}")
            .answered("{}")
            .read();
    assertThat(answer.usage()).isEqualTo(one(Meter.OUTPUT_IMAGE_EACH, 2));
    assertThat(answer.attributes().asMap()).isEqualTo(Map.of("resolution", "2k", "quality", "hd"));
    assertThat(answer.remarks()).hasSize(1);
    assertThat(
            Recordings.of("imagen-4.0-generate-001", "predict")
                .asked("{sampleCount: 2}")
                .failed(503)
                .knowledge())
        .isEqualTo(Knowledge.NOTHING);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{durationSeconds: 6, sampleCount: 2, generateAudio: true}; {response: {videos: [{}, {}]}}; 12; with_audio; 720p",
        "{durationSeconds: 6, generateAudio: false}; {done: true, response: {generatedSamples: [{}]}}; 6; video_only; 720p",
        "{sampleCount: 2, generateAudio: true}; {videos: [{}], raiMediaFilteredCount: 1}; 8; with_audio; 720p",
        "{sampleCount: 3, generateAudio: true}; {response: {raiMediaFilteredCount: 1}}; 16; with_audio; 720p",
        "{durationSeconds: '5', generateAudio: true}; {name: 'operations/1'}; 5; with_audio; 720p",
        "{generateAudio: true, resolution: '4K'}; {videos: [{}]}; 8; with_audio; 4k"
      })
  void U6_videoIsPaidByTheSecondsOfWhatWasDelivered(
      String request, String response, long seconds, String audio, String resolution) {
    Recordings call =
        Recordings.of("veo-3.1-generate-001", "predictLongRunning")
            .asked(request)
            .answered(response);

    assertThat(call.usage()).isEqualTo(one(Meter.OUTPUT_VIDEO_SECOND, seconds));
    assertThat(call.read().attributes().asMap())
        .isEqualTo(Map.of("audio", audio, "resolution", resolution));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "veo-3.0-generate-001; {durationSeconds: 5}",
        "veo-2.0-generate-001; {generateAudio: false}"
      })
  void U6_soundThatIsNotToldIsNotGuessed(String model, String request) {
    assertThat(
            Recordings.of(model, "predictLongRunning")
                .asked(request)
                .answered("{videos: [{}]}")
                .read()
                .attributes()
                .asMap())
        .isEqualTo(Map.of("resolution", "720p"));
  }

  @Test
  void U6_aVideoThatFailedIsFreeAndSilenceIsUnknown() {
    assertThat(
            Recordings.of("veo-3.1-generate-001", "predictLongRunning")
                .asked("{durationSeconds: 6}")
                .answered("{done: true, error: {code: 3}}")
                .knowledge())
        .isEqualTo(Knowledge.FREE);
    assertThat(
            Recordings.of("veo-3.1-generate-001", "predictLongRunning")
                .answered("{name: 'operations/1'}")
                .knowledge())
        .isEqualTo(Knowledge.NOTHING);
    assertThat(
            Recordings.of("veo-3.1-generate-001", "predictLongRunning")
                .asked("{durationSeconds: 6}")
                .answered("{videos: []}")
                .usage())
        .isEqualTo(Usage.none());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{}; {totalBilledTime: '15s'}; 15",
        "{durationSeconds: 99}; {metadata: {totalBilledDuration: '14.2s'}}; 15",
        "{durationSeconds: 12.01}; {results: []}; 13"
      })
  void U6_speechIsPaidByBegunSeconds(String request, String response, long seconds) {
    assertThat(Recordings.of("chirp_3", "recognize").asked(request).answered(response).usage())
        .isEqualTo(one(Meter.INPUT_AUDIO_SECOND, seconds));
  }

  // margince#5581, pollinations PR #12215, js-genai#508: nobody measures how long a cache is held.
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{durationSeconds: 3600}; {usageMetadata: {totalTokenCount: 7931}}; 7931; 0.007931",
        "{}; {usageMetadata: {totalTokenCount: 7931}, ttl: '3600s'}; 7931; 0.007931",
        "{ttl: '7200s'}; {usageMetadata: {totalTokenCount: 7931}}; 15862; 0.015862",
        "{}; {usageMetadata: {totalTokenCount: 8000}, createTime: '2026-08-21T10:00:00Z', expireTime: '2026-08-21T11:30:00Z'}; 12000; 0.012",
        "{}; {usageMetadata: {totalTokenCount: 8000}, createTime: '2026-08-21T10:00:00Z', expireTime: '2026-08-21T11:30:00Z', deleteTime: '2026-08-21T10:30:00+00:00'}; 4000; 0.004",
        "{durationSeconds: 1}; {usageMetadata: {totalTokenCount: 7931}}; 3; 0.000003"
      })
  void U6_aCacheIsPaidByTheTimeThatItWasKept(
      String request, String response, long tokenHours, String dollars) {
    Recordings call =
        Recordings.of("gemini-3.5-flash-lite", "cacheStorage").asked(request).answered(response);
    assertThat(call.usage()).isEqualTo(one(Meter.CACHE_STORAGE, tokenHours));
    assertThat(call.cost()).isEqualTo(Money.usd(dollars));
  }

  @Test
  void U5_aCacheOfUnknownTimeOrSizeIsUnknown() {
    assertThat(
            Recordings.of("gemini-3.5-flash-lite", "cacheStorage")
                .answered("{usageMetadata: {totalTokenCount: 7931}}")
                .knowledge())
        .isEqualTo(Knowledge.NOTHING);
    assertThat(
            Recordings.of("gemini-3.5-flash-lite", "cacheStorage")
                .asked("{durationSeconds: 5}")
                .answered("{}")
                .knowledge())
        .isEqualTo(Knowledge.NOTHING);
  }

  // litellm#19925: the records of Vertex jobs have a form of their own and were taken for free.
  @Test
  void M6_aRecordOfAJobIsPaidAtBatchPricesAndItsCacheAtTheCachePrice() {
    String answer =
        "{usageMetadata: {promptTokenCount: 10000, cachedContentTokenCount: 4000,"
            + " candidatesTokenCount: 1000, totalTokenCount: 11000, trafficType: 'ON_DEMAND'}}";
    String asText = Recordings.json(answer).toString();
    for (String record :
        new String[] {
          answer,
          "{status: '', response: " + answer + "}",
          "{response: " + answer + "}",
          "{status: '', response: '" + asText + "'}"
        }) {
      Recordings call = Recordings.of("gemini-2.5-flash", "batch").answered(record);
      assertThat(call.read().tier()).isEqualTo(ServiceTier.BATCH);
      assertThat(call.usage())
          .isEqualTo(
              Usage.builder()
                  .add(Meter.INPUT, 6000)
                  .add(Meter.CACHE_READ, 4000)
                  .add(Meter.OUTPUT, 1000)
                  .build());
    }
  }

  @Test
  void aRecordThatFailedWasNotBilledAndASilentOneIsUnknown() {
    for (String failed :
        new String[] {
          "{status: 'Bad Request: 400', response: {}}",
          "{status: {code: 3}, response: {}}",
          "{status: 'failed'}",
          "{error: {code: 3}}"
        }) {
      assertThat(Recordings.of("gemini-2.5-flash", "batch").answered(failed).knowledge())
          .isEqualTo(Knowledge.FREE);
    }
    for (String silent : new String[] {"{status: '', response: {}}", "{response: {}}", "{}"}) {
      assertThat(Recordings.of("gemini-2.5-flash", "batch").answered(silent).knowledge())
          .isEqualTo(Knowledge.NOTHING);
    }
  }

  @Test
  void recordsOfEmbeddingsAndOfPartnersAreRead() {
    assertThat(
            Recordings.of("gemini-embedding-001", "batch")
                .answered(
                    "{instance: {}, status: '', predictions: [{embeddings: {statistics:"
                        + " {token_count: 4}}}]}")
                .usage())
        .isEqualTo(Usage.tokens(4, 0));
    assertThat(
            Recordings.of("claude-sonnet-4-6", "batch")
                .answered(
                    "{custom_id: 'a', response: {usage: {input_tokens: 5, output_tokens: 2}}}")
                .usage())
        .isEqualTo(Usage.tokens(5, 2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "predictLongRunning; {durationSeconds: -5}; request.durationSeconds is -5",
        "predictLongRunning; {sampleCount: 'two'}; request.sampleCount is",
        "predictLongRunning; {durationSeconds: 9000000000000000000, sampleCount: 2}; the counts of this call add up to more than",
        "recognize; {durationSeconds: 1e30}; request.durationSeconds is",
        "cacheStorage; {durationSeconds: -1}; request.durationSeconds is -1"
      })
  void U1_aFactThatIsNoCountIsAnErrorThatNamesIt(String operation, String request, String message) {
    assertThatThrownBy(
            () ->
                Recordings.of("any", operation)
                    .asked(request)
                    .answered("{usageMetadata: {totalTokenCount: 1}, x: 1}")
                    .read())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }
}
