package io.costaware.testkit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WireEngineTest {

  private final VertexWireServer server = VertexWireServer.start();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void itListensOnLoopbackOnly() {
    assertThat(server.endpoint().getHost()).isEqualTo("127.0.0.1");
    assertThat(server.endpoint().getPort()).isPositive();
  }

  @Test
  void aConnectionIsKeptForManyRequestsAndChunkedBodiesAreRead() throws Exception {
    server.always(request -> GeminiReply.tokens(request.body().path("n").asInt()));
    try (Socket socket = connect()) {
      for (int i = 10; i < 20; i++) {
        send(
            socket,
            "POST /v1/models/m:countTokens HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "4\r\n{\"n\"\r\n4;x=y\r\n: "
                + i
                + "\r\n1\r\n}\r\n0\r\nTrailer: t\r\n\r\n");
        assertThat(answer(socket)).endsWith("{\"totalTokens\":" + i + "}");
      }
    }
  }

  @Test
  void aClientThatExpectsAWordFirstGetsIt() throws Exception {
    server.always(request -> GeminiReply.tokens(1));
    try (Socket socket = connect()) {
      send(
          socket,
          "POST /v1/models/m:countTokens HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
      assertThat(head(socket.getInputStream())).startsWith("HTTP/1.1 100 Continue");
      send(socket, "{}");
      assertThat(answer(socket)).startsWith("HTTP/1.1 200 OK");
    }
  }

  @Test
  void aConnectionThatIsNotToBeKeptIsClosed() throws Exception {
    server.always(request -> GeminiReply.tokens(1));
    try (Socket socket = connect()) {
      send(socket, "POST /v1/models/m:countTokens HTTP/1.1\r\nConnection: close\r\n\r\n");
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(answer).contains("Connection: close").endsWith("{\"totalTokens\":1}");
    }
  }

  @Test
  void whatIsNoHttp1IsHungUpOn() throws Exception {
    try (Socket socket = connect()) {
      send(socket, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
      assertThatThrownBy(() -> mustRead(socket)).isInstanceOf(IOException.class);
    }
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void manyClientsAreServedAtOnceAndNumberedOnce() {
    var all = new CountDownLatch(20);
    server.always(request -> GeminiReply.tokens(request.number()).heldUntil(all));
    HttpClient client = HttpClient.newHttpClient();
    var calls = IntStream.range(0, 20).mapToObj(i -> call(client)).toList();
    server.awaitRequests(20, Duration.ofSeconds(10));
    IntStream.range(0, 20).forEach(i -> all.countDown());

    assertThat(calls.stream().map(call -> call.join().body()).distinct()).hasSize(20);
  }

  @Test
  void unknownPathsCanBeScripted() throws Exception {
    server.enqueue(WireAnswer.json(200, Json.parse("{\"name\":\"77\"}")).header("X-Kind", "job"));
    var uri = server.endpoint().resolve("/v1/projects/p/batchPredictionJobs/7%2F7?pageSize=5");
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(java.net.http.HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());

    assertThat(response.body()).isEqualTo("{\"name\":\"77\"}");
    assertThat(response.headers().firstValue("x-kind")).hasValue("job");
    RecordedRequest request = server.requests().get(0);
    assertThat(request.operation()).isEmpty();
    assertThat(request.modelId()).isNull();
    assertThat(request.path()).isEqualTo("/v1/projects/p/batchPredictionJobs/7/7");
    assertThat(request.query()).isEqualTo("pageSize=5");
    assertThat(request.body().isMissingNode()).isTrue();
  }

  @Test
  void aResponderThatThrowsIsA500() {
    server.always(
        request -> {
          throw new IllegalStateException("oops");
        });

    HttpResponse<String> response = call(HttpClient.newHttpClient()).join();

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).contains("oops");
  }

  @Test
  void waitingForRequestsThatDoNotComeSaysSo() {
    assertThatThrownBy(() -> server.awaitRequests(2, Duration.ofMillis(20)))
        .isInstanceOf(AssertionError.class)
        .hasMessage("Waited PT0.02S for 2 requests, saw 0");
  }

  @Test
  void aClosedServerRefusesConnections() {
    server.close();

    assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
  }

  @Test
  void nonsenseIsRefusedAtOnce() {
    assertThatThrownBy(() -> GeminiReply.functionCall("f", "{"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> BedrockReply.error(200, "X", "y"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("was 200");
    assertThatThrownBy(() -> BedrockReply.text("a").header("X\r\nY", "z"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> BedrockReply.text("a").resetAfter(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private CompletableFuture<HttpResponse<String>> call(HttpClient client) {
    URI uri = server.endpoint().resolve("/v1/models/m:countTokens");
    return client.sendAsync(
        java.net.http.HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString("{}")).build(),
        BodyHandlers.ofString());
  }

  private Socket connect() throws IOException {
    return new Socket(server.endpoint().getHost(), server.endpoint().getPort());
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void mustRead(Socket socket) throws IOException {
    if (socket.getInputStream().read() < 0) {
      throw new IOException("hung up");
    }
  }

  private static String answer(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    String head = head(in);
    int at = head.indexOf("Content-Length: ") + "Content-Length: ".length();
    int length = Integer.parseInt(head.substring(at, head.indexOf("\r\n", at)));
    return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("The head ended early: " + head);
      }
      head.append((char) next);
    }
    return head.toString();
  }
}
