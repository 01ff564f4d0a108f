package io.costaware.bedrock.usage;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.costaware.usage.OutputTally;
import java.util.Arrays;

/**
 * Finds what a model has written in one native event of a stream, whichever family wrote it: the
 * value of any field that one of them uses for text, thoughts or the input of a tool. Reads bytes
 * where they stand and makes no objects, because it runs for each event.
 *
 * <p>Safe for use by many threads.
 */
public final class NativeText {
  /** The names of such fields by their length, so that most names need no comparison. */
  private static final byte[][][] WRITTEN =
      byLength(
          "text",
          "thinking",
          "partial_json",
          "completion",
          "outputText",
          "generation",
          "content",
          "reasoning_content",
          "reasoning",
          "arguments",
          "input",
          "message",
          "delta");

  private static final byte[] TYPE = "type".getBytes(US_ASCII);
  private static final byte[] RESPONSES = "response.".getBytes(US_ASCII);
  private static final byte[] MORE = ".delta".getBytes(US_ASCII);

  private NativeText() {}

  private static byte[][][] byLength(String... names) {
    int longest = 0;
    for (String name : names) {
      longest = Math.max(longest, name.length());
    }
    byte[][][] buckets = new byte[longest + 1][][];
    for (int length = 0; length <= longest; length++) {
      int of = length;
      buckets[length] =
          Arrays.stream(names)
              .filter(name -> name.length() == of)
              .map(name -> name.getBytes(US_ASCII))
              .toArray(byte[][]::new);
    }
    return buckets;
  }

  /** Adds the text of an event; one that is no JSON adds nothing, or as much as looks like it. */
  public static void into(OutputTally tally, byte[] event) {
    boolean written = false;
    boolean type = false;
    int at = 0;
    while (at < event.length) {
      if (event[at++] != '"') {
        continue;
      }
      int end = end(event, at);
      if (isName(event, end)) {
        written = isWritten(event, at, end);
        type = is(TYPE, event, at, end);
      } else if (type && tellsAgain(event, at, end)) {
        return;
      } else if (written) {
        tally.json(event, at, end);
      }
      at = end + 1;
    }
  }

  /** Where the text that begins at an offset ends: the offset of its quote. */
  private static int end(byte[] event, int from) {
    int at = from;
    while (at < event.length && event[at] != '"') {
      at += event[at] == '\\' ? 2 : 1;
    }
    return Math.min(at, event.length);
  }

  private static boolean isName(byte[] event, int quote) {
    int at = quote + 1;
    while (at < event.length && event[at] <= ' ') {
      at++;
    }
    return at < event.length && event[at] == ':';
  }

  /** Of the Responses events only those that end in {@code .delta} hold what is new. */
  private static boolean tellsAgain(byte[] event, int from, int to) {
    return startsWith(RESPONSES, event, from, to)
        && !(to - from >= MORE.length && startsWith(MORE, event, to - MORE.length, to));
  }

  private static boolean isWritten(byte[] event, int from, int to) {
    if (to - from >= WRITTEN.length) {
      return false;
    }
    for (byte[] name : WRITTEN[to - from]) {
      if (startsWith(name, event, from, to)) {
        return true;
      }
    }
    return false;
  }

  private static boolean is(byte[] name, byte[] event, int from, int to) {
    return to - from == name.length && startsWith(name, event, from, to);
  }

  private static boolean startsWith(byte[] name, byte[] event, int from, int to) {
    if (to - from < name.length) {
      return false;
    }
    for (int i = 0; i < name.length; i++) {
      if (event[from + i] != name[i]) {
        return false;
      }
    }
    return true;
  }
}
