package io.costaware.admission;

/** The one instance, so that allowing costs no allocation. */
final class Allowed {
  static final Verdict INSTANCE = new Verdict.Allow();

  private Allowed() {}
}
