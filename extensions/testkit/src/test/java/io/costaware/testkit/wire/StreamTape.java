package io.costaware.testkit.wire;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.awscore.eventstream.EventStreamResponseHandler;
import software.amazon.awssdk.core.async.SdkPublisher;

/** Writes down every callback of a stream in the order the SDK makes them. */
final class StreamTape<R, E> implements EventStreamResponseHandler<R, E> {

  final List<String> callbacks = new CopyOnWriteArrayList<>();
  final List<E> events = new CopyOnWriteArrayList<>();
  final List<Throwable> faults = new CopyOnWriteArrayList<>();
  final CountDownLatch twoEvents = new CountDownLatch(2);

  @Override
  public void responseReceived(R response) {
    callbacks.add("response");
  }

  @Override
  public void onEventStream(SdkPublisher<E> publisher) {
    callbacks.add("stream");
    publisher.subscribe(
        new Subscriber<E>() {
          @Override
          public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
          }

          @Override
          public void onNext(E event) {
            events.add(event);
            twoEvents.countDown();
          }

          @Override
          public void onError(Throwable fault) {
            callbacks.add("onError");
          }

          @Override
          public void onComplete() {
            callbacks.add("onComplete");
          }
        });
  }

  @Override
  public void exceptionOccurred(Throwable fault) {
    callbacks.add("exception");
    faults.add(fault);
  }

  @Override
  public void complete() {
    callbacks.add("complete");
  }
}
