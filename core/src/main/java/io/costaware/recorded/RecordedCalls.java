package io.costaware.recorded;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.costaware.tags.Tags;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Reads files of recorded calls, one JSON object a line in UTF-8, as {@code docs/recorded-calls.md}
 * describes them. A line that is wrong becomes a {@link RecordedLine.Fault} and those after it are
 * read on; blank lines are counted and passed over.
 *
 * <p>Safe for use by many threads.
 */
public final class RecordedCalls {
  private static final int BUFFER = 1 << 16;

  /** A line may hold an image or a long text that nobody reads: it is skipped, not refused. */
  private static final StreamReadConstraints LONG_LINES =
      StreamReadConstraints.builder()
          .maxStringLength(Integer.MAX_VALUE)
          .maxNestingDepth(10_000)
          .build();

  /** With a mapper behind it, because the providers' parts become trees. */
  private static final JsonFactory JSON =
      new JsonMapper(JsonFactory.builder().streamReadConstraints(LONG_LINES).build()).getFactory();

  private RecordedCalls() {}

  /**
   * Reads all lines of a stream in order, holding no more than one of them. The stream is left
   * open.
   *
   * @throws IOException if the stream cannot be read
   */
  public static void read(InputStream lines, Consumer<? super RecordedLine> each)
      throws IOException {
    requireNonNull(lines, "lines");
    requireNonNull(each, "each");
    byte[] buffer = new byte[BUFFER];
    long number = 0;
    int start = 0;
    int end = 0;
    while (true) {
      int got = lines.read(buffer, end, buffer.length - end);
      if (got < 0) {
        break;
      }
      int scanned = end;
      end += got;
      for (int i = scanned; i < end; i++) {
        if (buffer[i] == '\n') {
          number++;
          emit(number, buffer, start, i - start, each);
          start = i + 1;
        }
      }
      if (start > 0) {
        System.arraycopy(buffer, start, buffer, 0, end - start);
        end -= start;
        start = 0;
      } else if (end == buffer.length) {
        buffer = Arrays.copyOf(buffer, Math.multiplyExact(buffer.length, 2));
      }
    }
    if (end > start) {
      emit(number + 1, buffer, start, end - start, each);
    }
  }

  private static void emit(
      long number, byte[] buffer, int from, int length, Consumer<? super RecordedLine> each) {
    if (!isBlank(buffer, from, length)) {
      each.accept(line(number, buffer, from, length));
    }
  }

  /**
   * The instant that {@code at} stands for: a date is its midnight in UTC.
   *
   * @throws IllegalArgumentException if it is neither a date nor an instant with its offset
   */
  public static Instant at(String text) {
    return RecordedFields.instant(text);
  }

  /** The tags that the texts of a JSON object stand for; what cannot be a tag is left out. */
  public static Tags tags(JsonNode object) {
    return RecordedFields.tags(object);
  }

  /** Whether a line holds nothing but white space, and so no call and no fault. */
  public static boolean isBlank(byte[] bytes, int from, int length) {
    for (int i = from; i < from + length; i++) {
      byte b = bytes[i];
      if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads one line. Nothing in it is an exception: what is wrong is told by the answer.
   *
   * @param number its number, from 1, which faults name
   * @param bytes holds the line in UTF-8
   * @param from where it begins
   * @param length how many bytes it has; a line break at its end does no harm
   */
  public static RecordedLine line(long number, byte[] bytes, int from, int length) {
    int skipped = number == 1 ? byteOrderMark(bytes, from, length) : 0;
    try (JsonParser json = JSON.createParser(bytes, from + skipped, length - skipped)) {
      return RecordedFields.read(number, json);
    } catch (JsonProcessingException e) {
      // Its own words are left out, because they quote the line.
      int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
      return new RecordedLine.Fault(
          number,
          null,
          null,
          "the line is no JSON object: it cannot be read"
              + (column > 0 ? " at column " + column : "")
              + "; write one object a line");
    } catch (IOException e) {
      throw new AssertionError("bytes in memory are read without I/O", e);
    }
  }

  private static int byteOrderMark(byte[] bytes, int from, int length) {
    boolean marked =
        length >= 3
            && bytes[from] == (byte) 0xEF
            && bytes[from + 1] == (byte) 0xBB
            && bytes[from + 2] == (byte) 0xBF;
    return marked ? 3 : 0;
  }
}
