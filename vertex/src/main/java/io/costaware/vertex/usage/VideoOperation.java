package io.costaware.vertex.usage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.OptionalLong;

/**
 * The state of a video operation as its poll shows it.
 *
 * <p>Immutable. Its JSON is not copied.
 */
public final class VideoOperation {
  private static final List<String> LISTS =
      List.of("videos", "generatedVideos", "generatedSamples");

  private final JsonNode operation;
  private final JsonNode result;

  private VideoOperation(JsonNode operation, JsonNode result) {
    this.operation = operation;
    this.result = result;
  }

  /** An operation, or the result of one alone. */
  public static VideoOperation of(JsonNode json) {
    JsonNode response = json.path("response");
    JsonNode result = response.isObject() ? response : json;
    JsonNode inner = result.path("generateVideoResponse");
    return new VideoOperation(json, inner.isObject() ? inner : result);
  }

  /** Whether it has ended, well or badly. */
  public boolean isDone() {
    return operation.path("done").asBoolean() || hasResult();
  }

  /** Whether it ended badly; then nothing was made. */
  public boolean isFailed() {
    return operation.has("error");
  }

  private boolean hasResult() {
    return result.has("raiMediaFilteredCount") || LISTS.stream().anyMatch(result::has);
  }

  /**
   * How many videos were delivered. Those that were filtered are in no list.
   *
   * @param asked for an answer that has no list
   * @throws IllegalArgumentException if its count of filtered ones is none
   */
  public long videos(long asked) {
    for (String list : LISTS) {
      if (result.path(list).isArray()) {
        return result.path(list).size();
      }
    }
    OptionalLong filtered =
        RequestFacts.count("raiMediaFilteredCount", result.path("raiMediaFilteredCount"));
    return Math.max(0, asked - filtered.orElse(0));
  }
}
