package io.costaware.bedrock.runtime;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.costaware.bedrock.usage.SpeechUsage;
import io.costaware.call.OpenCall;
import io.costaware.event.CallResult;
import io.costaware.event.Outcome;
import io.costaware.usage.Meter;
import io.costaware.usage.OutputTally;
import io.costaware.usage.Usage;
import software.amazon.awssdk.services.bedrockruntime.model.BidirectionalOutputPayloadPart;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithBidirectionalStreamOutput;

/** Adds up a talk, whose usage comes in events of their own among the speech. */
final class SpeechTally implements StreamTally<InvokeModelWithBidirectionalStreamOutput> {
  private static final byte[] USAGE_EVENT = "\"usageEvent\"".getBytes(US_ASCII);

  private final OpenCall call;
  private final SpeechUsage usage = new SpeechUsage();
  private final OutputTally output;
  private boolean begun;
  private boolean flagged;

  SpeechTally(OpenCall call) {
    this.call = call;
    this.output = Answered.output(call);
  }

  @Override
  public synchronized void take(InvokeModelWithBidirectionalStreamOutput event) {
    begun = true;
    if (event instanceof BidirectionalOutputPayloadPart part && part.bytes() != null) {
      byte[] json = part.bytes().asByteArrayUnsafe();
      if (tellsUsage(json)) {
        usage.take(json);
        Usage known = usage.usage();
        output.reported(known.get(Meter.OUTPUT) + known.get(Meter.OUTPUT_AUDIO));
      }
    }
  }

  /** Speech comes in events too, and large ones; they are not parsed. */
  private static boolean tellsUsage(byte[] json) {
    for (int at = 0; at <= json.length - USAGE_EVENT.length; at++) {
      int same = 0;
      while (same < USAGE_EVENT.length && json[at + same] == USAGE_EVENT[same]) {
        same++;
      }
      if (same == USAGE_EVENT.length) {
        return true;
      }
    }
    return false;
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
    // A talk goes on after each of its usage events.
    return false;
  }

  @Override
  public synchronized Outcome outcome(CallResult result, boolean whole) {
    if (!usage.seen()) {
      return Outcome.unmeasured(
          result, whole ? "the talk ended without usage" : "the talk broke off before any usage");
    }
    if (whole && usage.isSplit()) {
      return Outcome.measured(usage.usage(), usage.raw()).withResult(result);
    }
    if (!usage.isSplit() && !flagged) {
      flagged = true;
      call.flag("speech and text are not told apart; all tokens are taken for text");
    }
    return Outcome.partlyMeasured(
        result,
        usage.usage(),
        usage.raw(),
        whole ? "speech and text are not told apart" : "the talk broke off");
  }
}
