package io.costaware.benchmarks;

import static java.util.Objects.requireNonNull;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.genai.Client;
import com.google.genai.types.ClientOptions;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.HttpOptions;
import io.costaware.CostAware;
import io.costaware.tags.TagScope;
import io.costaware.vertex.CostAwareVertex;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** {@code generateContent} by Google's client, raw and with costaware. */
final class VertexCalls {
  private static final String LOCATION = "europe-west4";
  private static final MediaType JSON = requireNonNull(MediaType.parse("application/json"));

  private VertexCalls() {}

  /** Google's client alone. */
  static Caller raw() {
    return caller(client(inMemory(new OkHttpClient()), null), Map.of(), null);
  }

  /** Google's client alone, which sends what costaware sends. */
  static Caller rawWithLabels() {
    return caller(client(inMemory(new OkHttpClient()), null), Setting.SIX_TAGS.asMap(), null);
  }

  /** Google's client over an HTTP client that meters. */
  static Caller metered() {
    CostAware costs = Setting.costAware(new DrainedSink());
    OkHttpClient metering = CostAwareVertex.instrument(new OkHttpClient(), LOCATION, costs);
    return caller(client(inMemory(metering), null), Map.of(), costs);
  }

  /** Google's client alone, against a server. */
  static Caller rawOverSocket(URI endpoint) {
    return caller(client(new OkHttpClient(), endpoint), Setting.SIX_TAGS.asMap(), null);
  }

  /** Google's client as costaware builds it, against a server. */
  static Caller builtOverSocket(URI endpoint) {
    CostAware costs = Setting.costAware(new DrainedSink());
    Client client =
        CostAwareVertex.builder(costs)
            .project("p1")
            .location(LOCATION)
            .credentials(credentials())
            .httpOptions(HttpOptions.builder().baseUrl(endpoint.toString()).build())
            .build();
    return caller(client, Map.of(), costs);
  }

  /** The answer comes from the last interceptor, behind everything that meters. */
  private static OkHttpClient inMemory(OkHttpClient client) {
    return client.newBuilder().addInterceptor(VertexCalls::answer).build();
  }

  private static Response answer(Interceptor.Chain chain) throws IOException {
    if (InMemoryHttp.FIRST_BODY.get() == null) {
      Buffer sent = new Buffer();
      requireNonNull(chain.request().body()).writeTo(sent);
      InMemoryHttp.FIRST_BODY.set(sent.readUtf8());
    }
    return new Response.Builder()
        .request(chain.request())
        .protocol(Protocol.HTTP_2)
        .code(200)
        .message("OK")
        .body(ResponseBody.create(Answers.GENERATE, JSON))
        .build();
  }

  private static Client client(OkHttpClient http, @Nullable URI endpoint) {
    Client.Builder client =
        Client.builder()
            .vertexAI(true)
            .project("p1")
            .location(LOCATION)
            .credentials(credentials())
            .clientOptions(ClientOptions.builder().customHttpClient(http).build());
    if (endpoint != null) {
      client.httpOptions(HttpOptions.builder().baseUrl(endpoint.toString()).build());
    }
    return client.build();
  }

  private static GoogleCredentials credentials() {
    return GoogleCredentials.create(AccessToken.newBuilder().setTokenValue("example").build());
  }

  private static Caller caller(
      Client client, Map<String, String> labels, @Nullable CostAware costs) {
    GenerateContentConfig.Builder like =
        GenerateContentConfig.builder().maxOutputTokens(BedrockCalls.MAX_TOKENS);
    if (!labels.isEmpty()) {
      like.labels(labels);
    }
    GenerateContentConfig config = like.build();
    TagScope scope = costs == null ? null : TagScope.open(Setting.SIX_TAGS);
    return new Caller() {
      @Override
      public void call() {
        Answers.check(
            client.models.generateContent(Setting.VERTEX_MODEL, Answers.PROMPT, config).text());
      }

      @Override
      public void close() {
        client.close();
        if (costs != null && scope != null) {
          scope.close();
          Setting.close(costs);
        }
      }
    };
  }
}
