package io.costaware.testkit.wire;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** What a server was asked and what it is to answer. Safe for use by many threads. */
final class Script {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<RecordedRequest> requests = new ArrayList<>();
  private final ArrayDeque<WireReply> replies = new ArrayDeque<>();
  private Function<RecordedRequest, WireReply> always = Script::nothingScripted;
  private int abandoned;

  void enqueue(WireReply reply) {
    lock.lock();
    try {
      replies.add(reply);
    } finally {
      lock.unlock();
    }
  }

  void always(Function<RecordedRequest, WireReply> responder) {
    lock.lock();
    try {
      always = responder;
    } finally {
      lock.unlock();
    }
  }

  /** Records the request under the next number. */
  RecordedRequest record(IntFunction<RecordedRequest> numbered) {
    lock.lock();
    try {
      RecordedRequest request = numbered.apply(requests.size() + 1);
      requests.add(request);
      changed.signalAll();
      return request;
    } finally {
      lock.unlock();
    }
  }

  /** The scripted reply, or what the standing responder says. */
  WireReply replyTo(RecordedRequest request) {
    Function<RecordedRequest, WireReply> standing;
    lock.lock();
    try {
      WireReply scripted = replies.poll();
      if (scripted != null) {
        return scripted;
      }
      standing = always;
    } finally {
      lock.unlock();
    }
    return standing.apply(request);
  }

  List<RecordedRequest> requests() {
    lock.lock();
    try {
      return List.copyOf(requests);
    } finally {
      lock.unlock();
    }
  }

  List<RecordedRequest> awaitRequests(int count, Duration limit) {
    await(() -> requests.size() >= count, limit, () -> count + " requests, saw " + requests.size());
    return requests();
  }

  void abandon() {
    lock.lock();
    try {
      abandoned++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  int abandoned() {
    lock.lock();
    try {
      return abandoned;
    } finally {
      lock.unlock();
    }
  }

  void awaitAbandoned(int count, Duration limit) {
    await(() -> abandoned >= count, limit, () -> count + " abandoned replies, saw " + abandoned);
  }

  private void await(BooleanSupplier reached, Duration limit, Supplier<String> wanted) {
    lock.lock();
    try {
      long left = limit.toNanos();
      while (!reached.getAsBoolean()) {
        if (left <= 0) {
          throw new AssertionError("Waited " + limit + " for " + wanted.get());
        }
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting for " + wanted.get(), e);
    } finally {
      lock.unlock();
    }
  }

  private static WireReply nothingScripted(RecordedRequest request) {
    throw new IllegalArgumentException(
        "No reply is scripted for " + request + "; call enqueue(...) or always(...) first");
  }
}
