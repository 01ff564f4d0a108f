package io.costaware.testkit.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * How an answer travels: its framing, when it pauses and how it ends. Immutable.
 *
 * @param frames whole frames sent before an early end; -1 when not even the head is sent
 * @param half whether half of the next frame is sent before an early end
 */
record Delivery(
    Framing framing,
    boolean gzip,
    Ending ending,
    int frames,
    boolean half,
    @Nullable CountDownLatch gate,
    int stallAfter,
    @Nullable CountDownLatch stall) {

  /** How the client learns where the body ends. */
  enum Framing {
    LENGTH,
    CHUNKED,
    UNTIL_CLOSE
  }

  /** How the body ends. */
  enum Ending {
    WHOLE,
    EARLY,
    CUT,
    RESET
  }

  static void requireFrames(int frames) {
    if (frames < 0) {
      throw new IllegalArgumentException("frames must not be negative, was " + frames);
    }
  }

  static Delivery by(Framing framing) {
    return new Delivery(framing, false, Ending.WHOLE, 0, false, null, 0, null);
  }

  Delivery framing(Framing next) {
    return new Delivery(next, gzip, ending, frames, half, gate, stallAfter, stall);
  }

  Delivery gzipped() {
    return new Delivery(framing, true, ending, frames, half, gate, stallAfter, stall);
  }

  Delivery ending(Ending next, int afterFrames, boolean insideNext) {
    return new Delivery(framing, gzip, next, afterFrames, insideNext, gate, stallAfter, stall);
  }

  Delivery heldUntil(CountDownLatch next) {
    return new Delivery(framing, gzip, ending, frames, half, next, stallAfter, stall);
  }

  Delivery stallAfter(int afterFrames, CountDownLatch next) {
    return new Delivery(framing, gzip, ending, frames, half, gate, afterFrames, next);
  }

  boolean sendsNothing() {
    return ending != Ending.WHOLE && frames < 0;
  }

  /** Whether the body is left unfinished, so that the connection cannot be used again. */
  boolean breaksConnection() {
    return ending == Ending.CUT || ending == Ending.RESET;
  }

  /** The frames that are really sent, the last of them perhaps half. */
  List<byte[]> sent(List<byte[]> all) {
    if (ending == Ending.WHOLE || frames >= all.size()) {
      return all;
    }
    if (!half) {
      return all.subList(0, frames);
    }
    byte[] next = all.get(frames);
    var sent = new ArrayList<>(all.subList(0, frames));
    sent.add(Arrays.copyOf(next, next.length / 2));
    return sent;
  }
}
