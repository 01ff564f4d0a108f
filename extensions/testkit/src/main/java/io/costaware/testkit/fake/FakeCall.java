package io.costaware.testkit.fake;

import io.costaware.call.CallStoppedException;
import io.costaware.call.OpenCall;
import io.costaware.client.AnswerPart;
import io.costaware.event.CallEvent;
import io.costaware.event.CallResult;
import io.costaware.event.Outcome;
import io.costaware.usage.OutputTally;
import io.costaware.usage.RawUsage;
import io.costaware.usage.TokenFamily;
import io.costaware.usage.TokenHeuristic;
import io.costaware.usage.Usage;
import org.jspecify.annotations.Nullable;

/** One call to the fake model, from its admission to its event. */
final class FakeCall {
  private final OpenCall call;
  private final FakeAnswer answer;
  private final long reckonedInput;
  private final OutputTally output;

  FakeCall(OpenCall call, FakeAnswer answer, long reckonedInput) {
    this.call = call;
    this.answer = answer;
    this.reckonedInput = reckonedInput;
    this.output = new OutputTally(TokenFamily.of(call.modelToSend()));
    call.startAttempt();
  }

  /**
   * A part of a stream goes out.
   *
   * @return what ends the stream after it, the call with it; null if it may go on
   */
  @Nullable CallStoppedException gives(AnswerPart part) {
    if (part instanceof AnswerPart.TextPart more) {
      output.text(more.text());
    } else if (part instanceof AnswerPart.ReasoningPart more) {
      output.text(more.text());
    } else if (part instanceof AnswerPart.ToolUsePart use) {
      output.text(use.input().toString());
    }
    CallStoppedException stop = call.progress(output.tokens(), false);
    if (stop != null) {
      call.end(
          Outcome.unmeasured(CallResult.STOPPED, "a budget stopped the stream before its end"));
    }
    return stop;
  }

  /** Gives the whole answer or fails, and ends the call. */
  CallEvent answerWhole() {
    for (int piece = 0; piece <= answer.parts().size(); piece++) {
      answer.awaitGate(piece);
    }
    RuntimeException failure = answer.failure();
    if (failure != null) {
      fail(failure, !answer.parts().isEmpty());
      throw failure;
    }
    return succeed();
  }

  CallEvent succeed() {
    if (!answer.usageTold()) {
      return end(Outcome.unmeasured(CallResult.SUCCEEDED, "the fake model told no usage"));
    }
    long input = answer.inputTokens(reckonedInput);
    long output = answer.outputTokens(TokenHeuristic.tokens(answer.text()));
    RawUsage raw = RawUsage.builder().put("inputTokens", input).put("outputTokens", output).build();
    return end(Outcome.measured(Usage.tokens(input, output), raw));
  }

  void fail(RuntimeException failure, boolean begun) {
    String kind = failure.getClass().getSimpleName();
    Outcome outcome =
        begun
            ? Outcome.unmeasured(CallResult.FAILED, "the fake model failed in its answer")
            : Outcome.free(CallResult.FAILED);
    call.end(outcome.withError(kind));
  }

  void leave() {
    if (!call.isEnded()) {
      call.end(cutOff(CallResult.CANCELLED));
    }
  }

  void watch() {
    call.watch(FakeCall::cutOff);
  }

  void touch() {
    call.touch();
  }

  private static Outcome cutOff(CallResult result) {
    return Outcome.unmeasured(result, "the stream was left before its end");
  }

  private CallEvent end(Outcome outcome) {
    CallEvent event = call.end(outcome);
    CallEvent told = event != null ? event : call.lastEvent();
    if (told == null) {
      throw new IllegalStateException("The call was not told about; the log says why");
    }
    return told;
  }
}
