package io.costaware.client;

import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a stream for a part whenever its subscriber has demand, by one task at a time. */
final class PulledSubscription implements Flow.Subscription {
  private static final Logger LOG = LoggerFactory.getLogger(PulledAnswerStream.class);

  private final Flow.Subscriber<? super AnswerPart> subscriber;
  private final PulledAnswerStream stream;
  private final Executor executor;
  private final AtomicLong demand = new AtomicLong();
  private final AtomicInteger wakes = new AtomicInteger();
  private final AtomicBoolean ended = new AtomicBoolean();

  PulledSubscription(
      Flow.Subscriber<? super AnswerPart> subscriber,
      PulledAnswerStream stream,
      Executor executor) {
    this.subscriber = subscriber;
    this.stream = stream;
    this.executor = executor;
  }

  @Override
  public void request(long n) {
    if (n <= 0) {
      closeStream();
      fail(new IllegalArgumentException("A demand of " + n + " cannot be; request at least 1"));
      return;
    }
    demand.accumulateAndGet(n, PulledSubscription::plusCapped);
    wake();
  }

  @Override
  public void cancel() {
    if (ended.compareAndSet(false, true)) {
      closeStream();
    }
  }

  private static long plusCapped(long have, long more) {
    return have > Long.MAX_VALUE - more ? Long.MAX_VALUE : have + more;
  }

  private void wake() {
    if (wakes.getAndIncrement() == 0) {
      try {
        executor.execute(this::drain);
      } catch (RejectedExecutionException e) {
        closeStream();
        fail(e);
      }
    }
  }

  /** Only one drain runs at a time: a wake while it runs makes it go round once more. */
  private void drain() {
    int seen = wakes.get();
    do {
      while (demand.get() > 0 && !ended.get()) {
        demand.decrementAndGet();
        deliver();
      }
      seen = wakes.addAndGet(-seen);
    } while (seen != 0);
  }

  private void deliver() {
    AnswerPart part;
    try {
      part = stream.pull();
    } catch (RuntimeException e) {
      fail(e);
      return;
    }
    if (ended.get()) {
      return;
    }
    try {
      subscriber.onNext(part);
    } catch (RuntimeException e) {
      LOG.warn("A subscriber failed and is cancelled: {}", e.getClass().getName(), e);
      cancel();
      return;
    }
    if (part instanceof AnswerPart.Finished && ended.compareAndSet(false, true)) {
      subscriber.onComplete();
    }
  }

  private void fail(Throwable failure) {
    if (ended.compareAndSet(false, true)) {
      subscriber.onError(failure);
    }
  }

  private void closeStream() {
    try {
      stream.close();
    } catch (RuntimeException e) {
      LOG.debug("A stream could not be closed: {}", e.getClass().getName(), e);
    }
  }
}
