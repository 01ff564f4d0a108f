package io.costaware.testkit.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small HTTP/1.1 server on 127.0.0.1: one daemon thread accepts, one serves each connection. Raw
 * sockets, because a test must be able to stop a stream in the middle of a frame, to send FIN or
 * RST, or to say nothing at all. Safe for use by many threads.
 */
final class WireEngine implements AutoCloseable {

  /** How a provider reads a request and answers it. */
  interface Dialect {

    RecordedRequest read(int number, HttpRequest request);

    WireAnswer answer(RecordedRequest request);
  }

  private final String name;
  private final Dialect dialect;
  private final Script script;
  private final ServerSocket listener;
  private final Map<Socket, Thread> connections = new ConcurrentHashMap<>();
  private final AtomicInteger threads = new AtomicInteger();
  private final Thread acceptor;
  private volatile boolean closed;

  WireEngine(String name, Script script, Dialect dialect) {
    this.name = name;
    this.script = script;
    this.dialect = dialect;
    try {
      this.listener = new ServerSocket();
      listener.bind(
          new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 256);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot listen on 127.0.0.1", e);
    }
    acceptor = daemon("accept", this::accept);
    acceptor.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  private void accept() {
    while (!closed) {
      try {
        serve(listener.accept());
      } catch (IOException e) {
        // A closed listener ends the loop; a client that left before it was accepted does not.
        if (listener.isClosed()) {
          return;
        }
      }
    }
  }

  private void serve(Socket socket) {
    var connection = new WireConnection(socket, script, dialect);
    Thread thread =
        daemon(
            Integer.toString(threads.incrementAndGet()),
            () -> {
              try {
                connection.serve();
              } finally {
                connections.remove(socket);
              }
            });
    connections.put(socket, thread);
    thread.start();
  }

  private Thread daemon(String role, Runnable work) {
    var thread = new Thread(work, "costaware-" + name + "-wire-" + role);
    thread.setDaemon(true);
    return thread;
  }

  /** Stops listening and cuts every connection, held and stalled replies included. */
  @Override
  public void close() {
    closed = true;
    quietly(listener);
    awaitAcceptor();
    connections.forEach(WireEngine::end);
  }

  /** The port takes connections until the thread that waits for them has woken up. */
  private void awaitAcceptor() {
    try {
      acceptor.join(1_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void end(Socket socket, Thread thread) {
    quietly(socket);
    thread.interrupt();
  }

  static void quietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      // Nothing is left to be done with a socket that cannot be closed.
    }
  }
}
