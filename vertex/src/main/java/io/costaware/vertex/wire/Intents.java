package io.costaware.vertex.wire;

import io.costaware.call.CallIntent;
import io.costaware.call.CallOrigin;
import io.costaware.tags.Tags;
import io.costaware.target.Operation;
import io.costaware.target.Provider;
import io.costaware.target.ServiceTier;
import io.costaware.usage.Meter;
import io.costaware.usage.TokenHeuristic;
import io.costaware.usage.Usage;
import io.costaware.vertex.usage.VertexTiers;
import io.costaware.vertex.usage.VideoAsk;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Restates requests as intents. Remembers one origin for each project and location that a client's
 * URLs name.
 *
 * <p>Safe for use by many threads.
 */
final class Intents {
  /** How many images Imagen makes where the request does not say. */
  private static final int IMAGES_UNASKED = 4;

  private static final int MOST_PLACES = 256;

  private record Place(@Nullable String location, @Nullable String project) {}

  private final @Nullable String clientLocation;
  private final Map<Place, CallOrigin> byPlace = new ConcurrentHashMap<>();

  /**
   * Intents of one client.
   *
   * @param clientLocation for URLs that name no location; null if the client has none
   */
  Intents(@Nullable String clientLocation) {
    this.clientLocation = clientLocation;
  }

  /**
   * The intent of a request.
   *
   * @param model the model that the path's name means, which is another for an alias
   */
  CallIntent of(
      Request request,
      CallPath path,
      String model,
      Operation operation,
      @Nullable RequestScan scan,
      int bodyBytes) {
    CallIntent intent =
        new CallIntent(
            origin(path),
            operation,
            path.model(),
            tier(request, scan),
            scan == null ? Tags.none() : tags(scan.labels),
            scan == null ? unread(operation, bodyBytes) : size(operation, model, scan));
    return operation == Operation.PREDICT_LONG_RUNNING
        ? intent.withAttributes(video(model, scan).attributes())
        : intent;
  }

  /** What a request for video asks for; what it leaves out is as the provider takes it. */
  static VideoAsk video(String model, @Nullable RequestScan scan) {
    return new VideoAsk(
        model,
        scan == null || scan.samples < 0 ? 1 : scan.samples,
        scan == null || scan.seconds < 0 ? VideoAsk.DEFAULT_SECONDS : scan.seconds,
        scan == null ? null : scan.resolution,
        scan == null ? null : scan.sound);
  }

  /** What the request fixes beside tokens; null where it fixes nothing. */
  private static @Nullable Usage fees(Operation operation, String model, RequestScan scan) {
    if (operation == Operation.PREDICT_LONG_RUNNING) {
      VideoAsk ask = video(model, scan);
      return ask.usage(ask.videos());
    }
    boolean images = model.startsWith("image") || scan.samples > 0;
    if (operation != Operation.PREDICT || !images) {
      return null;
    }
    long asked = scan.samples < 0 ? IMAGES_UNASKED : scan.samples;
    return Usage.builder().add(Meter.OUTPUT_IMAGE_EACH, asked).build();
  }

  private CallOrigin origin(CallPath path) {
    String location = path.location() == null ? clientLocation : path.location();
    String project = path.project();
    Place place = new Place(location, project);
    CallOrigin known = byPlace.get(place);
    if (known != null) {
      return known;
    }
    CallOrigin anybody = CallOrigin.of(Provider.VERTEX, location, true);
    CallOrigin origin = project == null ? anybody : anybody.withAccount(project);
    if (byPlace.size() < MOST_PLACES) {
      byPlace.put(place, origin);
    }
    return origin;
  }

  private static ServiceTier tier(Request request, @Nullable RequestScan scan) {
    for (String header : List.of(VertexTiers.CAPACITY_HEADER, VertexTiers.TIER_HEADER)) {
      String value = request.header(header);
      ServiceTier asked = value == null ? null : VertexTiers.asked(header, value);
      if (asked != null) {
        return asked;
      }
    }
    ServiceTier asked = scan == null ? null : VertexTiers.named(scan.serviceTier);
    return asked == null ? ServiceTier.STANDARD : asked;
  }

  /** Labels are tags; what cannot be a tag is left to the provider, which refuses it itself. */
  private static Tags tags(Map<String, String> labels) {
    if (labels.isEmpty()) {
      return Tags.none();
    }
    try {
      return Tags.of(labels);
    } catch (IllegalArgumentException e) {
      return Tags.none();
    }
  }

  static CallIntent.Size size(Operation operation, String model, RequestScan scan) {
    Usage fees = fees(operation, model, scan);
    if (fees != null) {
      return new CallIntent.Size(
          0, "fixed by the request", 0, 1, false, false, scan.openEnded, fees);
    }
    boolean answersText =
        operation == Operation.GENERATE_CONTENT || operation == Operation.STREAM_GENERATE_CONTENT;
    String basis = "estimated";
    if (scan.usesCache) {
      basis = "estimated, the cached content left out,";
    } else if (scan.media.assumed()) {
      basis = "estimated, files of unknown length assumed,";
    }
    return new CallIntent.Size(
        scan.textTokens + scan.media.tokens(),
        basis,
        answersText ? scan.maxOutputTokens : 0,
        scan.candidates,
        false,
        scan.media.any() || scan.richOutput || model.contains("-image"),
        scan.openEnded);
  }

  private static CallIntent.Size unread(Operation operation, int bodyBytes) {
    boolean answersText =
        operation == Operation.GENERATE_CONTENT || operation == Operation.STREAM_GENERATE_CONTENT;
    return new CallIntent.Size(
        TokenHeuristic.tokensOfBytes(bodyBytes),
        "estimated by the size of the body",
        answersText ? CallIntent.Size.UNCAPPED : 0,
        1,
        false,
        false,
        true);
  }
}
