package io.costaware.bedrock.converse;

import io.costaware.bedrock.runtime.TokenRequests;
import io.costaware.client.PromptCount;
import io.costaware.models.ModelRegistry;
import io.costaware.profiles.ProfileRegistry;
import io.costaware.target.Provider;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.CountTokensResponse;

/**
 * Has Bedrock count the input of a Converse request, which is free. CountTokens takes base models
 * alone, so it is given the one behind an alias or a profile. Whatever goes wrong, including an
 * operation that an older SDK does not have, is an answer and never thrown.
 *
 * <p>Immutable.
 *
 * @param models the aliases
 * @param profiles the inference profiles; null if they are not looked up
 */
record TokenCounter(ModelRegistry models, @Nullable ProfileRegistry profiles) {
  private static final PromptCount NO_MODEL =
      PromptCount.failed("the name does not tell which model it is");

  PromptCount count(BedrockRuntimeClient client, ConverseRequest request) {
    try {
      String model = model(request.modelId());
      return model == null
          ? NO_MODEL
          : counted(client.countTokens(TokenRequests.of(model, request)));
    } catch (RuntimeException | LinkageError e) {
      return PromptCount.failed(e);
    }
  }

  CompletableFuture<PromptCount> countAsync(
      @Nullable BedrockRuntimeAsyncClient client, ConverseRequest request) {
    if (client == null) {
      return CompletableFuture.completedFuture(
          PromptCount.failed("there is no async client to ask with"));
    }
    try {
      String model = model(request.modelId());
      return model == null
          ? CompletableFuture.completedFuture(NO_MODEL)
          : client
              .countTokens(TokenRequests.of(model, request))
              .handle(
                  (response, failure) ->
                      failure == null ? counted(response) : PromptCount.failed(cause(failure)));
    } catch (RuntimeException | LinkageError e) {
      return CompletableFuture.completedFuture(PromptCount.failed(e));
    }
  }

  private static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  private static PromptCount counted(CountTokensResponse response) {
    Integer tokens = response.inputTokens();
    return PromptCount.of(tokens == null ? PromptCount.NONE : tokens);
  }

  private @Nullable String model(String name) {
    return TokenRequests.baseModel(models.resolve(Provider.BEDROCK, name), profiles);
  }
}
