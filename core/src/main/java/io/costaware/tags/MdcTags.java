package io.costaware.tags;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.MDC;

/** Reads tags from SLF4J's MDC. */
final class MdcTags implements TagEnricher {
  private final String[] mdcKeys;
  private final String[] tagKeys;

  MdcTags(Map<String, String> tagKeyByMdcKey) {
    if (tagKeyByMdcKey.isEmpty()) {
      throw new IllegalArgumentException("No MDC key is given; name at least one");
    }
    mdcKeys = new String[tagKeyByMdcKey.size()];
    tagKeys = new String[mdcKeys.length];
    Set<String> seen = new HashSet<>();
    int i = 0;
    for (Map.Entry<String, String> entry : tagKeyByMdcKey.entrySet()) {
      mdcKeys[i] = requireNonNull(entry.getKey(), "MDC key");
      tagKeys[i] = Tags.checkKey(entry.getValue());
      if (!seen.add(tagKeys[i])) {
        throw new IllegalArgumentException(
            "Two MDC keys are mapped to tag '" + tagKeys[i] + "'; give each a key of its own");
      }
      i++;
    }
  }

  @Override
  public Tags tags() {
    String[] pairs = new String[2 * mdcKeys.length];
    int size = 0;
    for (int i = 0; i < mdcKeys.length; i++) {
      String value = MDC.get(mdcKeys[i]);
      if (value != null) {
        pairs[size++] = tagKeys[i];
        pairs[size++] = value;
      }
    }
    return Tags.of(size == pairs.length ? pairs : Arrays.copyOf(pairs, size));
  }
}
