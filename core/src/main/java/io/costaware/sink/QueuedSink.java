package io.costaware.sink;

import static java.util.Objects.requireNonNull;

import io.costaware.event.CostEvent;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bounded queue and a thread of its own in front of a sink. {@link #accept} never blocks, never
 * throws and takes no lock; a sink that is slow, stuck or broken delays neither the call nor other
 * sinks. What does not fit is counted as lost and said in the log.
 *
 * <p>Events reach the sink in the order of each thread that gave them, within some 20 milliseconds
 * if the sink keeps up. The sink is flushed whenever the queue runs dry.
 *
 * <p>Safe for use by many threads.
 */
public final class QueuedSink implements EventSink {
  /** Events that a queue holds unless told otherwise. */
  public static final int DEFAULT_CAPACITY = 65_536;

  /** The most events that a queue may be told to hold. */
  public static final int MAX_CAPACITY = 1 << 24;

  private static final Logger LOG = LoggerFactory.getLogger(QueuedSink.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
  private static final long GRACE_MILLIS = 100;

  private final String name;
  private final EventRing ring;
  private final GuardedSink sink;
  private final QueueWorker worker;
  private final Thread thread;
  private final LongAdder refused = new LongAdder();
  private final Seldom seldom;
  private volatile boolean closed;

  private QueuedSink(
      String name,
      EventSink sink,
      int capacity,
      ThreadFactory threads,
      LongSupplier nanos,
      int naps) {
    this.name = name;
    this.ring = new EventRing(capacity);
    this.sink = GuardedSink.of(name, sink, nanos);
    this.seldom = new Seldom(nanos);
    this.worker = new QueueWorker(ring, this.sink, naps);
    this.thread = requireNonNull(threads.newThread(worker), "the thread factory gave no thread");
  }

  /**
   * A queue in front of a sink, with a daemon thread named after it.
   *
   * @param name names the sink in logs and health
   * @param capacity events that may wait, 1 to {@value #MAX_CAPACITY}
   * @param nanos a count of nanoseconds that only grows; it paces the log
   * @throws IllegalArgumentException if the capacity is out of range or the name is blank
   */
  public static QueuedSink of(String name, EventSink sink, int capacity, LongSupplier nanos) {
    return of(
        name,
        sink,
        capacity,
        worker -> {
          Thread thread = new Thread(worker, "costaware-sink-" + name);
          thread.setDaemon(true);
          return thread;
        },
        nanos);
  }

  /**
   * A queue in front of a sink, with a thread from a factory.
   *
   * @param name names the sink in logs and health
   * @param capacity events that may wait, 1 to {@value #MAX_CAPACITY}
   * @param threads makes the one thread that the sink is called by
   * @param nanos a count of nanoseconds that only grows; it paces the log
   * @throws IllegalArgumentException if the capacity is out of range or the name is blank
   */
  public static QueuedSink of(
      String name, EventSink sink, int capacity, ThreadFactory threads, LongSupplier nanos) {
    return of(name, sink, capacity, threads, nanos, QueueWorker.NAPS);
  }

  /** With so many naps before the worker sleeps, for tests. */
  static QueuedSink of(
      String name,
      EventSink sink,
      int capacity,
      ThreadFactory threads,
      LongSupplier nanos,
      int naps) {
    requireNonNull(name, "name");
    requireNonNull(sink, "sink");
    requireNonNull(threads, "threads");
    requireNonNull(nanos, "nanos");
    if (name.isBlank()) {
      throw new IllegalArgumentException("A sink's name is blank; name it, for example file");
    }
    if (capacity < 1 || capacity > MAX_CAPACITY) {
      throw new IllegalArgumentException(
          "A queue of "
              + capacity
              + " events for sink '"
              + name
              + "' cannot be; take 1 to "
              + MAX_CAPACITY);
    }
    QueuedSink queue = new QueuedSink(name, sink, capacity, threads, nanos, naps);
    queue.thread.start();
    return queue;
  }

  /** Queues an event. If the queue is full or closed, the event is lost, and counted. */
  @Override
  public void accept(CostEvent event) {
    if (closed || !ring.offer(event)) {
      refuse();
    } else if (worker.isAsleep()) {
      worker.wake(thread);
    }
  }

  private void refuse() {
    refused.increment();
    try {
      if (seldom.now()) {
        LOG.warn(
            "Sink '{}' lost an event because its queue {}; {} lost so far. Calls go on.",
            name,
            closed ? "is closed" : "is full",
            refused);
      }
    } catch (RuntimeException ignored) {
      // This is the thread of a call, which a logger that throws must not break.
    }
  }

  /** The counts of this moment; they add up exactly while nobody gives or takes an event. */
  public SinkHealth health() {
    boolean over = worker.isOver();
    long waiting = worker.waiting();
    return new SinkHealth(
        name,
        over ? 0 : waiting,
        worker.delivered(),
        worker.failed(),
        refused.sum() + (over ? waiting : 0),
        sink.flushFailures());
  }

  /** Closes as {@link #close(Duration)} does, with five seconds to drain. */
  @Override
  public void close() {
    close(CLOSE_LIMIT);
  }

  /**
   * Takes no more events, lets the sink have those that wait, flushes and closes it. When the limit
   * is over, a sink that is stuck is interrupted, and what still waits is lost.
   *
   * @return events that the sink did not get in time
   */
  public long close(Duration limit) {
    closed = true;
    worker.finish();
    LockSupport.unpark(thread);
    boolean interrupted = false;
    try {
      long millis = TimeUnit.MILLISECONDS.convert(limit);
      // Thread.join takes 0 for ever.
      if (millis > 0) {
        thread.join(millis);
      }
      if (thread.isAlive()) {
        worker.abandon();
        thread.interrupt();
        thread.join(GRACE_MILLIS);
      }
    } catch (InterruptedException e) {
      interrupted = true;
      worker.abandon();
      thread.interrupt();
    }
    long left = worker.waiting();
    if (left > 0) {
      LOG.warn("Sink '{}' was closed with {} events left in its queue; they are lost.", name, left);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return left;
  }

  /** The sink's name and its counts. */
  @Override
  public String toString() {
    return health().toString();
  }
}
