package io.costaware.drill;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import redis.embedded.RedisServer;

/** A redis-server that writes to its file only when told to, and so forgets when it ends. */
final class DrillRedis implements DrillStore {
  private final Path directory;
  private final StoreAddress address = new StoreAddress("redis", DrillStore.freePort());
  private RedisServer server;

  DrillRedis(Path directory) {
    this.directory = directory;
    server = started();
    address.setUp();
    keep();
  }

  @Override
  public StoreAddress address() {
    return address;
  }

  @Override
  public void keep() {
    RedisClient client = RedisClient.create("redis://127.0.0.1:" + address.port());
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      var unused = connection.sync().save();
    } finally {
      client.shutdown();
    }
  }

  @Override
  public void restart() {
    close();
    server = started();
  }

  @Override
  public boolean forgets() {
    return true;
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RedisServer started() {
    try {
      RedisServer started =
          RedisServer.newRedisServer()
              .port(address.port())
              .bind("127.0.0.1")
              .onShutdownForceStop(true)
              .setting("dir " + directory)
              .setting("save \"\"")
              .setting("appendonly no")
              .build();
      started.start();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
