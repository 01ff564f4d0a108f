package io.costaware.testkit.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request as a wire server received it. Immutable.
 *
 * @param number the place of the request among all that the server received, from 1
 * @param method the HTTP method, for example {@code POST}
 * @param path the decoded path without the query
 * @param query the raw query without {@code ?}; empty when there is none
 * @param operation the provider's name for the operation, for example {@code ConverseStream} or
 *     {@code generateContent}; empty when the server does not know the path
 * @param modelId the decoded model id, profile id or ARN in the path; null when the path names none
 * @param headers every header, names in lower case
 * @param body the body; missing when there is none, a text node when it is not JSON
 */
public record RecordedRequest(
    int number,
    String method,
    String path,
    String query,
    String operation,
    @Nullable String modelId,
    Map<String, List<String>> headers,
    JsonNode body) {

  /** Copies the headers. */
  public RecordedRequest {
    headers = Map.copyOf(headers);
  }

  /**
   * The first value of a header.
   *
   * @param name the header's name in any case
   */
  public Optional<String> header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream().findFirst();
  }

  /** Number, method and path only: headers carry credentials, bodies carry prompts. */
  @Override
  public String toString() {
    return "#" + number + " " + method + " " + path;
  }
}
