package io.costaware.cli.simulate;

/**
 * What the whole fleet really holds and has spent, in picos; kept beside the ledgers and never read
 * from them.
 *
 * <p>For use by one thread.
 */
final class Truth {
  private final long limit;
  private long spent;
  private long held;
  private long most;

  Truth(long limit) {
    this.limit = limit;
  }

  /** A call was admitted, and sent. */
  void admitted(long hold) {
    held += hold;
    most = Math.max(most, committed());
  }

  /** The provider has ended a call. */
  void ended(long hold, long actual) {
    held -= hold;
    spent += actual;
    most = Math.max(most, committed());
  }

  boolean fits(long hold) {
    return hold <= limit - committed();
  }

  long committed() {
    return spent + held;
  }

  long spent() {
    return spent;
  }

  /** By how much spent and held have passed the limit at the worst moment. */
  long overshoot() {
    return Math.max(0, most - limit);
  }
}
