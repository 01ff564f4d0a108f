package io.costaware.call;

import io.costaware.event.CallFacts;
import io.costaware.event.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * A budget stopped a stream that had grown past what was held for it. What had come until then has
 * been delivered and is paid for; the call's event says so too. The failure of the stream in
 * streaming code, thrown where a stream is pulled.
 */
public final class CallStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;
  private final transient CallFacts facts;
  private final long outputTokens;

  CallStoppedException(Refusal refusal, CallFacts facts, long outputTokens) {
    super(words(refusal, outputTokens));
    this.refusal = refusal;
    this.facts = facts;
    this.outputTokens = outputTokens;
  }

  /** The same words on the exception and on the event of the call. */
  static String words(Refusal refusal, long outputTokens) {
    return "stopped in the stream after " + outputTokens + " output tokens: " + refusal.describe();
  }

  /**
   * Why: {@link Refusal.OfBudget} where a budget has no room for more, {@link Refusal.OfStream}
   * where it stops streams at what was held.
   */
  public Refusal refusal() {
    return refusal;
  }

  /** What was asked and sent. */
  public CallFacts facts() {
    return facts;
  }

  /** The output tokens, of all answers, that had come: reported by the provider or estimated. */
  public long outputTokens() {
    return outputTokens;
  }

  /**
   * The stop behind a failure that an SDK has wrapped, or null if there is none. Looks through
   * causes and suppressed exceptions.
   */
  public static @Nullable CallStoppedException find(@Nullable Throwable failure) {
    return Wrapped.find(failure, CallStoppedException.class);
  }
}
