package io.costaware.testkit.fake;

import static java.util.Objects.requireNonNull;

import io.costaware.CostAware;
import io.costaware.call.Ambient;
import io.costaware.call.CallIntent;
import io.costaware.call.CallOrigin;
import io.costaware.call.CallRefusedException;
import io.costaware.call.OpenCall;
import io.costaware.client.Answer;
import io.costaware.client.AnswerStream;
import io.costaware.client.Content;
import io.costaware.client.CostAwareClient;
import io.costaware.client.Counting;
import io.costaware.client.EmbedAnswer;
import io.costaware.client.EmbedRequest;
import io.costaware.client.Message;
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
import io.costaware.usage.TokenHeuristic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * A model in memory, for tests of a service that calls models: no account, no network, and yet real
 * tags, prices, budgets and events, because it stands on a real {@link CostAware}.
 *
 * <pre>{@code
 * FakeCostAwareClient model =
 *     FakeCostAwareClient.on(costs, Provider.BEDROCK).answering(FakeAnswer.text("Hello").tokens(10, 5));
 * new MyService(model).greet();
 * assertThat(model.prompts()).hasSize(1);
 * }</pre>
 *
 * <p>What is queued by {@link #answerNext} answers the next calls; all others get what {@link
 * #answering} says, or else an empty text.
 *
 * <p>Safe for use by many threads.
 */
public final class FakeCostAwareClient implements CostAwareClient {
  private static final String REGION_OF_BEDROCK = "us-east-1";
  private static final String LOCATION_OF_VERTEX = "global";

  private final CostAware costs;
  private final CallOrigin origin;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "costaware-fake");
            thread.setDaemon(true);
            return thread;
          });
  private final ConcurrentLinkedQueue<FakeAnswer> queued = new ConcurrentLinkedQueue<>();
  private final List<Object> requests = new CopyOnWriteArrayList<>();
  private volatile Function<Prompt, FakeAnswer> standing = prompt -> FakeAnswer.text("");
  private volatile FakeAnswer standingForOthers = FakeAnswer.text("");
  private volatile ToLongFunction<Prompt> counts = FakeCostAwareClient::inputTokens;
  private volatile Tags lastTags = Tags.none();

  private FakeCostAwareClient(CostAware costs, Provider provider) {
    this.costs = requireNonNull(costs, "costs");
    this.origin =
        CallOrigin.of(
            provider, provider == Provider.BEDROCK ? REGION_OF_BEDROCK : LOCATION_OF_VERTEX, true);
  }

  /**
   * A fake that is metered by the given one and passes for a provider, so that its models' prices
   * apply: Bedrock in us-east-1, or Vertex AI's global endpoint.
   */
  public static FakeCostAwareClient on(CostAware costs, Provider provider) {
    return new FakeCostAwareClient(costs, provider);
  }

  /** Answers every call so. */
  public FakeCostAwareClient answering(FakeAnswer answer) {
    requireNonNull(answer, "answer");
    standingForOthers = answer;
    return answering(prompt -> answer);
  }

  /** Answers each prompt as the function says; what it throws fails the call. */
  public FakeCostAwareClient answering(Function<Prompt, FakeAnswer> answers) {
    standing = requireNonNull(answers, "answers");
    return this;
  }

  /**
   * Counts a prompt so when an estimate asks for it; what the function throws is a provider that
   * does not count. Unless told otherwise each prompt has the tokens that answers are priced with.
   */
  public FakeCostAwareClient counting(ToLongFunction<Prompt> counts) {
    this.counts = requireNonNull(counts, "counts");
    return this;
  }

  /** Answers the next calls so, one after the other. */
  public FakeCostAwareClient answerNext(FakeAnswer... answers) {
    queued.addAll(List.of(answers));
    return this;
  }

  /** The prompts that were sent, refused ones left out, in the order in which they came. */
  public List<Prompt> prompts() {
    return sent(Prompt.class);
  }

  /** The requests to embed that were sent, refused ones left out. */
  public List<EmbedRequest> embedRequests() {
    return sent(EmbedRequest.class);
  }

  /** The native requests that were sent, refused ones left out. */
  public List<NativeRequest> nativeRequests() {
    return sent(NativeRequest.class);
  }

  private <T> List<T> sent(Class<T> kind) {
    return requests.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** All tags of the call that was sent last, those of scopes, enrichers and rules included. */
  public Tags lastTags() {
    return lastTags;
  }

  @Override
  public Provider provider() {
    return origin.provider();
  }

  @Override
  public Answer converse(Prompt prompt) {
    return converse(prompt, open(intent(prompt, false), costs.meter().ambient(), prompt));
  }

  @Override
  public CompletableFuture<Answer> converseAsync(Prompt prompt) {
    OpenCall call;
    try {
      call = open(intent(prompt, false), costs.meter().ambient(), prompt);
    } catch (CallRefusedException e) {
      return CompletableFuture.failedFuture(e);
    }
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    threads.execute(
        () -> {
          try {
            answer.complete(converse(prompt, call));
          } catch (RuntimeException e) {
            answer.completeExceptionally(e instanceof CompletionException ? e.getCause() : e);
          }
        });
    return answer;
  }

  private Answer converse(Prompt prompt, OpenCall call) {
    FakeAnswer answer = answerTo(prompt);
    CallEvent event = new FakeCall(call, answer, inputTokens(prompt)).answerWhole();
    return new Answer(answer.content(), answer.stopReason(), answer.stopReason().name(), event);
  }

  @Override
  public AnswerStream converseStream(Prompt prompt) {
    Ambient ambient = costs.meter().ambient();
    CallIntent intent = intent(prompt, true);
    return PulledAnswerStream.of(
        new FakeStream(
            () -> {
              OpenCall call = open(intent, ambient, prompt);
              FakeAnswer answer = answerTo(prompt);
              return new FakeStream.Begun(new FakeCall(call, answer, inputTokens(prompt)), answer);
            }),
        threads);
  }

  /**
   * Answers a native request, where the provider that this passes for has such a call.
   *
   * @throws UnsupportedOperationException if it passes for Vertex AI, as the real client does
   */
  @Override
  public NativeAnswer invoke(NativeRequest request) {
    if (provider() != Provider.BEDROCK) {
      throw new UnsupportedOperationException(
          "The client for "
              + provider().id()
              + " has no call with a body of the model's own, so neither has its fake; use converse");
    }
    long input = TokenHeuristic.tokens(request.body().toString());
    CallIntent intent =
        new CallIntent(
            origin,
            Operation.INVOKE_MODEL,
            request.model(),
            ServiceTier.STANDARD,
            request.tags(),
            CallIntent.Size.text(input, CallIntent.Size.UNCAPPED));
    OpenCall call = open(intent, costs.meter().ambient(), request);
    FakeAnswer answer = answerToOthers();
    return new NativeAnswer(answer.body(), new FakeCall(call, answer, input).answerWhole());
  }

  @Override
  public EmbedAnswer embed(EmbedRequest request) {
    boolean bedrock = provider() == Provider.BEDROCK;
    List<List<Float>> vectors = new ArrayList<>();
    List<CallEvent> events = new ArrayList<>();
    for (String text : request.texts()) {
      long input = TokenHeuristic.tokens(text);
      CallIntent intent =
          new CallIntent(
              origin,
              bedrock ? Operation.INVOKE_MODEL : Operation.EMBED_CONTENT,
              request.model(),
              ServiceTier.STANDARD,
              request.tags(),
              CallIntent.Size.text(input, 0));
      OpenCall call = open(intent, costs.meter().ambient(), request);
      FakeAnswer answer = answerToOthers();
      events.add(new FakeCall(call, answer, input).answerWhole());
      vectors.add(answer.vectors().isEmpty() ? List.of() : answer.vectors().get(0));
    }
    return new EmbedAnswer(vectors, events);
  }

  @Override
  public Estimate estimate(Prompt prompt, Counting counting) {
    return estimate(intent(prompt, false), prompt, counting);
  }

  @Override
  public CompletableFuture<Estimate> estimateAsync(Prompt prompt, Counting counting) {
    CallIntent intent =
        intent(prompt.tags(costs.meter().ambient().tags().merge(prompt.tags())), false);
    CompletableFuture<Estimate> estimate = new CompletableFuture<>();
    threads.execute(
        () -> {
          try {
            estimate.complete(estimate(intent, prompt, counting));
          } catch (RuntimeException e) {
            estimate.completeExceptionally(e);
          }
        });
    return estimate;
  }

  private Estimate estimate(CallIntent intent, Prompt prompt, Counting counting) {
    PromptCount count = counting == Counting.BY_PROVIDER ? counted(prompt) : PromptCount.notAsked();
    return count.estimate(costs.meter(), intent, prompt);
  }

  private PromptCount counted(Prompt prompt) {
    try {
      return PromptCount.of(counts.applyAsLong(prompt));
    } catch (RuntimeException e) {
      return PromptCount.failed(e);
    }
  }

  /** Stops the fake's threads; the {@link CostAware} stays open. */
  @Override
  public void close() {
    threads.shutdown();
  }

  private OpenCall open(CallIntent intent, Ambient ambient, Object request) {
    OpenCall call = costs.meter().open(intent, ambient);
    lastTags = call.facts().tags();
    requests.add(request instanceof Prompt prompt ? clamped(prompt, call.clampTokens()) : request);
    return call;
  }

  private static Prompt clamped(Prompt prompt, long clamp) {
    Integer own = prompt.settings().maxTokens();
    return clamp > 0 && (own == null || own > clamp) ? prompt.maxTokens((int) clamp) : prompt;
  }

  private FakeAnswer answerTo(Prompt prompt) {
    FakeAnswer next = queued.poll();
    if (next != null) {
      return next;
    }
    try {
      return standing.apply(prompt);
    } catch (RuntimeException e) {
      return FakeAnswer.failure(e);
    }
  }

  private FakeAnswer answerToOthers() {
    FakeAnswer next = queued.poll();
    return next != null ? next : standingForOthers;
  }

  private CallIntent intent(Prompt prompt, boolean stream) {
    Integer cap = prompt.settings().maxTokens();
    ServiceTier tier = prompt.tier();
    return new CallIntent(
            origin,
            operation(stream),
            prompt.model(),
            tier == null ? ServiceTier.STANDARD : tier,
            prompt.tags(),
            CallIntent.Size.text(
                inputTokens(prompt), cap == null ? CallIntent.Size.UNCAPPED : cap.longValue()))
        .withFreeCount(longest -> counts.applyAsLong(prompt));
  }

  private Operation operation(boolean stream) {
    if (provider() == Provider.BEDROCK) {
      return stream ? Operation.CONVERSE_STREAM : Operation.CONVERSE;
    }
    return stream ? Operation.STREAM_GENERATE_CONTENT : Operation.GENERATE_CONTENT;
  }

  private static long inputTokens(Prompt prompt) {
    long tokens = 0;
    for (Content piece : prompt.system()) {
      tokens += inputTokens(piece);
    }
    for (Message message : prompt.messages()) {
      for (Content piece : message.content()) {
        tokens += inputTokens(piece);
      }
    }
    return tokens;
  }

  private static long inputTokens(Content piece) {
    return piece instanceof Content.Text words
        ? TokenHeuristic.tokens(words.text())
        : TokenHeuristic.tokens(piece.toString());
  }
}
