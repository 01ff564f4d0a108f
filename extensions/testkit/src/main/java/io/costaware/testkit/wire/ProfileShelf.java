package io.costaware.testkit.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The application inference profiles of a {@link BedrockWireServer}, as GetResources of the
 * Resource Groups Tagging API lists them (paged, filtered by tag and type) and as
 * GetInferenceProfile describes them. Safe for use by many threads.
 */
public final class ProfileShelf {

  private static final String TYPE = "bedrock:application-inference-profile";
  private static final int LARGEST_PAGE = 100;

  private record Profile(String arn, Map<String, String> tags, List<String> modelArns) {}

  private final Map<String, Profile> profiles = new LinkedHashMap<>();
  private final ArrayDeque<WireReply> nextPages = new ArrayDeque<>();
  private int pageSize = LARGEST_PAGE;
  private int pagesServed;
  private int lookupsServed;
  private @Nullable CountDownLatch gate;

  ProfileShelf() {}

  /**
   * Puts a profile on the shelf, in the place of one with the same ARN.
   *
   * @param arn the application inference profile's ARN
   * @param tags its tags; may be empty, as for a profile that was tagged once
   * @param modelArns the model ARNs behind it, one or more
   */
  public synchronized void put(String arn, Map<String, String> tags, List<String> modelArns) {
    if (modelArns.isEmpty()) {
      throw new IllegalArgumentException("A profile needs a model ARN, " + arn + " has none");
    }
    profiles.put(arn, new Profile(arn, new LinkedHashMap<>(tags), List.copyOf(modelArns)));
  }

  /** Takes a profile off the shelf; an unknown ARN is no error. */
  public synchronized void remove(String arn) {
    profiles.remove(arn);
  }

  /** The most profiles in one page, 1 to 100, however many the request asks for. */
  public synchronized void pageSize(int limit) {
    if (limit < 1 || limit > LARGEST_PAGE) {
      throw new IllegalArgumentException("page size must be 1 to 100, was " + limit);
    }
    pageSize = limit;
  }

  /** Answers the next GetResources with this reply, for example {@link #throttled()}. */
  public synchronized void enqueuePage(WireReply reply) {
    nextPages.add(reply);
  }

  /** Holds each page back until the gate is at zero. */
  public synchronized void holdPages(CountDownLatch pagesGate) {
    gate = pagesGate;
  }

  /** GetResources requests answered, refused ones included. */
  public synchronized int pagesServed() {
    return pagesServed;
  }

  /** GetInferenceProfile requests answered, refused ones included. */
  public synchronized int lookupsServed() {
    return lookupsServed;
  }

  /** The reply of a Tagging API that is asked too often. */
  public static WireReply throttled() {
    return refusal("ThrottledException", "Rate exceeded");
  }

  /** The reply of a Tagging API to a token older than 15 minutes. */
  public static WireReply tokenExpired() {
    return refusal("PaginationTokenExpiredException", "The pagination token has expired");
  }

  synchronized WireReply resources(RecordedRequest request) {
    pagesServed++;
    WireReply scripted = nextPages.poll();
    WireReply page = scripted == null ? page(request.body()) : scripted;
    return gate == null ? page : page.heldUntil(gate);
  }

  private WireReply page(JsonNode body) {
    List<Profile> matching = profiles.values().stream().filter(p -> matches(p, body)).toList();
    String token = body.path("PaginationToken").asText("");
    int from = token.isEmpty() ? 0 : offset(token);
    int size = Math.min(pageSize, body.path("ResourcesPerPage").asInt(LARGEST_PAGE));
    int to = Math.min(matching.size(), from + size);
    ObjectNode page =
        Json.object().put("PaginationToken", to < matching.size() ? "page-" + to : "");
    ArrayNode list = page.putArray("ResourceTagMappingList");
    for (Profile profile : matching.subList(Math.min(from, to), to)) {
      ArrayNode tags = list.addObject().put("ResourceARN", profile.arn()).putArray("Tags");
      profile.tags().forEach((key, value) -> tags.addObject().put("Key", key).put("Value", value));
    }
    return WireAnswer.body(200, "application/x-amz-json-1.1", Json.bytes(page));
  }

  private static int offset(String token) {
    if (!token.matches("page-[0-9]{1,9}")) {
      throw new IllegalArgumentException("Not a pagination token of this server: " + token);
    }
    return Integer.parseInt(token.substring("page-".length()));
  }

  private static boolean matches(Profile profile, JsonNode body) {
    JsonNode types = body.path("ResourceTypeFilters");
    if (!types.isEmpty()
        && texts(types).stream().noneMatch(t -> TYPE.equals(t) || "bedrock".equals(t))) {
      return false;
    }
    for (JsonNode filter : body.path("TagFilters")) {
      String value = profile.tags().get(filter.path("Key").asText());
      List<String> wanted = texts(filter.path("Values"));
      if (value == null || !(wanted.isEmpty() || wanted.contains(value))) {
        return false;
      }
    }
    return true;
  }

  private static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    array.forEach(node -> texts.add(node.asText()));
    return texts;
  }

  synchronized WireReply profile(RecordedRequest request) {
    lookupsServed++;
    String id = request.modelId() == null ? "" : request.modelId();
    for (Profile profile : profiles.values()) {
      if (profile.arn().equals(id) || profile.arn().endsWith("/" + id)) {
        return WireAnswer.json(200, described(profile));
      }
    }
    return BedrockReply.error(404, "ResourceNotFoundException", "No inference profile " + id);
  }

  private static ObjectNode described(Profile profile) {
    String id = profile.arn().substring(profile.arn().lastIndexOf('/') + 1);
    ObjectNode node =
        Json.object()
            .put("inferenceProfileArn", profile.arn())
            .put("inferenceProfileId", id)
            .put("inferenceProfileName", id)
            .put("status", "ACTIVE")
            .put("type", "APPLICATION")
            .put("createdAt", "2026-01-01T00:00:00Z")
            .put("updatedAt", "2026-01-01T00:00:00Z");
    ArrayNode models = node.putArray("models");
    profile.modelArns().forEach(arn -> models.addObject().put("modelArn", arn));
    return node;
  }

  private static WireReply refusal(String type, String message) {
    ObjectNode body = Json.object().put("__type", type).put("message", message);
    return WireAnswer.body(400, "application/x-amz-json-1.1", Json.bytes(body))
        .withHeader("x-amzn-errortype", type);
  }
}
