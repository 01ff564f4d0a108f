package io.costaware.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Stands between a store and Redis as the network does, and fails as networks do. */
final class CuttableProxy implements AutoCloseable {
  /** One connection through the proxy. */
  private static final class Pair {
    private final Socket near;
    private final Socket far;
    private volatile boolean swallowsRequests;
    private volatile boolean swallowsAnswers;

    Pair(Socket near, Socket far) {
      this.near = near;
      this.far = far;
    }

    void cut() {
      try (near;
          far) {
        swallowsRequests = true;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final ServerSocket door;
  private final int target;
  private final ConcurrentLinkedQueue<Pair> pairs = new ConcurrentLinkedQueue<>();
  private volatile boolean refusing;

  CuttableProxy(int target) {
    this.target = target;
    try {
      door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  String uri() {
    return "redis://127.0.0.1:" + door.getLocalPort();
  }

  /** Ends all connections, and each new one at once. */
  void cut() {
    refusing = true;
    pairs.forEach(Pair::cut);
  }

  /** Lets new connections pass. */
  void mend() {
    refusing = false;
  }

  /** The connections of now stay open and carry nothing any more; new ones are well. */
  void swallow() {
    pairs.forEach(pair -> pair.swallowsRequests = true);
  }

  /** The connections of now carry requests to Redis, and no answers back. */
  void swallowAnswers() {
    pairs.forEach(pair -> pair.swallowsAnswers = true);
  }

  @Override
  public void close() throws IOException {
    cut();
    door.close();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket near = door.accept();
        if (refusing) {
          near.close();
        } else {
          carry(near);
        }
      } catch (IOException e) {
        // Closed, or Redis is down; the next one may do better.
      }
    }
  }

  private void carry(Socket near) throws IOException {
    Socket far;
    try {
      far = new Socket(InetAddress.getLoopbackAddress(), target);
    } catch (IOException e) {
      near.close();
      return;
    }
    Pair pair = new Pair(near, far);
    pairs.add(pair);
    daemon(() -> pump(pair, true));
    daemon(() -> pump(pair, false));
  }

  private static void pump(Pair pair, boolean request) {
    byte[] buffer = new byte[8192];
    try {
      InputStream in = (request ? pair.near : pair.far).getInputStream();
      OutputStream out = (request ? pair.far : pair.near).getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (request ? !pair.swallowsRequests : !pair.swallowsAnswers) {
          out.write(buffer, 0, read);
        }
      }
    } catch (IOException e) {
      // One side is gone: so is the other.
      pair.cut();
      return;
    }
    pair.cut();
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
