package io.costaware.bedrock.runtime;

import io.costaware.call.CallIntent;
import io.costaware.call.CallRefusedException;
import io.costaware.call.FreeCount;
import io.costaware.call.OpenCall;
import io.costaware.usage.TokenHeuristic;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InferenceConfiguration;

/** Opens Converse calls and writes what was admitted into their requests. */
final class ConverseCalls {
  private static final Logger LOG = LoggerFactory.getLogger(ConverseCalls.class);

  private final Metering metering;
  private final InputCount count;

  ConverseCalls(Metering metering, InputCount count) {
    this.metering = metering;
    this.count = count;
  }

  OpenCall open(ConverseParts parts) {
    CallIntent intent;
    try {
      intent = parts.intent(metering.origin());
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("A Converse request could not be reckoned: {}", e.getClass().getName());
      OpenCall call =
          metering.open(
              parts.intent(
                  metering.origin(),
                  CallIntent.Size.text(
                      TokenHeuristic.tokens(parts.modelId()), CallIntent.Size.UNCAPPED)));
      call.flag("the request could not be reckoned: " + e.getClass().getSimpleName());
      return call;
    }
    FreeCount counting = count.of(parts);
    return metering.open(counting == null ? intent : intent.withFreeCount(counting));
  }

  /** The request to send: the caller's own instance if nothing changes. */
  ConverseRequest outgoing(ConverseRequest request, ConverseParts parts, OpenCall call) {
    try {
      Changes changes = changes(parts, call);
      if (changes == null) {
        return request;
      }
      ConverseRequest.Builder builder = request.toBuilder().modelId(call.modelToSend());
      if (changes.metadata != null) {
        builder.requestMetadata(changes.metadata);
      }
      return (changes.inference == null ? builder : builder.inferenceConfig(changes.inference))
          .build();
    } catch (CallRefusedException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      unchanged(call, e);
      return request;
    }
  }

  /** The same for a stream. */
  ConverseStreamRequest outgoing(
      ConverseStreamRequest request, ConverseParts parts, OpenCall call) {
    try {
      Changes changes = changes(parts, call);
      if (changes == null) {
        return request;
      }
      ConverseStreamRequest.Builder builder = request.toBuilder().modelId(call.modelToSend());
      if (changes.metadata != null) {
        builder.requestMetadata(changes.metadata);
      }
      return (changes.inference == null ? builder : builder.inferenceConfig(changes.inference))
          .build();
    } catch (CallRefusedException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      unchanged(call, e);
      return request;
    }
  }

  static void unchanged(OpenCall call, Throwable fault) {
    LOG.warn("A request goes out without its tags and profile", fault);
    call.flag("sent as the caller made it: " + fault.getClass().getSimpleName());
    CallRefusedException refused =
        call.clampTokens() > 0 ? call.clampNotSent("the request could not be rewritten") : null;
    if (refused != null) {
      throw refused;
    }
  }

  private @Nullable Changes changes(ConverseParts parts, OpenCall call) {
    Map<String, String> metadata = RequestTags.metadata(metering.mapping(), call, parts.metadata());
    if (metadata.isEmpty() || metadata.equals(parts.metadata())) {
      metadata = null;
    }
    InferenceConfiguration inference = parts.clamped(call.clampTokens());
    if (inference != null && parts.namesPrompt()) {
      CallRefusedException refused =
          call.clampNotSent("the model is a prompt, which has its own settings");
      if (refused != null) {
        throw refused;
      }
      inference = null;
    }
    boolean sameModel = call.modelToSend().equals(parts.modelId());
    return sameModel && metadata == null && inference == null
        ? null
        : new Changes(metadata, inference);
  }

  private record Changes(
      @Nullable Map<String, String> metadata, @Nullable InferenceConfiguration inference) {}
}
