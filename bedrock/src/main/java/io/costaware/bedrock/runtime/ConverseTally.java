package io.costaware.bedrock.runtime;

import io.costaware.bedrock.usage.BedrockTiers;
import io.costaware.bedrock.usage.BedrockUsage;
import io.costaware.bedrock.usage.ConverseFields;
import io.costaware.bedrock.usage.ModelFamily;
import io.costaware.call.OpenCall;
import io.costaware.event.CallResult;
import io.costaware.event.Outcome;
import io.costaware.target.ServiceTier;
import io.costaware.usage.OutputTally;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDelta;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDeltaEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockStartEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamMetadataEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.MessageStopEvent;

/** Adds up one attempt of ConverseStream; its usage comes with the metadata, the last event. */
final class ConverseTally implements StreamTally<ConverseStreamOutput> {
  private final OpenCall call;
  private final ConverseFields fields = new ConverseFields();
  private final OutputTally output;
  private boolean begun;
  private boolean intervened;
  private boolean flagged;
  private long characters;
  private @Nullable ServiceTier servedTier;
  private @Nullable String servedModel;

  ConverseTally(OpenCall call) {
    this.call = call;
    this.output = Answered.output(call);
  }

  @Override
  public synchronized void take(ConverseStreamOutput event) {
    begun = true;
    if (event instanceof ContentBlockDeltaEvent delta) {
      count(delta.delta());
    } else if (event instanceof ConverseStreamMetadataEvent metadata) {
      take(metadata);
    } else if (event instanceof MessageStopEvent stop) {
      intervened = ConverseAnswers.INTERVENED.equals(stop.stopReasonAsString());
    } else if (event instanceof ContentBlockStartEvent start && start.start() != null) {
      fields.take(start.start().toolUse());
    }
  }

  private void take(ConverseStreamMetadataEvent metadata) {
    fields.take(metadata.usage());
    if (metadata.usage() != null && metadata.usage().outputTokens() != null) {
      output.reported(metadata.usage().outputTokens());
    }
    if (metadata.trace() != null) {
      fields.take(metadata.trace().guardrail(), intervened);
      servedModel =
          metadata.trace().promptRouter() == null
              ? null
              : metadata.trace().promptRouter().invokedModelId();
    }
    servedTier =
        BedrockTiers.served(
            metadata.serviceTier() == null ? null : metadata.serviceTier().typeAsString(),
            metadata.performanceConfig() == null
                ? null
                : metadata.performanceConfig().latencyAsString(),
            call.facts().requestedTier());
  }

  private void count(@Nullable ContentBlockDelta delta) {
    if (delta == null) {
      return;
    }
    if (delta.text() != null) {
      fields.textCame();
      written(delta.text());
    } else if (delta.toolUse() != null && delta.toolUse().input() != null) {
      written(delta.toolUse().input());
    } else if (delta.reasoningContent() != null && delta.reasoningContent().text() != null) {
      written(delta.reasoningContent().text());
    }
  }

  private void written(String piece) {
    characters += piece.length();
    output.text(piece);
  }

  @Override
  public synchronized boolean begun() {
    return begun;
  }

  @Override
  public synchronized long outputTokens() {
    return output.tokens();
  }

  @Override
  public synchronized boolean isOutputTold() {
    return output.isReported();
  }

  @Override
  public synchronized boolean complete() {
    return fields.usageSeen();
  }

  @Override
  public synchronized Outcome outcome(CallResult result, boolean whole) {
    return known(result, whole).withServedTier(servedTier).withServedModel(servedModel);
  }

  private Outcome known(CallResult result, boolean whole) {
    RawUsage raw = fields.raw();
    if (!ConverseAnswers.knows(fields, raw)) {
      return Outcome.unmeasured(result, StreamTap.basis(whole, characters, output.tokens()));
    }
    ModelFamily family = Answered.family(call, servedModel);
    Usage usage = BedrockUsage.ofConverse(raw, family);
    if (!flagged) {
      flagged = true;
      ConverseAnswers.flag(fields, raw, usage, family, call);
    }
    return Outcome.measured(usage, raw).withResult(result);
  }
}
