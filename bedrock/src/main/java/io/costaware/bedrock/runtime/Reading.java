package io.costaware.bedrock.runtime;

import io.costaware.call.OpenCall;
import io.costaware.event.CallResult;
import io.costaware.event.Outcome;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads an answer; one that cannot be read is unmeasured, and its caller notices nothing. */
final class Reading {
  private static final Logger LOG = LoggerFactory.getLogger(Reading.class);

  private Reading() {}

  static <R> Outcome of(R response, Function<R, Outcome> reading, OpenCall call) {
    try {
      return reading.apply(response);
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("The usage of an answer could not be read: {}", e.getClass().getName());
      call.flag("the usage could not be read: " + e.getClass().getSimpleName());
      return Outcome.unmeasured(CallResult.SUCCEEDED, "the usage could not be read");
    }
  }
}
