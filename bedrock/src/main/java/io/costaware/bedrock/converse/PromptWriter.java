package io.costaware.bedrock.converse;

import io.costaware.client.InferenceSettings;
import io.costaware.client.Message;
import io.costaware.client.Prompt;
import io.costaware.client.Role;
import io.costaware.client.ToolChoice;
import io.costaware.target.ServiceTier;
import java.util.List;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InferenceConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.Tool;
import software.amazon.awssdk.services.bedrockruntime.model.ToolConfiguration;

/**
 * Prompts as requests of Converse. What a prompt does not say stays unset: with a stored prompt as
 * the model, Bedrock refuses settings.
 */
final class PromptWriter {
  private PromptWriter() {}

  static ConverseRequest converse(Prompt prompt) {
    ConverseRequest.Builder request =
        ConverseRequest.builder().modelId(prompt.model()).messages(messages(prompt));
    if (!prompt.system().isEmpty()) {
      request.system(prompt.system().stream().map(ContentWriter::instruction).toList());
    }
    if (!prompt.tools().isEmpty() || prompt.toolChoice() != null) {
      request.toolConfig(tools(prompt));
    }
    if (!prompt.settings().equals(InferenceSettings.NONE)) {
      request.inferenceConfig(settings(prompt.settings()));
    }
    if (!prompt.options().isEmpty()) {
      request.additionalModelRequestFields(JsonDocuments.document(prompt.options()));
    }
    tier(request, prompt.tier() == null ? ServiceTier.STANDARD : prompt.tier());
    return request.build();
  }

  static ConverseStreamRequest stream(Prompt prompt) {
    ConverseRequest same = converse(prompt);
    ConverseStreamRequest.Builder request =
        ConverseStreamRequest.builder().modelId(same.modelId()).messages(same.messages());
    if (same.hasSystem()) {
      request.system(same.system());
    }
    return request
        .toolConfig(same.toolConfig())
        .inferenceConfig(same.inferenceConfig())
        .additionalModelRequestFields(same.additionalModelRequestFields())
        .serviceTier(same.serviceTier())
        .performanceConfig(same.performanceConfig())
        .build();
  }

  private static List<software.amazon.awssdk.services.bedrockruntime.model.Message> messages(
      Prompt prompt) {
    return prompt.messages().stream().map(PromptWriter::message).toList();
  }

  private static software.amazon.awssdk.services.bedrockruntime.model.Message message(
      Message message) {
    return software.amazon.awssdk.services.bedrockruntime.model.Message.builder()
        .role(message.role() == Role.USER ? ConversationRole.USER : ConversationRole.ASSISTANT)
        .content(message.content().stream().map(ContentWriter::block).toList())
        .build();
  }

  private static ToolConfiguration tools(Prompt prompt) {
    if (prompt.tools().isEmpty()) {
      throw new IllegalArgumentException(
          "The prompt says which tool to use and names none; add tools, or leave the choice out");
    }
    ToolConfiguration.Builder config =
        ToolConfiguration.builder().tools(prompt.tools().stream().map(PromptWriter::tool).toList());
    ToolChoice choice = prompt.toolChoice();
    if (choice instanceof ToolChoice.Auto) {
      config.toolChoice(c -> c.auto(a -> {}));
    } else if (choice instanceof ToolChoice.Any) {
      config.toolChoice(c -> c.any(a -> {}));
    } else if (choice instanceof ToolChoice.Named named) {
      config.toolChoice(c -> c.tool(t -> t.name(named.name())));
    }
    return config.build();
  }

  private static Tool tool(io.costaware.client.Tool tool) {
    return Tool.fromToolSpec(
        spec -> {
          spec.name(tool.name())
              .inputSchema(s -> s.json(JsonDocuments.document(tool.inputSchema())));
          if (!tool.description().isBlank()) {
            spec.description(tool.description());
          }
        });
  }

  private static InferenceConfiguration settings(InferenceSettings settings) {
    InferenceConfiguration.Builder config =
        InferenceConfiguration.builder().maxTokens(settings.maxTokens());
    if (settings.temperature() != null) {
      config.temperature(settings.temperature().floatValue());
    }
    if (settings.topP() != null) {
      config.topP(settings.topP().floatValue());
    }
    if (!settings.stopSequences().isEmpty()) {
      config.stopSequences(settings.stopSequences());
    }
    return config.build();
  }

  private static void tier(ConverseRequest.Builder request, ServiceTier tier) {
    if (tier.equals(ServiceTier.STANDARD)) {
      return;
    }
    if (tier.equals(ServiceTier.BATCH) || tier.equals(ServiceTier.PROVISIONED)) {
      throw new IllegalArgumentException(
          "Tier '"
              + tier
              + "' is not asked for in a call to Bedrock; "
              + (tier.equals(ServiceTier.BATCH)
                  ? "submit a batch job"
                  : "name the provisioned model's ARN as the model"));
    }
    if (tier.equals(ServiceTier.LATENCY_OPTIMIZED)) {
      request.performanceConfig(p -> p.latency("optimized"));
    } else {
      request.serviceTier(t -> t.type(tier.id()));
    }
  }
}
