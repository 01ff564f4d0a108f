package io.costaware.sink;

import static java.util.Objects.requireNonNull;

import io.costaware.event.AdjustmentEvent;
import io.costaware.event.CallEvent;
import io.costaware.event.CallFacts;
import io.costaware.event.CostEvent;
import io.costaware.event.Outcome;
import io.costaware.event.Provenance;
import io.costaware.event.Refusal;
import io.costaware.event.RefusedEvent;
import io.costaware.money.Money;
import io.costaware.pricing.Receipt;
import io.costaware.target.Target;
import io.costaware.usage.Usage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Writes one line for each event to an SLF4J logger: calls and adjustments at INFO, refusals at
 * WARN, unless told otherwise. A line is made of {@code name=value} pairs, the tags first; values
 * that could break the line or pass for another pair are quoted or cleaned.
 *
 * <p>Safe for use by many threads.
 */
public final class Slf4jSink implements EventSink {
  /** The logger unless told otherwise. */
  public static final String LOGGER = "io.costaware.cost";

  private final Logger logger;
  private final Level calls;
  private final Level refusals;

  private Slf4jSink(Logger logger, Level calls, Level refusals) {
    this.logger = requireNonNull(logger, "logger");
    this.calls = requireNonNull(calls, "level of calls");
    this.refusals = requireNonNull(refusals, "level of refusals");
  }

  /** A sink to the logger {@value #LOGGER}. */
  public static Slf4jSink create() {
    return to(LoggerFactory.getLogger(LOGGER));
  }

  /** A sink to a logger. */
  public static Slf4jSink to(Logger logger) {
    return new Slf4jSink(logger, Level.INFO, Level.WARN);
  }

  /** This with other levels; adjustments have that of calls. */
  public Slf4jSink at(Level calls, Level refusals) {
    return new Slf4jSink(logger, calls, refusals);
  }

  @Override
  public void accept(CostEvent event) {
    Level level = event instanceof RefusedEvent ? refusals : calls;
    if (logger.isEnabledForLevel(level)) {
      logger.atLevel(level).log(line(event));
    }
  }

  private static String line(CostEvent event) {
    LogLine line = new LogLine();
    CallFacts call = event.call();
    call.tags().forEach(line::pair);
    line.pair("operation", call.operation().id());
    line.pair("model", model(call));
    if (event instanceof CallEvent ended) {
      describe(line, ended);
    } else if (event instanceof RefusedEvent refused) {
      Refusal refusal = refused.refusal();
      line.pair("refused", refusal.kind());
      line.pair("reason", refusal.describe());
    } else if (event instanceof AdjustmentEvent adjustment) {
      describe(line, adjustment);
    }
    line.pair("event", event.id().toString());
    return line.toString();
  }

  private static String model(CallFacts call) {
    Target target = call.target();
    return call.operation().provider().id()
        + ":"
        + (target == null ? call.requestedModel() : target.model());
  }

  private static void describe(LogLine line, AdjustmentEvent event) {
    line.pair("adjusts", event.adjusts().toString());
    line.pair("before", decimal(event.before().total()));
    line.pair("cost", decimal(event.receipt().total()));
    line.pair("currency", event.receipt().currency().getCurrencyCode());
    line.pair("prices", event.priceVersion());
    line.pair("reason", event.reason());
  }

  private static String decimal(@Nullable Money cost) {
    return cost == null ? "unknown" : cost.decimal();
  }

  private static void describe(LogLine line, CallEvent event) {
    Receipt receipt = event.receipt();
    line.pair("cost", decimal(receipt.total()));
    line.pair("currency", receipt.currency().getCurrencyCode());
    if (receipt.outcome() != Receipt.Outcome.PRICED) {
      line.pair("priced", receipt.outcome().id());
    }
    Outcome outcome = event.outcome();
    Usage usage = outcome.usage();
    line.pair("tokens_in", Long.toString(usage.promptTokens()));
    line.pair("tokens_out", Long.toString(usage.totalTokens() - usage.promptTokens()));
    line.pair("result", outcome.result().id());
    String error = outcome.error();
    if (error != null) {
      line.pair("error", error);
    }
    if (event.provenance() != Provenance.MEASURED) {
      line.pair("provenance", event.provenance().id());
    }
    line.pair("ms", Long.toString(TimeUnit.NANOSECONDS.toMillis(event.latencyNanos())));
    line.pair("attempt", event.attemptsKnown() ? Integer.toString(event.attempt()) : "unknown");
  }
}
