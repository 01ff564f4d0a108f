package io.costaware.vertex.wire;

import io.costaware.target.Operation;
import java.util.List;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * What the path of a request says: operation, model, location.
 *
 * <p>Immutable.
 *
 * @param operation the metered operation; null for a path that is forwarded as it is
 * @param kind in a word, for logs; for a path that is forwarded as it is
 * @param mayCost whether a path that is not metered may cost money
 * @param model the model as the caller named it
 * @param location from the path, or else from the host; null where neither says
 * @param project who pays, from the path; null where it does not say
 * @param modelSegment the index of the path segment at which the model's name begins
 */
record CallPath(
    @Nullable Operation operation,
    String kind,
    boolean mayCost,
    String model,
    @Nullable String location,
    @Nullable String project,
    int modelSegment) {

  private static final String POLL = "fetchPredictOperation";
  private static final String HOST_SUFFIX = "-aiplatform.googleapis.com";
  private static final String MULTI_REGION_PREFIX = "aiplatform.";
  private static final String MULTI_REGION_SUFFIX = ".rep.googleapis.com";

  static CallPath of(Request request) {
    if ("websocket".equalsIgnoreCase(request.header("Upgrade"))) {
      return unmetered("live session", true);
    }
    HttpUrl url = request.url();
    List<String> segments = url.pathSegments();
    String last = segments.get(segments.size() - 1);
    int colon = last.lastIndexOf(':');
    String verb = colon < 0 ? "" : last.substring(colon + 1);
    if (!request.method().equals("POST")) {
      return unmetered("administration", false);
    }
    if (segments.get(0).equals("upload")) {
      return unmetered("upload", false);
    }
    Operation operation = operation(verb);
    if (verb.equals(POLL)) {
      return unmetered(kindOf(verb, last), false);
    }
    if (operation == null) {
      return unmetered(kindOf(verb, last), !verb.equals("cancel"));
    }
    int model = modelSegment(segments);
    if (model < 0) {
      return unmetered("Gemini Developer API", true);
    }
    return new CallPath(
        operation,
        verb,
        true,
        modelName(segments, model),
        location(url, segments),
        project(segments),
        model);
  }

  private static CallPath unmetered(String kind, boolean mayCost) {
    return new CallPath(null, kind, mayCost, "", null, null, -1);
  }

  private static @Nullable Operation operation(String verb) {
    return switch (verb) {
      case "generateContent" -> Operation.GENERATE_CONTENT;
      case "streamGenerateContent" -> Operation.STREAM_GENERATE_CONTENT;
      case "embedContent" -> Operation.EMBED_CONTENT;
      case "predict" -> Operation.PREDICT;
      case "predictLongRunning" -> Operation.PREDICT_LONG_RUNNING;
      case "countTokens", "computeTokens" -> Operation.COUNT_TOKENS_VERTEX;
      default -> null;
    };
  }

  /** A fixed word, never a part of the path that may name a resource of the user. */
  private static String kindOf(String verb, String last) {
    return switch (verb.isEmpty() ? last : verb) {
      case "batchPredictionJobs" -> "batch job";
      case "interactions" -> "interaction";
      case POLL -> "poll of an operation";
      case "cachedContents" -> "context cache";
      case "tuningJobs" -> "tuning job";
      case "rawPredict", "streamRawPredict" -> "raw prediction";
      default -> "unknown request";
    };
  }

  /** Where {@code publishers/…} or {@code endpoints/…} begins; -1 on the Developer API's paths. */
  private static int modelSegment(List<String> segments) {
    int size = segments.size();
    if (size >= 4
        && segments.get(size - 4).equals("publishers")
        && segments.get(size - 2).equals("models")) {
      return size - 4;
    }
    return size >= 6 && segments.get(size - 6).equals("projects") ? size - 2 : -1;
  }

  private static String modelName(List<String> segments, int at) {
    String last = segments.get(segments.size() - 1);
    String id = last.substring(0, last.lastIndexOf(':'));
    if (segments.get(at).equals("publishers")) {
      String publisher = segments.get(at + 1);
      return publisher.equals("google") ? id : "publishers/" + publisher + "/models/" + id;
    }
    return segments.get(at) + "/" + id;
  }

  private static @Nullable String location(HttpUrl url, List<String> segments) {
    int at = segments.lastIndexOf("locations");
    if (at > 1 && at + 1 < segments.size() && segments.get(at - 2).equals("projects")) {
      return segments.get(at + 1);
    }
    String host = url.host();
    if (host.endsWith(HOST_SUFFIX)) {
      return host.substring(0, host.length() - HOST_SUFFIX.length());
    }
    if (host.startsWith(MULTI_REGION_PREFIX) && host.endsWith(MULTI_REGION_SUFFIX)) {
      return host.substring(
          MULTI_REGION_PREFIX.length(), host.length() - MULTI_REGION_SUFFIX.length());
    }
    return host.equals("aiplatform.googleapis.com") ? "global" : null;
  }

  private static @Nullable String project(List<String> segments) {
    int at = segments.indexOf("projects");
    return at >= 0 && at + 1 < segments.size() ? segments.get(at + 1) : null;
  }

  /**
   * Whether the operation takes labels in its body.
   *
   * @param model the model that is called
   */
  boolean takesLabels(String model) {
    return operation == Operation.GENERATE_CONTENT
        || operation == Operation.STREAM_GENERATE_CONTENT
        || (operation == Operation.PREDICT && model.startsWith("imagen"))
        || (operation == Operation.PREDICT_LONG_RUNNING && model.startsWith("veo"));
  }

  /** Whether this asks how an operation goes on. */
  boolean isPoll() {
    return kind.equals(kindOf(POLL, ""));
  }

  /** Whether the operation makes tokens that a cap in its body limits. */
  boolean takesCap() {
    return operation == Operation.GENERATE_CONTENT
        || operation == Operation.STREAM_GENERATE_CONTENT;
  }

  /** Where a model counts the tokens of what is asked of it at that URL. */
  HttpUrl counting(HttpUrl url, String counted) {
    return at(url, counted, "countTokens").newBuilder().removeAllQueryParameters("alt").build();
  }

  /** The same URL with another model. */
  HttpUrl withModel(HttpUrl url, String newModel) {
    return at(url, newModel, kind);
  }

  private HttpUrl at(HttpUrl url, String newModel, String verb) {
    HttpUrl.Builder changed = url.newBuilder();
    int size = url.pathSize();
    int from = newModel.startsWith("projects/") ? modelSegment - 4 : modelSegment;
    if (from < 0 || (from != modelSegment && !url.pathSegments().get(from).equals("projects"))) {
      from = modelSegment;
    }
    for (int i = size - 1; i >= from; i--) {
      changed.removePathSegment(i);
    }
    for (String segment : resource(newModel).split("/", -1)) {
      changed.addPathSegment(segment);
    }
    int last = changed.build().pathSize() - 1;
    String lastSegment = changed.build().pathSegments().get(last);
    return changed.setPathSegment(last, lastSegment + ":" + verb).build();
  }

  private static String resource(String model) {
    if (model.startsWith("projects/")
        || model.startsWith("publishers/")
        || model.startsWith("endpoints/")) {
      return model;
    }
    if (model.startsWith("models/")) {
      return "publishers/google/" + model;
    }
    int slash = model.indexOf('/');
    return slash < 0
        ? "publishers/google/models/" + model
        : "publishers/" + model.substring(0, slash) + "/models/" + model.substring(slash + 1);
  }
}
