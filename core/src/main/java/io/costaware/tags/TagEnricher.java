package io.costaware.tags;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Adds tags to every call, for example the tenant of the request that a thread is working on.
 *
 * <p>It is asked on the thread that makes the call, once for each call, before anything is sent; it
 * must be quick and must not block. What it throws, an illegal tag included, is caught by
 * costaware, logged, and the call goes on without its tags; if a rule requires one of them, the
 * call is then refused for that.
 *
 * <p>Safe for use by many threads.
 */
@FunctionalInterface
public interface TagEnricher {
  /** The tags to add; none if there is nothing to say. Tags given closer to the call win. */
  Tags tags();

  /** The same tags every time. */
  static TagEnricher constant(Tags tags) {
    requireNonNull(tags, "tags");
    return () -> tags;
  }

  /**
   * One tag whose value is asked for anew each time; a null leaves it out.
   *
   * @throws IllegalArgumentException if the key is not legal
   */
  static TagEnricher supplier(String key, Supplier<@Nullable String> value) {
    Tags.checkKey(key);
    requireNonNull(value, "value");
    return () -> {
      String now = value.get();
      return now == null ? Tags.none() : Tags.of(key, now);
    };
  }

  /**
   * Entries of SLF4J's MDC, under the same keys; those that are not set are left out.
   *
   * @throws IllegalArgumentException if a key is not legal or comes twice, or none is given
   */
  static TagEnricher mdc(String... keys) {
    Map<String, String> tagKeys = new LinkedHashMap<>();
    for (String key : keys) {
      if (tagKeys.put(key, key) != null) {
        throw new IllegalArgumentException("MDC key '" + key + "' is given twice");
      }
    }
    return mdc(tagKeys);
  }

  /**
   * Entries of SLF4J's MDC under other keys; those that are not set are left out.
   *
   * @param tagKeyByMdcKey the tag's key for each key of the MDC
   * @throws IllegalArgumentException if a tag key is not legal or comes twice, or the map is empty
   */
  static TagEnricher mdc(Map<String, String> tagKeyByMdcKey) {
    return new MdcTags(tagKeyByMdcKey);
  }
}
