package io.costaware.vertex.client;

import static java.util.Objects.requireNonNull;

import com.google.genai.Client;
import com.google.genai.types.ContentEmbedding;
import com.google.genai.types.EmbedContentResponse;
import com.google.genai.types.GenerateContentResponse;
import io.costaware.CostAware;
import io.costaware.call.CallIntent;
import io.costaware.call.CallOrigin;
import io.costaware.client.Answer;
import io.costaware.client.AnswerStream;
import io.costaware.client.CostAwareClient;
import io.costaware.client.Counting;
import io.costaware.client.EmbedAnswer;
import io.costaware.client.EmbedRequest;
import io.costaware.client.NativeAnswer;
import io.costaware.client.NativeRequest;
import io.costaware.client.Prompt;
import io.costaware.client.PromptCount;
import io.costaware.client.PulledAnswerStream;
import io.costaware.event.CallEvent;
import io.costaware.pricing.Estimate;
import io.costaware.tags.Tags;
import io.costaware.target.Operation;
import io.costaware.target.Provider;
import io.costaware.target.ServiceTier;
import io.costaware.vertex.client.MeteredSdk.Called;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * {@link CostAwareClient} for Gemini on Vertex AI, over an SDK client that meters.
 *
 * <p>Cancelling the future of an async call does not stop the call, because the SDK does not: its
 * cost is told when the answer has come. A published stream waits for its parts on a daemon thread.
 *
 * <p>Safe for use by many threads.
 */
public final class VertexClient implements CostAwareClient {
  /** Google's text embedding models take so many texts in a call. */
  private static final int MOST_TEXTS = 250;

  private final MeteredSdk sdk;
  private final CostAware costs;
  private final CallOrigin origin;
  private final ExecutorService readers =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "costaware-vertex-stream");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * A client.
   *
   * @param client the SDK's, which must meter by the same engine; it stays open
   */
  public VertexClient(Client client, CostAware costs) {
    this.sdk = new MeteredSdk(requireNonNull(client, "client"));
    this.costs = requireNonNull(costs, "costs");
    CallOrigin anybody = CallOrigin.of(Provider.VERTEX, client.location(), true);
    String project = client.project();
    this.origin = project == null ? anybody : anybody.withAccount(project);
  }

  @Override
  public Provider provider() {
    return Provider.VERTEX;
  }

  @Override
  public Answer converse(Prompt prompt) {
    Called<GenerateContentResponse> called = sdk.generate(prompt);
    return answer(called.result(), told(Operation.GENERATE_CONTENT, prompt, called.event()));
  }

  @Override
  public CompletableFuture<Answer> converseAsync(Prompt prompt) {
    Called<CompletableFuture<GenerateContentResponse>> called;
    try {
      called = sdk.generateAsync(prompt);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    CompletableFuture<GenerateContentResponse> response = called.result();
    var unused =
        response.whenComplete(
            (result, failure) -> {
              if (failure != null) {
                answer.completeExceptionally(MeteredSdk.unwrapped(failure));
                return;
              }
              try {
                answer.complete(
                    answer(result, told(Operation.GENERATE_CONTENT, prompt, called.event())));
              } catch (RuntimeException e) {
                answer.completeExceptionally(e);
              }
            });
    // A future made from this one would wrap each failure once more.
    return answer;
  }

  @Override
  public AnswerStream converseStream(Prompt prompt) {
    Tags surrounding = costs.meter().ambient().tags();
    return PulledAnswerStream.of(
        new GeminiStream(
            sdk.streaming(prompt, surrounding),
            event -> told(Operation.STREAM_GENERATE_CONTENT, prompt, event)),
        readers);
  }

  private static Answer answer(GenerateContentResponse response, CallEvent event) {
    AnswerAssembly assembly = new AnswerAssembly();
    var unused = assembly.add(response);
    return assembly.answer(event);
  }

  private CallEvent told(Operation operation, Prompt prompt, @Nullable CallEvent event) {
    return event != null
        ? event
        : Untold.event(operation, prompt.model(), prompt.tags(), costs.prices().currency());
  }

  /**
   * Not available: the SDK has no call that takes a model's own body.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public NativeAnswer invoke(NativeRequest request) {
    throw new UnsupportedOperationException(
        "The Google Gen AI SDK has no call with a body of the model's own; use converse, with"
            + " Prompt.option for fields of the generation config, or the SDK's Client itself");
  }

  /** One call for up to 250 texts where the model takes several, else one for each. */
  @Override
  public EmbedAnswer embed(EmbedRequest request) {
    // The SDK picks the operation by the model's name, which an alias does not tell.
    String model = costs.models().resolve(Provider.VERTEX, request.model()).id();
    List<List<Float>> vectors = new ArrayList<>();
    List<CallEvent> events = new ArrayList<>();
    for (List<String> batch : batches(model, request.texts())) {
      Called<EmbedContentResponse> called = sdk.embed(model, batch, request);
      for (ContentEmbedding vector : called.result().embeddings().orElse(List.of())) {
        vectors.add(vector.values().orElse(List.of()));
      }
      CallEvent event = called.event();
      events.add(
          event != null
              ? event
              : Untold.event(
                  Operation.EMBED_CONTENT, model, request.tags(), costs.prices().currency()));
    }
    return new EmbedAnswer(vectors, events);
  }

  /** The text models take a list, the Gemini ones a single text. */
  private static List<List<String>> batches(String model, List<String> texts) {
    String id = model.substring(model.lastIndexOf('/') + 1);
    if (id.startsWith("text-")) {
      List<List<String>> batches = new ArrayList<>();
      for (int from = 0; from < texts.size(); from += MOST_TEXTS) {
        batches.add(texts.subList(from, Math.min(texts.size(), from + MOST_TEXTS)));
      }
      return batches;
    }
    return texts.stream().map(List::of).toList();
  }

  @Override
  public Estimate estimate(Prompt prompt, Counting counting) {
    CallIntent intent = intent(prompt);
    PromptCount count =
        counting == Counting.BY_PROVIDER
            ? sdk.count(model(prompt), prompt)
            : PromptCount.notAsked();
    return count.estimate(costs.meter(), intent, prompt);
  }

  @Override
  public CompletableFuture<Estimate> estimateAsync(Prompt prompt, Counting counting) {
    try {
      CallIntent intent = intent(prompt);
      CompletableFuture<PromptCount> count =
          counting == Counting.BY_PROVIDER
              ? sdk.countAsync(model(prompt), prompt)
              : CompletableFuture.completedFuture(PromptCount.notAsked());
      CompletableFuture<Estimate> estimate = new CompletableFuture<>();
      var unused = count.thenAccept(counted -> complete(estimate, counted, intent, prompt));
      return estimate;
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** A future made from that of the count would wrap a refusal once more. */
  private void complete(
      CompletableFuture<Estimate> estimate, PromptCount count, CallIntent intent, Prompt prompt) {
    try {
      estimate.complete(count.estimate(costs.meter(), intent, prompt));
    } catch (RuntimeException e) {
      estimate.completeExceptionally(e);
    }
  }

  private String model(Prompt prompt) {
    return costs.models().resolve(Provider.VERTEX, prompt.model()).id();
  }

  /** With the tags that this thread has, because a count may come on another. */
  private CallIntent intent(Prompt prompt) {
    ServiceTier tier = prompt.tier();
    return new CallIntent(
        origin,
        Operation.GENERATE_CONTENT,
        prompt.model(),
        tier == null ? ServiceTier.STANDARD : tier,
        costs.meter().ambient().tags().merge(prompt.tags()),
        PromptSize.of(prompt, model(prompt)));
  }

  /** Stops the threads of published streams; the SDK's client stays open. */
  @Override
  public void close() {
    readers.shutdown();
  }
}
