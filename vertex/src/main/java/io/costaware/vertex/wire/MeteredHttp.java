package io.costaware.vertex.wire;

import static java.util.Objects.requireNonNull;

import io.costaware.call.CallMeter;
import io.costaware.tags.TagMapping;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Makes OkHttp clients that meter what a Google Gen AI client sends through them.
 *
 * <p>Immutable.
 *
 * @param meter where calls are opened
 * @param location the client's location, for URLs that name none; null if it has none
 * @param labels how tags become labels of a request; null to send none
 * @param refuseLive whether live sessions, which cannot be metered here, are refused
 */
public record MeteredHttp(
    CallMeter meter, @Nullable String location, @Nullable TagMapping labels, boolean refuseLive) {
  private static final int LEAST_IDLE_CONNECTIONS = 5;
  private static final int MOST_IDLE_CONNECTIONS = 64;
  private static final long KEEP_ALIVE_MINUTES = 5;

  /** Refuses a missing meter. */
  public MeteredHttp {
    requireNonNull(meter, "meter");
  }

  /**
   * A client with the settings of the given one that meters. The given one is left as it is, also
   * when the client made here is closed: this one has a dispatcher of the same limits and a
   * connection pool of its own, no cache, and runs its async calls on the other's executor.
   *
   * @param shared whether the given client is used elsewhere too; if not, closing closes its
   *     executor
   * @throws IllegalArgumentException if another meter meters the given client already
   */
  public OkHttpClient round(OkHttpClient client, boolean shared) {
    for (Interceptor interceptor : client.interceptors()) {
      if (interceptor instanceof MeteringInterceptor metering) {
        if (metering.meter().equals(meter)) {
          return client;
        }
        throw new IllegalArgumentException(
            "This OkHttpClient is metered already, by another CostAware; build one client for each"
                + " from the OkHttpClient that is not metered");
      }
    }
    Callers callers = new Callers(meter, client.eventListenerFactory());
    OkHttpClient plain =
        client
            .newBuilder()
            .cache(null)
            .dispatcher(dispatcher(client.dispatcher(), shared))
            .connectionPool(pool(client.dispatcher().getMaxRequestsPerHost()))
            .build();
    OkHttpClient.Builder builder = plain.newBuilder().eventListenerFactory(callers);
    builder.interceptors().add(0, callers);
    return builder
        .addInterceptor(
            new MeteringInterceptor(
                meter,
                callers,
                new Intents(location),
                labels,
                new Unmetered(meter, location, refuseLive),
                plain))
        .addNetworkInterceptor(new Attempts(callers))
        .build();
  }

  private static Dispatcher dispatcher(Dispatcher users, boolean shared) {
    Dispatcher own = new Dispatcher(new BorrowedExecutor(users::executorService, shared));
    own.setMaxRequests(users.getMaxRequests());
    own.setMaxRequestsPerHost(users.getMaxRequestsPerHost());
    return own;
  }

  private static ConnectionPool pool(int requestsPerHost) {
    int idle = Math.min(MOST_IDLE_CONNECTIONS, Math.max(LEAST_IDLE_CONNECTIONS, requestsPerHost));
    return new ConnectionPool(idle, KEEP_ALIVE_MINUTES, TimeUnit.MINUTES);
  }
}
