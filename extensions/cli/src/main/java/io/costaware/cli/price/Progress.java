package io.costaware.cli.price;

import io.costaware.cli.io.Streams;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** Tells a person who waits how far the work is: after some seconds, and then every second. */
final class Progress implements LongConsumer {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);
  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);

  private final Streams streams;
  private final boolean wanted;
  private long next;
  private boolean shown;

  Progress(Streams streams, boolean asked) {
    this.streams = streams;
    wanted = asked || streams.errIsTerminal();
    next = streams.nanos().getAsLong() + (asked ? 0 : PATIENCE);
  }

  @Override
  public void accept(long lines) {
    if (!wanted || streams.nanos().getAsLong() - next < 0) {
      return;
    }
    next = streams.nanos().getAsLong() + INTERVAL;
    show(lines);
  }

  private void show(long lines) {
    String text = String.format(Locale.ROOT, "%,d calls priced", lines);
    streams.err().print((streams.errIsTerminal() ? "\r" : "") + text);
    if (!streams.errIsTerminal()) {
      streams.err().println();
    }
    streams.err().flush();
    shown = true;
  }

  /** Leaves the line that the last number stands on. */
  void end(long lines) {
    if (!shown) {
      return;
    }
    show(lines);
    if (streams.errIsTerminal()) {
      streams.err().println();
      streams.err().flush();
    }
  }
}
