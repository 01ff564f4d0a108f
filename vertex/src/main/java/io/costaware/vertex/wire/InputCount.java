package io.costaware.vertex.wire;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.costaware.call.FreeCount;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * Has Vertex AI count the input of a request near a limit: one request of countTokens with the
 * headers and the host of the request itself, without retries.
 *
 * <p>Safe for use by many threads.
 */
final class InputCount implements FreeCount {
  private static final JsonMapper JSON = new JsonMapper();

  /** What of a request countTokens takes. */
  private static final List<String> COUNTED =
      List.of("contents", "systemInstruction", "tools", "generationConfig");

  private final Call.Factory sender;
  private final Request request;
  private final CallPath path;
  private final String model;
  private final byte[] body;

  /**
   * A count that nobody has asked for yet.
   *
   * @param sender an HTTP client that does not meter
   * @param request the request whose input is counted
   * @param path the path of that request
   * @param model the model that its name means
   * @param body the request's body
   */
  InputCount(Call.Factory sender, Request request, CallPath path, String model, byte[] body) {
    this.sender = sender;
    this.request = request;
    this.path = path;
    this.model = model;
    this.body = body;
  }

  @Override
  public long tokens(Duration longest) throws IOException {
    Request asking =
        request
            .newBuilder()
            .url(path.counting(request.url(), model))
            .post(RequestBody.create(restated(), mediaType()))
            .build();
    Call call = sender.newCall(asking);
    call.timeout().timeout(longest.toNanos(), NANOSECONDS);
    try (Response response = call.execute()) {
      ResponseBody answer = response.body();
      if (!response.isSuccessful() || answer == null) {
        throw new IOException("Vertex AI did not count the tokens: HTTP " + response.code());
      }
      return told(answer.byteStream());
    }
  }

  private byte[] restated() throws IOException {
    JsonNode whole = JSON.readTree(body);
    ObjectNode counted = JSON.createObjectNode();
    for (String name : COUNTED) {
      JsonNode value = whole.get(name);
      if (value != null) {
        counted.set(name, value);
      }
    }
    return JSON.writeValueAsBytes(counted);
  }

  private @Nullable MediaType mediaType() {
    RequestBody old = request.body();
    return old == null ? null : old.contentType();
  }

  private static long told(InputStream answer) throws IOException {
    JsonNode total = JSON.readTree(answer).path("totalTokens");
    if (!total.isIntegralNumber()) {
      throw new IOException("Vertex AI told no number of tokens");
    }
    return total.longValue();
  }
}
