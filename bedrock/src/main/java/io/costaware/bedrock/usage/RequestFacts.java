package io.costaware.bedrock.usage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.costaware.pricing.PriceAttributes;
import io.costaware.usage.Meter;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of its price where the answer is silent: documents to be ordered, seconds of
 * video, images handed in, and the size and quality of what is to be made. Reads the model's own
 * form of a request, and the few facts of one that a recorded call keeps.
 *
 * <p>Immutable.
 *
 * @param raw the numbers, under the names of {@link BedrockUsage}
 * @param attributes what splits the price further
 * @param remarks what had to be taken for granted, in words
 */
public record RequestFacts(RawUsage raw, PriceAttributes attributes, List<String> remarks) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final RequestFacts NONE =
      new RequestFacts(RawUsage.none(), PriceAttributes.none(), List.of());

  private static final String IMAGES_ASKED = "request.numberOfImages";

  /** A shot of Nova Reel that the request describes for itself. */
  private static final long SECONDS_PER_SHOT = 6;

  private static final long LUMA_SECONDS = 5;

  /** Copies the list. */
  public RequestFacts {
    remarks = List.copyOf(remarks);
  }

  /** Nothing told. */
  public static RequestFacts none() {
    return NONE;
  }

  /** The facts of a request's native body; none if it is not JSON or is odd in its numbers. */
  public static RequestFacts ofBody(byte[] json, ModelFamily family) {
    if (family == ModelFamily.OTHER || family == ModelFamily.OPENAI) {
      return NONE;
    }
    try {
      return of(JSON.readTree(json), family);
    } catch (IOException | IllegalArgumentException | ArithmeticException e) {
      // The SDK and Bedrock judge the request; here it only tells nothing.
      return NONE;
    }
  }

  /**
   * The same of the input of a background job as Java objects: maps, lists, strings. What cannot be
   * read tells nothing.
   */
  public static RequestFacts ofJob(@Nullable Object input, ModelFamily family) {
    try {
      JsonNode tree = JSON.valueToTree(input);
      return tree == null ? NONE : ofJob(tree, family);
    } catch (IllegalArgumentException | ArithmeticException e) {
      return NONE;
    }
  }

  /**
   * The facts of a request.
   *
   * @throws IllegalArgumentException if a count in it is negative, too large, or no number
   */
  public static RequestFacts of(JsonNode request, ModelFamily family) {
    return of(request, family, false);
  }

  /**
   * The facts of a request for a background job: what is made is billed by the second, also of a
   * model whose family is not known.
   *
   * @throws IllegalArgumentException if a count in it is negative, too large, or no number
   */
  public static RequestFacts ofJob(JsonNode request, ModelFamily family) {
    return of(request, family, true);
  }

  private static RequestFacts of(JsonNode request, ModelFamily family, boolean job) {
    if (!request.isObject()) {
      return family.makesVideo() ? new RequestReader(request, family).read(job) : NONE;
    }
    JsonNode inner = request.path("modelInput");
    return new RequestReader(inner.isObject() ? inner : request, family).read(job);
  }

  /** These, with so many documents to be ordered. */
  public RequestFacts withDocuments(int documents) {
    RawUsage counted = RawUsage.builder().put(BedrockUsage.DOCUMENTS, documents).build();
    return new RequestFacts(raw.merge(counted), attributes, remarks);
  }

  /** What the request itself fixes of its bill beside tokens: images, seconds, queries. */
  public Usage fees(ModelFamily family) {
    Usage known = BedrockUsage.ofInvoke(raw, family);
    long images = raw.orZero(IMAGES_ASKED);
    return images > 0
        ? known.plus(Usage.builder().add(Meter.OUTPUT_IMAGE_EACH, images).build())
        : known;
  }

  /** Reads one request. */
  private static final class RequestReader {
    private final JsonNode request;
    private final ModelFamily family;
    private final JsonNode images;
    private final JsonNode video;
    private final RawUsage.Builder raw = RawUsage.builder();
    private final List<String> remarks = new ArrayList<>();
    private PriceAttributes attributes = PriceAttributes.none();

    RequestReader(JsonNode request, ModelFamily family) {
      this.request = request;
      this.family = family;
      this.images = request.path("imageGenerationConfig");
      this.video = request.path("videoGenerationConfig");
    }

    RequestFacts read(boolean job) {
      documents();
      imagesAsked();
      if (family.makesVideo()) {
        madeVideo();
      } else if (family == ModelFamily.PEGASUS || family == ModelFamily.EMBEDDING) {
        handedIn();
      } else {
        madeImages();
        if (job) {
          put(BedrockUsage.VIDEO_SECONDS_OUT, seconds());
        }
      }
      return new RequestFacts(raw.build(), attributes, remarks);
    }

    private void documents() {
      for (String name : new String[] {"documents", "sources"}) {
        JsonNode documents = request.path(name);
        if (documents.isArray()) {
          raw.put(BedrockUsage.DOCUMENTS, documents.size());
        } else if (name.equals("documents")) {
          put(BedrockUsage.DOCUMENTS, CountNames.of(name, documents));
        }
      }
    }

    private void imagesAsked() {
      if (!family.makesImages() || request.isEmpty()) {
        return;
      }
      Long asked = CountNames.of(images.isObject() ? images : request, "numberOfImages");
      asked = asked == null ? CountNames.of(request, "samples") : asked;
      raw.put(IMAGES_ASKED, asked == null ? 1 : asked);
    }

    private void madeImages() {
      JsonNode config = images.isObject() ? images : request;
      Long width = CountNames.of(config, "width");
      Long height = CountNames.of(config, "height");
      boolean ownForm = images.isObject() || request.path("taskType").isTextual();
      if (width != null && height != null) {
        attributes = attributes.with("resolution", width + "x" + height);
      } else {
        tell("resolution", request.path("resolution"));
      }
      tell("quality", config.path("quality"));
      Long steps = CountNames.of(request, "steps");
      if (steps != null) {
        attributes = attributes.with("steps", steps.toString());
      }
      if (family == ModelFamily.AMAZON_IMAGE && (ownForm || !attributes.isEmpty())) {
        // What these models take where a request leaves it open.
        if (!attributes.asMap().containsKey("resolution")) {
          attributes = attributes.with("resolution", "1024x1024");
        }
        if (!attributes.asMap().containsKey("quality")) {
          attributes = attributes.with("quality", "standard");
        }
      }
    }

    private void madeVideo() {
      Long seconds = seconds();
      boolean ownForm = request.path("taskType").isTextual() || request.path("prompt").isTextual();
      if (seconds == null && ownForm) {
        seconds = family == ModelFamily.NOVA_REEL ? SECONDS_PER_SHOT : LUMA_SECONDS;
      }
      put(BedrockUsage.VIDEO_SECONDS_OUT, seconds);
      if (family == ModelFamily.NOVA_REEL) {
        // The one resolution and rate that it makes.
        attributes = attributes.with("resolution", "720p24");
        return;
      }
      tell("resolution", request.path("resolution"));
      if (attributes.isEmpty()) {
        attributes = attributes.with("resolution", "720p");
        if (!ownForm) {
          remarks.add("the request tells no resolution; the model's own choice, 720p, is taken");
        }
      }
    }

    private void handedIn() {
      JsonNode single = request.path("singleEmbeddingParams");
      single = single.isObject() ? single : request.path("segmentedEmbeddingParams");
      String kind = request.path("inputType").asText("").toLowerCase(Locale.ROOT);
      boolean audio = kind.equals("audio") || single.path("audio").isObject();
      put(audio ? BedrockUsage.AUDIO_SECONDS_IN : BedrockUsage.VIDEO_SECONDS_IN, seconds());
      JsonNode image = single.path("image");
      if (image.isObject() || request.path("inputImage").isTextual() || kind.equals("image")) {
        raw.put(BedrockUsage.IMAGES_IN, 1);
      }
      String detail = image.path("detailLevel").asText("");
      if (!detail.isEmpty()) {
        attributes =
            attributes.with("kind", detail.equals("DOCUMENT_IMAGE") ? "document" : "standard");
      }
    }

    /** All seconds of the request's video or sound; null if it tells none. */
    private @Nullable Long seconds() {
      JsonNode told = first(request.path("durationSeconds"), video.path("durationSeconds"));
      told = first(told, first(request.path("duration"), video.path("duration")));
      Long seconds = null;
      if (told.isArray()) {
        for (JsonNode part : told) {
          seconds = plus(seconds, seconds(part));
        }
      } else if (!told.isMissingNode()) {
        seconds = seconds(told);
      }
      if (seconds == null) {
        seconds = shots();
      }
      Long samples = CountNames.of(request, "sampleCount");
      return seconds == null || samples == null
          ? seconds
          : Long.valueOf(Math.multiplyExact(seconds, samples));
    }

    private @Nullable Long shots() {
      JsonNode shots =
          first(request.path("shots"), request.path("multiShotManualParams").path("shots"));
      Long seconds = null;
      for (JsonNode shot : shots) {
        Long own = CountNames.of(shot, "durationSeconds");
        seconds = plus(seconds, own == null ? SECONDS_PER_SHOT : own);
      }
      return seconds;
    }

    /** A number of seconds, or words such as {@code 5s}. */
    private static @Nullable Long seconds(JsonNode node) {
      if (!node.isTextual()) {
        return CountNames.of("durationSeconds", node);
      }
      String text = node.asText();
      String digits = text.endsWith("s") ? text.substring(0, text.length() - 1) : text;
      try {
        return CountNames.begun("duration", new BigDecimal(digits));
      } catch (NumberFormatException e) {
        throw CountNames.none("duration", text);
      }
    }

    private static Long plus(@Nullable Long sum, @Nullable Long more) {
      return Math.addExact(sum == null ? 0 : sum, more == null ? 0 : more);
    }

    private static JsonNode first(JsonNode one, JsonNode other) {
      return one.isMissingNode() || one.isNull()
          ? other.isNull() ? MissingNode.getInstance() : other
          : one;
    }

    private void tell(String name, JsonNode value) {
      if (value.isTextual() && !value.asText().isBlank()) {
        attributes = attributes.with(name, value.asText());
      }
    }

    private void put(String name, @Nullable Long count) {
      if (count != null) {
        raw.put(name, count);
      }
    }
  }
}
