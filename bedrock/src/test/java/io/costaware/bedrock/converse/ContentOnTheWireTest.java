package io.costaware.bedrock.converse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.costaware.client.Answer;
import io.costaware.client.Content;
import io.costaware.client.Media;
import io.costaware.client.Message;
import io.costaware.client.Prompt;
import io.costaware.client.Role;
import io.costaware.client.StopReason;
import io.costaware.client.Tool;
import io.costaware.client.ToolChoice;
import io.costaware.target.ServiceTier;
import io.costaware.testkit.wire.BedrockReply;
import io.costaware.testkit.wire.WireAnswer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ContentOnTheWireTest {
  private static final byte[] BYTES = {1, 2, 3};
  private final Desk desk = new Desk();

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void everyKindOfContentIsSent() {
    send(
        Content.text("Look"),
        new Content.Image(Media.bytes("image/jpg", BYTES)),
        new Content.Image(Media.uri("image/webp", "s3://bucket/i.webp")),
        new Content.Document("report", Media.bytes("application/pdf", BYTES)),
        new Content.Document("notes", Media.uri("text/markdown; charset=utf-8", "s3://b/n.md")),
        new Content.Audio(Media.bytes("audio/mpeg", BYTES)),
        new Content.Audio(Media.uri("audio/x-wav", "s3://b/a.wav")),
        new Content.Video(Media.bytes("video/mp4", BYTES)),
        new Content.Video(Media.uri("video/quicktime", "s3://b/v.mov")),
        Content.cachePoint(),
        new Content.CachePoint(Content.CachePoint.Lifetime.ONE_HOUR));

    JsonNode sent = desk.lastContent();
    assertThat(sent)
        .containsExactly(
            Desk.json("{'text':'Look'}"),
            Desk.json("{'image':{'format':'jpeg','source':{'bytes':'AQID'}}}"),
            Desk.json(
                "{'image':{'format':'webp','source':{'s3Location':{'uri':'s3://bucket/i.webp'}}}}"),
            Desk.json("{'document':{'format':'pdf','name':'report','source':{'bytes':'AQID'}}}"),
            Desk.json(
                "{'document':{'format':'md','name':'notes','source':{'s3Location':{'uri':'s3://b/n.md'}}}}"),
            Desk.json("{'audio':{'format':'mp3','source':{'bytes':'AQID'}}}"),
            Desk.json("{'audio':{'format':'wav','source':{'s3Location':{'uri':'s3://b/a.wav'}}}}"),
            Desk.json("{'video':{'format':'mp4','source':{'bytes':'AQID'}}}"),
            Desk.json("{'video':{'format':'mov','source':{'s3Location':{'uri':'s3://b/v.mov'}}}}"),
            Desk.json("{'cachePoint':{'type':'default'}}"),
            Desk.json("{'cachePoint':{'type':'default','ttl':'1h'}}"));
  }

  @Test
  void systemToolsSettingsTierAndOptionsAreSent() {
    desk.server.enqueue(BedrockReply.text("Hi"));
    desk.client.converse(
        Desk.hello()
            .system("Be brief")
            .system(Content.cachePoint())
            .tool(new Tool("weather", "Tells it", Desk.json("{'type':'object'}")))
            .toolChoice(new ToolChoice.Named("weather"))
            .maxTokens(300)
            .temperature(0.5)
            .topP(0.25)
            .stopSequences("END")
            .tier(ServiceTier.FLEX)
            .option("top_k", Desk.json("40"))
            .option("thinking", Desk.json("{'type':'enabled','budget_tokens':1024,'p':0.5}")));

    JsonNode body = desk.lastRequest().body();
    assertThat(body.path("system"))
        .containsExactly(
            Desk.json("{'text':'Be brief'}"), Desk.json("{'cachePoint':{'type':'default'}}"));
    assertThat(body.path("toolConfig"))
        .isEqualTo(
            Desk.json(
                "{'tools':[{'toolSpec':{'name':'weather','description':'Tells it',"
                    + "'inputSchema':{'json':{'type':'object'}}}}],"
                    + "'toolChoice':{'tool':{'name':'weather'}}}"));
    assertThat(body.path("inferenceConfig"))
        .isEqualTo(
            Desk.json("{'maxTokens':300,'temperature':0.5,'topP':0.25,'stopSequences':['END']}"));
    assertThat(body.path("serviceTier")).isEqualTo(Desk.json("{'type':'flex'}"));
    assertThat(body.path("additionalModelRequestFields"))
        .isEqualTo(
            Desk.json("{'top_k':40,'thinking':{'type':'enabled','budget_tokens':1024,'p':0.5}}"));
  }

  @Test
  void whatAPromptDoesNotSayStaysUnset() {
    send(Content.text("Hello"));

    assertThat(desk.lastRequest().body().properties())
        .extracting(field -> field.getKey())
        .containsExactly("messages");
  }

  @Test
  void latencyOptimisedIsAskedForInItsOwnField() {
    desk.server.enqueue(BedrockReply.text("Hi"));
    desk.client.converse(Desk.hello().tier(ServiceTier.LATENCY_OPTIMIZED));

    assertThat(desk.lastRequest().body().path("performanceConfig"))
        .isEqualTo(Desk.json("{'latency':'optimized'}"));
    assertThat(desk.lastRequest().body().has("serviceTier")).isFalse();
  }

  @Test
  void toolsGoRoundWithThinkingUnchanged() {
    desk.server.enqueue(
        BedrockReply.toolUse("t1", "weather", "{\"city\":\"Bonn\",\"days\":2}").reasoning("Hm"));
    Prompt prompt = Desk.hello().tool(new Tool("weather", "", Desk.json("{'type':'object'}")));

    Answer asking = desk.client.converse(prompt);

    assertThat(asking.stopReason()).isEqualTo(StopReason.TOOL_USE);
    assertThat(asking.content().get(0)).isEqualTo(new Content.Reasoning("Hm", "c2lnbmF0dXJl"));
    Content.ToolUse use = asking.toolUses().get(0);
    assertThat(use)
        .isEqualTo(new Content.ToolUse("t1", "weather", Desk.json("{'city':'Bonn','days':2}")));

    desk.server.enqueue(BedrockReply.text("Wet"));
    List<Content> said =
        List.of(
            Content.text("Rain"),
            new Content.Image(Media.bytes("image/png", BYTES)),
            new Content.Document("map", Media.bytes("application/pdf", BYTES)),
            new Content.Video(Media.bytes("video/mp4", BYTES)));
    desk.client.converse(
        prompt
            .message(asking.message())
            .message(
                new Message(
                    Role.USER,
                    List.of(
                        new Content.ToolResult("t1", "weather", said, false),
                        new Content.ToolResult("t2", "x", List.of(Content.text("no")), true)))));

    JsonNode messages = desk.lastRequest().body().path("messages");
    assertThat(messages.path(1).path("content"))
        .containsExactly(
            Desk.json(
                "{'reasoningContent':{'reasoningText':{'text':'Hm','signature':'c2lnbmF0dXJl'}}}"),
            Desk.json(
                "{'toolUse':{'toolUseId':'t1','name':'weather','input':{'city':'Bonn','days':2}}}"));
    JsonNode results = desk.lastContent();
    assertThat(results.path(0).path("toolResult").path("content"))
        .extracting(block -> block.fieldNames().next())
        .containsExactly("text", "image", "document", "video");
    assertThat(results.path(0).path("toolResult").has("status")).isFalse();
    assertThat(results.path(1).path("toolResult").path("status").asText()).isEqualTo("error");
  }

  @Test
  void encryptedThinkingGoesBackAsItCame() {
    desk.server.enqueue(
        WireAnswer.json(
            200,
            Desk.json(
                "{'output':{'message':{'role':'assistant','content':["
                    + "{'reasoningContent':{'redactedContent':'AQID'}},{'text':'Hi'}]}},"
                    + "'stopReason':'end_turn','usage':{'inputTokens':1,'outputTokens':1,"
                    + "'totalTokens':2},'metrics':{'latencyMs':1}}")));
    Answer answer = desk.client.converse(Desk.hello());
    assertThat(answer.text()).isEqualTo("Hi");

    desk.server.enqueue(BedrockReply.text("Yes"));
    desk.client.converse(Desk.hello().message(answer.message()).user("And?"));

    assertThat(desk.lastRequest().body().path("messages").path(1).path("content").path(0))
        .isEqualTo(Desk.json("{'reasoningContent':{'redactedContent':'AQID'}}"));
  }

  @Test
  void citedTextAndMediaComeBackAndWhatTheServiceRanIsLeftOut() {
    desk.server.enqueue(
        WireAnswer.json(
            200,
            Desk.json(
                "{'output':{'message':{'role':'assistant','content':["
                    + "{'toolUse':{'toolUseId':'s','name':'nova_grounding','input':{},"
                    + "'type':'server_tool_use'}},"
                    + "{'citationsContent':{'content':[{'text':'It is '},{'text':'so'}]}},"
                    + "{'image':{'format':'png','source':{'bytes':'AQID'}}}]}},"
                    + "'stopReason':'end_turn','usage':{'inputTokens':1,'outputTokens':1,"
                    + "'totalTokens':2},'metrics':{'latencyMs':1}}")));

    assertThat(desk.client.converse(Desk.hello()).content())
        .containsExactly(
            Content.text("It is so"), new Content.Image(Media.bytes("image/png", BYTES)));
  }

  @ParameterizedTest
  @CsvSource({
    "end_turn, END",
    "tool_use, TOOL_USE",
    "max_tokens, MAX_TOKENS",
    "stop_sequence, STOP_SEQUENCE",
    "guardrail_intervened, FILTERED",
    "content_filtered, FILTERED",
    "model_context_window_exceeded, OTHER",
    "a_word_of_tomorrow, OTHER",
  })
  void stopReasonsAreTranslatedAndKept(String word, StopReason reason) {
    desk.server.enqueue(BedrockReply.text("Hi").stopReason(word));

    Answer answer = desk.client.converse(Desk.hello());

    assertThat(answer.stopReason()).isEqualTo(reason);
    assertThat(answer.stopWord()).isEqualTo(word);
  }

  @Test
  void whatBedrockCannotTakeIsRefusedBeforeAnythingIsSent() {
    refused(
        Desk.hello().user(new Content.Image(Media.uri("image/png", "https://x/i.png"))),
        "https://x/i.png",
        "s3://");
    refused(
        Desk.hello().user(new Content.Document("d", Media.bytes("application/zip", BYTES))),
        "application/zip",
        "application/pdf");
    refused(
        Desk.hello().user(new Content.Audio(Media.bytes("image/png", BYTES))),
        "image/png",
        "audio");
    refused(Desk.hello().system(new Content.Image(Media.bytes("image/png", BYTES))), "Image");
    refused(Desk.hello().toolChoice(new ToolChoice.Any()), "add tools");
    refused(Desk.hello().tier(ServiceTier.BATCH), "batch");
    refused(
        Desk.hello()
            .user(
                new Content.ToolResult(
                    "t", "x", List.of(new Content.Audio(Media.bytes("audio/wav", BYTES))), false)),
        "Audio");

    assertThat(desk.server.requests()).isEmpty();
    assertThat(desk.events).isEmpty();
  }

  private void refused(Prompt prompt, String... said) {
    assertThatThrownBy(() -> desk.client.converse(prompt))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .contains(said);
  }

  private void send(Content... content) {
    desk.server.enqueue(BedrockReply.text("Hi"));
    desk.client.converse(Prompt.to(Desk.MODEL).user(content));
  }
}
