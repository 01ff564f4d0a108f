package io.costaware.admission;

/**
 * Asked before a call is held and sent, on the caller's thread, so it must answer from memory. What
 * it throws is logged and taken as {@link Verdict.Allow}: a broken policy breaks no call.
 *
 * <p>Safe for use by many threads.
 */
@FunctionalInterface
public interface AdmissionPolicy {
  /** The verdict on one call. */
  Verdict admit(AdmissionRequest request);
}
