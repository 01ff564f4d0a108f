package io.costaware.examples;

import static java.util.Objects.requireNonNull;

import com.google.genai.Chat;
import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import io.costaware.call.CallRefusedException;
import io.costaware.call.EventScope;
import io.costaware.client.AnswerStream;
import io.costaware.client.CostAwareClient;
import io.costaware.client.Prompt;
import io.costaware.event.CallEvent;
import io.costaware.event.CostEvent;
import io.costaware.tags.TagScope;
import io.costaware.tags.Tags;
import io.costaware.target.Provider;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.InferenceConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.Message;

/**
 * What three teams do with models: two with code that was there before costaware, one with new
 * code.
 */
final class Teams {
  /** Aliases; {@link Quickstart} says what they stand for. */
  static final String CLAUDE = "claude-sonnet";

  static final String NOVA = "nova-lite";
  static final String GEMINI = "gemini-2.5-flash";

  private static final int MOST_TOKENS = 300;
  private static final InferenceConfiguration CAP =
      InferenceConfiguration.builder().maxTokens(MOST_TOKENS).build();
  private static final List<String> QUESTIONS =
      List.of(
          "My parcel is late. Where is it, and what can I do?",
          "Summarise this ticket in two sentences: the customer cannot log in since the update.",
          "Write a friendly reply that offers a refund of 20 EUR.",
          "Which of our plans fits a team of twelve with heavy use at night?");

  private Teams() {}

  /**
   * Bedrock through the AWS SDK's own types: blocking calls and async streams.
   *
   * @return the event of the last blocking call
   */
  static CallEvent support(
      BedrockRuntimeClient bedrock, BedrockRuntimeAsyncClient bedrockAsync, int rounds) {
    CostEvent last = null;
    try (TagScope tags = TagScope.open(Tags.of("team", "support", "app", "chat", "env", "prod"))) {
      for (int i = 0; i < rounds; i++) {
        Message question = user(question(i));
        bedrock.converse(call -> call.modelId(NOVA).messages(question).inferenceConfig(CAP));
        bedrockAsync
            .converseStream(
                call -> call.modelId(NOVA).messages(question).inferenceConfig(CAP),
                ConverseStreamResponseHandler.builder().subscriber(event -> {}).build())
            .join();
        try (EventScope events = EventScope.open()) {
          bedrock.converse(call -> call.modelId(CLAUDE).messages(question).inferenceConfig(CAP));
          last = events.last();
        }
      }
    }
    return (CallEvent) requireNonNull(last, "no call was made");
  }

  private static Message user(String text) {
    return Message.builder()
        .role(ConversationRole.USER)
        .content(ContentBlock.fromText(text))
        .build();
  }

  /**
   * Gemini through the Google Gen AI SDK's own client: plain calls, streams, chats.
   *
   * @return the event of the last plain call
   */
  static CallEvent growth(Client gemini, int rounds) {
    GenerateContentConfig config =
        GenerateContentConfig.builder().maxOutputTokens(MOST_TOKENS).build();
    CostEvent last = null;
    try (TagScope tags = TagScope.open(Tags.of("team", "growth", "app", "mailer", "env", "prod"))) {
      Chat chat = gemini.chats.create(GEMINI, config);
      for (int i = 0; i < rounds; i++) {
        try (ResponseStream<GenerateContentResponse> stream =
            gemini.models.generateContentStream(GEMINI, question(i), config)) {
          stream.forEach(part -> {});
        }
        if (i % 10 == 0) {
          // A chat sends its whole past with each message, so this one begins anew now and then.
          chat = gemini.chats.create(GEMINI, config);
        }
        chat.sendMessage(question(i));
        try (EventScope events = EventScope.open()) {
          gemini.models.generateContent(GEMINI, question(i), config);
          last = events.last();
        }
      }
    }
    return (CallEvent) requireNonNull(last, "no call was made");
  }

  /**
   * New code against one interface for both clouds.
   *
   * @return the refusal that ended it; null if every call had room in the budget
   */
  static @Nullable CallRefusedException research(List<CostAwareClient> clients, int rounds) {
    try {
      for (int i = 0; i < rounds; i++) {
        for (CostAwareClient client : clients) {
          Prompt prompt =
              Prompt.to(client.provider() == Provider.BEDROCK ? CLAUDE : GEMINI)
                  .user(question(i))
                  .tag("team", "research")
                  .tag("app", "lab")
                  .maxTokens(MOST_TOKENS);
          client.converse(prompt);
          try (AnswerStream stream = client.converseStream(prompt)) {
            stream.forEach(part -> {});
          }
        }
      }
      return null;
    } catch (CallRefusedException refused) {
      return refused;
    }
  }

  private static String question(int i) {
    return QUESTIONS.get(i % QUESTIONS.size());
  }
}
