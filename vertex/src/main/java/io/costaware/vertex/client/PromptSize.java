package io.costaware.vertex.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.costaware.call.CallIntent;
import io.costaware.client.Prompt;
import io.costaware.client.Tool;
import io.costaware.vertex.wire.RequestSize;

/** How large a prompt is, by the very reading that its request gets when it is sent. */
final class PromptSize {
  private static final JsonMapper JSON = new JsonMapper();

  private PromptSize() {}

  /** The size of a prompt to a model, which is the one behind the prompt's alias. */
  static CallIntent.Size of(Prompt prompt, String model) {
    try {
      return RequestSize.of(model, JSON.writeValueAsBytes(body(prompt)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "The prompt cannot be written as JSON, so its size is not known", e);
    }
  }

  private static ObjectNode body(Prompt prompt) throws JsonProcessingException {
    ObjectNode body = JSON.createObjectNode();
    ArrayNode contents = body.putArray("contents");
    for (com.google.genai.types.Content turn : ContentMapping.contents(prompt.messages())) {
      contents.add(JSON.readTree(turn.toJson()));
    }
    com.google.genai.types.Content system = ContentMapping.system(prompt.system());
    if (system != null) {
      body.set("systemInstruction", JSON.readTree(system.toJson()));
    }
    if (!prompt.tools().isEmpty()) {
      ArrayNode declarations = body.putArray("tools").addObject().putArray("functionDeclarations");
      for (Tool tool : prompt.tools()) {
        declarations
            .addObject()
            .put("name", tool.name())
            .put("description", tool.description())
            .set("parametersJsonSchema", tool.inputSchema());
      }
    }
    ObjectNode config = body.putObject("generationConfig");
    Integer cap = prompt.settings().maxTokens();
    if (cap != null) {
      config.put("maxOutputTokens", cap);
    }
    prompt.options().forEach(config::set);
    return body;
  }
}
