package io.costaware.bedrock.converse;

import io.costaware.call.EventScope;
import io.costaware.client.AnswerPart;
import io.costaware.client.PulledAnswerStream;
import java.util.ArrayDeque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;

/**
 * A stream of Bedrock, asked for one part after the other. The SDK pushes; what it has pushed and
 * nobody has asked for yet waits here, and it is let push no more than {@link #AHEAD} events ahead
 * of the reader.
 *
 * <p>The SDK may begin a stream anew after a failure. As long as no part was read, that goes
 * unnoticed; afterwards the reader would get text twice, so the failure is told instead.
 */
final class AnswerSource implements PulledAnswerStream.Source, ConverseStreamResponseHandler {
  static final int AHEAD = 32;

  private final Surroundings surroundings;
  private final Function<ConverseStreamResponseHandler, CompletableFuture<Void>> call;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<AnswerPart> parts = new ArrayDeque<>();
  private AnswerAssembly assembly = new AnswerAssembly();
  private @Nullable EventScope events;
  private @Nullable CompletableFuture<Void> sent;
  private @Nullable Reader reader;
  private @Nullable Throwable lastFailure;
  private @Nullable Throwable failure;
  private boolean delivered;
  private boolean ended;
  private boolean closed;

  /**
   * A stream that has not begun.
   *
   * @param call sends the request
   */
  AnswerSource(
      Surroundings surroundings,
      Function<ConverseStreamResponseHandler, CompletableFuture<Void>> call) {
    this.surroundings = surroundings;
    this.call = call;
  }

  @Override
  public AnswerPart next() {
    if (events == null) {
      start();
    }
    AnswerPart part;
    Reader reading;
    lock.lock();
    try {
      while (parts.isEmpty() && failure == null && !closed) {
        changed.await();
      }
      part = closed ? null : parts.poll();
      if (part == null) {
        throw failure == null ? closedMeanwhile() : thrown(failure);
      }
      delivered = true;
      reading = ended ? null : reader;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AbortedException.create("Interrupted while waiting for a part of the answer", e);
    } finally {
      lock.unlock();
    }
    // Outside the lock, because the SDK may push the next event at once.
    if (reading != null) {
      reading.more();
    }
    return part;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // Its end is told here.
  private void start() {
    CompletableFuture<Void> call = surroundings.make(this::send);
    boolean late;
    lock.lock();
    try {
      sent = call;
      late = closed;
    } finally {
      lock.unlock();
    }
    if (late) {
      call.cancel(true);
    }
    call.whenComplete((nothing, cause) -> ended(cause));
  }

  private CompletableFuture<Void> send(EventScope scope) {
    events = scope;
    return call.apply(this);
  }

  private static CancellationException closedMeanwhile() {
    return new CancellationException("The stream was closed while its next part was waited for");
  }

  private static RuntimeException thrown(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return failure instanceof RuntimeException unchanged
        ? unchanged
        : SdkClientException.create("The stream failed", failure);
  }

  @Override
  public void responseReceived(ConverseStreamResponse response) {}

  @Override
  public void onEventStream(SdkPublisher<ConverseStreamOutput> publisher) {
    Reader next = new Reader();
    boolean unwanted;
    lock.lock();
    try {
      unwanted = closed || failure != null || delivered;
      if (!unwanted) {
        parts.clear();
        assembly = new AnswerAssembly();
        reader = next;
      } else if (delivered && failure == null) {
        failure =
            lastFailure == null
                ? SdkClientException.create("The stream began anew after parts of it were read")
                : lastFailure;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
    publisher.subscribe(unwanted ? new Unwanted() : next);
    if (unwanted) {
      cancel();
    }
  }

  @Override
  public void exceptionOccurred(Throwable cause) {
    lock.lock();
    try {
      lastFailure = AnswerFuture.unwrap(cause);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void complete() {}

  private void ended(@Nullable Throwable cause) {
    lock.lock();
    try {
      if (ended || closed) {
        return;
      }
      ended = true;
      if (cause != null) {
        fail(AnswerFuture.unwrap(cause));
      } else if (!assembly.isWhole()) {
        fail(
            SdkClientException.create(
                "The stream ended before the model had ended its answer; what came until then was"
                    + " given, and its cost is booked"));
      } else if (events != null) {
        parts.add(new AnswerPart.Finished(assembly.answer(Surroundings.event(events))));
      }
    } catch (RuntimeException e) {
      fail(e);
    } finally {
      changed.signalAll();
      lock.unlock();
    }
  }

  private void fail(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
  }

  @Override
  public void close() {
    Reader reading;
    lock.lock();
    try {
      closed = true;
      reading = ended ? null : reader;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (reading != null) {
      reading.cancel();
    }
    cancel();
  }

  private void cancel() {
    CompletableFuture<Void> call;
    lock.lock();
    try {
      call = sent;
    } finally {
      lock.unlock();
    }
    if (call != null && !call.isDone()) {
      call.cancel(true);
    }
  }

  /** Reads one attempt's events. */
  private final class Reader implements Subscriber<ConverseStreamOutput> {
    private volatile @Nullable Subscription subscription;

    @Override
    public void onSubscribe(Subscription events) {
      subscription = events;
      events.request(AHEAD);
    }

    @Override
    public void onNext(ConverseStreamOutput event) {
      boolean silent;
      lock.lock();
      try {
        AnswerPart part = reader == this ? assembly.take(event) : null;
        silent = part == null;
        if (part != null) {
          parts.add(part);
          changed.signalAll();
        }
      } finally {
        lock.unlock();
      }
      if (silent) {
        more();
      }
    }

    void more() {
      Subscription running = subscription;
      if (running != null) {
        running.request(1);
      }
    }

    void cancel() {
      Subscription running = subscription;
      if (running != null) {
        running.cancel();
      }
    }

    @Override
    public void onError(Throwable cause) {}

    @Override
    public void onComplete() {}
  }

  /** Wants nothing. */
  private static final class Unwanted implements Subscriber<ConverseStreamOutput> {
    @Override
    public void onSubscribe(Subscription subscription) {
      subscription.cancel();
    }

    @Override
    public void onNext(ConverseStreamOutput event) {}

    @Override
    public void onError(Throwable cause) {}

    @Override
    public void onComplete() {}
  }
}
