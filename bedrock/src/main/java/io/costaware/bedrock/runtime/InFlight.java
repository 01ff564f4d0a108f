package io.costaware.bedrock.runtime;

import io.costaware.call.Attempt;
import io.costaware.call.OpenCall;
import io.costaware.event.Outcome;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A metered call on its way through the SDK. The thread that hands it to the SDK carries it to the
 * SDK's interceptor, which tells it of each attempt.
 */
class InFlight {
  private static final ThreadLocal<@Nullable InFlight> HANDED_OVER = new ThreadLocal<>();

  private final OpenCall call;
  private final boolean showsAttempts;
  private volatile @Nullable Object request;
  private volatile int status;
  private volatile @Nullable String errorType;

  InFlight(OpenCall call, boolean showsAttempts) {
    this.call = call;
    this.showsAttempts = showsAttempts;
  }

  OpenCall call() {
    return call;
  }

  /** Hands a request to the SDK on this thread. */
  final <Q, R> R send(Q outgoing, Function<Q, R> delegate) {
    InFlight outer = HANDED_OVER.get();
    request = outgoing;
    HANDED_OVER.set(this);
    try {
      return delegate.apply(outgoing);
    } finally {
      if (outer == null) {
        HANDED_OVER.remove();
      } else {
        HANDED_OVER.set(outer);
      }
    }
  }

  /** The metered call that handed this very request over on this thread; null if none did. */
  static @Nullable InFlight carrying(@Nullable Object request) {
    InFlight handed = HANDED_OVER.get();
    return handed != null && request != null && handed.request == request ? handed : null;
  }

  final boolean showsAttempts() {
    return showsAttempts;
  }

  /**
   * A request leaves now; an attempt before it has failed.
   *
   * @throws io.costaware.call.CallRefusedException if no budget has room for a further attempt
   */
  final void attemptStarts() {
    if (call.isEnded()) {
      // It was told already, as stalled, say, at an estimate; a retry after that adds nothing.
      return;
    }
    Attempt before = call.attempt();
    if (before != null && !before.isEnded()) {
      before.end(brokenOff());
    }
    startAfresh();
    status = 0;
    errorType = null;
    call.startAttempt();
  }

  /** The head of an answer has come. */
  final void answered(int httpStatus, @Nullable String type) {
    status = httpStatus;
    errorType = type;
  }

  /** What is known of an attempt that a further one follows. */
  Outcome brokenOff() {
    return Failures.ofStatus(status, errorType);
  }

  /** Forgets what the attempt before has brought. */
  void startAfresh() {}

  /** Ends the call with a failure of the SDK. */
  final void fail(Throwable failure) {
    call.end(Failures.of(failure, nothingSent()));
  }

  /** Whether it is certain that no request left. */
  final boolean nothingSent() {
    return showsAttempts && call.attempt() == null;
  }
}
