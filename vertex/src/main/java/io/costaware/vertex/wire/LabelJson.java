package io.costaware.vertex.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Map;

/**
 * Labels as JSON. The same instance is written once: a mapping answers equal tags with one map, for
 * as long as it remembers them.
 *
 * <p>Safe for use by many threads.
 */
final class LabelJson {
  private final Cache<Map<String, String>, byte[]> written =
      Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

  /** The labels of a map that does not change, as a JSON object. */
  byte[] of(Map<String, String> labels) {
    byte[] known = written.getIfPresent(labels);
    if (known == null) {
      known = write(labels);
      written.put(labels, known);
    }
    return known;
  }

  /** Labels as a JSON object. */
  static byte[] write(Map<String, String> labels) {
    JsonStringEncoder encoder = JsonStringEncoder.getInstance();
    StringBuilder json = new StringBuilder("{");
    labels.forEach(
        (key, value) -> {
          json.append(json.length() > 1 ? ",\"" : "\"");
          encoder.quoteAsString(key, json);
          json.append("\":\"");
          encoder.quoteAsString(value, json);
          json.append('"');
        });
    return json.append('}').toString().getBytes(UTF_8);
  }
}
