package io.costaware.bedrock.runtime;

import io.costaware.call.CallIntent;
import io.costaware.call.CallRefusedException;
import io.costaware.call.FreeCount;
import io.costaware.call.OpenCall;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamRequest;

/** Opens InvokeModel calls and writes what was admitted into their requests. */
final class InvokeCalls {
  private final Metering metering;
  private final InputCount count;

  InvokeCalls(Metering metering, InputCount count) {
    this.metering = metering;
    this.count = count;
  }

  OpenCall open(InvokeParts parts) {
    CallIntent intent = parts.intent(metering.origin(), metering.family(parts.modelId()));
    FreeCount counting = count.of(parts);
    return metering.open(counting == null ? intent : intent.withFreeCount(counting));
  }

  /** The request to send: the caller's own instance if nothing changes. */
  InvokeModelRequest outgoing(InvokeModelRequest request, InvokeParts parts, OpenCall call) {
    try {
      Changes changes = changes(parts, call);
      if (changes == null) {
        return request;
      }
      InvokeModelRequest.Builder builder = request.toBuilder().modelId(call.modelToSend());
      if (changes.metadata != null) {
        InvokeMetadata.write(request, builder, changes.metadata);
      }
      return (changes.body == null ? builder : builder.body(changes.body)).build();
    } catch (CallRefusedException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      ConverseCalls.unchanged(call, e);
      return request;
    }
  }

  /** The same for a stream. */
  InvokeModelWithResponseStreamRequest outgoing(
      InvokeModelWithResponseStreamRequest request, InvokeParts parts, OpenCall call) {
    try {
      Changes changes = changes(parts, call);
      if (changes == null) {
        return request;
      }
      InvokeModelWithResponseStreamRequest.Builder builder =
          request.toBuilder().modelId(call.modelToSend());
      if (changes.metadata != null) {
        InvokeMetadata.write(request, builder, changes.metadata);
      }
      return (changes.body == null ? builder : builder.body(changes.body)).build();
    } catch (CallRefusedException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      ConverseCalls.unchanged(call, e);
      return request;
    }
  }

  private @Nullable Changes changes(InvokeParts parts, OpenCall call) {
    Map<String, String> metadata = RequestTags.metadata(metering.mapping(), call, parts.metadata());
    String json =
        metadata.isEmpty() || metadata.equals(parts.metadata())
            ? null
            : RequestTags.write(metadata);
    SdkBytes body = clamped(parts, call);
    boolean sameModel = call.modelToSend().equals(parts.modelId());
    return sameModel && json == null && body == null ? null : new Changes(json, body);
  }

  private static @Nullable SdkBytes clamped(InvokeParts parts, OpenCall call) {
    long clamp = call.clampTokens();
    if (clamp <= 0 || !parts.body().exceeds(clamp)) {
      return null;
    }
    byte[] body = parts.body().clampedTo(clamp, call.modelToSend());
    if (body == null && call.facts().target() != null) {
      body = parts.body().clampedTo(clamp, call.facts().target().model());
    }
    if (body == null) {
      CallRefusedException refused =
          call.clampNotSent("where this model's body has its cap is not known");
      if (refused != null) {
        throw refused;
      }
      return null;
    }
    return SdkBytes.fromByteArrayUnsafe(body);
  }

  private record Changes(@Nullable String metadata, @Nullable SdkBytes body) {}
}
