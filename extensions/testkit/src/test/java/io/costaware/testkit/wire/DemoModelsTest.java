package io.costaware.testkit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponse;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.PayloadPart;
import software.amazon.awssdk.services.bedrockruntime.model.ResponseStream;
import software.amazon.awssdk.services.bedrockruntime.model.StopReason;

@Timeout(60)
class DemoModelsTest {

  private static final String CLAUDE_BODY =
      "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":500,"
          + "\"messages\":[{\"role\":\"user\",\"content\":\"What does it cost?\"}]}";
  private static final String NOVA_BODY =
      "{\"schemaVersion\":\"messages-v1\",\"messages\":[{\"role\":\"user\","
          + "\"content\":[{\"text\":\"What does it cost?\"}]}],"
          + "\"inferenceConfig\":{\"maxTokens\":500}}";
  private static final String LLAMA_BODY =
      "{\"prompt\":\"What does it cost?\",\"max_gen_len\":500}";
  private static final String OPENAI_BODY =
      "{\"messages\":[{\"role\":\"user\",\"content\":\"What does it cost?\"}]}";

  private final BedrockWireServer server = BedrockWireServer.start();
  private final BedrockRuntimeClient client = AwsClients.runtime(server.endpoint());
  private final BedrockRuntimeAsyncClient async = AwsClients.async(server.endpoint());

  @BeforeEach
  void answer() {
    server.always(DemoModels.bedrock(7));
  }

  @AfterEach
  void close() {
    client.close();
    async.close();
    server.close();
  }

  @Test
  void theSameRequestHasTheSameAnswerAndAnotherSeedAnother() {
    ConverseResponse first = converse("What does it cost?", 500);
    ConverseResponse second = converse("What does it cost?", 500);
    server.always(DemoModels.bedrock(8));
    ConverseResponse other = converse("What does it cost?", 500);

    assertThat(second.output()).isEqualTo(first.output());
    assertThat(second.usage()).isEqualTo(first.usage());
    assertThat(other.usage()).isNotEqualTo(first.usage());
  }

  @Test
  void usageGrowsWithThePromptAndKeepsToTheLimit() {
    ConverseResponse small = converse("x".repeat(40), 5);
    ConverseResponse large = converse("x".repeat(4000), 5);

    assertThat(large.usage().inputTokens() - small.usage().inputTokens()).isEqualTo(990);
    assertThat(large.usage().outputTokens()).isEqualTo(5);
    assertThat(large.stopReason()).isEqualTo(StopReason.MAX_TOKENS);
  }

  @Test
  void theTokenCountAgreesWithTheUsage() {
    var counted =
        client.countTokens(
            r ->
                r.modelId("m")
                    .input(i -> i.converse(c -> c.messages(AwsClients.user("Hello you")))));

    assertThat(converse("Hello you", 500).usage().inputTokens()).isEqualTo(counted.inputTokens());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CLAUDE | /content/0/text | /usage/input_tokens | /usage/output_tokens",
        "NOVA | /output/message/content/0/text | /usage/inputTokens | /usage/outputTokens",
        "LLAMA | /generation | /prompt_token_count | /generation_token_count",
        "OPENAI | /choices/0/message/content | /usage/prompt_tokens | /usage/completion_tokens"
      })
  void invokeModelAnswersInTheFamilysShape(String family, String text, String in, String out) {
    var response = client.invokeModel(r -> r.modelId("m").body(body(family)));

    JsonNode body = Json.parse(response.body().asUtf8String());
    assertThat(body.at(text).asText()).isNotBlank();
    assertThat(response.sdkHttpResponse().firstMatchingHeader("X-Amzn-Bedrock-Input-Token-Count"))
        .hasValue(body.at(in).asText());
    assertThat(response.sdkHttpResponse().firstMatchingHeader("X-Amzn-Bedrock-Output-Token-Count"))
        .hasValue(body.at(out).asText());
  }

  @ParameterizedTest
  @CsvSource({"CLAUDE", "NOVA", "LLAMA", "OPENAI"})
  void invokeStreamsEndWithMetrics(String family) {
    var tape = new StreamTape<InvokeModelWithResponseStreamResponse, ResponseStream>();
    async
        .invokeModelWithResponseStream(
            r -> r.modelId("m").body(body(family)),
            InvokeModelWithResponseStreamResponseHandler.builder()
                .onResponse(tape::responseReceived)
                .onEventStream(tape::onEventStream)
                .onError(tape::exceptionOccurred)
                .onComplete(tape::complete)
                .build())
        .join();

    var last = (PayloadPart) tape.events.get(tape.events.size() - 1);
    JsonNode metrics =
        Json.parse(last.bytes().asUtf8String()).path("amazon-bedrock-invocationMetrics");
    assertThat(metrics.path("inputTokenCount").asInt()).isPositive();
    assertThat(metrics.path("outputTokenCount").asInt()).isPositive();
    assertThat(tape.events).hasSizeGreaterThan(3);
  }

  @Test
  void embeddingsBelongToTheirTexts() {
    var one = embedding("one");
    var again = embedding("one");
    var other = embedding("two");

    assertThat(one.path("embedding")).hasSize(8).isEqualTo(again.path("embedding"));
    assertThat(other.path("embedding")).isNotEqualTo(one.path("embedding"));
    assertThat(one.path("inputTextTokenCount").asInt()).isPositive();
    var cohere =
        client.invokeModel(
            r ->
                r.modelId("cohere.embed-v4:0")
                    .body(SdkBytes.fromUtf8String("{\"texts\":[\"a\",\"b\"]}")));
    assertThat(Json.parse(cohere.body().asUtf8String()).path("embeddings")).hasSize(2);
  }

  @Test
  void outputsVaryFromPromptToPrompt() {
    var outputs = new HashSet<Integer>();
    for (int i = 0; i < 50; i++) {
      outputs.add(converse("x".repeat(10 + i), 500).usage().outputTokens());
    }

    assertThat(outputs).hasSizeGreaterThan(20);
  }

  private JsonNode embedding(String text) {
    var body = SdkBytes.fromUtf8String("{\"inputText\":\"" + text + "\"}");
    return Json.parse(
        client
            .invokeModel(r -> r.modelId("amazon.titan-embed-text-v2:0").body(body))
            .body()
            .asUtf8String());
  }

  private static SdkBytes body(String family) {
    return SdkBytes.fromUtf8String(
        switch (family) {
          case "CLAUDE" -> CLAUDE_BODY;
          case "NOVA" -> NOVA_BODY;
          case "LLAMA" -> LLAMA_BODY;
          default -> OPENAI_BODY;
        });
  }

  private ConverseResponse converse(String prompt, int limit) {
    return client.converse(
        r ->
            r.modelId("m")
                .messages(AwsClients.user(prompt))
                .inferenceConfig(c -> c.maxTokens(limit)));
  }
}
