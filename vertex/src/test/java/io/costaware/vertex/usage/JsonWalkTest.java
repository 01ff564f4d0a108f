package io.costaware.vertex.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWalkTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"usageMetadata\": {\"promptTokenCount\": 18, \"candidatesTokenCount\": 89,"
            + " \"promptTokensDetails\": [{\"modality\": \"TEXT\", \"tokenCount\": 10},"
            + " {\"modality\": \"AUDIO\", \"tokenCount\": 8}], \"trafficType\": \"ON_DEMAND\"},"
            + " \"modelVersion\": \"gemini-2.5-flash\", \"responseId\": \"r\"}",
        "{\"usageMetadata\": {\"promptTokenCount\": -1, \"totalTokenCount\": 1e30,"
            + " \"candidatesTokenCount\": null, \"toolUsePromptTokenCount\": \"7\"}}",
        "{\"candidates\": [{\"finishReason\": \"STOP\", \"content\": {\"parts\": [{\"text\":"
            + " \"hello\"}, {\"functionCall\": {\"name\": \"f\"}}]}, \"groundingMetadata\":"
            + " {\"webSearchQueries\": [\"a\", \"b\", \"a\"], \"searchEntryPoint\": {},"
            + " \"groundingChunks\": [{\"maps\": {}}, {\"web\": {}}]}}]}",
        "{\"error\": {\"code\": 503, \"status\": \"UNAVAILABLE\", \"message\": \"busy\"}}",
        "{\"predictions\": [{\"embeddings\": {\"statistics\": {\"token_count\": 7}}},"
            + " {\"bytesBase64Encoded\": \"AAAA\"}],"
            + " \"metadata\": {\"billableCharacterCount\": 12}}",
        "{\"other\": [[[{\"deep\": true}]]], \"promptFeedback\": {\"blockReason\": \"SAFETY\"}}",
      })
  void anAnswerThatWasReadSaysWhatItsBytesSay(String json) throws Exception {
    GeminiAnswer read = GeminiAnswer.ofBody();
    GeminiAnswer fed = GeminiAnswer.ofBody();
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);

    read.take(new ObjectMapper().readTree(json));
    fed.feed(bytes, 0, bytes.length);

    assertThat(read.raw()).isEqualTo(fed.raw());
    assertThat(read.faults()).hasSameSizeAs(fed.faults());
    assertThat(read.trafficType()).isEqualTo(fed.trafficType());
    assertThat(read.modelVersion()).isEqualTo(fed.modelVersion());
    assertThat(read.responseId()).isEqualTo(fed.responseId());
    assertThat(read.error()).isEqualTo(fed.error());
    assertThat(read.isFinished()).isEqualTo(fed.isFinished());
    assertThat(read.asksForFunction()).isEqualTo(fed.asksForFunction());
    assertThat(read.textBytes()).isEqualTo(fed.textBytes());
  }
}
