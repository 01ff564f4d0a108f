package io.costaware.examples;

import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import io.costaware.CostAware;
import io.costaware.bedrock.CostAwareBedrock;
import io.costaware.budget.Budget;
import io.costaware.call.CallRefusedException;
import io.costaware.call.EventScope;
import io.costaware.client.Answer;
import io.costaware.client.AnswerPart;
import io.costaware.client.AnswerStream;
import io.costaware.client.CostAwareClient;
import io.costaware.client.Prompt;
import io.costaware.event.CallEvent;
import io.costaware.sink.JsonLinesSink;
import io.costaware.tags.TagRules;
import io.costaware.tags.TagScope;
import io.costaware.tags.Tags;
import io.costaware.vertex.CostAwareVertex;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.InferenceConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.Message;

/**
 * A few hundred calls of three teams over both clouds, each tagged, priced, held against budgets and
 * told about.
 *
 * <p>Offline without arguments: local endpoints speak both wire formats. {@code --live bedrock} or
 * {@code --live vertex} makes a handful of real calls with your credentials instead.
 *
 * <p>For use by one thread.
 */
public final class Quickstart {
  private static final String CLAUDE = "claude-sonnet";
  private static final String NOVA = "amazon.nova-lite-v1:0";
  private static final String GEMINI = "gemini-2.5-flash";
  private static final String[] QUESTIONS = {
    "My parcel is late. Where is it, and what can I do?",
    "Summarise this ticket in two sentences: the customer cannot log in since the update.",
    "Write a friendly reply that offers a refund of 20 EUR.",
    "Which of our plans fits a team of twelve with heavy use at night?"
  };

  private final PrintStream out;
  private final Path eventFile;

  Quickstart(PrintStream out, Path eventFile) {
    this.out = out;
    this.eventFile = eventFile;
  }

  /** Runs it; see the class. */
  public static void main(String[] args) throws Exception {
    Path events = Path.of("target", "costs-" + Instant.now().toEpochMilli() + ".jsonl");
    Quickstart quickstart = new Quickstart(System.out, events);
    if (args.length == 0) {
      quickstart.offline(40);
    } else if (args.length == 2 && args[0].equals("--live")) {
      quickstart.live(args[1]);
    } else {
      System.err.println("Use no arguments, or: --live bedrock | --live vertex");
      System.exit(2);
    }
  }

  /** Three teams, two providers, drop-ins and the neutral client, blocking calls and streams. */
  void offline(int rounds) throws Exception {
    Instant began = Instant.now();
    JsonLinesSink file = JsonLinesSink.to(eventFile);
    try (Clouds clouds = Clouds.local();
        CostAware costs = costs(file);
        BedrockRuntimeClient bedrock = clouds.bedrock(costs);
        BedrockRuntimeAsyncClient bedrockAsync = clouds.bedrockAsync(costs);
        Client gemini = clouds.gemini(costs)) {
      CallEvent shown = support(bedrock, bedrockAsync, rounds);
      growth(gemini, rounds);
      CallRefusedException refused = research(bedrock, gemini, costs, rounds);

      heading("One receipt");
      out.println(Receipts.describe(shown));
      heading("One refused call");
      out.println(refused == null ? "none was refused" : refused.getMessage());
      heading("Budgets");
      costs.budgets().forEach(out::println);
      // Events travel through a queue; closing writes what is still in it.
      costs.close(Duration.ofSeconds(10));
      heading("Spend by team and model, from the event file");
      out.print(SpendTable.of(file, began, Instant.now().plusSeconds(1)));
      heading("Health");
      out.println(costs.health());
      heading("Event file");
      out.println(eventFile.toAbsolutePath());
    }
  }

  private static CostAware costs(JsonLinesSink file) {
    return CostAware.builder()
        .alias(CLAUDE, "bedrock:global.anthropic.claude-sonnet-4-6")
        .tags(TagRules.require("team", "app").allow("env", "dev", "prod"))
        .budget(
            Budget.named("support")
                .where("team", "support")
                .limit("10000", "USD")
                .perMonth(ZoneOffset.UTC))
        .budget(
            Budget.named("research")
                .where("team", "research")
                .limit("0.10", "USD")
                .perDay(ZoneOffset.UTC))
        .sink("event file", file)
        .build();
  }

  /** Existing Bedrock code: the SDK's own types, tags from the scope. */
  private static CallEvent support(
      BedrockRuntimeClient bedrock, BedrockRuntimeAsyncClient bedrockAsync, int rounds) {
    CallEvent last = null;
    try (TagScope tags = TagScope.open(Tags.of("team", "support", "app", "chat", "env", "prod"))) {
      for (int i = 0; i < rounds; i++) {
        bedrock.converse(converse(NOVA, question(i)));
        try (EventScope scope = EventScope.open()) {
          bedrock.converse(converse(CLAUDE, question(i)));
          last = scope.last();
        }
        stream(bedrockAsync, question(i));
      }
    }
    return java.util.Objects.requireNonNull(last, "no call was made");
  }

  private static void stream(BedrockRuntimeAsyncClient bedrock, String question) {
    AtomicReference<String> text = new AtomicReference<>("");
    bedrock
        .converseStream(
            ConverseStreamRequest.builder()
                .modelId(NOVA)
                .messages(user(question))
                .inferenceConfig(limit())
                .build(),
            ConverseStreamResponseHandler.builder()
                .subscriber(
                    ConverseStreamResponseHandler.Visitor.builder()
                        .onContentBlockDelta(
                            delta -> text.accumulateAndGet(delta.delta().text(), String::concat))
                        .build())
                .build())
        .join();
  }

  /** Existing Gemini code: a real Client, its chats and streams included. */
  private static void growth(Client gemini, int rounds) {
    GenerateContentConfig config = GenerateContentConfig.builder().maxOutputTokens(300).build();
    try (TagScope tags = TagScope.open(Tags.of("team", "growth", "app", "mailer", "env", "prod"))) {
      for (int i = 0; i < rounds; i++) {
        gemini.models.generateContent(GEMINI, question(i), config);
        try (ResponseStream<GenerateContentResponse> stream =
            gemini.models.generateContentStream(GEMINI, question(i + 1), config)) {
          stream.forEach(part -> {});
        }
      }
    }
  }

  /** New code: one interface for both clouds, until the day's budget has no room for a call. */
  private @Nullable CallRefusedException research(
      BedrockRuntimeClient bedrock, Client gemini, CostAware costs, int rounds) {
    CallRefusedException refused = null;
    try (CostAwareClient claude = CostAwareBedrock.client(bedrock, costs);
        CostAwareClient flash = CostAwareVertex.client(gemini, costs)) {
      for (int i = 0; i < rounds; i++) {
        Prompt prompt =
            Prompt.to(CLAUDE)
                .user(question(i))
                .tag("team", "research")
                .tag("app", "lab")
                .maxTokens(300);
        try {
          Answer answer = claude.converse(prompt);
          if (i == 0) {
            out.println("The neutral client says: " + answer.receipt());
          }
          try (AnswerStream stream =
              flash.converseStream(
                  Prompt.to(GEMINI)
                      .user(question(i))
                      .tag("team", "research")
                      .tag("app", "lab")
                      .maxTokens(300))) {
            for (AnswerPart part : stream) {
              if (part instanceof AnswerPart.Finished finished && i == 0) {
                out.println("and its stream:         " + finished.answer().receipt());
              }
            }
          }
        } catch (CallRefusedException e) {
          refused = e;
        }
      }
    }
    return refused;
  }

  /** A handful of real calls. */
  private void live(String provider) throws Exception {
    JsonLinesSink file = JsonLinesSink.to(eventFile);
    try (CostAware costs = costs(file);
        CostAwareClient client = liveClient(provider, costs)) {
      String model = provider.equals("bedrock") ? NOVA : GEMINI;
      for (int i = 0; i < 3; i++) {
        Answer answer =
            client.converse(
                Prompt.to(model)
                    .user(question(i))
                    .tag("team", "support")
                    .tag("app", "chat")
                    .maxTokens(100));
        out.println(Receipts.describe(answer.event()));
      }
      costs.close(Duration.ofSeconds(10));
      out.println("Events: " + eventFile.toAbsolutePath());
    }
  }

  private static CostAwareClient liveClient(String provider, CostAware costs) {
    switch (provider) {
      case "bedrock":
        return CostAwareBedrock.client(
            CostAwareBedrock.build(BedrockRuntimeClient.builder(), costs), costs);
      case "vertex":
        return CostAwareVertex.client(
            CostAwareVertex.builder(costs)
                .project(System.getenv("GOOGLE_CLOUD_PROJECT"))
                .location("global")
                .build(),
            costs);
      default:
        throw new IllegalArgumentException(
            "Unknown provider '" + provider + "'; use bedrock or vertex");
    }
  }

  private static String question(int i) {
    return QUESTIONS[i % QUESTIONS.length];
  }

  private static ConverseRequest converse(String model, String question) {
    return ConverseRequest.builder()
        .modelId(model)
        .messages(user(question))
        .inferenceConfig(limit())
        .build();
  }

  private static InferenceConfiguration limit() {
    return InferenceConfiguration.builder().maxTokens(300).build();
  }

  private static Message user(String text) {
    return Message.builder()
        .role(ConversationRole.USER)
        .content(ContentBlock.fromText(text))
        .build();
  }

  private void heading(String text) {
    out.println();
    out.println("== " + text + " ==");
  }
}
