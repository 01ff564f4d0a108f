package io.costaware.drill;

import io.costaware.imitation.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;

/**
 * The imitation of DynamoDB as a process of its own: a restart loses everything, the table itself
 * included.
 */
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
            ServerProcess.class,
            List.of(Integer.toString(address.port())),
            new Life("dynamodb", log.resolveSibling("dynamodb.journal")),
            log);
    Await.until("The imitation of DynamoDB listens", this::listens);
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
