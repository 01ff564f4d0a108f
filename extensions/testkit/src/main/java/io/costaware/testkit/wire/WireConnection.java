package io.costaware.testkit.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: reads requests and answers them until one side ends it. For use by one
 * thread.
 */
final class WireConnection {
  private static final long BEFORE_RESET_MILLIS = 100;

  private final Socket socket;
  private final Script script;
  private final WireEngine.Dialect dialect;

  WireConnection(Socket socket, Script script, WireEngine.Dialect dialect) {
    this.socket = socket;
    this.script = script;
    this.dialect = dialect;
  }

  void serve() {
    try {
      socket.setTcpNoDelay(true);
      var in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
      var out = new BufferedOutputStream(socket.getOutputStream(), 16 * 1024);
      HttpRequest request = HttpRequest.read(in, out);
      while (request != null && exchange(request, in, out)) {
        request = HttpRequest.read(in, out);
      }
    } catch (IOException e) {
      // The client left or spoke no HTTP/1.1; closing the connection is the answer.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      WireEngine.quietly(socket);
    }
  }

  /** Answers one request; true when the connection can carry another. */
  private boolean exchange(HttpRequest raw, BufferedInputStream in, OutputStream out)
      throws IOException, InterruptedException {
    RecordedRequest request = script.record(number -> dialect.read(number, raw));
    WireAnswer answer = answered(request);
    try {
      return send(answer, raw, in, out);
    } catch (IOException e) {
      script.abandon();
      throw e;
    }
  }

  private WireAnswer answered(RecordedRequest request) {
    try {
      return dialect.answer(request);
    } catch (IllegalArgumentException e) {
      return fault(400, "ValidationException", "INVALID_ARGUMENT", e);
    } catch (RuntimeException e) {
      return fault(500, "InternalServerException", "INTERNAL", e);
    }
  }

  private boolean send(WireAnswer answer, HttpRequest raw, BufferedInputStream in, OutputStream out)
      throws IOException, InterruptedException {
    Delivery delivery = answer.delivery();
    if (!open(delivery.gate(), in)) {
      return false;
    }
    if (!delivery.sendsNothing()) {
      var writer = new AnswerWriter(out, answer, takesGzip(raw));
      writer.head(raw.keepAlive());
      for (int i = 0; i < writer.frames(); i++) {
        if (i == delivery.stallAfter() && !stall(delivery, in, out)) {
          return false;
        }
        writer.frame(i);
      }
      if (writer.frames() <= delivery.stallAfter() && !stall(delivery, in, out)) {
        return false;
      }
      writer.end();
      if (writer.keepsConnection()) {
        return raw.keepAlive();
      }
    }
    if (delivery.ending() == Delivery.Ending.RESET) {
      // A reset throws away what the other side has not read yet; the frames before it shall
      // arrive.
      out.flush();
      TimeUnit.MILLISECONDS.sleep(BEFORE_RESET_MILLIS);
      // Lingering for zero seconds turns the coming close into a reset.
      socket.setSoLinger(true, 0);
    }
    return false;
  }

  private boolean stall(Delivery delivery, BufferedInputStream in, OutputStream out)
      throws IOException, InterruptedException {
    out.flush();
    return open(delivery.stall(), in);
  }

  /** Waits for the gate; false when the client left before it opened. */
  private boolean open(@Nullable CountDownLatch gate, BufferedInputStream in)
      throws IOException, InterruptedException {
    if (gate == null) {
      return true;
    }
    while (!gate.await(10, TimeUnit.MILLISECONDS)) {
      if (gone(in)) {
        script.abandon();
        return false;
      }
    }
    return true;
  }

  private boolean gone(InputStream in) throws IOException {
    socket.setSoTimeout(1);
    try {
      in.mark(1);
      int next = in.read();
      if (next >= 0) {
        in.reset();
      }
      return next < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } finally {
      if (!socket.isClosed()) {
        socket.setSoTimeout(0);
      }
    }
  }

  private static boolean takesGzip(HttpRequest raw) {
    return raw.headers().getOrDefault("accept-encoding", List.of()).stream()
        .anyMatch(value -> value.contains("gzip"));
  }

  /** One body that both providers' clients understand. */
  private static WireAnswer fault(int status, String awsType, String googleStatus, Exception e) {
    ObjectNode body = Json.object().put("message", e.toString());
    body.putObject("error")
        .put("code", status)
        .put("message", e.toString())
        .put("status", googleStatus);
    return WireAnswer.json(status, body).withHeader("x-amzn-errortype", awsType);
  }
}
