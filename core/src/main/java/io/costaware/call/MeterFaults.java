package io.costaware.call;

import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What went wrong in metering: counted, and a line each in the log.
 *
 * <p>Safe for use by many threads.
 */
final class MeterFaults {
  private static final Logger LOG = LoggerFactory.getLogger(CallMeter.class);

  private final LongAdder count = new LongAdder();

  /** The message stays out: that of plugged-in code may quote a header or a password. */
  void add(String what, Throwable cause) {
    count.increment();
    StackTraceElement[] trace = cause.getStackTrace();
    LOG.warn(
        "{}: {} at {}; the stack trace is logged at DEBUG, and calls go on.",
        what,
        cause.getClass().getName(),
        trace.length == 0 ? "an unknown place" : trace[0]);
    LOG.debug("{}", what, cause);
  }

  long count() {
    return count.sum();
  }
}
