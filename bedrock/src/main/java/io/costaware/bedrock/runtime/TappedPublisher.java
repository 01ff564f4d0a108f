package io.costaware.bedrock.runtime;

import io.costaware.call.CallStoppedException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.SdkPublisher;

/**
 * A stream's events on their way to the caller's subscriber, looked at and otherwise untouched:
 * demand, order, threads and errors are those of the SDK and of the subscriber. Where a budget
 * stops the stream, the event that went too far is still delivered, an error follows it, and the
 * stream of the SDK is cancelled.
 */
final class TappedPublisher<E> implements SdkPublisher<E> {
  private final SdkPublisher<E> source;
  private final StreamTap<E> tap;
  private final StreamTally<E> tally;
  private final Consumer<CallStoppedException> stopped;

  /**
   * A publisher.
   *
   * @param stopped told of a stop after the subscriber was
   */
  TappedPublisher(
      SdkPublisher<E> source,
      StreamTap<E> tap,
      StreamTally<E> tally,
      Consumer<CallStoppedException> stopped) {
    this.source = source;
    this.tap = tap;
    this.tally = tally;
    this.stopped = stopped;
  }

  @Override
  public void subscribe(Subscriber<? super E> subscriber) {
    source.subscribe(subscriber == null ? null : new Tapped(subscriber));
  }

  private final class Tapped implements Subscriber<E>, Subscription {
    private final Subscriber<? super E> subscriber;
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private @Nullable Subscription subscription;
    private volatile boolean over;

    Tapped(Subscriber<? super E> subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public void onSubscribe(Subscription given) {
      subscription = given;
      subscriber.onSubscribe(this);
    }

    @Override
    public void onNext(E event) {
      if (over) {
        return;
      }
      CallStoppedException stop = tap.take(tally, event);
      if (stop == null) {
        subscriber.onNext(event);
        return;
      }
      over = true;
      try {
        subscriber.onNext(event);
        if (!cancelled.get()) {
          subscriber.onError(stop);
        }
      } finally {
        stopped.accept(stop);
        cutOff();
      }
    }

    private void cutOff() {
      tap.hangUp();
      Subscription running = subscription;
      if (running != null) {
        running.cancel();
      }
    }

    @Override
    public void onError(Throwable failure) {
      if (over) {
        return;
      }
      tap.failed(failure);
      subscriber.onError(failure);
    }

    @Override
    public void onComplete() {
      if (over) {
        return;
      }
      tap.completed();
      subscriber.onComplete();
    }

    @Override
    public void request(long n) {
      Subscription running = subscription;
      if (running != null && !over) {
        running.request(n);
      }
    }

    @Override
    public void cancel() {
      if (cancelled.compareAndSet(false, true)) {
        tap.cancelled();
      }
      Subscription running = subscription;
      if (running != null) {
        running.cancel();
      }
    }
  }
}
