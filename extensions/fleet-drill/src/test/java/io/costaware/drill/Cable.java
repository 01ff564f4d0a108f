package io.costaware.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What lies between the nodes and the store: passes on bytes, until it is cut, so that connections
 * end and new ones are refused, or hangs, so that nothing comes through and nobody is told.
 */
final class Cable implements AutoCloseable {
  private final int target;
  private final ServerSocket entrance;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition mended = lock.newCondition();
  private volatile boolean cut;
  private boolean hanging;

  Cable(int target) {
    this.target = target;
    try {
      entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  int port() {
    return entrance.getLocalPort();
  }

  void cut() {
    cut = true;
    sockets.forEach(Cable::end);
  }

  void hang() {
    lock.lock();
    try {
      hanging = true;
    } finally {
      lock.unlock();
    }
  }

  void mend() {
    cut = false;
    lock.lock();
    try {
      hanging = false;
      mended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        Socket in = entrance.accept();
        if (cut) {
          end(in);
          continue;
        }
        sockets.add(in);
        start(() -> connect(in));
      } catch (IOException e) {
        // Closed, or the other side was faster.
      }
    }
  }

  private void connect(Socket in) {
    try {
      Socket out = new Socket(InetAddress.getLoopbackAddress(), target);
      sockets.add(out);
      in.setTcpNoDelay(true);
      out.setTcpNoDelay(true);
      start(() -> pass(in, out));
      pass(out, in);
    } catch (IOException e) {
      // The store is down; so is the connection.
      drop(in);
    }
  }

  private void pass(Socket from, Socket to) {
    byte[] buffer = new byte[16_384];
    try {
      for (int count = from.getInputStream().read(buffer);
          count >= 0;
          count = from.getInputStream().read(buffer)) {
        awaitMended();
        to.getOutputStream().write(buffer, 0, count);
        to.getOutputStream().flush();
      }
    } catch (IOException e) {
      // Cut.
    } finally {
      drop(from);
      drop(to);
    }
  }

  private void awaitMended() {
    lock.lock();
    try {
      while (hanging) {
        mended.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private void drop(Socket socket) {
    sockets.remove(socket);
    end(socket);
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is as good as closed.
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "cable");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      entrance.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
    mend();
  }
}
