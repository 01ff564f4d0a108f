package io.costaware.call;

import io.costaware.event.CallEvent;
import io.costaware.event.Outcome;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One try of a call at the provider. It ends once: the first {@link #end} counts.
 *
 * <p>Safe for use by many threads.
 */
public final class Attempt {
  private static final VarHandle ENDED;

  static {
    try {
      ENDED = MethodHandles.lookup().findVarHandle(Attempt.class, "ended", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final OpenCall call;
  private final int number;
  private final long atMillis;
  private final long startNanos;
  private volatile boolean ended;

  Attempt(OpenCall call, int number, long atMillis, long startNanos) {
    this.call = call;
    this.number = number;
    this.atMillis = atMillis;
    this.startNanos = startNanos;
  }

  /** 1 for the first. */
  public int number() {
    return number;
  }

  long atMillis() {
    return atMillis;
  }

  long startNanos() {
    return startNanos;
  }

  /** Ends it without telling; the call does. */
  boolean endQuietly() {
    return ENDED.compareAndSet(this, false, true);
  }

  /** Whether it has ended. */
  public boolean isEnded() {
    return ended;
  }

  /**
   * Ends this attempt and tells about it. Never throws.
   *
   * @return the event; null if it had ended before
   */
  public @Nullable CallEvent end(Outcome outcome) {
    return ENDED.compareAndSet(this, false, true) ? call.attemptEnded(this, outcome) : null;
  }
}
