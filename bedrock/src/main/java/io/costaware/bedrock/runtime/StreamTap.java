package io.costaware.bedrock.runtime;

import io.costaware.call.CallStoppedException;
import io.costaware.call.OpenCall;
import io.costaware.event.CallResult;
import io.costaware.event.Outcome;
import io.costaware.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A metered stream on its way: keeps a tally for each attempt and ends the call once, on whatever
 * comes first of the stream's own end, a cancel, a stop by a budget, and the completion of the
 * SDK's future.
 */
final class StreamTap<E> extends InFlight {
  private static final Logger LOG = LoggerFactory.getLogger(StreamTap.class);

  private final Supplier<? extends StreamTally<E>> tallies;
  private final List<StreamTally<E>> earlier = new ArrayList<>();
  private StreamTally<E> tally;
  private boolean opened;
  private @Nullable Throwable failure;
  private @Nullable String requestId;
  private @Nullable CompletableFuture<?> sent;
  private volatile @Nullable CallStoppedException stopped;

  StreamTap(OpenCall call, boolean showsAttempts, Supplier<? extends StreamTally<E>> tallies) {
    super(call, showsAttempts);
    this.tallies = tallies;
    this.tally = tallies.get();
  }

  /** In words, how far the stream came; the text's length is told, never the text. */
  static String basis(boolean whole, long received, long tokens) {
    return (whole ? "the stream ended without usage" : "the stream broke off")
        + (received == 0
            ? " before any text"
            : " after " + received + " characters, about " + tokens + " tokens");
  }

  /** A stream begins; where attempts are not seen, a second one shows that there was a retry. */
  synchronized StreamTally<E> opens() {
    if (opened && !showsAttempts()) {
      shelve();
    }
    opened = true;
    call().touch();
    return tally;
  }

  private void shelve() {
    if (tally.begun()) {
      earlier.add(tally);
    }
    tally = tallies.get();
  }

  @Override
  synchronized void startAfresh() {
    tally = tallies.get();
    failure = null;
    requestId = null;
  }

  synchronized void answeredAs(@Nullable String id) {
    requestId = id;
  }

  synchronized StreamTally<E> current() {
    return tally;
  }

  /** The SDK tells of a failure, after which it may still try again. */
  synchronized void failed(Throwable cause) {
    failure = cause;
  }

  /**
   * Takes an event; a fault of ours goes no further.
   *
   * @return what ends the stream after this event; null if it may go on
   */
  @Nullable CallStoppedException take(StreamTally<E> of, E event) {
    try {
      call().touch();
      of.take(event);
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("An event of a stream could not be read: {}", e.getClass().getName());
      call().flag("an event of the stream could not be read: " + e.getClass().getSimpleName());
    }
    if (of.complete()) {
      return null;
    }
    CallStoppedException stop =
        call().progress(earlierTokens() + of.outputTokens(), of.isOutputTold());
    if (stop != null) {
      stopped = stop;
      end(CallResult.STOPPED, false, null);
    }
    return stop;
  }

  /** Of attempts that were not seen, and for which nothing more was held. */
  private synchronized long earlierTokens() {
    long tokens = 0;
    for (StreamTally<E> before : earlier) {
      tokens += before.outputTokens();
    }
    return tokens;
  }

  /** Why a budget stopped the stream; null if none did. */
  @Nullable CallStoppedException stopped() {
    return stopped;
  }

  /** The SDK's future; cancelling it is what closes the connection. */
  void runsAs(@Nullable CompletableFuture<?> future) {
    synchronized (this) {
      sent = future;
    }
    if (stopped != null) {
      hangUp();
    }
  }

  /** Closes the connection of a stopped stream. */
  void hangUp() {
    CompletableFuture<?> running;
    synchronized (this) {
      running = sent;
    }
    if (running != null) {
      running.cancel(true);
    }
  }

  /** The stream came to its own end. */
  void completed() {
    end(CallResult.SUCCEEDED, true, null);
  }

  /** The caller wants no more. */
  void cancelled() {
    end(CallResult.CANCELLED, false, null);
  }

  /** The SDK's future has completed. */
  void finished(@Nullable Throwable cause) {
    if (call().isEnded()) {
      return;
    }
    if (cause == null) {
      // No end of the stream was seen, so nobody can have subscribed to it.
      end(CallResult.SUCCEEDED, true, null);
    } else {
      end(Failures.result(cause), false, cause);
    }
  }

  /** For a stream that has fallen silent, or is dropped: what is known of it. */
  synchronized Outcome known(CallResult result) {
    return outcome(result, false, null);
  }

  @Override
  synchronized Outcome brokenOff() {
    Throwable cause = failure;
    if (cause == null && !tally.begun()) {
      return super.brokenOff();
    }
    return outcome(CallResult.FAILED, false, cause);
  }

  private void end(CallResult result, boolean whole, @Nullable Throwable cause) {
    Outcome outcome;
    synchronized (this) {
      if (call().isEnded()) {
        return;
      }
      outcome = outcome(result, whole, cause);
    }
    call().end(outcome);
  }

  private Outcome outcome(CallResult result, boolean whole, @Nullable Throwable cause) {
    if (cause != null && !tally.begun() && earlier.isEmpty()) {
      return Failures.of(cause, nothingSent());
    }
    Outcome outcome = tally.outcome(result, whole);
    if (cause != null) {
      outcome = outcome.withError(Failures.kind(cause));
    }
    return withEarlier(outcome).withRequestId(requestId);
  }

  /** Attempts that were not seen each by itself are told together; each may be billed. */
  private Outcome withEarlier(Outcome last) {
    if (earlier.isEmpty()) {
      return last;
    }
    Usage known = last.usage();
    for (StreamTally<E> before : earlier) {
      known = known.plus(before.outcome(CallResult.FAILED, false).usage());
    }
    String basis = earlier.size() + " more streams had begun and broken off";
    return (known.isEmpty()
            ? Outcome.unmeasured(last.result(), basis)
            : Outcome.partlyMeasured(last.result(), known, last.raw(), basis))
        .withServedTier(last.servedTier())
        .withServedModel(last.servedModel())
        .withError(last.error());
  }
}
