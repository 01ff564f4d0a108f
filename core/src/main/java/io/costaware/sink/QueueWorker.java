package io.costaware.sink;

import io.costaware.event.CostEvent;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Carries events from a queue to its sink, on a thread of its own.
 *
 * <p>How it waits. Waking a thread costs a producer some microseconds, so producers do not do it
 * while events come often: a worker that finds nothing naps, ever longer up to {@link #NAP_MAX},
 * and looks again by itself. Only after so many naps in a row without an event does it sleep until
 * woken. Before it does, it says so and looks once more; a producer puts its event and then looks
 * whether the worker said so. Both use volatile accesses, so at least one of the two sees the
 * other, and no event is slept over.
 */
final class QueueWorker implements Runnable {
  private static final long NAP_MIN = TimeUnit.MICROSECONDS.toNanos(50);
  private static final long NAP_MAX = TimeUnit.MILLISECONDS.toNanos(20);

  /** Some two seconds. */
  static final int NAPS = 100;

  private final EventRing ring;
  private final GuardedSink sink;
  private final int naps;
  private final AtomicBoolean asleep = new AtomicBoolean();
  private volatile boolean finishing;
  private volatile boolean abandoned;
  private volatile boolean ended;
  private volatile long delivered;
  private volatile long failed;

  QueueWorker(EventRing ring, GuardedSink sink, int naps) {
    this.ring = ring;
    this.sink = sink;
    this.naps = naps;
  }

  @Override
  public void run() {
    try {
      int idle = 0;
      while (!abandoned && !(finishing && ring.isEmpty())) {
        if (drain()) {
          idle = 0;
          sink.flush();
        } else {
          rest(idle++);
        }
      }
      sink.flush();
      sink.close();
    } finally {
      ended = true;
    }
  }

  private boolean drain() {
    boolean any = false;
    CostEvent event = ring.poll();
    while (event != null) {
      any = true;
      count(sink.deliver(event));
      event = abandoned ? null : ring.poll();
    }
    return any;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // Written by this thread alone.
  private void count(boolean taken) {
    if (taken) {
      delivered++;
    } else {
      failed++;
    }
  }

  private void rest(int idle) {
    // A sink may leave its thread interrupted, and then no nap would last.
    if (Thread.interrupted() && abandoned) {
      return;
    }
    if (idle < naps) {
      LockSupport.parkNanos(Math.min(NAP_MAX, NAP_MIN << Math.min(idle, 20)));
      return;
    }
    asleep.set(true);
    if (ring.isEmpty() && !finishing) {
      LockSupport.park();
    }
    asleep.set(false);
  }

  /** Whether somebody who has put an event must wake this. */
  boolean isAsleep() {
    return asleep.get();
  }

  /** Wakes the worker; of many producers only one does. */
  void wake(Thread thread) {
    if (asleep.compareAndSet(true, false)) {
      LockSupport.unpark(thread);
    }
  }

  /** Ends the worker when the queue is empty. */
  void finish() {
    finishing = true;
  }

  /** Ends the worker after the event it is at. */
  void abandon() {
    abandoned = true;
  }

  /** Whether what still waits will never reach the sink. */
  boolean isOver() {
    return abandoned || ended;
  }

  /** Events that the sink took. */
  long delivered() {
    return delivered;
  }

  /** Events that the sink threw on. */
  long failed() {
    return failed;
  }

  /** Events that were put and not yet shown to the sink, or are just now with it. */
  long waiting() {
    // The puts last: an event on its way between two reads is counted twice, never nowhere.
    long shown = delivered + failed;
    return Math.max(0, ring.put() - shown);
  }
}
