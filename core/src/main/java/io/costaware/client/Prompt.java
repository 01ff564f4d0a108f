package io.costaware.client;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.costaware.tags.Tags;
import io.costaware.target.ServiceTier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to converse. Each method gives a new prompt, so that a common beginning may be kept and
 * continued.
 *
 * <pre>{@code
 * Prompt.to("claude-sonnet").user("Hello").tag("team", "support").maxTokens(300)
 * }</pre>
 *
 * <p>Immutable.
 *
 * @param model alias, model id, profile or ARN
 * @param system instructions before the conversation
 * @param messages the conversation so far
 * @param tools what the model may ask for
 * @param toolChoice whether it must; null leaves it to the model
 * @param settings how the model answers
 * @param tier the service tier; null is the ordinary one
 * @param tags what the call is attributed to, beside the tags of scopes and enrichers
 * @param options what only this provider understands: for Bedrock the additional model request
 *     fields, for Gemini fields of the generation config; passed through untouched
 */
public record Prompt(
    String model,
    List<Content> system,
    List<Message> messages,
    List<Tool> tools,
    @Nullable ToolChoice toolChoice,
    InferenceSettings settings,
    @Nullable ServiceTier tier,
    Tags tags,
    Map<String, JsonNode> options) {
  /** Copies the collections. */
  public Prompt {
    requireNonNull(model, "model");
    if (model.isBlank()) {
      throw new IllegalArgumentException(
          "A prompt names no model; write an alias or an id such as amazon.nova-lite-v1:0");
    }
    system = List.copyOf(system);
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
    requireNonNull(settings, "settings");
    requireNonNull(tags, "tags");
    options = Map.copyOf(options);
  }

  /** A prompt without messages. */
  public static Prompt to(String model) {
    return new Prompt(
        model,
        List.of(),
        List.of(),
        List.of(),
        null,
        InferenceSettings.NONE,
        null,
        Tags.none(),
        Map.of());
  }

  /** Adds a turn of the user. */
  public Prompt user(String text) {
    return message(Message.user(text));
  }

  /** Adds a turn of the user with any content. */
  public Prompt user(Content... content) {
    return message(new Message(Role.USER, List.of(content)));
  }

  /** Adds a turn of the model. */
  public Prompt assistant(String text) {
    return message(Message.assistant(text));
  }

  /** Adds a turn. */
  public Prompt message(Message message) {
    return copy(system, plus(messages, message), tools, toolChoice, settings, tier, tags, options);
  }

  /** Adds an instruction before the conversation. */
  public Prompt system(String text) {
    return system(Content.text(text));
  }

  /** Adds an instruction, or a cache point behind one. */
  public Prompt system(Content content) {
    return copy(plus(system, content), messages, tools, toolChoice, settings, tier, tags, options);
  }

  /** Adds a tool. */
  public Prompt tool(Tool tool) {
    return copy(system, messages, plus(tools, tool), toolChoice, settings, tier, tags, options);
  }

  /** Says whether the model must use tools. */
  public Prompt toolChoice(ToolChoice choice) {
    return copy(system, messages, tools, choice, settings, tier, tags, options);
  }

  /**
   * Caps the output; this bounds what a budget must hold.
   *
   * @throws IllegalArgumentException if below 1
   */
  public Prompt maxTokens(int tokens) {
    return settings(settings.withMaxTokens(tokens));
  }

  /** Sets the temperature. */
  public Prompt temperature(double temperature) {
    return settings(settings.withTemperature(temperature));
  }

  /** Sets the probability mass to sample from. */
  public Prompt topP(double topP) {
    return settings(settings.withTopP(topP));
  }

  /** Sets the texts at which the model stops. */
  public Prompt stopSequences(String... sequences) {
    return settings(settings.withStopSequences(List.of(sequences)));
  }

  /** Sets all inference settings. */
  public Prompt settings(InferenceSettings settings) {
    return copy(system, messages, tools, toolChoice, settings, tier, tags, options);
  }

  /** Asks for a service tier. */
  public Prompt tier(ServiceTier tier) {
    return copy(system, messages, tools, toolChoice, settings, tier, tags, options);
  }

  /** Adds a tag. */
  public Prompt tag(String key, String value) {
    return copy(
        system, messages, tools, toolChoice, settings, tier, tags.with(key, value), options);
  }

  /** Adds tags; they replace those of the same key. */
  public Prompt tags(Tags more) {
    return copy(system, messages, tools, toolChoice, settings, tier, tags.merge(more), options);
  }

  /** Passes a field through to the provider. */
  public Prompt option(String name, JsonNode value) {
    Map<String, JsonNode> more = new LinkedHashMap<>(options);
    more.put(name, value);
    return copy(system, messages, tools, toolChoice, settings, tier, tags, more);
  }

  private Prompt copy(
      List<Content> system,
      List<Message> messages,
      List<Tool> tools,
      @Nullable ToolChoice toolChoice,
      InferenceSettings settings,
      @Nullable ServiceTier tier,
      Tags tags,
      Map<String, JsonNode> options) {
    return new Prompt(model, system, messages, tools, toolChoice, settings, tier, tags, options);
  }

  private static <T> List<T> plus(List<T> list, T element) {
    List<T> more = new ArrayList<>(list.size() + 1);
    more.addAll(list);
    more.add(element);
    return more;
  }

  /** The model and the sizes, never the content. */
  @Override
  public String toString() {
    return "Prompt to " + model + ", " + messages.size() + " messages, " + tags;
  }
}
