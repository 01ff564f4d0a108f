package io.costaware.redis;

import static java.util.Objects.requireNonNull;

import io.costaware.ledger.SliceStoreException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to Redis. One that it opened itself it also replaces: a network that swallows
 * packets would keep a connection that looks open for a quarter of an hour.
 */
final class RedisLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
  private static final int SILENCES = 3;
  private static final int WAITING_COMMANDS = 10_000;

  /** What connects again; null for a connection that is another's. */
  private final @Nullable Owned owned;

  private final String place;
  private final AtomicInteger silences = new AtomicInteger();
  private final AtomicBoolean replacing = new AtomicBoolean();
  private volatile RedisClusterAsyncCommands<String, String> commands;

  private RedisLink(
      @Nullable Owned owned, String place, RedisClusterAsyncCommands<String, String> commands) {
    this.owned = owned;
    this.place = place;
    this.commands = commands;
  }

  /** A client of its own, and its connection. */
  private static final class Owned {
    private final RedisClient client;
    private final ClientResources resources;
    private final RedisURI uri;
    private volatile @Nullable StatefulRedisConnection<String, String> connection;

    Owned(RedisURI uri) {
      this.uri = uri;
      // One connection needs one thread for its traffic, not one for each processor.
      resources =
          DefaultClientResources.builder().ioThreadPoolSize(2).computationThreadPoolSize(2).build();
      client = RedisClient.create(resources);
    }

    void configure(Duration connectTimeout) {
      client.setOptions(
          ClientOptions.builder()
              .autoReconnect(true)
              .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
              .requestQueueSize(WAITING_COMMANDS)
              .socketOptions(
                  SocketOptions.builder().connectTimeout(connectTimeout).keepAlive(true).build())
              .build());
    }

    CompletableFuture<StatefulRedisConnection<String, String>> connect() {
      try {
        return client.connectAsync(StringCodec.UTF8, uri).toCompletableFuture();
      } catch (RuntimeException e) {
        return CompletableFuture.failedFuture(e);
      }
    }

    void close() {
      client.shutdown(0, 1, TimeUnit.SECONDS);
      // Its threads are daemons; nobody need wait for them.
      var unused = resources.shutdown(0, 1, TimeUnit.SECONDS);
    }
  }

  /** Connects to a server, or to the one that sentinels name. */
  static RedisLink to(RedisURI uri, Duration timeout) {
    String place = place(uri);
    Owned owned = new Owned(uri);
    // To connect takes several trips: the socket, the encryption, the login.
    Duration connecting = timeout.multipliedBy(4);
    uri.setTimeout(connecting);
    owned.configure(connecting);
    try {
      StatefulRedisConnection<String, String> connection =
          owned.connect().get(2 * connecting.toMillis(), TimeUnit.MILLISECONDS);
      owned.connection = connection;
      return new RedisLink(owned, place, connection.async());
    } catch (ExecutionException | TimeoutException e) {
      owned.close();
      throw RedisFailure.whileConnecting(place, uri, e);
    } catch (InterruptedException e) {
      owned.close();
      Thread.currentThread().interrupt();
      throw new SliceStoreException("Interrupted while connecting to Redis at " + place, e);
    }
  }

  static RedisLink over(StatefulRedisConnection<String, String> connection) {
    return new RedisLink(null, "the connection that was handed over", connection.async());
  }

  static RedisLink over(StatefulRedisClusterConnection<String, String> connection) {
    return new RedisLink(null, "the connection that was handed over", connection.async());
  }

  /** Where it leads, for messages; without credentials. */
  String place() {
    return place;
  }

  RedisClusterAsyncCommands<String, String> commands() {
    return commands;
  }

  void answered() {
    silences.set(0);
  }

  /** An answer did not come in time. */
  void silent() {
    if (silences.incrementAndGet() >= SILENCES) {
      replace("gave no answer " + SILENCES + " times in a row");
    }
  }

  /** An answer came, but from a server that can't do what is asked. */
  void refused(RedisCommandExecutionException failure) {
    String message = String.valueOf(failure.getMessage());
    if (message.contains("READONLY")) {
      replace("is no longer the primary");
    }
  }

  private void replace(String why) {
    Owned own = owned;
    if (own == null || !replacing.compareAndSet(false, true)) {
      return;
    }
    LOG.warn("Redis at {} {}; connecting anew", place, why);
    var unused =
        own.connect()
            .whenComplete(
                (fresh, failure) -> {
                  if (fresh != null) {
                    StatefulRedisConnection<String, String> stale = requireNonNull(own.connection);
                    own.connection = fresh;
                    commands = fresh.async();
                    silences.set(0);
                    var unusedToo = stale.closeAsync();
                  } else {
                    LOG.warn("Redis at {} can't be reached: {}", place, failure.getMessage());
                  }
                  replacing.set(false);
                });
  }

  @Override
  public void close() {
    if (owned != null) {
      owned.close();
    }
  }

  private static String place(RedisURI uri) {
    return uri.getSentinelMasterId() == null
        ? uri.getSocket() == null ? uri.getHost() + ":" + uri.getPort() : uri.getSocket()
        : "the primary '" + uri.getSentinelMasterId() + "' of its sentinels";
  }
}
