package io.costaware.vertex.usage;

import com.fasterxml.jackson.databind.JsonNode;
import io.costaware.event.Outcome.Knowledge;
import io.costaware.pricing.PriceAttributes;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.util.OptionalLong;

/**
 * Recorded video generation. The answer of a finished operation says how many videos it made, never
 * how long they are: that is a fact of the request.
 *
 * <p>Safe for use by many threads.
 */
final class VideoRecord {
  private VideoRecord() {}

  static Reading of(JsonNode response, String model, RequestFacts facts, boolean answered) {
    if (response.has("error")) {
      return Reading.without(Knowledge.FREE);
    }
    OptionalLong asked = facts.count("sampleCount");
    OptionalLong seconds = facts.count("durationSeconds");
    VideoOperation operation = VideoOperation.of(response);
    VideoAsk ask =
        new VideoAsk(
            model,
            asked.orElse(1),
            seconds.orElse(VideoAsk.DEFAULT_SECONDS),
            facts.resolution(),
            facts.flag("generateAudio"));
    PriceAttributes attributes = ask.attributes();
    if (operation.isDone()) {
      long videos = operation.videos(ask.videos());
      Usage usage = ask.usage(videos);
      RawUsage raw = RawUsage.builder().put("response.videos", videos).build();
      return Reading.of(Knowledge.WHOLE, usage, raw).with(attributes);
    }
    boolean told = asked.isPresent() || seconds.isPresent();
    return answered && told
        ? VertexAnswers.asAsked(ask.usage(ask.videos()), RawUsage.none()).with(attributes)
        : Reading.without(Knowledge.NOTHING);
  }
}
