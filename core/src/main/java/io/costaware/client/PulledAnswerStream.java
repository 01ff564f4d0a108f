package io.costaware.client;

import static java.util.Objects.requireNonNull;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An {@link AnswerStream} over a source that is asked for one part after the other: the iterator
 * asks on its reader's thread, the publisher on an executor, as its subscriber has demand. For
 * those who implement {@link CostAwareClient}.
 *
 * <p>For use by one thread.
 */
public final class PulledAnswerStream implements AnswerStream {
  /**
   * Where the parts come from.
   *
   * <p>For use by one thread, except for {@link #close}.
   */
  public interface Source {
    /**
     * Waits for the next part; the first call sends the request. Never asked again after {@link
     * AnswerPart.Finished}, a failure, or close.
     */
    AnswerPart next();

    /** Ends the call if it still runs; may be called while another thread waits for a part. */
    void close();
  }

  private final Source source;
  private final Executor executor;
  private final AtomicBoolean taken = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();

  private PulledAnswerStream(Source source, Executor executor) {
    this.source = requireNonNull(source, "source");
    this.executor = requireNonNull(executor, "executor");
  }

  /**
   * A stream that has not been read.
   *
   * @param executor waits for the parts of a publisher; one thread for each stream that is read so
   */
  public static AnswerStream of(Source source, Executor executor) {
    return new PulledAnswerStream(source, executor);
  }

  @Override
  public Iterator<AnswerPart> iterator() {
    if (!taken.compareAndSet(false, true)) {
      throw readTwice();
    }
    return new Parts();
  }

  @Override
  public Flow.Publisher<AnswerPart> publisher() {
    return subscriber -> {
      requireNonNull(subscriber, "subscriber");
      if (taken.compareAndSet(false, true)) {
        subscriber.onSubscribe(new PulledSubscription(subscriber, this, executor));
      } else {
        subscriber.onSubscribe(NoDemand.INSTANCE);
        subscriber.onError(readTwice());
      }
    };
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      source.close();
    }
  }

  /** The next part; a failure closes the stream, and a closed stream asks for nothing any more. */
  AnswerPart pull() {
    if (closed.get()) {
      throw new CancellationException("The stream was closed before its next part was asked for");
    }
    try {
      AnswerPart part = source.next();
      if (part instanceof AnswerPart.Finished) {
        close();
      }
      return part;
    } catch (RuntimeException | Error e) {
      closeAfter(e);
      throw e;
    }
  }

  private void closeAfter(Throwable failure) {
    try {
      close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private static IllegalStateException readTwice() {
    return new IllegalStateException(
        "This stream is being read already; a stream is read once, so call converseStream again");
  }

  private final class Parts implements Iterator<AnswerPart> {
    @Override
    public boolean hasNext() {
      // The last part says that it is the last, so there is no need to wait for an end.
      return !closed.get();
    }

    @Override
    public AnswerPart next() {
      if (closed.get()) {
        throw new NoSuchElementException("The stream has ended or was closed");
      }
      return pull();
    }
  }

  private enum NoDemand implements Flow.Subscription {
    INSTANCE;

    @Override
    public void request(long n) {}

    @Override
    public void cancel() {}
  }
}
