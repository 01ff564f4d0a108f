package io.costaware.testkit.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Answers to InvokeModel in the native shapes of the model families. Immutable. */
final class DemoInvoke {

  /** Whose shape a body has; an application profile's ARN does not tell, the body does. */
  private enum Family {
    CLAUDE,
    NOVA,
    LLAMA,
    TITAN_EMBEDDING,
    COHERE_EMBEDDING,
    OPENAI
  }

  private final long seed;

  DemoInvoke(long seed) {
    this.seed = seed;
  }

  WireReply whole(RecordedRequest request) {
    JsonNode body = request.body();
    DemoText text = DemoText.answer(seed, body, limit(body));
    return switch (family(request)) {
      case CLAUDE -> counted(claude(text), text);
      case NOVA -> counted(nova(text), text);
      case LLAMA -> counted(llama(text), text);
      case TITAN_EMBEDDING -> titanEmbedding(body);
      case COHERE_EMBEDDING -> cohereEmbedding(body);
      case OPENAI -> counted(openAi(text), text);
    };
  }

  WireReply stream(RecordedRequest request) {
    DemoText text = DemoText.answer(seed, request.body(), limit(request.body()));
    List<ObjectNode> events =
        switch (family(request)) {
          case CLAUDE -> claudeEvents(text);
          case NOVA -> novaEvents(text);
          case LLAMA -> llamaEvents(text);
          case OPENAI -> openAiEvents(text);
          case TITAN_EMBEDDING, COHERE_EMBEDDING ->
              throw new IllegalArgumentException("Embedding models do not stream: " + request);
        };
    return BedrockReply.invokeStream(events).metrics(text.input(), text.output());
  }

  private static Family family(RecordedRequest request) {
    JsonNode body = request.body();
    String model = request.modelId() == null ? "" : request.modelId().toLowerCase(Locale.ROOT);
    if (body.has("anthropic_version") || model.contains("anthropic.")) {
      return Family.CLAUDE;
    }
    if (body.has("inputText")) {
      return Family.TITAN_EMBEDDING;
    }
    if (body.has("texts") || model.contains("cohere.embed")) {
      return Family.COHERE_EMBEDDING;
    }
    if (body.has("schemaVersion") || body.has("inferenceConfig") || model.contains("nova")) {
      return Family.NOVA;
    }
    return body.has("prompt") || model.contains("llama") ? Family.LLAMA : Family.OPENAI;
  }

  private static int limit(JsonNode body) {
    for (String name : List.of("max_tokens", "max_gen_len", "max_completion_tokens")) {
      if (body.has(name)) {
        return body.get(name).asInt();
      }
    }
    JsonNode config = body.path("inferenceConfig");
    return config.path("maxTokens").asInt(config.path("max_new_tokens").asInt(0));
  }

  private static InvokeReply counted(ObjectNode body, DemoText text) {
    return BedrockReply.invoke(body).counted(text.input(), text.output());
  }

  private static ObjectNode claude(DemoText text) {
    ObjectNode message = claudeMessage();
    message.putArray("content").addObject().put("type", "text").put("text", text.text());
    message.put("stop_reason", claudeStop(text));
    message.set("usage", claudeUsage(text.input(), text.output()));
    return message;
  }

  private static ObjectNode claudeMessage() {
    return Json.object()
        .put("id", "msg_demo")
        .put("type", "message")
        .put("role", "assistant")
        .put("model", "claude-demo");
  }

  private static ObjectNode claudeUsage(int input, int output) {
    return Json.object()
        .put("input_tokens", input)
        .put("cache_creation_input_tokens", 0)
        .put("cache_read_input_tokens", 0)
        .put("output_tokens", output);
  }

  private static String claudeStop(DemoText text) {
    return text.cutShort() ? "max_tokens" : "end_turn";
  }

  private static List<ObjectNode> claudeEvents(DemoText text) {
    var events = new ArrayList<ObjectNode>();
    ObjectNode message = claudeMessage();
    message.putArray("content");
    message.set("usage", claudeUsage(text.input(), 1));
    events.add(typed("message_start").set("message", message));
    ObjectNode start = typed("content_block_start").put("index", 0);
    start.putObject("content_block").put("type", "text").put("text", "");
    events.add(start);
    for (String delta : text.deltas()) {
      ObjectNode event = typed("content_block_delta").put("index", 0);
      event.putObject("delta").put("type", "text_delta").put("text", delta);
      events.add(event);
    }
    events.add(typed("content_block_stop").put("index", 0));
    ObjectNode end = typed("message_delta");
    end.putObject("delta").put("stop_reason", claudeStop(text));
    end.putObject("usage").put("output_tokens", text.output());
    events.add(end);
    events.add(typed("message_stop"));
    return events;
  }

  private static ObjectNode typed(String type) {
    return Json.object().put("type", type);
  }

  private static ObjectNode nova(DemoText text) {
    ObjectNode body = Json.object();
    ObjectNode message = body.putObject("output").putObject("message").put("role", "assistant");
    message.putArray("content").addObject().put("text", text.text());
    body.put("stopReason", claudeStop(text));
    body.set("usage", novaUsage(text));
    return body;
  }

  private static ObjectNode novaUsage(DemoText text) {
    return Json.object()
        .put("inputTokens", text.input())
        .put("outputTokens", text.output())
        .put("totalTokens", text.input() + text.output());
  }

  private static List<ObjectNode> novaEvents(DemoText text) {
    var events = new ArrayList<ObjectNode>();
    events.add(wrapped("messageStart", Json.object().put("role", "assistant")));
    for (String delta : text.deltas()) {
      ObjectNode block = Json.object().put("contentBlockIndex", 0);
      block.putObject("delta").put("text", delta);
      events.add(wrapped("contentBlockDelta", block));
    }
    events.add(wrapped("contentBlockStop", Json.object().put("contentBlockIndex", 0)));
    events.add(wrapped("messageStop", Json.object().put("stopReason", claudeStop(text))));
    events.add(wrapped("metadata", Json.object().set("usage", novaUsage(text))));
    return events;
  }

  private static ObjectNode wrapped(String name, ObjectNode content) {
    return Json.object().set(name, content);
  }

  private static ObjectNode llama(DemoText text) {
    return llamaEnd(text).put("generation", text.text());
  }

  private static ObjectNode llamaEnd(DemoText text) {
    return Json.object()
        .put("prompt_token_count", text.input())
        .put("generation_token_count", text.output())
        .put("stop_reason", text.cutShort() ? "length" : "stop");
  }

  private static List<ObjectNode> llamaEvents(DemoText text) {
    var events = new ArrayList<ObjectNode>();
    text.deltas().forEach(delta -> events.add(Json.object().put("generation", delta)));
    events.add(llamaEnd(text).put("generation", ""));
    return events;
  }

  private static ObjectNode openAi(DemoText text) {
    ObjectNode body = Json.object().put("object", "chat.completion");
    ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
    choice.putObject("message").put("role", "assistant").put("content", text.text());
    choice.put("finish_reason", text.cutShort() ? "length" : "stop");
    body.set("usage", openAiUsage(text));
    return body;
  }

  private static ObjectNode openAiUsage(DemoText text) {
    return Json.object()
        .put("prompt_tokens", text.input())
        .put("completion_tokens", text.output())
        .put("total_tokens", text.input() + text.output());
  }

  private static List<ObjectNode> openAiEvents(DemoText text) {
    var events = new ArrayList<ObjectNode>();
    for (String delta : text.deltas()) {
      ObjectNode event = Json.object().put("object", "chat.completion.chunk");
      ObjectNode choice = event.putArray("choices").addObject().put("index", 0);
      choice.putObject("delta").put("content", delta);
      events.add(event);
    }
    ObjectNode end = Json.object().put("object", "chat.completion.chunk");
    end.putArray("choices");
    end.set("usage", openAiUsage(text));
    events.add(end);
    return events;
  }

  private WireReply titanEmbedding(JsonNode body) {
    int tokens = DemoText.tokensOf(body.path("inputText"));
    ObjectNode answer = Json.object().put("inputTextTokenCount", tokens);
    int dimensions = body.path("dimensions").asInt(8);
    floats(answer.putArray("embedding"), body.path("inputText").asText(), dimensions);
    return BedrockReply.invoke(answer).countedInput(tokens);
  }

  private WireReply cohereEmbedding(JsonNode body) {
    ObjectNode answer = Json.object().put("response_type", "embeddings_floats");
    ArrayNode embeddings = answer.putArray("embeddings");
    int dimensions = body.path("output_dimension").asInt(8);
    for (JsonNode text : body.path("texts")) {
      floats(embeddings.addArray(), text.asText(), dimensions);
    }
    return BedrockReply.invoke(answer).countedInput(DemoText.tokensOf(body.path("texts")));
  }

  private void floats(ArrayNode target, String text, int dimensions) {
    for (float value : DemoText.vector(seed, text, dimensions)) {
      target.add(value);
    }
  }
}
