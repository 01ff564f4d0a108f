package io.costaware.examples;

import com.google.genai.Chat;
import com.google.genai.Client;
import com.google.genai.types.GenerateContentConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service as it may stand in your code: it knows the Google Gen AI SDK and nothing of costaware.
 * Where its client is made, one line changes; what comes out is the SDK's own {@code Client}:
 *
 * <pre>{@code
 * Client.builder().vertexAI(true).project(project).location("global").build()    // before
 * CostAwareVertex.builder(costs).project(project).location("global").build()     // after
 * }</pre>
 */
final class ExistingGeminiService {
  private static final String MODEL = "gemini-2.5-flash";
  private static final GenerateContentConfig CONFIG =
      GenerateContentConfig.builder().maxOutputTokens(200).build();

  private final Client gemini;

  ExistingGeminiService(Client gemini) {
    this.gemini = gemini;
  }

  @Nullable String translate(String text) {
    return gemini.models.generateContent(MODEL, "Translate into German: " + text, CONFIG).text();
  }

  /** Asks one question after the other in one chat, and gives the last answer. */
  @Nullable String interview(List<String> questions) {
    Chat chat = gemini.chats.create(MODEL, CONFIG);
    String answer = null;
    for (String question : questions) {
      answer = chat.sendMessage(question).text();
    }
    return answer;
  }
}
