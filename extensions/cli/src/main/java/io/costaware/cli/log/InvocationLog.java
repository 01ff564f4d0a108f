package io.costaware.cli.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.costaware.recorded.RecordedLine;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Reads Bedrock's model invocation log as recorded calls: objects of S3, exports and printed events
 * of CloudWatch Logs. Several records of one call become one call.
 *
 * <p>For use by one thread.
 */
public final class InvocationLog {
  private static final int LOOKED_AT = 4096;
  private static final int SHORT_LINE = 40;

  private final LogValues values;
  private final LogWindow window = new LogWindow();
  private final ArrayDeque<RecordedLine> ready = new ArrayDeque<>();
  private boolean ended;

  private InvocationLog(LogValues values) {
    this.values = values;
  }

  /** Reads a stream, which the caller closes. */
  public static InvocationLog of(InputStream in) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, LOOKED_AT);
    buffered.mark(LOOKED_AT);
    String head = new String(buffered.readNBytes(LOOKED_AT), StandardCharsets.UTF_8).strip();
    buffered.reset();
    return new InvocationLog(isDocument(head) ? new LogDocument(buffered) : new LogLines(buffered));
  }

  /** An array is one document; so is an object that is not complete at the end of its line. */
  private static boolean isDocument(String head) {
    if (head.startsWith("[")) {
      return true;
    }
    int end = head.indexOf('\n');
    String first = (end < 0 ? head : head.substring(0, end)).strip();
    return end >= 0
        && first.startsWith("{")
        && first.length() <= SHORT_LINE
        && !first.endsWith("}");
  }

  /** The next call, or what is wrong with a record; null at the end. */
  public @Nullable RecordedLine next() throws IOException {
    while (ready.isEmpty()) {
      if (ended) {
        LogRecord last = window.removeOldest();
        return last == null ? null : new RecordedLine.Call(last.line(), last.call());
      }
      LogValues.Value value = values.next();
      if (value == null) {
        ended = true;
      } else {
        take(value.line(), value.json());
      }
    }
    return ready.remove();
  }

  private void take(long line, @Nullable JsonNode json) {
    if (json == null) {
      ready.add(fault(line, "the record is no JSON object"));
    } else if (json.path("message").isTextual() || json.path("@message").isTextual()) {
      JsonNode message =
          json.path("message").isTextual() ? json.path("message") : json.path("@message");
      take(line, wrapped(message.textValue()));
    } else if (json.path("events").isArray() || json.path("logEvents").isArray()) {
      JsonNode list = json.path("events").isArray() ? json.path("events") : json.path("logEvents");
      list.forEach(element -> take(line, element));
    } else {
      record(line, json);
    }
  }

  private static @Nullable JsonNode wrapped(String message) {
    try {
      return LogLines.JSON.readTree(message);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private void record(long line, JsonNode json) {
    LogRecord record;
    try {
      record = LogRecord.of(line, json);
    } catch (IllegalArgumentException e) {
      ready.add(fault(line, String.valueOf(e.getMessage())));
      return;
    }
    LogRecord oldest = window.add(record);
    if (oldest != null) {
      ready.add(new RecordedLine.Call(oldest.line(), oldest.call()));
    }
  }

  private static RecordedLine.Fault fault(long line, String error) {
    return new RecordedLine.Fault(line, null, "bedrock", error);
  }
}
