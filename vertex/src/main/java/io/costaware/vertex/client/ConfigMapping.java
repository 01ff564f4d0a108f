package io.costaware.vertex.client;

import com.google.genai.types.CountTokensConfig;
import com.google.genai.types.EmbedContentConfig;
import com.google.genai.types.FunctionCallingConfig;
import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.ToolConfig;
import io.costaware.client.EmbedRequest;
import io.costaware.client.InferenceSettings;
import io.costaware.client.Prompt;
import io.costaware.client.Tool;
import io.costaware.client.ToolChoice;
import io.costaware.target.ServiceTier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Restates all of a prompt but its messages as the SDK's config. */
final class ConfigMapping {
  private static final String TIER_HEADER = "X-Vertex-AI-LLM-Shared-Request-Type";
  private static final String CAPACITY_HEADER = "X-Vertex-AI-LLM-Request-Type";

  private ConfigMapping() {}

  /**
   * The config of a prompt.
   *
   * @throws IllegalArgumentException if the prompt asks for a tier that Vertex AI does not have, or
   *     says which tool to use and names none
   */
  static GenerateContentConfig config(Prompt prompt) {
    GenerateContentConfig.Builder config = GenerateContentConfig.builder();
    com.google.genai.types.Content system = ContentMapping.system(prompt.system());
    if (system != null) {
      config.systemInstruction(system);
    }
    settings(prompt.settings(), config);
    if (!prompt.tools().isEmpty()) {
      config.tools(
          com.google.genai.types.Tool.builder()
              .functionDeclarations(declarations(prompt.tools()))
              .build());
    }
    if (prompt.toolChoice() != null) {
      if (prompt.tools().isEmpty()) {
        throw new IllegalArgumentException(
            "The prompt says which tool to use and names none; add tools, or leave the choice out");
      }
      config.toolConfig(
          ToolConfig.builder().functionCallingConfig(calling(prompt.toolChoice())).build());
    }
    HttpOptions http = http(prompt);
    return (http == null ? config : config.httpOptions(http)).build();
  }

  /** What of a prompt counts as input beside its messages. */
  static CountTokensConfig counting(Prompt prompt) {
    CountTokensConfig.Builder config = CountTokensConfig.builder();
    com.google.genai.types.Content system = ContentMapping.system(prompt.system());
    if (system != null) {
      config.systemInstruction(system);
    }
    if (!prompt.tools().isEmpty()) {
      config.tools(
          com.google.genai.types.Tool.builder()
              .functionDeclarations(declarations(prompt.tools()))
              .build());
    }
    return config.build();
  }

  private static void settings(InferenceSettings settings, GenerateContentConfig.Builder config) {
    if (settings.maxTokens() != null) {
      config.maxOutputTokens(settings.maxTokens());
    }
    if (settings.temperature() != null) {
      config.temperature(settings.temperature().floatValue());
    }
    if (settings.topP() != null) {
      config.topP(settings.topP().floatValue());
    }
    if (!settings.stopSequences().isEmpty()) {
      config.stopSequences(settings.stopSequences());
    }
  }

  private static List<FunctionDeclaration> declarations(List<Tool> tools) {
    List<FunctionDeclaration> declarations = new ArrayList<>();
    for (Tool tool : tools) {
      declarations.add(
          FunctionDeclaration.builder()
              .name(tool.name())
              .description(tool.description())
              .parametersJsonSchema(ContentMapping.value(tool.inputSchema()))
              .build());
    }
    return declarations;
  }

  private static FunctionCallingConfig calling(ToolChoice choice) {
    FunctionCallingConfig.Builder calling = FunctionCallingConfig.builder();
    if (choice instanceof ToolChoice.Named named) {
      return calling.mode("ANY").allowedFunctionNames(named.name()).build();
    }
    return calling.mode(choice instanceof ToolChoice.Any ? "ANY" : "AUTO").build();
  }

  private static @Nullable HttpOptions http(Prompt prompt) {
    Map<String, String> headers = tier(prompt.tier());
    if (headers.isEmpty() && prompt.options().isEmpty()) {
      return null;
    }
    HttpOptions.Builder http = HttpOptions.builder();
    if (!headers.isEmpty()) {
      http.headers(headers);
    }
    if (!prompt.options().isEmpty()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      prompt.options().forEach((name, value) -> fields.put(name, ContentMapping.value(value)));
      http.extraBody(Map.of("generationConfig", fields));
    }
    return http.build();
  }

  private static Map<String, String> tier(@Nullable ServiceTier tier) {
    if (tier == null || tier.equals(ServiceTier.STANDARD)) {
      return Map.of();
    }
    if (tier.equals(ServiceTier.FLEX) || tier.equals(ServiceTier.PRIORITY)) {
      return Map.of(TIER_HEADER, tier.id());
    }
    if (tier.equals(ServiceTier.PROVISIONED)) {
      return Map.of(CAPACITY_HEADER, "dedicated");
    }
    throw new IllegalArgumentException(
        "Vertex AI has no service tier '"
            + tier
            + "' for a single call; use standard, flex, priority or provisioned");
  }

  static EmbedContentConfig config(EmbedRequest request) {
    EmbedContentConfig.Builder config = EmbedContentConfig.builder();
    Integer dimensions = request.dimensions();
    return (dimensions == null ? config : config.outputDimensionality(dimensions)).build();
  }
}
