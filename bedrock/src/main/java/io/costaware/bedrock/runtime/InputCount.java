package io.costaware.bedrock.runtime;

import io.costaware.call.FreeCount;
import io.costaware.target.ModelId;
import io.costaware.target.Provider;
import io.costaware.usage.TokenFamily;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.CountTokensRequest;
import software.amazon.awssdk.services.bedrockruntime.model.CountTokensResponse;

/**
 * Has Bedrock count the input of a request near a limit, by one request of CountTokens over the
 * client that sends the call. It is asked for Claude only: Bedrock counts for no other family.
 */
final class InputCount {
  /** Sends a request, unmetered, and waits for its answer. */
  interface Asking {
    /** Throws what the SDK throws, or a failure of the wait. */
    CountTokensResponse ask(CountTokensRequest request, Duration longest) throws Exception;
  }

  private final Metering metering;
  private final Asking asking;

  InputCount(Metering metering, Asking asking) {
    this.metering = metering;
    this.asking = asking;
  }

  /** For a Converse request; null if its model is not counted for. */
  @Nullable FreeCount of(ConverseParts parts) {
    return of(parts.modelId(), model -> TokenRequests.of(model, parts));
  }

  /** For a request in the model's own form; null if its model is not counted for. */
  @Nullable FreeCount of(InvokeParts parts) {
    SdkBytes body = parts.bytes();
    return body == null ? null : of(parts.modelId(), model -> TokenRequests.of(model, body));
  }

  private @Nullable FreeCount of(String name, Function<String, CountTokensRequest> restated) {
    String named = metering.meter().modelNamed(Provider.BEDROCK, name);
    boolean opaque = named.startsWith("arn:");
    String model = opaque ? baseModel(named) : named;
    if (model == null || !isClaude(model)) {
      return null;
    }
    return longest -> {
      String base = opaque ? model : baseModel(named);
      if (base == null) {
        throw new UnsupportedOperationException("The name does not tell which model it is");
      }
      return count(restated.apply(base), longest);
    };
  }

  private @Nullable String baseModel(String named) {
    return TokenRequests.baseModel(new ModelId(Provider.BEDROCK, named), metering.profiles());
  }

  private static boolean isClaude(String model) {
    TokenFamily family = TokenFamily.of(model);
    return family == TokenFamily.CLAUDE || family == TokenFamily.CLAUDE_NEW;
  }

  private long count(CountTokensRequest request, Duration longest) throws Exception {
    CountTokensRequest limited =
        request.toBuilder().overrideConfiguration(limits -> limits.apiCallTimeout(longest)).build();
    Integer tokens = asking.ask(limited, longest).inputTokens();
    if (tokens == null) {
      throw new IllegalStateException("Bedrock told no number of tokens");
    }
    return tokens;
  }
}
