package io.costaware.vertex.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * Changes single places of a request's JSON and leaves every other byte as it is and where it is.
 *
 * <p>For use by one thread.
 */
final class RequestRewrite {
  private static final byte[] COMMA = {','};
  private static final byte[] LABELS = "\"labels\":".getBytes(US_ASCII);

  /** Other bytes in place of those between two offsets. */
  private static final class Edit {
    final int from;
    final int to;
    final byte[] with;

    Edit(int from, int to, byte[] with) {
      this.from = from;
      this.to = to;
      this.with = with;
    }
  }

  private final byte[] body;
  private final RequestScan scan;
  private final List<Edit> edits = new ArrayList<>(4);
  private boolean addsMember;

  RequestRewrite(byte[] body, RequestScan scan) {
    this.body = body;
    this.scan = scan;
  }

  /** Sets all labels, those that the caller has set included. */
  RequestRewrite labels(Map<String, String> all, LabelJson json) {
    if (all.isEmpty() || all.equals(scan.labels)) {
      return this;
    }
    byte[] written = scan.labels.isEmpty() ? json.of(all) : LabelJson.write(all);
    if (scan.labelsFrom >= 0) {
      edits.add(new Edit(scan.labelsFrom, scan.labelsTo, written));
    } else {
      append(LABELS);
      insert(scan.end, written);
    }
    return this;
  }

  /** Caps the answer of each candidate; a lower cap of the caller stays. */
  RequestRewrite cap(long maxOutputTokens) {
    if (maxOutputTokens <= 0
        || (scan.maxOutputTokens > 0 && scan.maxOutputTokens <= maxOutputTokens)) {
      return this;
    }
    String cap = Long.toString(maxOutputTokens);
    String member = "\"maxOutputTokens\":" + cap;
    if (scan.capFrom >= 0) {
      edits.add(new Edit(scan.capFrom, scan.capTo, cap.getBytes(US_ASCII)));
    } else if (scan.configFrom >= 0) {
      insert(scan.configFrom, (scan.configIsEmpty ? member : member + ',').getBytes(US_ASCII));
    } else {
      append(("\"generationConfig\":{" + member + '}').getBytes(US_ASCII));
    }
    return this;
  }

  private void append(byte[] member) {
    if (!scan.isEmpty || addsMember) {
      insert(scan.end, COMMA);
    }
    addsMember = true;
    insert(scan.end, member);
  }

  private void insert(int at, byte[] what) {
    edits.add(new Edit(at, at, what));
  }

  /** Whether anything has changed. */
  boolean isChange() {
    return !edits.isEmpty();
  }

  /** The changed body, which may be sent many times; nothing can be changed any more. */
  RequestBody body(@Nullable MediaType type) {
    // What is put in at one place stays in the order in which it was put there.
    edits.sort(Comparator.comparingInt(edit -> edit.from));
    return new Spliced(body, edits, type);
  }

  /** Writes what stays and what is new in turn, so that the whole is never copied. */
  private static final class Spliced extends RequestBody {
    private final byte[] body;
    private final List<Edit> edits;
    private final @Nullable MediaType type;
    private final long length;

    Spliced(byte[] body, List<Edit> edits, @Nullable MediaType type) {
      this.body = body;
      this.edits = edits;
      this.type = type;
      long sum = body.length;
      for (Edit edit : edits) {
        sum += edit.with.length - (edit.to - edit.from);
      }
      this.length = sum;
    }

    @Override
    public @Nullable MediaType contentType() {
      return type;
    }

    @Override
    public long contentLength() {
      return length;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      int at = 0;
      for (Edit edit : edits) {
        sink.write(body, at, edit.from - at);
        sink.write(edit.with);
        at = edit.to;
      }
      sink.write(body, at, body.length - at);
    }
  }
}
