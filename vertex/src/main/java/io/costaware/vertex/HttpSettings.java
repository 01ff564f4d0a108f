package io.costaware.vertex;

import com.google.genai.types.ClientOptions;
import com.google.genai.types.ProxyOptions;
import com.google.genai.types.ProxyType;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import okhttp3.Credentials;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * What the SDK does with its own HTTP client and leaves undone with one that is handed to it:
 * time-out, proxy and limits of connections. Handing one over must not lose them.
 */
record HttpSettings(
    @Nullable OkHttpClient users,
    @Nullable ClientOptions options,
    @Nullable Duration timeout,
    @Nullable Integer maxRequests,
    @Nullable Integer maxRequestsPerHost) {

  OkHttpClient client() {
    OkHttpClient given = given();
    OkHttpClient.Builder builder = given == null ? like() : given.newBuilder();
    if (timeout != null) {
      builder.callTimeout(timeout);
    }
    Integer most = maxRequests != null ? maxRequests : option(ClientOptions::maxConnections);
    Integer perHost =
        maxRequestsPerHost != null
            ? maxRequestsPerHost
            : option(ClientOptions::maxConnectionsPerHost);
    if (most != null || perHost != null) {
      builder.dispatcher(dispatcher(given, most, perHost));
    }
    ProxyOptions proxy = option(ClientOptions::proxyOptions);
    if (proxy != null) {
      apply(proxy, builder);
    }
    return builder.build();
  }

  /** The user's own client; null if there is none. */
  @Nullable OkHttpClient given() {
    OkHttpClient custom = option(ClientOptions::customHttpClient);
    if (users != null && custom != null && !users.equals(custom)) {
      throw new IllegalArgumentException(
          "Two HTTP clients are given, by httpClient and in the client options; give one");
    }
    return users != null ? users : custom;
  }

  /** As the SDK makes its own: without OkHttp's ten seconds, which no long answer keeps. */
  private static OkHttpClient.Builder like() {
    return new OkHttpClient.Builder()
        .connectTimeout(Duration.ZERO)
        .readTimeout(Duration.ZERO)
        .writeTimeout(Duration.ZERO);
  }

  private static Dispatcher dispatcher(
      @Nullable OkHttpClient given, @Nullable Integer most, @Nullable Integer perHost) {
    Dispatcher own =
        given == null ? new Dispatcher() : new Dispatcher(given.dispatcher().executorService());
    if (given != null) {
      own.setMaxRequests(given.dispatcher().getMaxRequests());
      own.setMaxRequestsPerHost(given.dispatcher().getMaxRequestsPerHost());
    }
    if (most != null) {
      own.setMaxRequests(most);
    }
    if (perHost != null) {
      own.setMaxRequestsPerHost(perHost);
    }
    return own;
  }

  private <T> @Nullable T option(Function<ClientOptions, Optional<T>> setting) {
    return options == null ? null : setting.apply(options).orElse(null);
  }

  private static void apply(ProxyOptions proxy, OkHttpClient.Builder builder) {
    ProxyType.Known type = proxy.type().map(ProxyType::knownEnum).orElse(ProxyType.Known.HTTP);
    if (type == ProxyType.Known.DIRECT) {
      builder.proxy(Proxy.NO_PROXY);
      return;
    }
    if (type != ProxyType.Known.HTTP && type != ProxyType.Known.SOCKS) {
      throw new IllegalArgumentException(
          "Proxy type '"
              + type.name().toLowerCase(Locale.ROOT)
              + "' is not known; use HTTP, SOCKS or DIRECT");
    }
    if (proxy.host().isEmpty() || proxy.port().isEmpty()) {
      throw new IllegalArgumentException("A proxy needs host and port; set both");
    }
    if (proxy.username().isPresent() != proxy.password().isPresent()) {
      throw new IllegalArgumentException(
          "A proxy takes a user name and a password, or neither; set both or none");
    }
    builder.proxy(
        new Proxy(
            type == ProxyType.Known.SOCKS ? Proxy.Type.SOCKS : Proxy.Type.HTTP,
            new InetSocketAddress(proxy.host().get(), proxy.port().get())));
    if (proxy.username().isPresent()) {
      String credential = Credentials.basic(proxy.username().get(), proxy.password().get());
      builder.proxyAuthenticator(
          (route, response) ->
              response.request().header("Proxy-Authorization") != null
                  ? null
                  : response
                      .request()
                      .newBuilder()
                      .header("Proxy-Authorization", credential)
                      .build());
    }
  }
}
