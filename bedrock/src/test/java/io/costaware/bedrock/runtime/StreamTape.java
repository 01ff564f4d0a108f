package io.costaware.bedrock.runtime;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDeltaEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;

/** A caller's stream handler that notes, in order, whatever it is told. */
final class StreamTape implements ConverseStreamResponseHandler {
  /** What was told, in a word each; texts as they came. */
  final List<String> told = new CopyOnWriteArrayList<>();

  /** Failures as the handler's {@code exceptionOccurred} got them. */
  final List<Throwable> failures = new CopyOnWriteArrayList<>();

  /** Completes with the subscription of the first stream. */
  final CompletableFuture<Subscription> subscription = new CompletableFuture<>();

  private final long demand;
  private final boolean subscribes;
  private final Consumer<ConverseStreamOutput> onNext;
  private final Runnable onComplete;

  private StreamTape(
      long demand, boolean subscribes, Consumer<ConverseStreamOutput> onNext, Runnable onComplete) {
    this.demand = demand;
    this.subscribes = subscribes;
    this.onNext = onNext;
    this.onComplete = onComplete;
  }

  static StreamTape all() {
    return new StreamTape(Long.MAX_VALUE, true, event -> {}, () -> {});
  }

  static StreamTape demanding(long demand) {
    return new StreamTape(demand, true, event -> {}, () -> {});
  }

  static StreamTape deaf() {
    return new StreamTape(0, false, event -> {}, () -> {});
  }

  static StreamTape doing(Consumer<ConverseStreamOutput> onNext) {
    return new StreamTape(Long.MAX_VALUE, true, onNext, () -> {});
  }

  static StreamTape atTheEnd(Runnable onComplete) {
    return new StreamTape(Long.MAX_VALUE, true, event -> {}, onComplete);
  }

  String text() {
    return String.join(
        "", told.stream().filter(t -> t.startsWith("'")).map(t -> t.substring(1)).toList());
  }

  @Override
  public void responseReceived(ConverseStreamResponse response) {
    told.add("response");
  }

  @Override
  public void onEventStream(SdkPublisher<ConverseStreamOutput> events) {
    told.add("stream");
    if (subscribes) {
      events.subscribe(new Noting());
    }
  }

  @Override
  public void exceptionOccurred(Throwable failure) {
    failures.add(failure);
    told.add("exceptionOccurred");
  }

  @Override
  public void complete() {
    told.add("complete");
  }

  private final class Noting implements Subscriber<ConverseStreamOutput> {
    @Override
    public void onSubscribe(Subscription s) {
      if (demand > 0) {
        s.request(demand);
      }
      subscription.complete(s);
    }

    @Override
    public void onNext(ConverseStreamOutput event) {
      String text = event instanceof ContentBlockDeltaEvent delta ? delta.delta().text() : null;
      told.add(text == null ? String.valueOf(event.sdkEventType()) : "'" + text);
      onNext.accept(event);
    }

    @Override
    public void onError(@Nullable Throwable failure) {
      told.add("onError");
    }

    @Override
    public void onComplete() {
      told.add("onComplete");
      onComplete.run();
    }
  }
}
