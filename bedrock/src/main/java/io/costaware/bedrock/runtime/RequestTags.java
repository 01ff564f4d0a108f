package io.costaware.bedrock.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.costaware.call.CallRefusedException;
import io.costaware.call.OpenCall;
import io.costaware.event.Refusal;
import io.costaware.tags.MappingAnswer;
import io.costaware.tags.TagMapping;
import io.costaware.tags.Tags;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Request metadata and tags, in both directions. */
final class RequestTags {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, String>> ENTRIES = new TypeReference<>() {};

  private RequestTags() {}

  /** The tags that a request's own metadata stand for; what cannot be a tag is none. */
  static Tags of(Map<String, String> metadata) {
    if (metadata.isEmpty()) {
      return Tags.none();
    }
    try {
      return Tags.of(metadata);
    } catch (IllegalArgumentException | NullPointerException e) {
      return ofLegal(metadata);
    }
  }

  private static Tags ofLegal(Map<String, String> metadata) {
    Map<String, String> legal = new HashMap<>();
    metadata.forEach(
        (key, value) -> {
          try {
            if (Tags.of(key, value).has(key)) {
              legal.put(key, value);
            }
          } catch (IllegalArgumentException | NullPointerException e) {
            // Bedrock takes keys that tags do not, and the SDK takes nulls; it is still sent, it
            // just
            // tags nothing.
            legal.remove(key);
          }
        });
    return Tags.of(legal);
  }

  /**
   * The metadata to send: the request's own and the call's tags.
   *
   * @throws CallRefusedException if a tag does not fit Bedrock's rules, because a tag is never
   *     dropped silently
   */
  static Map<String, String> metadata(
      @Nullable TagMapping mapping, OpenCall call, Map<String, String> own) {
    if (mapping == null) {
      return own;
    }
    Tags tags = call.facts().tags();
    MappingAnswer answer = mapping.map(tags);
    if (!own.isEmpty() && !holds(answer, own)) {
      answer = mapping.map(tags, own);
    }
    if (answer instanceof MappingAnswer.Mapped mapped) {
      return mapped.entries();
    }
    CallRefusedException refused =
        call.refuse(new Refusal.OfTags(((MappingAnswer.Unmappable) answer).violations()));
    if (refused != null) {
      throw refused;
    }
    return own;
  }

  /**
   * Usually a request's own entries are among the tags already; then equal tags map from memory.
   */
  private static boolean holds(MappingAnswer answer, Map<String, String> own) {
    return answer instanceof MappingAnswer.Mapped mapped
        && mapped.entries().entrySet().containsAll(own.entrySet());
  }

  /** Entries of the JSON text that InvokeModel carries; none if it is not a flat object. */
  static Map<String, String> parse(@Nullable String json) {
    if (json == null || json.isBlank()) {
      return Map.of();
    }
    try {
      Map<String, String> entries = JSON.readValue(json, ENTRIES);
      return entries == null ? Map.of() : entries;
    } catch (JsonProcessingException e) {
      return Map.of();
    }
  }

  static String write(Map<String, String> entries) {
    try {
      return JSON.writeValueAsString(entries);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A map of texts could not be written as JSON", e);
    }
  }
}
