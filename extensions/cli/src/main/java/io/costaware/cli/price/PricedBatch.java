package io.costaware.cli.price;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import io.costaware.recorded.CallPricer;
import io.costaware.recorded.PricedCall;
import io.costaware.recorded.PricedCallJson;
import io.costaware.recorded.RecordedLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Prices some lines, one after the other, and keeps what is to be written of them: a line of JSON
 * for each, or their totals.
 */
final class PricedBatch {
  private static final JsonFactory JSON = new JsonFactoryBuilder().rootValueSeparator("\n").build();
  private static final int EXPECTED_BYTES = 1 << 18;

  private final CallPricer pricer;
  private final String label;
  private final @Nullable Totals totals;
  private final ByteArrayOutputStream bytes;
  private final JsonGenerator json;
  private long lines;
  private long invalid;

  /**
   * @param label stands before errors, so that lines of several files can be told apart; may be
   *     empty
   * @param summary whether totals are wanted instead of lines
   */
  PricedBatch(CallPricer pricer, String label, boolean summary) {
    this.pricer = pricer;
    this.label = label;
    totals = summary ? new Totals() : null;
    bytes = new ByteArrayOutputStream(summary ? 0 : EXPECTED_BYTES);
    json = generator(bytes);
  }

  static JsonGenerator generator(OutputStream out) {
    try {
      return JSON.createGenerator(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Prices a line; whatever is wrong with it becomes part of the output. */
  void add(RecordedLine line) {
    lines++;
    try {
      if (line instanceof RecordedLine.Call call) {
        add(call);
      } else if (line instanceof RecordedLine.Fault fault) {
        add(fault);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(RecordedLine.Call line) throws IOException {
    PricedCall priced;
    try {
      priced = pricer.price(line.call());
    } catch (IllegalArgumentException e) {
      add(RecordedLine.Fault.of(line, told(e)));
      return;
    } catch (ArithmeticException e) {
      add(RecordedLine.Fault.of(line, "the sum of counts is beyond what a long holds"));
      return;
    }
    if (totals != null) {
      totals.add(priced);
    } else {
      PricedCallJson.write(json, priced);
    }
  }

  private static String told(IllegalArgumentException e) {
    String message = e.getMessage();
    return message == null ? "a count is wrong" : message;
  }

  private void add(RecordedLine.Fault fault) throws IOException {
    invalid++;
    if (totals != null) {
      totals.addInvalid();
      return;
    }
    PricedCallJson.write(
        json,
        label.isEmpty()
            ? fault
            : new RecordedLine.Fault(
                fault.number(), fault.id(), fault.provider(), label + ": " + fault.error()));
  }

  /** Ends the last line. */
  void finish() {
    try {
      json.flush();
      if (bytes.size() > 0) {
        bytes.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void writeTo(OutputStream out) throws IOException {
    bytes.writeTo(out);
  }

  @Nullable Totals totals() {
    return totals;
  }

  long lines() {
    return lines;
  }

  long invalid() {
    return invalid;
  }
}
