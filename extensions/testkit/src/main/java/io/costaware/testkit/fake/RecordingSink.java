package io.costaware.testkit.fake;

import io.costaware.event.AdjustmentEvent;
import io.costaware.event.CallEvent;
import io.costaware.event.CostEvent;
import io.costaware.event.RefusedEvent;
import io.costaware.sink.EventSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * A sink that keeps every event, for tests. Events reach sinks a little after the call that they
 * tell of, so tests wait for as many as they expect.
 *
 * <pre>{@code
 * RecordingSink events = new RecordingSink();
 * CostAware costs = CostAware.builder().sink(events).build();
 * ...
 * CallEvent event = events.awaitCalls(1, Duration.ofSeconds(5)).get(0);
 * }</pre>
 *
 * <p>Safe for use by many threads.
 */
public final class RecordingSink implements EventSink {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<CostEvent> events = new ArrayList<>();

  /** A sink without events. */
  public RecordingSink() {}

  @Override
  public void accept(CostEvent event) {
    lock.lock();
    try {
      events.add(event);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** All events so far, in the order in which they came. */
  public List<CostEvent> events() {
    lock.lock();
    try {
      return List.copyOf(events);
    } finally {
      lock.unlock();
    }
  }

  /** The events of attempts so far. */
  public List<CallEvent> calls() {
    return only(CallEvent.class);
  }

  /** The events of refused calls so far. */
  public List<RefusedEvent> refusals() {
    return only(RefusedEvent.class);
  }

  /** The adjustments so far. */
  public List<AdjustmentEvent> adjustments() {
    return only(AdjustmentEvent.class);
  }

  private <T extends CostEvent> List<T> only(Class<T> kind) {
    return events().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /**
   * Waits until there are at least so many events of attempts.
   *
   * @return those there are
   * @throws AssertionError if there are fewer when the limit has passed
   */
  public List<CallEvent> awaitCalls(int count, Duration limit) {
    await(() -> calls().size() >= count, count + " calls", limit);
    return calls();
  }

  /**
   * Waits until there are at least so many events of refused calls.
   *
   * @return those there are
   * @throws AssertionError if there are fewer when the limit has passed
   */
  public List<RefusedEvent> awaitRefusals(int count, Duration limit) {
    await(() -> refusals().size() >= count, count + " refusals", limit);
    return refusals();
  }

  private void await(BooleanSupplier reached, String wanted, Duration limit) {
    lock.lock();
    try {
      long left = limit.toNanos();
      while (!reached.getAsBoolean()) {
        if (left <= 0) {
          throw new AssertionError(
              "Waited " + limit + " for " + wanted + ", and there are these events: " + events);
        }
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting for " + wanted, e);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets all events. */
  public void clear() {
    lock.lock();
    try {
      events.clear();
    } finally {
      lock.unlock();
    }
  }
}
