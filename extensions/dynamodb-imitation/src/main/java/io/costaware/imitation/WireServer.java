package io.costaware.imitation;

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
 *
 * <p>Safe for use by many threads.
 */
public final class WireServer implements AutoCloseable {
  /** The only access key that it takes; it looks at no signature. */
  public static final String ACCESS_KEY = "AKIDEXAMPLE";

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

  /** A server on any port that is free. */
  public WireServer() {
    this(0);
  }

  /** A server on this port; 0 takes any that is free. */
  public WireServer(int port) {
    try {
      socket = new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** Where it listens. */
  public URI endpoint() {
    return URI.create("http://localhost:" + socket.getLocalPort());
  }

  /** What it serves. */
  public LocalTables tables() {
    return tables;
  }

  /** What its clock says. */
  public Instant now() {
    return Instant.now().plusMillis(aheadMillis.get());
  }

  /** Puts its clock on. */
  public void letPass(Duration duration) {
    aheadMillis.addAndGet(duration.toMillis());
  }

  /** Whether answers have a date. */
  public void tellDates(boolean tell) {
    telling = tell;
  }

  /** Answers nothing until this is called again. */
  public void hang(boolean hang) {
    open.countDown();
    open = new CountDownLatch(hang ? 1 : 0);
  }

  /** How many there were. */
  public int requests() {
    return requests.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = socket.accept();
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
      connection.setTcpNoDelay(true);
      Optional<Map<String, String>> headers = headers(in);
      while (headers.isPresent()) {
        Map<String, String> said = headers.get();
        JsonNode body =
            JSON.readTree(in.readNBytes(Integer.parseInt(header(said, "content-length"))));
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

  private WireAnswer reply(Map<String, String> headers, JsonNode body) throws IOException {
    if (!headers.getOrDefault("authorization", "").contains("Credential=" + ACCESS_KEY + "/")) {
      return WireAnswer.fault(
          "UnrecognizedClientException",
          "The security token included in the request is invalid: "
              + headers.getOrDefault("authorization", "there is none"));
    }
    String target = header(headers, "x-amz-target");
    return tables.answer(target.substring(target.indexOf('.') + 1), body);
  }

  private static String header(Map<String, String> headers, String name) throws IOException {
    String value = headers.get(name);
    if (value == null) {
      throw new IOException("A request without the header " + name);
    }
    return value;
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
