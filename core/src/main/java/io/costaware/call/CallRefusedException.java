package io.costaware.call;

import io.costaware.event.CallFacts;
import io.costaware.event.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * A call was refused before it was sent. Callers are meant to catch it, and of streams {@link
 * CallStoppedException} beside it: thrown in blocking code, the cause of the future in async code,
 * the error of the stream in streaming code.
 */
public final class CallRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;
  private final transient CallFacts call;

  /** A refusal of a call. */
  public CallRefusedException(Refusal refusal, CallFacts call) {
    super(refusal.describe());
    this.refusal = refusal;
    this.call = call;
  }

  /** Why; the same facts as in the message. */
  public Refusal refusal() {
    return refusal;
  }

  /** What was asked. */
  public CallFacts call() {
    return call;
  }

  /**
   * The refusal behind a failure that an SDK has wrapped, or null if there is none. Looks through
   * causes and suppressed exceptions.
   */
  public static @Nullable CallRefusedException find(@Nullable Throwable failure) {
    return Wrapped.find(failure, CallRefusedException.class);
  }
}
