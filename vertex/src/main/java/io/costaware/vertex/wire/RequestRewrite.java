package io.costaware.vertex.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import java.util.Map;

/**
 * Changes single places of a request's JSON and leaves every other byte as it is.
 *
 * <p>For use by one thread.
 */
final class RequestRewrite {
  private final byte[] body;
  private final RequestScan scan;
  private final StringBuilder atEnd = new StringBuilder();
  private String cap = "";
  private String labels = "";

  RequestRewrite(byte[] body, RequestScan scan) {
    this.body = body;
    this.scan = scan;
  }

  /** Sets all labels, those that the caller has set included. */
  RequestRewrite labels(Map<String, String> all) {
    if (all.isEmpty() || all.equals(scan.labels)) {
      return this;
    }
    labels = json(all);
    if (scan.labelsFrom < 0) {
      append("\"labels\":" + labels);
    }
    return this;
  }

  /** Caps the answer of each candidate; a lower cap of the caller stays. */
  RequestRewrite cap(long maxOutputTokens) {
    if (maxOutputTokens <= 0
        || (scan.maxOutputTokens > 0 && scan.maxOutputTokens <= maxOutputTokens)) {
      return this;
    }
    cap = Long.toString(maxOutputTokens);
    if (scan.capFrom < 0) {
      cap = "\"maxOutputTokens\":" + cap;
      if (scan.configFrom < 0) {
        append("\"generationConfig\":{" + cap + "}");
      }
    }
    return this;
  }

  private void append(String member) {
    if (!scan.isEmpty || atEnd.length() > 0) {
      atEnd.append(',');
    }
    atEnd.append(member);
  }

  /** The body; the very same array if nothing has changed. */
  byte[] bytes() {
    if (cap.isEmpty() && labels.isEmpty()) {
      return body;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + 256);
    int at = 0;
    boolean labelsFirst =
        scan.labelsFrom >= 0 && scan.labelsFrom < Math.max(scan.capFrom, scan.configFrom);
    if (labelsFirst) {
      at = replaceLabels(out, at);
      at = replaceCap(out, at);
    } else {
      at = replaceCap(out, at);
      at = replaceLabels(out, at);
    }
    copy(out, at, scan.end);
    out.writeBytes(atEnd.toString().getBytes(UTF_8));
    copy(out, scan.end, body.length);
    return out.toByteArray();
  }

  private int replaceLabels(ByteArrayOutputStream out, int at) {
    if (labels.isEmpty() || scan.labelsFrom < 0) {
      return at;
    }
    copy(out, at, scan.labelsFrom);
    out.writeBytes(labels.getBytes(UTF_8));
    return scan.labelsTo;
  }

  private int replaceCap(ByteArrayOutputStream out, int at) {
    if (cap.isEmpty() || scan.configFrom < 0) {
      return at;
    }
    int from = scan.capFrom < 0 ? scan.configFrom : scan.capFrom;
    copy(out, at, from);
    out.writeBytes(cap.getBytes(UTF_8));
    if (scan.capFrom >= 0) {
      return scan.capTo;
    }
    if (!scan.configIsEmpty) {
      out.write(',');
    }
    return from;
  }

  private void copy(ByteArrayOutputStream out, int from, int to) {
    out.write(body, from, to - from);
  }

  private static String json(Map<String, String> labels) {
    JsonStringEncoder encoder = JsonStringEncoder.getInstance();
    StringBuilder json = new StringBuilder("{");
    labels.forEach(
        (key, value) -> {
          json.append(json.length() > 1 ? ",\"" : "\"");
          encoder.quoteAsString(key, json);
          json.append("\":\"");
          encoder.quoteAsString(value, json);
          json.append('"');
        });
    return json.append('}').toString();
  }
}
