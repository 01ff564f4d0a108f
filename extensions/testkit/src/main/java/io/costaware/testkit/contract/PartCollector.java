package io.costaware.testkit.contract;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.client.AnswerPart;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A subscriber that asks for so many parts at a time and fails if it is given more. */
final class PartCollector implements Flow.Subscriber<AnswerPart> {
  private final int step;
  private final AtomicLong open = new AtomicLong();
  private final List<AnswerPart> parts = new ArrayList<>();
  private final CompletableFuture<List<AnswerPart>> done = new CompletableFuture<>();
  private volatile Flow.@Nullable Subscription subscription;
  private volatile int received;

  /**
   * @param step how many parts to ask for at a time; 0 asks for none by itself
   */
  PartCollector(int step) {
    this.step = step;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    if (step > 0) {
      request(step);
    }
  }

  void request(long n) {
    open.addAndGet(n);
    subscription().request(n);
  }

  Flow.Subscription subscription() {
    Flow.Subscription given = subscription;
    assertThat(given).as("the subscription").isNotNull();
    return requireNonNull(given);
  }

  @Override
  public void onNext(AnswerPart part) {
    if (open.decrementAndGet() < 0) {
      done.completeExceptionally(new AssertionError("More parts came than were asked for"));
    }
    synchronized (parts) {
      parts.add(part);
      received = parts.size();
    }
    if (step > 0 && open.get() == 0 && !(part instanceof AnswerPart.Finished)) {
      request(step);
    }
  }

  @Override
  public void onError(Throwable failure) {
    done.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    synchronized (parts) {
      done.complete(List.copyOf(parts));
    }
  }

  /** The parts until now. */
  List<AnswerPart> soFar() {
    synchronized (parts) {
      return List.copyOf(parts);
    }
  }

  int received() {
    return received;
  }

  boolean isDone() {
    return done.isDone();
  }

  /** All parts; throws what the publisher failed with. */
  List<AnswerPart> await() throws Exception {
    try {
      return done.get(ContractStage.LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
