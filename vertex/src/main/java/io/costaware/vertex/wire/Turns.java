package io.costaware.vertex.wire;

/**
 * Fingerprints of a conversation's turns, by which the next call of a function-calling loop finds
 * the one before: its contents begin with those of the call before, then come the model's function
 * call and the caller's answer to it.
 *
 * <p>For use by one thread.
 */
final class Turns {
  /** What a turn holds. */
  enum Kind {
    CALL,
    RESPONSE,
    OTHER
  }

  private static final long SEED = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  Kind kind = Kind.OTHER;

  private byte[] body = {};
  private int from;
  private int whole;
  private int oneBefore;
  private int twoBefore;
  private Kind last = Kind.OTHER;
  private Kind beforeLast = Kind.OTHER;
  private int count;

  void begin(byte[] bytes, int start) {
    body = bytes;
    from = start;
    whole = start;
    oneBefore = start;
    twoBefore = start;
  }

  /** A turn ends there. */
  void end(int to) {
    twoBefore = oneBefore;
    oneBefore = whole;
    whole = to;
    beforeLast = last;
    last = kind;
    count++;
  }

  /** Of all turns. */
  long fingerprint() {
    return fingerprint(whole);
  }

  /** Whether this call answers a function call of the model. */
  boolean answersFunction() {
    return count >= 3 && last == Kind.RESPONSE && beforeLast == Kind.CALL;
  }

  /** Of the turns of the call that the model answered with a function call. */
  long fingerprintBefore() {
    return fingerprint(twoBefore);
  }

  /** Taken when asked for: most calls belong to no loop. */
  private long fingerprint(int to) {
    long hash = SEED;
    for (int i = from; i < to; i++) {
      hash = (hash ^ body[i]) * PRIME;
    }
    return hash;
  }
}
