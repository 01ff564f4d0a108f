package io.costaware.usage;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The numbers as the provider gave them, under the provider's own names, for example {@code
 * inputTokens} or {@code cacheDetails.1h}. Names and counts only, never text.
 *
 * <p>Immutable.
 */
public final class RawUsage {
  private static final RawUsage NONE = new RawUsage(new String[0], new long[0]);

  private final String[] names;
  private final long[] counts;

  private RawUsage(String[] names, long[] counts) {
    this.names = names;
    this.counts = counts;
  }

  /** The provider said nothing. */
  public static RawUsage none() {
    return NONE;
  }

  /** A builder without numbers. */
  public static Builder builder() {
    return new Builder();
  }

  /** Whether the provider said nothing. */
  public boolean isEmpty() {
    return names.length == 0;
  }

  /** A number by the provider's name for it. */
  public OptionalLong get(String name) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return OptionalLong.of(counts[i]);
      }
    }
    return OptionalLong.empty();
  }

  /** A number by the provider's name for it, or zero where it was not given. */
  public long orZero(String name) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return counts[i];
      }
    }
    return 0;
  }

  /**
   * This with a later fragment laid over it: a number that the later one has replaces the earlier,
   * a number it lacks stays.
   */
  public RawUsage merge(RawUsage later) {
    if (isEmpty()) {
      return later;
    }
    if (later.isEmpty()) {
      return this;
    }
    Builder merged = builder();
    for (int i = 0; i < names.length; i++) {
      merged.put(names[i], counts[i]);
    }
    for (int i = 0; i < later.names.length; i++) {
      merged.put(later.names[i], later.counts[i]);
    }
    return merged.build();
  }

  /** All numbers in the order in which they were given. */
  public Map<String, Long> asMap() {
    Map<String, Long> map = new LinkedHashMap<>();
    for (int i = 0; i < names.length; i++) {
      map.put(names[i], counts[i]);
    }
    return map;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RawUsage raw && asMap().equals(raw.asMap());
  }

  @Override
  public int hashCode() {
    return asMap().hashCode();
  }

  /** For example {@code {inputTokens=350}}. */
  @Override
  public String toString() {
    return asMap().toString();
  }

  /**
   * Collects numbers.
   *
   * <p>For use by one thread.
   */
  public static final class Builder {
    private String[] names = new String[6];
    private long[] counts = new long[6];
    private int size;

    private Builder() {}

    /** Puts a number; the last one of a name stays. */
    public Builder put(String name, long count) {
      for (int i = 0; i < size; i++) {
        if (names[i].equals(name)) {
          counts[i] = count;
          return this;
        }
      }
      if (size == names.length) {
        names = Arrays.copyOf(names, size * 2);
        counts = Arrays.copyOf(counts, size * 2);
      }
      names[size] = name;
      counts[size++] = count;
      return this;
    }

    /** The numbers so far. */
    public RawUsage build() {
      return size == 0
          ? NONE
          : new RawUsage(Arrays.copyOf(names, size), Arrays.copyOf(counts, size));
    }
  }
}
