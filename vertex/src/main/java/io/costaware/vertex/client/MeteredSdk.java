package io.costaware.vertex.client;

import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.types.CountTokensResponse;
import com.google.genai.types.EmbedContentResponse;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import io.costaware.call.CallRefusedException;
import io.costaware.call.CallStoppedException;
import io.costaware.call.EventScope;
import io.costaware.client.EmbedRequest;
import io.costaware.client.Prompt;
import io.costaware.client.PromptCount;
import io.costaware.event.CallEvent;
import io.costaware.tags.TagScope;
import io.costaware.tags.Tags;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The SDK's client, called so that a call carries its tags and its event can be told from those of
 * other calls.
 */
final class MeteredSdk {
  private final Client client;

  MeteredSdk(Client client) {
    this.client = client;
  }

  /** What a call gave, and where its events are. */
  record Called<T>(T result, EventScope events) {
    /** The event of the last attempt; null if metering failed, which broke no call. */
    @Nullable CallEvent event() {
      return events.last();
    }
  }

  Called<GenerateContentResponse> generate(Prompt prompt) {
    GenerateContentConfig config = ConfigMapping.config(prompt);
    List<com.google.genai.types.Content> contents = ContentMapping.contents(prompt.messages());
    return call(
        prompt.tags(),
        EventScope.current(),
        () -> client.models.generateContent(prompt.model(), contents, config));
  }

  /** The future fails with what the SDK means, without the wrappers of futures. */
  Called<CompletableFuture<GenerateContentResponse>> generateAsync(Prompt prompt) {
    GenerateContentConfig config = ConfigMapping.config(prompt);
    List<com.google.genai.types.Content> contents = ContentMapping.contents(prompt.messages());
    return call(
        prompt.tags(),
        EventScope.current(),
        () -> client.async.models.generateContent(prompt.model(), contents, config));
  }

  /**
   * A stream that is opened later, perhaps on another thread, as if it were opened here and now.
   *
   * @param tags the tags that surround the call here, those of the prompt not yet among them
   */
  Supplier<Called<ResponseStream<GenerateContentResponse>>> streaming(Prompt prompt, Tags tags) {
    GenerateContentConfig config = ConfigMapping.config(prompt);
    List<com.google.genai.types.Content> contents = ContentMapping.contents(prompt.messages());
    EventScope relay = EventScope.current();
    return () ->
        call(
            tags.merge(prompt.tags()),
            relay,
            () -> client.models.generateContentStream(prompt.model(), contents, config));
  }

  /**
   * Has Vertex AI count a prompt, which is free and leaves no event.
   *
   * @param model the model itself, no alias
   */
  PromptCount count(String model, Prompt prompt) {
    try {
      return counted(
          client.models.countTokens(
              model, ContentMapping.contents(prompt.messages()), ConfigMapping.counting(prompt)));
    } catch (RuntimeException e) {
      return PromptCount.failed(e);
    }
  }

  /** The same without waiting; the future does not fail. */
  CompletableFuture<PromptCount> countAsync(String model, Prompt prompt) {
    try {
      return client
          .async
          .models
          .countTokens(
              model, ContentMapping.contents(prompt.messages()), ConfigMapping.counting(prompt))
          .handle(
              (response, failure) ->
                  failure == null ? counted(response) : PromptCount.failed(unwrapped(failure)));
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(PromptCount.failed(e));
    }
  }

  private static PromptCount counted(CountTokensResponse response) {
    return PromptCount.of(response.totalTokens().orElse((int) PromptCount.NONE));
  }

  Called<EmbedContentResponse> embed(String model, List<String> texts, EmbedRequest request) {
    return call(
        request.tags(),
        EventScope.current(),
        () -> client.models.embedContent(model, texts, ConfigMapping.config(request)));
  }

  private static <T> Called<T> call(Tags tags, @Nullable EventScope relay, Supplier<T> call) {
    TagScope tagged = TagScope.open(tags);
    EventScope events = EventScope.openBefore(relay);
    try {
      return new Called<>(call.get(), events);
    } catch (RuntimeException e) {
      throw unwrapped(e);
    } finally {
      events.close();
      tagged.close();
    }
  }

  /** The refusal or the stop behind a failure, or else the failure itself. */
  static RuntimeException unwrapped(RuntimeException failure) {
    CallRefusedException refused = CallRefusedException.find(failure);
    if (refused != null) {
      return refused;
    }
    CallStoppedException stopped = CallStoppedException.find(failure);
    return stopped != null ? stopped : failure;
  }

  static Throwable unwrapped(Throwable failure) {
    CallRefusedException refused = CallRefusedException.find(failure);
    if (refused != null) {
      return refused;
    }
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }
}
