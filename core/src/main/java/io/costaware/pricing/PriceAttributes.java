package io.costaware.pricing;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a call tells beside its quantities that splits a price further: the resolution or quality of
 * an image, whether a video has sound. Names and values are those of price sheets, such as {@code
 * resolution=1080p}.
 *
 * <p>Immutable.
 */
public final class PriceAttributes {
  private static final PriceAttributes NONE = new PriceAttributes(Map.of());

  private final Map<String, String> values;
  private final int hash;

  private PriceAttributes(Map<String, String> values) {
    this.values = values;
    this.hash = values.hashCode();
  }

  /** The call tells nothing. */
  public static PriceAttributes none() {
    return NONE;
  }

  /** One fact, for example {@code resolution} and {@code 1080p}. */
  public static PriceAttributes of(String name, String value) {
    return NONE.with(name, value);
  }

  /** These and one more; a later value of a name replaces the earlier. */
  public PriceAttributes with(String name, String value) {
    TreeMap<String, String> more = new TreeMap<>(values);
    more.put(requireNonNull(name, "name"), requireNonNull(value, "value"));
    return new PriceAttributes(Collections.unmodifiableMap(more));
  }

  /** These and others; what the others say of a name replaces what these say. */
  public PriceAttributes with(PriceAttributes others) {
    if (others.isEmpty() || equals(others)) {
      return this;
    }
    if (isEmpty()) {
      return others;
    }
    TreeMap<String, String> more = new TreeMap<>(values);
    more.putAll(others.values);
    return new PriceAttributes(Collections.unmodifiableMap(more));
  }

  /** The value of a name; null if the call does not tell it. */
  public @Nullable String get(String name) {
    return values.get(name);
  }

  /** Whether nothing is told. */
  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** All of them by name, in the order of names. */
  public Map<String, String> asMap() {
    return values;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof PriceAttributes attributes
            && hash == attributes.hash
            && values.equals(attributes.values));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** For example {@code {audio=with_audio, resolution=1080p}}. */
  @Override
  public String toString() {
    return values.toString();
  }
}
