package io.costaware.vertex.usage;

import com.fasterxml.jackson.databind.JsonNode;
import io.costaware.event.Outcome.Knowledge;
import io.costaware.usage.RawUsage;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Recorded answers of partners' models in their own form: Claude's, whose input leaves out what was
 * cached, and those after OpenAI's, whose prompt includes it.
 *
 * <p>Safe for use by many threads.
 */
final class PartnerRecord {
  private static final String TIER = "service_tier";

  private PartnerRecord() {}

  static Reading of(JsonNode events, JsonNode response) {
    Fragments fragments = new Fragments();
    fragments.body(response);
    for (JsonNode event : events) {
      fragments.event(event);
    }
    RawUsage raw = fragments.raw;
    if (!PartnerUsage.isCounted(raw)) {
      return Reading.without(Knowledge.NOTHING).served(null, fragments.model);
    }
    PartnerUsage usage = PartnerUsage.of(raw);
    boolean whole = !fragments.begun || fragments.ended;
    return Reading.of(whole ? Knowledge.WHOLE : Knowledge.PART, usage.usage(), raw)
        .served(VertexTiers.named(fragments.tier), fragments.model)
        .remarking(usage.remarks());
  }

  /**
   * What came in pieces, laid over one another field by field: a later zero erases nothing.
   *
   * <p>For use by one thread.
   */
  private static final class Fragments {
    RawUsage raw = RawUsage.none();
    @Nullable String tier;
    @Nullable String model;
    boolean begun;
    boolean ended;

    void body(JsonNode body) {
      usage(body.path("usage"));
      collect("usage_info.", "", body.path("usage_info"));
      if (body.path("model").isTextual()) {
        model = body.path("model").asText();
      }
    }

    void event(JsonNode event) {
      String type = event.path("type").asText();
      begun |= type.equals("message_start");
      boolean last = type.equals("message_delta") && event.path("usage").isObject();
      ended |= last || type.equals("message_stop");
      body(event.path("message"));
      body(event.path("response"));
      body(event);
    }

    private void usage(JsonNode usage) {
      if (usage.path(TIER).isTextual()) {
        tier = usage.path(TIER).asText();
      }
      collect("usage.", "", usage);
    }

    /** Counts of the object and of those in it, under their names joined by dots. */
    private void collect(String path, String within, JsonNode node) {
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        String name = within + field.getKey();
        if (field.getValue().isObject()) {
          collect(path, name + ".", field.getValue());
        } else if (PartnerUsage.COUNTS.contains(name)) {
          OptionalLong count = RequestFacts.count(path + name, field.getValue());
          if (count.isPresent() && (count.getAsLong() > 0 || raw.get(name).isEmpty())) {
            raw = raw.merge(RawUsage.builder().put(name, count.getAsLong()).build());
          }
        }
      }
    }
  }
}
