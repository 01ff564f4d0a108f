package io.costaware.bedrock.converse;

import io.costaware.client.PromptCount;
import io.costaware.models.ModelRegistry;
import io.costaware.profiles.Profile;
import io.costaware.profiles.ProfileRegistry;
import io.costaware.target.Aim;
import io.costaware.target.ModelNames;
import io.costaware.target.Provider;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseTokensRequest;
import software.amazon.awssdk.services.bedrockruntime.model.CountTokensInput;
import software.amazon.awssdk.services.bedrockruntime.model.CountTokensRequest;
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
      return model == null ? NO_MODEL : counted(client.countTokens(restated(request, model)));
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
              .countTokens(restated(request, model))
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
    Aim aim = ModelNames.aim(models.resolve(Provider.BEDROCK, name), null);
    if (aim instanceof Aim.Priceable priceable) {
      return priceable.target().model();
    }
    if (profiles == null || !(aim instanceof Aim.Profile named)) {
      return null;
    }
    Profile profile = profiles.find(named.arn());
    return profile == null ? null : profile.model();
  }

  private static CountTokensRequest restated(ConverseRequest request, String model) {
    ConverseTokensRequest.Builder same =
        ConverseTokensRequest.builder().messages(request.messages());
    if (request.hasSystem()) {
      same.system(request.system());
    }
    if (request.toolConfig() != null) {
      same.toolConfig(request.toolConfig());
    }
    if (request.additionalModelRequestFields() != null) {
      same.additionalModelRequestFields(request.additionalModelRequestFields());
    }
    return CountTokensRequest.builder()
        .modelId(model)
        .input(CountTokensInput.fromConverse(same.build()))
        .build();
  }
}
