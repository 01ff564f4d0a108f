package io.costaware.testkit.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Puts one answer on a connection, frame by frame. For use by one thread. */
final class AnswerWriter {

  private static final byte[] CRLF = {'\r', '\n'};

  private final OutputStream out;
  private final WireAnswer answer;
  private final Delivery delivery;
  private final List<byte[]> payloads;
  private final boolean gzip;

  AnswerWriter(OutputStream out, WireAnswer answer, boolean clientTakesGzip) {
    this.out = out;
    this.answer = answer;
    this.delivery = answer.delivery();
    this.gzip = delivery.gzip() && clientTakesGzip;
    List<byte[]> sent = delivery.sent(answer.frames());
    this.payloads = gzip ? compress(sent, !delivery.breaksConnection()) : sent;
  }

  int frames() {
    return payloads.size();
  }

  /** Whether the client may send another request on the connection afterwards. */
  boolean keepsConnection() {
    return !delivery.breaksConnection() && delivery.framing() != Delivery.Framing.UNTIL_CLOSE;
  }

  void head(boolean keepAlive) throws IOException {
    var head = new StringBuilder(256);
    head.append("HTTP/1.1 ").append(answer.status()).append(' ').append(reason()).append("\r\n");
    answer.headers().forEach((name, value) -> header(head, name, value));
    if (gzip) {
      header(head, "Content-Encoding", "gzip");
    }
    switch (delivery.framing()) {
      case LENGTH -> header(head, "Content-Length", Long.toString(announcedLength()));
      case CHUNKED -> header(head, "Transfer-Encoding", "chunked");
      case UNTIL_CLOSE -> {}
    }
    if (!keepAlive || delivery.framing() == Delivery.Framing.UNTIL_CLOSE) {
      header(head, "Connection", "close");
    }
    out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    if (delivery.framing() != Delivery.Framing.LENGTH) {
      out.flush();
    }
  }

  void frame(int index) throws IOException {
    byte[] payload = payloads.get(index);
    if (delivery.framing() == Delivery.Framing.CHUNKED && payload.length > 0) {
      out.write((Integer.toHexString(payload.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.write(payload);
      out.write(CRLF);
    } else {
      out.write(payload);
    }
    out.flush();
  }

  void end() throws IOException {
    if (delivery.framing() == Delivery.Framing.CHUNKED && !delivery.breaksConnection()) {
      out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    out.flush();
  }

  /** A body that will be cut still announces its whole length: that is what makes it cut. */
  private long announcedLength() {
    if (!delivery.breaksConnection()) {
      return total(payloads);
    }
    return total(gzip ? compress(answer.frames(), true) : answer.frames());
  }

  private String reason() {
    return switch (answer.status()) {
      case 200 -> "OK";
      case 400 -> "Bad Request";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 429 -> "Too Many Requests";
      case 500 -> "Internal Server Error";
      case 503 -> "Service Unavailable";
      default -> "Status";
    };
  }

  private static void header(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  private static long total(List<byte[]> parts) {
    return parts.stream().mapToLong(part -> part.length).sum();
  }

  private static List<byte[]> compress(List<byte[]> frames, boolean finish) {
    var compressed = new ArrayList<byte[]>();
    var buffer = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(buffer, 512, true)) {
      for (int i = 0; i < frames.size(); i++) {
        zip.write(frames.get(i));
        if (finish && i == frames.size() - 1) {
          zip.finish();
        } else {
          zip.flush();
        }
        compressed.add(buffer.toByteArray());
        buffer.reset();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed;
  }
}
