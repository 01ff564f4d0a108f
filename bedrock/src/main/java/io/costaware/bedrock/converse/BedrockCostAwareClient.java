package io.costaware.bedrock.converse;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.costaware.bedrock.runtime.MeteredClients;
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
import io.costaware.models.ModelRegistry;
import io.costaware.pricing.Estimate;
import io.costaware.tags.Tags;
import io.costaware.target.Aim;
import io.costaware.target.ModelId;
import io.costaware.target.ModelNames;
import io.costaware.target.Provider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;

/**
 * The common interface over Amazon Bedrock.
 *
 * <p>Texts are embedded with Titan, one text a call, and with Cohere, up to 96 texts a call as
 * documents to be searched; for other models and purposes there is {@link #invoke}.
 *
 * <p>Safe for use by many threads.
 */
public final class BedrockCostAwareClient implements CostAwareClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final MeteredClients metering;
  private final ModelRegistry models;
  private final BedrockRuntimeClient client;
  private final @Nullable BedrockRuntimeAsyncClient async;
  private final TokenCounter counter;
  private final ExecutorService readers =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "costaware-bedrock-stream");
            thread.setDaemon(true);
            return thread;
          });

  private BedrockCostAwareClient(
      MeteredClients metering,
      ModelRegistry models,
      BedrockRuntimeClient client,
      @Nullable BedrockRuntimeAsyncClient async) {
    this.metering = metering;
    this.models = models;
    this.client = client;
    this.async = async;
    this.counter = new TokenCounter(models, metering.profiles());
  }

  /**
   * A client over the SDK's. Those that are metered already are used as they are, so that a call is
   * metered once. They stay open when this is closed.
   *
   * @param metering meters clients that are not metered yet
   * @param models the aliases
   * @param async for {@link #converseAsync} and {@link #converseStream}; null if neither is needed
   * @throws IllegalArgumentException if another meter meters a client already
   */
  public static CostAwareClient of(
      MeteredClients metering,
      ModelRegistry models,
      BedrockRuntimeClient client,
      @Nullable BedrockRuntimeAsyncClient async) {
    requireNonNull(client, "client");
    return new BedrockCostAwareClient(
        metering,
        requireNonNull(models, "models"),
        metering.wrap(client),
        async == null ? null : metering.wrap(async));
  }

  @Override
  public Provider provider() {
    return Provider.BEDROCK;
  }

  @Override
  public Answer converse(Prompt prompt) {
    ConverseRequest request = request(prompt);
    return Surroundings.of(prompt.tags())
        .make(
            events -> {
              ConverseResponse response = client.converse(request);
              return AnswerReader.answer(response, Surroundings.event(events));
            });
  }

  @Override
  public CompletableFuture<Answer> converseAsync(Prompt prompt) {
    BedrockRuntimeAsyncClient sender = requireAsync("converseAsync");
    ConverseRequest request;
    try {
      request = request(prompt);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
    return Surroundings.of(prompt.tags())
        .make(
            events ->
                AnswerFuture.of(
                    sender.converse(request),
                    response -> AnswerReader.answer(response, Surroundings.event(events))));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Tags are those of the thread that calls this, whichever thread reads.
   *
   * @throws IllegalArgumentException if the prompt cannot be sent to Bedrock
   * @throws UnsupportedOperationException if there is no async client
   */
  @Override
  public AnswerStream converseStream(Prompt prompt) {
    BedrockRuntimeAsyncClient sender = requireAsync("converseStream");
    requireKnown(prompt.model());
    ConverseStreamRequest request = PromptWriter.stream(prompt);
    Surroundings here = Surroundings.kept(metering.meter(), prompt.tags());
    return PulledAnswerStream.of(
        new AnswerSource(here, handler -> sender.converseStream(request, handler)), readers);
  }

  @Override
  public NativeAnswer invoke(NativeRequest request) {
    requireKnown(request.model());
    return invoke(request.model(), request.body(), request.tags());
  }

  @Override
  public EmbedAnswer embed(EmbedRequest request) {
    requireKnown(request.model());
    EmbeddingModel family = EmbeddingModel.of(baseModel(request.model()));
    List<String> texts = request.texts();
    List<List<Float>> vectors = new ArrayList<>(texts.size());
    List<CallEvent> events = new ArrayList<>();
    for (int from = 0; from < texts.size(); from += family.textsPerCall()) {
      List<String> some = texts.subList(from, Math.min(texts.size(), from + family.textsPerCall()));
      NativeAnswer answer =
          invoke(request.model(), family.body(some, request.dimensions()), request.tags());
      vectors.addAll(family.vectors(answer.body(), some.size()));
      events.add(answer.event());
    }
    return new EmbedAnswer(vectors, events);
  }

  @Override
  public Estimate estimate(Prompt prompt, Counting counting) {
    ConverseRequest request = request(prompt);
    PromptCount count =
        counting == Counting.BY_PROVIDER ? counter.count(client, request) : PromptCount.notAsked();
    return Surroundings.of(prompt.tags()).make(events -> estimate(prompt, request, count));
  }

  @Override
  public CompletableFuture<Estimate> estimateAsync(Prompt prompt, Counting counting) {
    try {
      ConverseRequest request = request(prompt);
      Surroundings here = Surroundings.kept(metering.meter(), prompt.tags());
      CompletableFuture<PromptCount> count =
          counting == Counting.BY_PROVIDER
              ? counter.countAsync(async, request)
              : CompletableFuture.completedFuture(PromptCount.notAsked());
      return AnswerFuture.of(
          count, counted -> here.make(events -> estimate(prompt, request, counted)));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Estimate estimate(Prompt prompt, ConverseRequest request, PromptCount count) {
    return count.estimate(metering.meter(), metering.intent(client, request), prompt);
  }

  /** Ends the threads that read for subscribers; the SDK's clients stay open. */
  @Override
  public void close() {
    readers.shutdown();
  }

  private ConverseRequest request(Prompt prompt) {
    requireKnown(prompt.model());
    return PromptWriter.converse(prompt);
  }

  private NativeAnswer invoke(String model, JsonNode body, Tags tags) {
    InvokeModelRequest request =
        InvokeModelRequest.builder()
            .modelId(model)
            .contentType("application/json")
            .accept("application/json")
            .body(SdkBytes.fromByteArrayUnsafe(bytes(body)))
            .build();
    return Surroundings.of(tags)
        .make(
            events -> {
              InvokeModelResponse response = client.invokeModel(request);
              return new NativeAnswer(json(response.body()), Surroundings.event(events));
            });
  }

  private static byte[] bytes(JsonNode body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The body could not be written as JSON", e);
    }
  }

  private static JsonNode json(SdkBytes body) {
    try {
      return JSON.readTree(body.asByteArrayUnsafe());
    } catch (IOException e) {
      throw new IllegalStateException(
          "The model's answer is no JSON; use the SDK's own invokeModel for it");
    }
  }

  /** A Bedrock id has a dot; what has none, and is no ARN either, is a misspelt alias. */
  private void requireKnown(String model) {
    if (model.indexOf('.') < 0 && !model.startsWith("arn:")) {
      models.require(model);
    }
    models.resolve(Provider.BEDROCK, model);
  }

  private String baseModel(String model) {
    ModelId id = models.resolve(Provider.BEDROCK, model);
    if (ModelNames.aim(id, null) instanceof Aim.Priceable known) {
      return known.target().model();
    }
    throw new IllegalArgumentException(
        "'"
            + model
            + "' does not tell which embedding model it is, so its body is not known; name the"
            + " model, and let the look-up choose its inference profile, or use invoke");
  }

  private BedrockRuntimeAsyncClient requireAsync(String method) {
    if (async == null) {
      throw new UnsupportedOperationException(
          method
              + " needs the SDK's async client; pass a BedrockRuntimeAsyncClient as well, as in"
              + " CostAwareBedrock.client(client, asyncClient, costs)");
    }
    return async;
  }
}
