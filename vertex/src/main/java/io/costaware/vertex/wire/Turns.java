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
  private int at;
  private long whole = SEED;
  private long oneBefore = SEED;
  private long twoBefore = SEED;
  private Kind last = Kind.OTHER;
  private Kind beforeLast = Kind.OTHER;
  private int count;

  void begin(byte[] bytes, int from) {
    body = bytes;
    at = from;
  }

  /** A turn ends there. */
  void end(int to) {
    twoBefore = oneBefore;
    oneBefore = whole;
    long hash = whole;
    for (int i = at; i < to; i++) {
      // The comma between two turns belongs to neither.
      hash = (i == at && body[i] == ',') ? hash : (hash ^ body[i]) * PRIME;
    }
    whole = hash;
    at = to;
    beforeLast = last;
    last = kind;
    count++;
  }

  /** Of all turns. */
  long fingerprint() {
    return whole;
  }

  /** Whether this call answers a function call of the model. */
  boolean answersFunction() {
    return count >= 3 && last == Kind.RESPONSE && beforeLast == Kind.CALL;
  }

  /** Of the turns of the call that the model answered with a function call. */
  long fingerprintBefore() {
    return twoBefore;
  }
}
