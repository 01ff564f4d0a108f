package io.costaware.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a whole JSON file, or refuses it whole, with every number as the text has it.
 *
 * <p>Safe for use by many threads.
 */
final class JsonFile {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** More places than any price has; keeps 1e-999999999 from becoming a long text. */
  private static final int MOST_PLACES = 30;

  private JsonFile() {}

  static JsonNode read(String source, InputStream in) throws IOException {
    try (in) {
      JsonNode root = MAPPER.readTree(in);
      if (root == null || root.isMissingNode()) {
        throw new PriceImportException(source, List.of("the file is empty"));
      }
      return root;
    } catch (JsonProcessingException e) {
      long line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new PriceImportException(
          source, List.of("line " + line + ": the JSON is damaged: " + e.getOriginalMessage()));
    }
  }

  /** An exact decimal that is not negative, from a number or a text of one; null if it is none. */
  static @Nullable BigDecimal decimal(@Nullable JsonNode node) {
    if (node == null || !(node.isNumber() || node.isTextual())) {
      return null;
    }
    try {
      BigDecimal value = node.isNumber() ? node.decimalValue() : new BigDecimal(node.textValue());
      boolean sane = value.signum() >= 0 && Math.abs((long) value.scale()) <= MOST_PLACES;
      return sane ? value : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
