package io.costaware.bedrock.usage;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.costaware.usage.OutputTally;

/**
 * Finds what a model has written in one native event of a stream, whichever family wrote it: the
 * value of any field that one of them uses for text, thoughts or the input of a tool. Reads bytes
 * where they stand and makes no objects, because it runs for each event.
 */
public final class NativeText {
  private static final byte[][] WRITTEN =
      names(
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

  private static byte[][] names(String... names) {
    byte[][] bytes = new byte[names.length][];
    for (int i = 0; i < names.length; i++) {
      bytes[i] = names[i].getBytes(US_ASCII);
    }
    return bytes;
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
        written = isOneOf(WRITTEN, event, at, end);
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

  private static boolean isOneOf(byte[][] names, byte[] event, int from, int to) {
    for (byte[] name : names) {
      if (is(name, event, from, to)) {
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
