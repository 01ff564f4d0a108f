package io.costaware.vertex.usage;

import com.fasterxml.jackson.databind.JsonNode;
import io.costaware.target.ServiceTier;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a recorded request that its price needs.
 *
 * <p>Immutable.
 */
final class RequestFacts {
  private final JsonNode request;

  RequestFacts(JsonNode request) {
    this.request = request;
  }

  /**
   * A count of the request, a begun unit counted whole; empty if it does not tell.
   *
   * @throws IllegalArgumentException if it is none
   */
  OptionalLong count(String name) {
    return count("request." + name, request.path(name));
  }

  /**
   * A count, a begun unit counted whole; empty if it is missing or null.
   *
   * @param field what to call it where it is none
   * @throws IllegalArgumentException if it is none
   */
  static OptionalLong count(String field, JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return OptionalLong.empty();
    }
    Long count = node.isNumber() || node.isTextual() ? Counts.roundedUp(node.asText()) : null;
    if (count == null) {
      throw new CountFault(field, node.toString()).thrown();
    }
    return OptionalLong.of(count);
  }

  /**
   * A length of time in seconds, such as {@code 3600s}; empty if the request does not tell.
   *
   * @throws IllegalArgumentException if it is none
   */
  OptionalLong seconds(String name) {
    return SpeechRecord.seconds("request." + name, request.path(name));
  }

  /** The text of a fact; null if it is missing. */
  @Nullable String text(String name) {
    JsonNode node = request.path(name);
    return node.isValueNode() && !node.isNull() && !node.asText().isBlank()
        ? node.asText().strip()
        : null;
  }

  /** A yes or no; null if the request does not tell. */
  @Nullable Boolean flag(String name) {
    JsonNode node = request.path(name);
    if (node.isBoolean()) {
      return node.asBoolean();
    }
    return node.isTextual() ? Boolean.valueOf(node.asText()) : null;
  }

  /** The size of a picture as price sheets name it; null if the request does not tell. */
  @Nullable String resolution() {
    String resolution = text("resolution");
    if (resolution != null) {
      return resolution.toLowerCase(Locale.ROOT);
    }
    String width = text("width");
    String height = text("height");
    return width == null || height == null ? null : width + "x" + height;
  }

  /** Whether the enterprise's web search was among the tools. */
  boolean searchesEnterprise() {
    if (Boolean.TRUE.equals(flag("enterpriseWebSearch"))) {
      return true;
    }
    for (JsonNode tool : request.path("tools")) {
      if (tool.has("enterpriseWebSearch") || tool.asText().equals("enterpriseWebSearch")) {
        return true;
      }
    }
    return false;
  }

  /** The tier that the request asked for, by its header or its body; null if by neither. */
  @Nullable ServiceTier tier() {
    ServiceTier byHeader = tierOfHeader(request.path("header"));
    return byHeader != null ? byHeader : VertexTiers.named(text("serviceTier"));
  }

  /** A header is told as {@code {"name":…,"value":…}}, as {@code {name:value}} or in one line. */
  private static @Nullable ServiceTier tierOfHeader(JsonNode header) {
    if (header.isTextual()) {
      String line = header.asText();
      int colon = line.indexOf(':');
      return colon < 0
          ? null
          : VertexTiers.asked(line.substring(0, colon).strip(), line.substring(colon + 1));
    }
    if (header.path("name").isTextual()) {
      return VertexTiers.asked(header.path("name").asText(), header.path("value").asText());
    }
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      ServiceTier tier = VertexTiers.asked(entry.getKey(), entry.getValue().asText());
      if (tier != null) {
        return tier;
      }
    }
    if (header.path(0).isTextual() && header.path(1).isTextual()) {
      return VertexTiers.asked(header.path(0).asText(), header.path(1).asText());
    }
    for (JsonNode one : header.isArray() ? header : header.path("none")) {
      ServiceTier tier = tierOfHeader(one);
      if (tier != null) {
        return tier;
      }
    }
    return null;
  }
}
