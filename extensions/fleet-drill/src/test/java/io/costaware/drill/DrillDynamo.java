package io.costaware.drill;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import software.amazon.dynamodb.services.local.main.ServerRunner;

/** DynamoDB Local in memory: a restart loses everything, the table itself included. */
final class DrillDynamo implements DrillStore {
  private final Path log;
  private final StoreAddress address = new StoreAddress("dynamodb", DrillStore.freePort());
  private NodeProcess server;

  DrillDynamo(Path directory) {
    log = directory.resolve("dynamodb.log");
    server = started();
  }

  @Override
  public StoreAddress address() {
    return address;
  }

  @Override
  public void keep() {}

  @Override
  public void restart() {
    server.kill();
    server = started();
  }

  @Override
  public boolean forgets() {
    return true;
  }

  @Override
  public void close() {
    server.close();
  }

  private NodeProcess started() {
    NodeProcess started =
        NodeProcess.start(
            ServerRunner.class,
            List.of(
                "-inMemory",
                "-sharedDb",
                "-disableTelemetry",
                "-port",
                Integer.toString(address.port())),
            new Life("dynamodb", log.resolveSibling("dynamodb.journal")),
            log);
    Await.until("DynamoDB Local listens", this::listens);
    address.setUp();
    return started;
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.port())) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
