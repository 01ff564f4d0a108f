package io.costaware.redis;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Function;
import org.slf4j.LoggerFactory;
import redis.embedded.RedisServer;
import redis.embedded.core.RedisServerBuilder;

/** A redis-server of a test's own, which can be killed, and started again on the same port. */
final class RealRedis implements AutoCloseable {
  static {
    // Servers end on purpose here; each lost connection would be told with its stack.
    for (String noisy : new String[] {"io.lettuce", "io.netty"}) {
      ((Logger) LoggerFactory.getLogger(noisy)).setLevel(Level.ERROR);
    }
  }

  private final Path directory;
  private final String[] settings;
  private final int port = freePort();
  private final RedisClient client;
  private RedisServer server;

  RealRedis(Path directory, String... settings) {
    this.directory = directory;
    this.settings = settings;
    client = RedisClient.create(RedisURI.create("127.0.0.1", port));
    server = started();
  }

  int port() {
    return port;
  }

  String uri() {
    return "redis://127.0.0.1:" + port;
  }

  /** A connection that is closed with the server. */
  StatefulRedisConnection<String, String> connect() {
    return client.connect();
  }

  <T> T ask(Function<StatefulRedisConnection<String, String>, T> question) {
    try (StatefulRedisConnection<String, String> connection = connect()) {
      return question.apply(connection);
    }
  }

  /** Ends it at once; what it had in memory is gone. */
  void kill() {
    try {
      server.stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it with what lies in its directory. */
  void start() {
    server = started();
  }

  /** Has it write its data to a file, and returns a copy. */
  Path snapshot() {
    ask(connection -> connection.sync().save());
    try {
      return Files.copy(
          directory.resolve("dump.rdb"),
          directory.resolve("kept.rdb"),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills it and starts it from that copy. */
  void restartFrom(Path snapshot) {
    kill();
    try {
      Files.copy(snapshot, directory.resolve("dump.rdb"), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start();
  }

  /** Kills it and starts it without any data. */
  void restartEmpty() {
    kill();
    try {
      Files.deleteIfExists(directory.resolve("dump.rdb"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start();
  }

  @Override
  public void close() {
    client.shutdown();
    kill();
  }

  private RedisServer started() {
    try {
      RedisServerBuilder builder =
          RedisServer.newRedisServer()
              .port(port)
              .bind("127.0.0.1")
              .onShutdownForceStop(true)
              .setting("dir " + directory)
              .setting("save \"\"")
              .setting("appendonly no");
      for (String setting : settings) {
        builder.setting(setting);
      }
      RedisServer started = builder.build();
      started.start();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
