package io.costaware.bedrock.runtime;

import java.util.concurrent.atomic.AtomicBoolean;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.SdkPublisher;

/**
 * A stream's events on their way to the caller's subscriber, looked at and otherwise untouched:
 * demand, order, threads and errors are those of the SDK and of the subscriber.
 */
final class TappedPublisher<E> implements SdkPublisher<E> {
  private final SdkPublisher<E> source;
  private final StreamTap<E> tap;
  private final StreamTally<E> tally;

  TappedPublisher(SdkPublisher<E> source, StreamTap<E> tap, StreamTally<E> tally) {
    this.source = source;
    this.tap = tap;
    this.tally = tally;
  }

  @Override
  public void subscribe(Subscriber<? super E> subscriber) {
    source.subscribe(subscriber == null ? null : new Tapped(subscriber));
  }

  private final class Tapped implements Subscriber<E> {
    private final Subscriber<? super E> subscriber;

    Tapped(Subscriber<? super E> subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      subscriber.onSubscribe(new TappedSubscription(subscription));
    }

    @Override
    public void onNext(E event) {
      tap.take(tally, event);
      subscriber.onNext(event);
    }

    @Override
    public void onError(Throwable failure) {
      tap.failed(failure);
      subscriber.onError(failure);
    }

    @Override
    public void onComplete() {
      tap.completed();
      subscriber.onComplete();
    }
  }

  private final class TappedSubscription implements Subscription {
    private final Subscription subscription;
    private final AtomicBoolean cancelled = new AtomicBoolean();

    TappedSubscription(Subscription subscription) {
      this.subscription = subscription;
    }

    @Override
    public void request(long n) {
      subscription.request(n);
    }

    @Override
    public void cancel() {
      if (cancelled.compareAndSet(false, true)) {
        tap.cancelled();
      }
      subscription.cancel();
    }
  }
}
