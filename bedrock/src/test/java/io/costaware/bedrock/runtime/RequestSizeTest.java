package io.costaware.bedrock.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.bedrock.usage.ModelFamily;
import io.costaware.call.CallIntent;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.Tool;
import software.amazon.awssdk.services.bedrockruntime.model.ToolConfiguration;

class RequestSizeTest {
  private static CallIntent.Size size(ContentBlock... blocks) {
    PromptSize size = new PromptSize();
    size.messages(List.of(Message.builder().role(ConversationRole.USER).content(blocks).build()));
    return size.upTo(null);
  }

  private static InvokeBody body(String json) {
    return InvokeBody.read(json.getBytes(UTF_8));
  }

  @Test
  void textIsReckonedOnTheHighSide() {
    assertThat(size(ContentBlock.fromText("word ".repeat(300))).inputTokens())
        .isBetween(375L, 600L);
    assertThat(size(ContentBlock.fromText("x")).maxOutputTokens())
        .isEqualTo(CallIntent.Size.UNCAPPED);
  }

  @Test
  void anImageIsReckonedWholeWhateverItsBytes() {
    CallIntent.Size size =
        size(
            ContentBlock.fromImage(
                i -> i.format("png").source(s -> s.bytes(SdkBytes.fromByteArray(new byte[900])))));

    assertThat(size.inputTokens()).isGreaterThanOrEqualTo(PromptSize.IMAGE_TOKENS);
    assertThat(size.richMedia()).isTrue();
  }

  @Test
  void cachePointsAndToolsAreSeen() {
    PromptSize size = new PromptSize();
    size.tools(
        ToolConfiguration.builder()
            .tools(
                Tool.fromToolSpec(
                    t ->
                        t.name("search")
                            .description("Finds things")
                            .inputSchema(
                                i ->
                                    i.json(
                                        Document.mapBuilder()
                                            .putString("type", "object")
                                            .build()))),
                Tool.fromCachePoint(c -> c.type("default")))
            .build());

    assertThat(size.upTo(7).cacheWrites()).isTrue();
    assertThat(size.upTo(7).openEnded()).isFalse();
    assertThat(size.upTo(7).maxOutputTokens()).isEqualTo(7);
    assertThat(size.upTo(7).inputTokens()).isGreaterThan(PromptSize.TOOLS_PREAMBLE_TOKENS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"max_tokens\":5}|5",
        "{\"inferenceConfig\":{\"max_new_tokens\":6}}|6",
        "{\"inferenceConfig\":{\"topP\":1,\"maxTokens\":7}}|7",
        "{\"inputText\":\"x\",\"textGenerationConfig\":{\"maxTokenCount\":8}}|8",
        "{\"max_gen_len\":9}|9",
        "{\"messages\":[{\"max_tokens\":1}],\"max_completion_tokens\":10}|10",
        "{\"messages\":[]}|-1"
      })
  void theCapOfEachFamilyIsFound(String json, long cap) {
    assertThat(body(json).size(ModelFamily.of("some-model")).maxOutputTokens()).isEqualTo(cap);
  }

  @Test
  void anEmbeddingHasNoOutput() {
    assertThat(
            body("{\"inputText\":\"x\"}")
                .size(ModelFamily.of("amazon.titan-embed-text-v2:0"))
                .maxOutputTokens())
        .isZero();
  }

  @Test
  void anImageInABodyIsNotTakenForText() {
    byte[] noise = new byte[300_000];
    Arrays.fill(noise, (byte) 77);
    String image = Base64.getEncoder().encodeToString(noise);
    CallIntent.Size size =
        body("{\"messages\":[{\"content\":[{\"source\":{\"data\":\"" + image + "\"}}]}]}")
            .size(ModelFamily.of("anthropic.claude"));

    assertThat(size.inputTokens()).isBetween(PromptSize.IMAGE_TOKENS, 2 * PromptSize.IMAGE_TOKENS);
    assertThat(size.richMedia()).isTrue();
    assertThat(
            body("{\"prompt\":\"" + "a b ".repeat(2_000) + "\"}")
                .size(ModelFamily.of("x"))
                .inputTokens())
        .isGreaterThan(2_000);
  }

  @Test
  void documentsOfARerankRequestAreCounted() {
    assertThat(body("{\"query\":\"q\",\"documents\":[\"a\",\"b\",\"c\"]}").documents())
        .isEqualTo(3);
    assertThat(
            body("{\"documents\":[{\"text\":\"a\"},{\"text\":\"b\"}],\"query\":\"q\"}").documents())
        .isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "anthropic.claude|{\"a\": 1, \"max_tokens\" : 900 }|{\"a\": 1, \"max_tokens\" : 64 }",
        "amazon.nova-lite-v1:0|{}|{\"inferenceConfig\":{\"maxTokens\":64}}",
        "amazon.nova-lite-v1:0|{\"inferenceConfig\":{\"topP\":1}}|{\"inferenceConfig\":{\"maxTokens\":64,\"topP\":1}}",
        "meta.llama3|{\"prompt\":\"é\"}|{\"max_gen_len\":64,\"prompt\":\"é\"}",
        "openai.gpt-oss-20b-1:0|{\"messages\":[]}|{\"max_tokens\":64,\"messages\":[]}"
      })
  void aClampChangesNoOtherByte(String model, String json, String clamped) {
    byte[] changed = body(json).clampedTo(64, model);

    assertThat(changed).isNotNull();
    assertThat(new String(changed, UTF_8)).isEqualTo(clamped);
  }

  @Test
  void whereTheCapOfAFamilyStandsMayNotBeKnown() {
    assertThat(body("{\"prompt\":\"x\"}").clampedTo(64, "some.new-family")).isNull();
    assertThat(body("not json").clampedTo(64, "anthropic.claude")).isNull();
  }
}
