package io.costaware.testkit.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/**
 * Standing responders for programs that are to run without a cloud account: {@code
 * server.always(DemoModels.bedrock(7))}. Text and token counts follow from the seed and from the
 * length of what was asked, so that two runs give the same figures. Immutable.
 */
public final class DemoModels {

  private DemoModels() {}

  /**
   * Answers Converse, ConverseStream, CountTokens, and InvokeModel (whole and as a stream) for the
   * bodies of Claude, Nova, Llama, Titan and Cohere embeddings; other bodies get the OpenAI shape.
   */
  public static Function<RecordedRequest, WireReply> bedrock(long seed) {
    var invoke = new DemoInvoke(seed);
    return request ->
        switch (request.operation()) {
          case "Converse", "ConverseStream" -> converse(seed, request.body());
          case "CountTokens" -> BedrockReply.tokens(DemoText.tokensOf(request.body()));
          case "InvokeModel" -> invoke.whole(request);
          case "InvokeModelWithResponseStream" -> invoke.stream(request);
          default -> throw new IllegalArgumentException("The demo has no answer to " + request);
        };
  }

  /** Answers generateContent, streamGenerateContent, predict, embedContent and countTokens. */
  public static Function<RecordedRequest, WireReply> vertex(long seed) {
    return request ->
        switch (request.operation()) {
          case "generateContent", "streamGenerateContent" -> generate(seed, request.body());
          case "countTokens" -> GeminiReply.tokens(DemoText.tokensOf(request.body()));
          case "predict" -> predict(seed, request.body());
          case "embedContent" -> embed(seed, request.body());
          default -> throw new IllegalArgumentException("The demo has no answer to " + request);
        };
  }

  private static WireReply converse(long seed, JsonNode body) {
    int limit = body.path("inferenceConfig").path("maxTokens").asInt(0);
    DemoText text = DemoText.answer(seed, body, limit);
    ConverseReply reply =
        BedrockReply.stream(text.deltas().toArray(String[]::new))
            .usage(text.input(), text.output())
            .stopReason(text.cutShort() ? "max_tokens" : "end_turn");
    String tier = body.path("serviceTier").path("type").asText("");
    return tier.isEmpty() ? reply : reply.serviceTier(tier);
  }

  private static WireReply generate(long seed, JsonNode body) {
    int limit = body.path("generationConfig").path("maxOutputTokens").asInt(0);
    DemoText text = DemoText.answer(seed, body, limit);
    String tier = body.path("serviceTier").asText("");
    return GeminiReply.stream(text.deltas().toArray(String[]::new))
        .usage(text.input(), text.output())
        .finishReason(text.cutShort() ? "MAX_TOKENS" : "STOP")
        .trafficType(
            switch (tier) {
              case "flex" -> "ON_DEMAND_FLEX";
              case "priority" -> "ON_DEMAND_PRIORITY";
              default -> "ON_DEMAND";
            });
  }

  private static WireReply predict(long seed, JsonNode body) {
    int dimensions = body.path("parameters").path("outputDimensionality").asInt(8);
    EmbedReply reply = EmbedReply.empty();
    int characters = 0;
    for (JsonNode instance : body.path("instances")) {
      String content = instance.path("content").asText();
      characters += content.length();
      reply =
          reply.embedding(
              DemoText.tokensOf(instance.path("content")),
              DemoText.vector(seed, content, dimensions));
    }
    return reply.billableCharacters(characters);
  }

  private static WireReply embed(long seed, JsonNode body) {
    JsonNode content = body.path("content");
    return GeminiReply.embedding(
        DemoText.tokensOf(content.path("parts")),
        DemoText.vector(seed, content.toString(), body.path("outputDimensionality").asInt(8)));
  }
}
