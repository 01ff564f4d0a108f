package io.costaware.testkit.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 request, read whole. Immutable.
 *
 * @param target the raw request target, for example {@code /model/x%3A0/converse}
 * @param headers names in lower case
 * @param body missing when there is none, a text node when it is not JSON
 */
record HttpRequest(
    String method,
    String target,
    boolean keepAlive,
    Map<String, List<String>> headers,
    JsonNode body) {

  private static final int MAX_LINE = 64 * 1024;
  private static final int MAX_BODY = 64 * 1024 * 1024;

  /** Reads the next request of a connection; null when the client has closed it. */
  static @Nullable HttpRequest read(InputStream in, OutputStream out) throws IOException {
    String start = line(in);
    if (start == null) {
      return null;
    }
    String[] parts = start.split(" ", 3);
    if (parts.length != 3 || !parts[2].startsWith("HTTP/1.")) {
      throw new IOException("Not an HTTP/1.1 request line; HTTP/2 clients need HTTP1_1 set");
    }
    var headers = new HashMap<String, List<String>>();
    for (String line = must(line(in)); !line.isEmpty(); line = must(line(in))) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IOException("Header line without a name");
      }
      headers
          .computeIfAbsent(
              line.substring(0, colon).toLowerCase(Locale.ROOT), n -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    if (first(headers, "expect").equalsIgnoreCase("100-continue")) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }
    boolean keepAlive =
        parts[2].equals("HTTP/1.1") && !first(headers, "connection").equalsIgnoreCase("close");
    return new HttpRequest(
        parts[0], parts[1], keepAlive, headers, Json.readLeniently(body(in, headers)));
  }

  /** The path's segments, each decoded by itself, so that a slash in an ARN splits nothing. */
  List<String> segments() {
    var segments = new ArrayList<String>();
    for (String raw : rawPath().split("/", -1)) {
      segments.add(decoded(raw));
    }
    return segments.subList(Math.min(1, segments.size()), segments.size());
  }

  String path() {
    return decoded(rawPath());
  }

  String query() {
    int mark = target.indexOf('?');
    return mark < 0 ? "" : target.substring(mark + 1);
  }

  private String rawPath() {
    int mark = target.indexOf('?');
    return mark < 0 ? target : target.substring(0, mark);
  }

  private static String decoded(String raw) {
    // A plus sign means itself in a path; only a form turns it into a space.
    return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String first(Map<String, List<String>> headers, String name) {
    return headers.getOrDefault(name, List.of("")).get(0);
  }

  private static byte[] body(InputStream in, Map<String, List<String>> headers) throws IOException {
    if (first(headers, "transfer-encoding").equalsIgnoreCase("chunked")) {
      return chunks(in);
    }
    String length = first(headers, "content-length");
    return length.isEmpty() ? new byte[0] : exactly(in, size(length, 10));
  }

  private static byte[] chunks(InputStream in) throws IOException {
    var body = new ByteArrayOutputStream();
    while (true) {
      int size = size(must(line(in)).split(";", 2)[0].strip(), 16);
      if (size == 0) {
        while (!must(line(in)).isEmpty()) {
          // Trailers say nothing that a test asks for.
        }
        return body.toByteArray();
      }
      if (body.size() + size > MAX_BODY) {
        throw new IOException("Request body is larger than " + MAX_BODY + " bytes");
      }
      body.write(exactly(in, size));
      must(line(in));
    }
  }

  private static int size(String text, int radix) throws IOException {
    try {
      int size = Integer.parseInt(text, radix);
      if (size < 0 || size > MAX_BODY) {
        throw new IOException("Request body is larger than " + MAX_BODY + " bytes");
      }
      return size;
    } catch (NumberFormatException e) {
      throw new IOException("Not a length: " + text, e);
    }
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("Request body ended after " + bytes.length + " of " + length);
    }
    return bytes;
  }

  private static String must(@Nullable String line) throws EOFException {
    if (line == null) {
      throw new EOFException("Request ended in its head");
    }
    return line;
  }

  private static @Nullable String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream(128);
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n') {
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
      }
      if (line.size() == MAX_LINE) {
        throw new IOException("Head line is longer than " + MAX_LINE + " bytes");
      }
      line.write(b);
    }
    return null;
  }
}
