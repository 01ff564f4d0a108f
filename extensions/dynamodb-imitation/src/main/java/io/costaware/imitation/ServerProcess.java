package io.costaware.imitation;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The server as a process of its own. What it holds ends with it.
 *
 * <p>For use by one thread.
 */
public final class ServerProcess {
  private ServerProcess() {}

  /**
   * Serves until the end of the standard input, and so no longer than whoever started it lives.
   *
   * @param arguments the port
   * @throws IOException if the port is taken
   */
  public static void main(String[] arguments) throws IOException {
    try (WireServer server = new WireServer(Integer.parseInt(arguments[0]))) {
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
