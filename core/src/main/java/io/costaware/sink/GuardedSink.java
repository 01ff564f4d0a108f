package io.costaware.sink;

import io.costaware.event.CostEvent;
import io.costaware.event.EventJson;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands round a sink that may throw: counts what it throws and logs it now and then, and lets
 * nothing through.
 *
 * <p>Errors of the virtual machine are held back like all others: the thread behind a queue has to
 * outlive a moment without memory, or every later event would be lost.
 */
final class GuardedSink implements EventSink {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedSink.class);

  private final String name;
  private final EventSink sink;
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong flushFailures = new AtomicLong();
  private final Seldom seldom;

  private GuardedSink(String name, EventSink sink, LongSupplier nanos) {
    this.name = name;
    this.sink = sink;
    this.seldom = new Seldom(nanos);
  }

  /** A guard round a sink; the sink itself if it is one. */
  static GuardedSink of(String name, EventSink sink, LongSupplier nanos) {
    return sink instanceof GuardedSink guarded ? guarded : new GuardedSink(name, sink, nanos);
  }

  @Override
  public void accept(CostEvent event) {
    deliver(event);
  }

  /** Hands an event over; false if the sink threw. */
  boolean deliver(CostEvent event) {
    try {
      sink.accept(event);
      return true;
    } catch (Throwable e) {
      failed.incrementAndGet();
      report("did not take", event, e);
      return false;
    }
  }

  @Override
  public void flush() {
    try {
      sink.flush();
    } catch (Throwable e) {
      flushFailures.incrementAndGet();
      report("could not write out what it holds", null, e);
    }
  }

  @Override
  public void close() {
    try {
      sink.close();
    } catch (Throwable e) {
      flushFailures.incrementAndGet();
      report("could not close", null, e);
    }
  }

  /** Events that the sink threw on. */
  long failed() {
    return failed.get();
  }

  /** Times that writing out or closing threw. */
  long flushFailures() {
    return flushFailures.get();
  }

  private void report(String what, @Nullable CostEvent event, Throwable fault) {
    try {
      if (seldom.now()) {
        LOG.warn(
            "Sink '{}' {}{}: {}. Failures so far: {} events, {} flushes; the stack trace is logged"
                + " at DEBUG, and calls go on.",
            name,
            what,
            event == null ? "" : " " + EventJson.type(event) + " event " + event.id(),
            describe(fault),
            failed,
            flushFailures);
        LOG.debug("Sink '{}' threw", name, fault);
      }
    } catch (Throwable ignored) {
      // A logger that fails, or no memory to log with. The failure is counted.
    }
  }

  /** The kinds of a fault and its causes; the messages of foreign code may hold credentials. */
  private static String describe(Throwable fault) {
    if (fault instanceof EventFileException) {
      return String.valueOf(fault.getMessage());
    }
    StringBuilder kinds = new StringBuilder(fault.getClass().getName());
    Throwable cause = fault.getCause();
    for (int depth = 0; cause != null && depth < 4; depth++, cause = cause.getCause()) {
      kinds.append(", caused by ").append(cause.getClass().getName());
    }
    StackTraceElement[] trace = fault.getStackTrace();
    return trace.length == 0 ? kinds.toString() : kinds.append(" at ").append(trace[0]).toString();
  }
}
