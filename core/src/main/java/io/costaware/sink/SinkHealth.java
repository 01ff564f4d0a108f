package io.costaware.sink;

/**
 * What became of the events that were given to a sink. Every event is in exactly one of the first
 * four counts.
 *
 * <p>Immutable.
 *
 * @param name the sink
 * @param queued waiting for the sink, or just now with it
 * @param delivered taken by the sink
 * @param failed not taken: the sink threw
 * @param lost never shown to the sink: the queue was full, or already closed, or closed with them
 *     still in it
 * @param flushFailures times that the sink threw when it was to write out what it holds; whether it
 *     keeps that for another try is its own affair
 */
public record SinkHealth(
    String name, long queued, long delivered, long failed, long lost, long flushFailures) {
  /** Whether the sink has taken all that it was given so far, or is still at it. */
  public boolean isHealthy() {
    return failed == 0 && lost == 0 && flushFailures == 0;
  }
}
