package io.costaware.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.genai.Client;
import com.google.genai.types.ClientOptions;
import com.google.genai.types.HttpOptions;
import io.costaware.CostAware;
import io.costaware.call.EventScope;
import io.costaware.event.CallEvent;
import io.costaware.testkit.wire.GeminiReply;
import io.costaware.usage.Usage;
import io.costaware.vertex.wire.MeteredHttp;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.EventListener;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OwnershipTest {
  private static final String MODEL = "gemini-2.5-flash";

  private final Bench bench = Bench.plain();
  private final OkHttpClient users = new OkHttpClient();

  @AfterEach
  void close() {
    bench.close();
    users.dispatcher().executorService().shutdown();
  }

  private Request ping() {
    return new Request.Builder()
        .url(bench.server.endpoint() + "/ping")
        .post(RequestBody.create("{}", MediaType.get("application/json")))
        .build();
  }

  @Test
  void closingAClientLeavesTheUsersHttpClientAsItWas() throws IOException {
    bench.server.always(request -> GeminiReply.tokens(1));
    users.newCall(ping()).execute().close();
    int idle = users.connectionPool().idleConnectionCount();
    Client first = bench.builder().httpClient(users).build();
    Client second = bench.keep(bench.builder().httpClient(users).build());
    bench.server.always(request -> GeminiReply.text("Hi"));
    first.async.models.generateContent(MODEL, "hello", null).join();

    first.close();

    assertThat(users.connectionPool().idleConnectionCount()).isEqualTo(idle).isPositive();
    assertThat(users.dispatcher().executorService().isShutdown()).isFalse();
    assertThat(second.async.models.generateContent(MODEL, "hello", null).join().text())
        .isEqualTo("Hi");
    bench.server.always(request -> GeminiReply.tokens(1));
    assertThat(enqueued(users).join()).isEqualTo(200);
    assertThat(first.async.models.generateContent(MODEL, "hello", null)).isCompletedExceptionally();
  }

  private CompletableFuture<Integer> enqueued(OkHttpClient client) {
    CompletableFuture<Integer> status = new CompletableFuture<>();
    client
        .newCall(ping())
        .enqueue(
            new Callback() {
              @Override
              public void onFailure(Call call, IOException e) {
                status.completeExceptionally(e);
              }

              @Override
              public void onResponse(Call call, Response response) {
                response.close();
                status.complete(response.code());
              }
            });
    return status;
  }

  @Test
  void theUsersListenersAndInterceptorsGoOnWorking() {
    bench.server.always(request -> GeminiReply.text("Hi"));
    List<String> seen = new CopyOnWriteArrayList<>();
    OkHttpClient own =
        users
            .newBuilder()
            .eventListenerFactory(
                call ->
                    new EventListener() {
                      @Override
                      public void callStart(Call started) {
                        seen.add("start");
                      }
                    })
            .addInterceptor(
                chain -> {
                  seen.add("application");
                  return chain.proceed(chain.request());
                })
            .addNetworkInterceptor(
                chain -> {
                  seen.add("network");
                  return chain.proceed(chain.request());
                })
            .build();

    bench.keep(bench.builder().httpClient(own).build()).models.generateContent(MODEL, "x", null);

    assertThat(seen).containsExactly("start", "application", "network");
    assertThat(bench.call().outcome().usage()).isEqualTo(Usage.tokens(10, 5));
  }

  @Test
  void aMeteredHttpClientIsNotMeteredTwice() {
    bench.server.always(request -> GeminiReply.text("Hi"));
    OkHttpClient metered =
        new MeteredHttp(bench.meter, "us-central1", null, false).round(users, true);

    bench
        .keep(bench.builder().httpClient(metered).build())
        .models
        .generateContent(MODEL, "hello", null);

    assertThat(bench.call().attempt()).isEqualTo(1);
    assertThat(bench.events).isEmpty();
  }

  @Test
  void anHttpClientOfAnotherMeterIsRefused() {
    try (Bench other = Bench.plain()) {
      OkHttpClient metered = new MeteredHttp(other.meter, null, null, false).round(users, true);
      CostAwareVertex.Builder builder = bench.builder().httpClient(metered);

      assertThatThrownBy(builder::build)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("metered already");
    }
  }

  @Test
  void twoClientsOfOneBuilderMeterEachCallOnce() {
    bench.server.always(request -> GeminiReply.text("Hi"));
    CostAwareVertex.Builder builder = bench.builder().httpClient(users);
    bench.keep(builder.build()).models.generateContent(MODEL, "hello", null);
    bench.keep(builder.build()).models.generateContent(MODEL, "hello", null);

    assertThat(bench.events).hasSize(2);
  }

  @Test
  void moreThanFiveAsyncCallsRunAtOnceWhereTheBuilderSaysSo() {
    CountDownLatch gate = new CountDownLatch(1);
    bench.server.always(request -> GeminiReply.text("Hi").heldUntil(gate));
    Client client = bench.keep(bench.builder().maxRequestsPerHost(20).build());
    CompletableFuture<?>[] futures = new CompletableFuture<?>[20];
    for (int i = 0; i < 20; i++) {
      futures[i] = client.async.models.generateContent(MODEL, "hello", null);
    }

    assertThat(bench.server.awaitRequests(20, Bench.LIMIT)).hasSize(20);
    gate.countDown();
    CompletableFuture.allOf(futures).join();
  }

  @Test
  void settingsThatContradictEachOtherAreRefusedAtOnce() {
    ClientOptions options = ClientOptions.builder().customHttpClient(new OkHttpClient()).build();
    CostAwareVertex.Builder two = bench.builder().httpClient(users).clientOptions(options);
    assertThatThrownBy(two::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Two HTTP clients");
    CostAwareVertex.Builder twice =
        bench
            .builder()
            .timeout(Duration.ofSeconds(1))
            .httpOptions(HttpOptions.builder().timeout(5).build());
    assertThatThrownBy(twice::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("time-out");
    assertThatThrownBy(() -> bench.builder().maxRequestsPerHost(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxRequestsPerHost is 0");
  }

  @Test
  void aClientThatTheUserBuildsIsMeteredThroughItsHttpClient() {
    bench.server.enqueue(GeminiReply.text("Hi").usage(10, 5));
    try (CostAware costs = CostAware.builder().build();
        EventScope scope = EventScope.open()) {
      OkHttpClient http = CostAwareVertex.instrument(users, "us-central1", costs);
      Client client =
          bench.keep(
              Client.builder()
                  .vertexAI(true)
                  .project("p1")
                  .location("us-central1")
                  .credentials(Bench.credentials())
                  .httpOptions(bench.httpOptions(1))
                  .clientOptions(ClientOptions.builder().customHttpClient(http).build())
                  .build());
      client.models.generateContent(MODEL, "hello", null);

      CallEvent event = scope.last();
      assertThat(event).isNotNull();
      assertThat(event.outcome().usage()).isEqualTo(Usage.tokens(10, 5));
    }
  }
}
