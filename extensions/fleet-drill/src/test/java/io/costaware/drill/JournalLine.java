package io.costaware.drill;

import io.costaware.ledger.SliceKey;
import io.costaware.ledger.SliceReport;
import java.math.BigInteger;

/**
 * What a node writes down, one a line. Moments are nanoseconds of the machine's monotonic clock,
 * which all processes share.
 */
sealed interface JournalLine {
  long nanos();

  String text();

  /** A call is about to ask for room. */
  record Wished(long nanos, DrillCall call) implements JournalLine {
    @Override
    public String text() {
      return join(
          "W",
          nanos,
          call.id(),
          call.tenant(),
          call.atMillis(),
          call.heldPicos(),
          call.heldTokens(),
          call.actualPicos(),
          call.actualTokens());
    }
  }

  /** It holds, and would be sent now. */
  record Admitted(long nanos, long id) implements JournalLine {
    @Override
    public String text() {
      return join("A", nanos, id);
    }
  }

  /** It was refused. */
  record Refused(long nanos, long id, String cause) implements JournalLine {
    @Override
    public String text() {
      return join("X", nanos, id, cause);
    }
  }

  /** It has ended and is about to be settled. */
  record Settled(long nanos, long id) implements JournalLine {
    @Override
    public String text() {
      return join("S", nanos, id);
    }
  }

  /** A report is about to be sent. */
  record Reported(
      long nanos, String node, long sequence, SliceKey key, BigInteger settled, BigInteger held)
      implements JournalLine {
    static Reported of(long nanos, String node, SliceReport report) {
      return new Reported(
          nanos, node, report.sequence(), report.key(), report.settled(), report.held());
    }

    BigInteger committed() {
      return settled.add(held);
    }

    @Override
    public String text() {
      return join(
          "R",
          nanos,
          node,
          sequence,
          key.budget(),
          key.unit(),
          key.subject(),
          key.window(),
          key.startMillis(),
          key.endMillis(),
          settled,
          held);
    }
  }

  /** The reports that were sent at that moment were answered. */
  record Answered(long nanos, long sentNanos) implements JournalLine {
    @Override
    public String text() {
      return join("G", nanos, sentNanos);
    }
  }

  /** The ledger is closed. */
  record Closed(long nanos, long trips) implements JournalLine {
    @Override
    public String text() {
      return join("C", nanos, trips);
    }
  }

  static JournalLine parse(String text) {
    String[] part = text.split("\t", -1);
    long nanos = Long.parseLong(part[1]);
    return switch (part[0]) {
      case "W" ->
          new Wished(
              nanos,
              new DrillCall(
                  Long.parseLong(part[2]),
                  part[3],
                  Long.parseLong(part[4]),
                  Long.parseLong(part[5]),
                  Long.parseLong(part[6]),
                  Long.parseLong(part[7]),
                  Long.parseLong(part[8])));
      case "A" -> new Admitted(nanos, Long.parseLong(part[2]));
      case "X" -> new Refused(nanos, Long.parseLong(part[2]), part[3]);
      case "S" -> new Settled(nanos, Long.parseLong(part[2]));
      case "R" ->
          new Reported(
              nanos,
              part[2],
              Long.parseLong(part[3]),
              new SliceKey(
                  part[4],
                  part[5],
                  part[6],
                  part[7],
                  Long.parseLong(part[8]),
                  Long.parseLong(part[9])),
              new BigInteger(part[10]),
              new BigInteger(part[11]));
      case "G" -> new Answered(nanos, Long.parseLong(part[2]));
      case "C" -> new Closed(nanos, Long.parseLong(part[2]));
      default -> throw new IllegalArgumentException("No line of a journal: " + text);
    };
  }

  private static String join(Object... parts) {
    StringBuilder text = new StringBuilder();
    for (Object part : parts) {
      text.append(text.isEmpty() ? "" : "\t").append(part);
    }
    return text.toString();
  }
}
