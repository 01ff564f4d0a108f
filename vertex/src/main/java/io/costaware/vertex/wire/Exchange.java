package io.costaware.vertex.wire;

import io.costaware.call.Attempt;
import io.costaware.call.CallStoppedException;
import io.costaware.call.OpenCall;
import io.costaware.event.CallResult;
import io.costaware.event.Outcome;
import io.costaware.usage.Meter;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import io.costaware.vertex.usage.GeminiAnswer;
import io.costaware.vertex.usage.GeminiUsage;
import io.costaware.vertex.usage.VertexTiers;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open call on its way through HTTP: starts and ends its attempts, and ends it once with what
 * is known of its answer by then. Holds nothing of the connection, so that an answer which nobody
 * reads can be collected.
 *
 * <p>Safe for use by many threads.
 */
final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  /** Bytes of English text that make a token; a lower bound is wanted. */
  private static final long TEXT_BYTES_PER_TOKEN = 4;

  private boolean unreadable;
  private final OpenCall call;
  private final GeminiAnswer answer;
  private final String model;
  private final boolean stream;
  private final boolean events;
  private final boolean enterpriseSearch;
  private final Set<String> said = new HashSet<>();
  private volatile boolean answered;

  /**
   * The exchange of a call.
   *
   * @param stream whether the answer comes in pieces that are handed on as they come
   * @param events whether these are server-sent events
   */
  Exchange(OpenCall call, boolean stream, boolean events, boolean enterpriseSearch) {
    this.call = call;
    this.model = shortName(call.modelToSend());
    this.stream = stream;
    this.events = events;
    this.enterpriseSearch = enterpriseSearch;
    this.answer = events ? GeminiAnswer.ofEvents() : GeminiAnswer.ofBody();
  }

  boolean isStream() {
    return stream;
  }

  GeminiAnswer answer() {
    return answer;
  }

  /** A try goes out now. */
  Attempt startAttempt() {
    return call.startAttempt();
  }

  /** A try got an answer that is an error: nothing was generated, as far as the provider says. */
  void refused(Attempt attempt, int status) {
    if (status >= 500) {
      say("the provider broke down with " + status + "; taken as not billed");
    }
    attempt.end(Outcome.free(CallResult.FAILED).withError("HTTP " + status));
  }

  /** A try broke off after the request, or a part of it, was sent. */
  void broken(Attempt attempt, IOException failure) {
    String kind = failure.getClass().getSimpleName();
    if (kind.equals("ConnectionShutdownException")) {
      // HTTP/2: the connection was closing, and the stream was never opened.
      attempt.end(Outcome.free(CallResult.FAILED).withError(kind));
      return;
    }
    say(
        "the connection broke after the request was sent, so the provider may have billed this try");
    attempt.end(
        Outcome.unmeasured(CallResult.FAILED, "the connection broke before an answer came")
            .withError(kind));
  }

  /** An answer comes. */
  void answered() {
    answered = true;
  }

  /** The whole call failed before an answer; its attempts, if there were any, have ended. */
  void failed(Throwable failure) {
    Outcome outcome =
        call.attempt() == null || attemptHasEnded()
            ? Outcome.free(CallResult.FAILED)
            : known(CallResult.FAILED, "the call failed before its answer was read");
    call.end(outcome.withError(failure.getClass().getSimpleName()));
  }

  /** The whole call ended with an error of the provider; its attempts have ended. */
  void refused(int status) {
    call.end(Outcome.free(CallResult.FAILED).withError("HTTP " + status));
  }

  private boolean attemptHasEnded() {
    Attempt attempt = call.attempt();
    return attempt == null || attempt.isEnded();
  }

  /**
   * More of the answer came.
   *
   * @return the offset behind the last whole event among these bytes; -1 if none ended
   */
  int feed(byte[] bytes, int start, int end) {
    if (unreadable) {
      return -1;
    }
    try {
      return answer.feed(bytes, start, end);
    } catch (RuntimeException e) {
      // The caller's answer is whole; only what it tells of its usage is lost from here on.
      unreadable = true;
      LOG.warn("An answer could not be read for its usage ({})", e.getClass().getName());
      call.flag("the answer could not be read further: " + e.getClass().getSimpleName());
      return -1;
    }
  }

  /**
   * Says how far a stream has come, and ends the call if a budget stops it there.
   *
   * @return what ends the stream; null if it may go on
   */
  @Nullable CallStoppedException progress() {
    if (!stream || answer.isFinished()) {
      return null;
    }
    CallStoppedException stop = call.progress(answer.outputTokens(), answer.isOutputTold());
    if (stop != null) {
      call.end(known(CallResult.STOPPED, "a budget stopped the stream before its counts came"));
    }
    return stop;
  }

  /** Whether the answer comes as server-sent events. */
  boolean isEvents() {
    return events;
  }

  /** Watches a stream, and ends the call if it falls silent. */
  void watch() {
    call.watch(result -> known(result, "the stream fell silent or was given up"));
  }

  void touch() {
    call.touch();
  }

  /** The answer has been read to its end. */
  void exhausted() {
    if (call.isEnded()) {
      return;
    }
    String error = answer.error();
    call.end(
        known(
            error == null ? CallResult.SUCCEEDED : CallResult.FAILED,
            error == null
                ? "the answer ended without counts"
                : "the answer ended with an error instead of counts"));
  }

  /** Reading the answer failed. */
  void cut(Throwable failure) {
    if (call.isEnded()) {
      return;
    }
    call.end(
        known(CallResult.FAILED, "the answer was cut before its counts came")
            .withError(failure.getClass().getSimpleName()));
  }

  /** The caller closed its stream. */
  void closed() {
    if (call.isEnded()) {
      return;
    }
    call.end(known(CallResult.CANCELLED, "the stream was closed before its counts came"));
  }

  /** The caller dropped its stream. */
  void abandoned() {
    if (call.isEnded()) {
      return;
    }
    call.end(known(CallResult.ABANDONED, "the stream was dropped before its counts came"));
  }

  /** What the answer says so far; a fault of ours neither reaches the caller nor keeps it open. */
  private Outcome known(CallResult result, String basis) {
    try {
      return told(result, basis);
    } catch (RuntimeException e) {
      String kind = e.getClass().getSimpleName();
      LOG.warn("What an answer told of its usage could not be taken in: {}", kind);
      return Outcome.unmeasured(
          result, "what the answer told of its usage could not be taken in (" + kind + ")");
    }
  }

  private Outcome told(CallResult result, String basis) {
    RawUsage raw = answer.raw();
    Outcome outcome;
    if (GeminiUsage.isCounted(raw)) {
      GeminiUsage usage = GeminiUsage.of(raw, servedOrAsked(), enterpriseSearch);
      usage.remarks().forEach(this::say);
      answer.faults().forEach(fault -> say(fault.field() + " is no count and left out"));
      boolean whole = result == CallResult.SUCCEEDED || answer.isFinished();
      outcome =
          whole
              ? Outcome.measured(usage.usage(), raw).withResult(result)
              : Outcome.partlyMeasured(result, usage.usage(), raw, basis);
      if (stream && usage.usage().get(Meter.WEB_SEARCH) > 0) {
        say("grounded streams may leave out tokens of tool use");
      }
    } else {
      outcome = uncounted(result, raw, basis);
    }
    return outcome
        .withServedTier(VertexTiers.served(answer.trafficType()))
        .withServedModel(served())
        .withRequestId(answer.responseId())
        .withError(answer.error());
  }

  private Outcome uncounted(CallResult result, RawUsage raw, String basis) {
    long bytes = answer.textBytes();
    if (!answered || bytes == 0) {
      return Outcome.unmeasured(result, basis);
    }
    Usage text = Usage.builder().add(Meter.OUTPUT, bytes / TEXT_BYTES_PER_TOKEN).build();
    return Outcome.partlyMeasured(
        result, text, raw, basis + "; " + bytes + " bytes of text had come");
  }

  private String servedOrAsked() {
    String served = served();
    return served == null ? model : served;
  }

  private @Nullable String served() {
    String told = answer.modelVersion();
    String served = told == null ? model : shortName(told);
    return served.isEmpty() || served.equals(model) ? null : served;
  }

  /** Providers write a model's name in several ways, all of which end with the model itself. */
  private static String shortName(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    int at = last.indexOf('@');
    return last.startsWith("gemini-") && at > 0 ? last.substring(0, at) : last;
  }

  /** Flags each thing once. */
  private void say(String unusual) {
    synchronized (said) {
      if (!said.add(unusual)) {
        return;
      }
    }
    call.flag(unusual);
  }
}
