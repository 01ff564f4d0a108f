package io.costaware.vertex;

import static java.util.Objects.requireNonNull;

import com.google.auth.oauth2.GoogleCredentials;
import com.google.genai.Client;
import com.google.genai.types.ClientOptions;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import io.costaware.CostAware;
import io.costaware.call.CallMeter;
import io.costaware.client.CostAwareClient;
import io.costaware.tags.TagMapping;
import io.costaware.vertex.client.VertexClient;
import io.costaware.vertex.wire.MeteredHttp;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Builds Google Gen AI clients for Vertex AI that meter. What is built is the SDK's own {@code
 * Client}: code that uses it stays as it is.
 *
 * <pre>{@code
 * Client gemini = CostAwareVertex.builder(costs).project(project).location("global").build();
 * }</pre>
 *
 * <p>Models, chats, streams and each inner call of automatic function calling are metered, async
 * ones too. {@code countTokens} and {@code computeTokens} are free and pass without an event. Batch
 * jobs, interactions, videos, caches, tuning and live sessions pass unmetered; the log says so, and
 * {@link io.costaware.Health#unmeteredRequests} counts them.
 *
 * <p>A refused call throws {@link io.costaware.call.CallRefusedException}, which is the cause of an
 * async call's failure; {@link io.costaware.call.CallRefusedException#find} finds it in whatever
 * the SDK has wrapped round it. A stream that a budget stops throws {@link
 * io.costaware.call.CallStoppedException} as it is iterated, after all that had come. Receipts are
 * in an {@link io.costaware.call.EventScope}.
 *
 * <p>Safe for use by many threads.
 */
public final class CostAwareVertex {
  private CostAwareVertex() {}

  /** A builder of clients that meter with these settings. */
  public static Builder builder(CostAware costs) {
    return new Builder(costs.meter());
  }

  static Builder builder(CallMeter meter) {
    return new Builder(meter);
  }

  /**
   * A metering twin of an HTTP client, for those who build the SDK's {@code Client} themselves: it
   * goes into {@code ClientOptions.customHttpClient}. The given client is neither changed nor
   * closed.
   *
   * <p>The SDK does not apply its own time-out, proxy and connection limits to a client that it is
   * given; {@link #builder} does.
   *
   * @param location the location of the SDK's client, for URLs that do not name it; null if it has
   *     none
   * @throws IllegalArgumentException if the client is metered by another {@code CostAware}
   */
  public static OkHttpClient instrument(
      OkHttpClient client, @Nullable String location, CostAware costs) {
    return new MeteredHttp(costs.meter(), location, TagMapping.VERTEX_LABELS, false)
        .round(requireNonNull(client, "client"), true);
  }

  /**
   * The provider-neutral client over a client built here; calls are metered once. Closing it leaves
   * the SDK's client open.
   *
   * @throws IllegalArgumentException if the client was not built here, because a ready-made one
   *     cannot be metered, or if another engine meters it
   */
  public static CostAwareClient client(Client client, CostAware costs) {
    CallMeter meter = MadeClients.meterOf(requireNonNull(client, "client"));
    if (meter == null) {
      throw new IllegalArgumentException(
          "This Client was not made by costaware, and a ready-made one cannot be metered; build it"
              + " with CostAwareVertex.builder");
    }
    if (!meter.equals(costs.meter())) {
      throw new IllegalArgumentException(
          "This Client is metered by another CostAware; hand over the one that it was built with");
    }
    return new VertexClient(client, costs);
  }

  /**
   * The settings of the SDK's own builder, and a few that are ours.
   *
   * <p>For use by one thread.
   */
  public static final class Builder {
    private final CallMeter meter;
    private final Client.Builder client = Client.builder().vertexAI(true);
    private @Nullable String location;
    private @Nullable OkHttpClient http;
    private @Nullable ClientOptions clientOptions;
    private @Nullable HttpOptions httpOptions;
    private @Nullable HttpRetryOptions retryOptions;
    private @Nullable Duration timeout;
    private @Nullable Integer maxRequests;
    private @Nullable Integer maxRequestsPerHost;
    private @Nullable TagMapping labels = TagMapping.VERTEX_LABELS;
    private boolean refuseLive;

    private Builder(CallMeter meter) {
      this.meter = requireNonNull(meter, "meter");
    }

    /** The project; else the SDK takes it from its environment variable. */
    public Builder project(String project) {
      client.project(project);
      return this;
    }

    /** The location, for example {@code global} or {@code europe-west4}; decides the prices. */
    public Builder location(String location) {
      client.location(location);
      this.location = location;
      return this;
    }

    /** An API key of Vertex's express mode, instead of project and location. */
    public Builder apiKey(String apiKey) {
      client.apiKey(apiKey);
      return this;
    }

    /** Credentials; else the SDK takes the application's default ones. */
    public Builder credentials(GoogleCredentials credentials) {
      client.credentials(credentials);
      return this;
    }

    /** Base URL, headers, API version, time-out and retries, as the SDK takes them. */
    public Builder httpOptions(HttpOptions options) {
      this.httpOptions = requireNonNull(options, "options");
      return this;
    }

    /** Connections, proxy and HTTP client, as the SDK takes them. */
    public Builder clientOptions(ClientOptions options) {
      this.clientOptions = requireNonNull(options, "options");
      return this;
    }

    /**
     * The user's own HTTP client: its settings and interceptors are used; it is neither changed nor
     * closed. Instead of {@code customHttpClient} of the client options.
     */
    public Builder httpClient(OkHttpClient client) {
      this.http = requireNonNull(client, "client");
      return this;
    }

    /** Which answers are tried again and how often. Instead of those in the HTTP options. */
    public Builder retryOptions(HttpRetryOptions options) {
      this.retryOptions = requireNonNull(options, "options");
      return this;
    }

    /**
     * How long a call may take with all its retries, and a stream to its last element. Instead of
     * the time-out in the HTTP options.
     *
     * @throws IllegalArgumentException if it is not at least a millisecond
     */
    public Builder timeout(Duration timeout) {
      if (timeout.toMillis() < 1) {
        throw new IllegalArgumentException(
            "The time-out is " + timeout + "; use a millisecond or more");
      }
      this.timeout = timeout;
      return this;
    }

    /** How many async calls run at once, at least 1; OkHttp's default is 64. */
    public Builder maxRequests(int most) {
      this.maxRequests = atLeastOne("maxRequests", most);
      return this;
    }

    /**
     * How many async calls run at once to one host, at least 1. All calls of a client go to one
     * host, and OkHttp's default is 5; further calls wait.
     */
    public Builder maxRequestsPerHost(int most) {
      this.maxRequestsPerHost = atLeastOne("maxRequestsPerHost", most);
      return this;
    }

    /** For the retries of the SDK's interactions. */
    public Builder asyncRetryScheduler(ScheduledExecutorService scheduler) {
      client.asyncRetryScheduler(scheduler);
      return this;
    }

    /**
     * How tags become labels of a request; {@link TagMapping#VERTEX_LABELS} unless set. A call
     * whose tags don't fit is refused.
     */
    public Builder labels(TagMapping mapping) {
      this.labels = requireNonNull(mapping, "mapping");
      return this;
    }

    /** Sends no labels but the caller's own. */
    public Builder withoutLabels() {
      this.labels = null;
      return this;
    }

    /**
     * Refuses live sessions, which cannot be metered, with a {@link
     * io.costaware.call.CallRefusedException} behind the future's failure; else they pass, and the
     * log and {@link io.costaware.Health#unmeteredRequests} say so.
     */
    public Builder refuseLive() {
      this.refuseLive = true;
      return this;
    }

    /**
     * The client. Closing it closes nothing of the user's.
     *
     * @throws IllegalArgumentException if two settings contradict each other, or the SDK refuses
     *     one
     */
    public Client build() {
      HttpSettings settings =
          new HttpSettings(http, clientOptions, timeout(), maxRequests, maxRequestsPerHost);
      HttpOptions options = options();
      if (options != null) {
        client.httpOptions(options);
      }
      OkHttpClient metered =
          new MeteredHttp(meter, location, labels, refuseLive)
              .round(settings.client(), settings.given() != null);
      ClientOptions.Builder all =
          clientOptions == null ? ClientOptions.builder() : clientOptions.toBuilder();
      return MadeClients.remember(
          client.clientOptions(all.customHttpClient(metered).build()).build(), meter);
    }

    private @Nullable HttpOptions options() {
      if (retryOptions == null && timeout == null) {
        return httpOptions;
      }
      HttpOptions.Builder all =
          httpOptions == null ? HttpOptions.builder() : httpOptions.toBuilder();
      if (retryOptions != null) {
        refuseTwice("retry options", httpOptions != null && httpOptions.retryOptions().isPresent());
        all.retryOptions(retryOptions);
      }
      if (timeout != null) {
        refuseTwice("time-out", httpOptions != null && httpOptions.timeout().isPresent());
        all.timeout(Math.toIntExact(timeout.toMillis()));
      }
      return all.build();
    }

    private @Nullable Duration timeout() {
      if (timeout != null || httpOptions == null) {
        return timeout;
      }
      return httpOptions.timeout().map(Duration::ofMillis).orElse(null);
    }

    private static void refuseTwice(String what, boolean alsoInOptions) {
      if (alsoInOptions) {
        throw new IllegalArgumentException(
            "The " + what + " stand in the HTTP options and in this builder; set them once");
      }
    }

    private static int atLeastOne(String name, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " is " + value + "; use at least 1");
      }
      return value;
    }
  }
}
