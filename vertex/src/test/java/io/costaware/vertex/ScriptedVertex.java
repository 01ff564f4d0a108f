package io.costaware.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.genai.Client;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import io.costaware.CostAware;
import io.costaware.client.CostAwareClient;
import io.costaware.testkit.contract.ScriptedProvider;
import io.costaware.testkit.wire.GeminiReply;
import io.costaware.testkit.wire.RecordedRequest;
import io.costaware.testkit.wire.VertexWireServer;
import io.costaware.testkit.wire.WireReply;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Gemini on loopback, asked by the SDK's own client. */
final class ScriptedVertex implements ScriptedProvider {
  private final VertexWireServer server = VertexWireServer.start();
  private final List<Client> clients = new CopyOnWriteArrayList<>();

  VertexWireServer server() {
    return server;
  }

  Client sdk(CostAware costs) {
    Client client =
        CostAwareVertex.builder(costs)
            .project("p1")
            .location("us-central1")
            .credentials(
                GoogleCredentials.create(
                    new AccessToken("test", Date.from(Instant.parse("2099-01-01T00:00:00Z")))))
            .httpOptions(
                HttpOptions.builder()
                    .baseUrl(server.endpoint().toString())
                    .retryOptions(
                        HttpRetryOptions.builder().attempts(3).initialDelay(0.0).maxDelay(0.0))
                    .build())
            .build();
    clients.add(client);
    return client;
  }

  @Override
  public CostAwareClient client(CostAware costs) {
    return CostAwareVertex.client(sdk(costs), costs);
  }

  @Override
  public String model() {
    return "gemini-2.5-flash";
  }

  @Override
  public String embeddingModel() {
    return "text-embedding-005";
  }

  @Override
  public String unpricedModel() {
    return "gemini-unheard-of";
  }

  @Override
  public void answer(int inputTokens, int outputTokens, String... pieces) {
    server.enqueue(GeminiReply.stream(pieces).usage(inputTokens, outputTokens));
  }

  @Override
  public void answerAlways(int inputTokens, int outputTokens, String... pieces) {
    server.always(request -> GeminiReply.stream(pieces).usage(inputTokens, outputTokens));
  }

  @Override
  public void answerAfter(CountDownLatch gate, int inputTokens, int outputTokens, String text) {
    server.enqueue(GeminiReply.text(text).usage(inputTokens, outputTokens).heldUntil(gate));
  }

  @Override
  public void askForTool(String name, String arguments) {
    server.enqueue(GeminiReply.functionCall(name, arguments));
  }

  @Override
  public void embed(int inputTokens, float... vector) {
    server.enqueue(GeminiReply.embedding(inputTokens, vector));
  }

  @Override
  public void fail(int status) {
    server.enqueue(failure(status));
  }

  @Override
  public void failAlways(int status) {
    server.always(request -> failure(status));
  }

  private static WireReply failure(int status) {
    return GeminiReply.error(status, status < 500 ? "INVALID_ARGUMENT" : "INTERNAL", "It failed");
  }

  @Override
  public void endWithoutUsage(String... pieces) {
    server.enqueue(GeminiReply.stream(pieces).withoutUsage());
  }

  @Override
  public void failInStream(String... pieces) {
    server.enqueue(GeminiReply.stream(pieces).thenFail(500, "INTERNAL", "It broke"));
  }

  @Override
  public void stallAfter(CountDownLatch gate, String... pieces) {
    String[] andOneMore = Arrays.copyOf(pieces, pieces.length + 1);
    andOneMore[pieces.length] = "behind the gate";
    server.enqueue(GeminiReply.stream(andOneMore).stallAfter(pieces.length, gate));
  }

  @Override
  public void count(int inputTokens) {
    server.enqueue(GeminiReply.tokens(inputTokens));
  }

  @Override
  public void refuseToCount() {
    server.enqueue(GeminiReply.invalid("The model does not count tokens"));
  }

  @Override
  public int requests() {
    return server.requests().size();
  }

  @Override
  public boolean hungUp() {
    return server.abandoned() > 0;
  }

  private RecordedRequest last() {
    List<RecordedRequest> requests = server.requests();
    return requests.get(requests.size() - 1);
  }

  @Override
  public String lastBody() {
    return last().body().toString();
  }

  @Override
  public Map<String, String> lastTags() {
    Map<String, String> labels = new TreeMap<>();
    JsonNode sent = last().body().path("labels");
    sent.fieldNames().forEachRemaining(key -> labels.put(key, sent.path(key).asText()));
    return labels;
  }

  @Override
  public boolean showsRetries() {
    return true;
  }

  @Override
  public void close() {
    clients.forEach(Client::close);
    server.close();
  }
}
