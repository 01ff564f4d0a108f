package io.costaware.bedrock.usage;

import io.costaware.usage.RawUsage;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the counts that Bedrock puts into the headers of an InvokeModel answer.
 *
 * <p>Safe for use by many threads.
 */
public final class HeaderUsage {
  private static final String PREFIX = "X-Amzn-Bedrock-";
  private static final String[] HEADERS = {
    PREFIX + "Input-Token-Count",
    PREFIX + "Output-Token-Count",
    PREFIX + "Cache-Read-Input-Token-Count",
    PREFIX + "Cache-Write-Input-Token-Count"
  };
  private static final String[] NAMES = {
    "header.inputTokenCount",
    "header.outputTokenCount",
    "header.cacheReadInputTokenCount",
    "header.cacheWriteInputTokenCount"
  };

  private HeaderUsage() {}

  /**
   * The counts in the headers.
   *
   * @param header the first value of a header by its name in any case
   */
  public static RawUsage read(Function<String, Optional<String>> header) {
    RawUsage.Builder raw = RawUsage.builder();
    for (int i = 0; i < HEADERS.length; i++) {
      String value = header.apply(HEADERS[i]).orElse(null);
      if (value != null && isCount(value)) {
        raw.put(NAMES[i], Long.parseLong(value));
      }
    }
    return raw.build();
  }

  /**
   * The same of recorded headers.
   *
   * @throws IllegalArgumentException if a count is negative, too large, or no number
   */
  static RawUsage readStrictly(Function<String, Optional<String>> header) {
    for (String name : HEADERS) {
      String value = header.apply(name).orElse(null);
      if (value != null && !isCount(value)) {
        throw CountNames.none(name, value);
      }
    }
    return read(header);
  }

  private static boolean isCount(String value) {
    if (value.isEmpty() || value.length() > 18) {
      return false;
    }
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < '0' || value.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
