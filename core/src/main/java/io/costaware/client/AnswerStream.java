package io.costaware.client;

import java.util.Iterator;
import java.util.concurrent.Flow;

/**
 * An answer in pieces, to be read once: by iterating, for blocking code, or as a publisher. The
 * last part is {@link AnswerPart.Finished}; a failure is thrown by the iterator or given to the
 * subscriber, {@link io.costaware.call.CallStoppedException} among them where a budget stops the
 * answer part-way. Close it when you stop early: the call is then ended and settled with what is
 * known.
 *
 * <p>For use by one thread.
 */
public interface AnswerStream extends Iterable<AnswerPart>, AutoCloseable {
  /**
   * The parts as they come. {@code next} waits for the next one.
   *
   * @throws IllegalStateException if the stream is already being read
   */
  @Override
  Iterator<AnswerPart> iterator();

  /**
   * The same parts for a subscriber, at the pace that it asks for. Takes one subscriber; a second
   * one gets an {@link IllegalStateException}.
   */
  Flow.Publisher<AnswerPart> publisher();

  /** Ends the call if it still runs. A second close does nothing. */
  @Override
  void close();
}
