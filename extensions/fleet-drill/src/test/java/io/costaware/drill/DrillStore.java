package io.costaware.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

/** A store on a port of its own, which can be started again there. */
interface DrillStore extends AutoCloseable {
  StoreAddress address();

  /** Where a restart may fall back to, in a store that does not keep everything. */
  void keep();

  /** Ends it and starts it again with what it has kept. */
  void restart();

  /** Whether a restart loses what was written after {@link #keep}. */
  boolean forgets();

  @Override
  void close();

  static DrillStore start(String kind, Path directory) {
    return switch (kind) {
      case "redis" -> new DrillRedis(directory);
      case "postgresql" -> new DrillPostgres(directory);
      case "dynamodb" -> new DrillDynamo(directory);
      default -> throw new IllegalArgumentException("No store is called " + kind);
    };
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
