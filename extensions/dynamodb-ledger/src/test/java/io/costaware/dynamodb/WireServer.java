package io.costaware.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Speaks DynamoDB's wire format on a local socket, so that the real client can be used, for the few
 * operations that the store needs; what it is asked beyond them it refuses. Its clock can be set.
 */
final class WireServer implements AutoCloseable {
  static final String ACCESS_KEY = "AKIDEXAMPLE";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final LocalTables tables = new LocalTables();
  private final ServerSocket socket;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "dynamodb-wire");
            thread.setDaemon(true);
            return thread;
          });
  private final AtomicLong aheadMillis = new AtomicLong();
  private final AtomicInteger requests = new AtomicInteger();
  private volatile boolean telling = true;
  private volatile CountDownLatch open = new CountDownLatch(0);

  WireServer() {
    try {
      socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  URI endpoint() {
    return URI.create("http://localhost:" + socket.getLocalPort());
  }

  LocalTables tables() {
    return tables;
  }

  Instant now() {
    return Instant.now().plusMillis(aheadMillis.get());
  }

  void letPass(Duration duration) {
    aheadMillis.addAndGet(duration.toMillis());
  }

  /** Whether answers have a date. */
  void tellDates(boolean tell) {
    telling = tell;
  }

  /** Answers nothing until this is called again. */
  void hang(boolean hang) {
    open.countDown();
    open = new CountDownLatch(hang ? 1 : 0);
  }

  int requests() {
    return requests.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = socket.accept();
        connection.setTcpNoDelay(true);
        threads.execute(() -> serve(connection));
      }
    } catch (IOException e) {
      threads.shutdownNow();
    }
  }

  private void serve(Socket connection) {
    try (connection;
        InputStream in = new BufferedInputStream(connection.getInputStream());
        OutputStream out = connection.getOutputStream()) {
      Optional<Map<String, String>> headers = headers(in);
      while (headers.isPresent()) {
        Map<String, String> said = headers.get();
        JsonNode body = JSON.readTree(in.readNBytes(Integer.parseInt(said.get("content-length"))));
        requests.incrementAndGet();
        open.await();
        answer(out, reply(said, body));
        headers = headers(in);
      }
    } catch (IOException e) {
      // The client went away.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private WireAnswer reply(Map<String, String> headers, JsonNode body) {
    if (!headers.getOrDefault("authorization", "").contains("Credential=" + ACCESS_KEY + "/")) {
      return WireAnswer.fault(
          "UnrecognizedClientException",
          "The security token included in the request is invalid: " + headers.get("authorization"));
    }
    String target = headers.get("x-amz-target");
    return tables.answer(target.substring(target.indexOf('.') + 1), body);
  }

  /** The request line and the headers; empty at the end of the connection. */
  private static Optional<Map<String, String>> headers(InputStream in) throws IOException {
    Map<String, String> headers = new HashMap<>();
    String line = line(in);
    if (line.isEmpty()) {
      return Optional.empty();
    }
    for (line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return Optional.of(headers);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  private void answer(OutputStream out, WireAnswer answer) throws IOException {
    byte[] body = JSON.writeValueAsBytes(answer.body());
    String date =
        telling
            ? "Date: "
                + DateTimeFormatter.RFC_1123_DATE_TIME.format(now().atOffset(ZoneOffset.UTC))
                + "\r\n"
            : "";
    String head =
        "HTTP/1.1 "
            + answer.status()
            + " Said\r\n"
            + date
            + "Content-Type: application/x-amz-json-1.0\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    whole.writeBytes(body);
    out.write(whole.toByteArray());
    out.flush();
  }

  @Override
  public void close() throws IOException {
    open.countDown();
    socket.close();
    threads.shutdownNow();
  }
}
