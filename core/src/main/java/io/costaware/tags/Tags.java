package io.costaware.tags;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Pairs of key and value that say who a call is for, sorted by key.
 *
 * <p>A key has 1 to {@value #MAX_KEY_LENGTH} characters and is not blank, a value 0 to {@value
 * #MAX_VALUE_LENGTH}; neither holds control characters. Keys are case-sensitive.
 *
 * <p>Immutable.
 */
public final class Tags {
  /** The most characters that a key may have. */
  public static final int MAX_KEY_LENGTH = 128;

  /** The most characters that a value may have. */
  public static final int MAX_VALUE_LENGTH = 256;

  private static final String[] EMPTY = {};
  private static final Tags NONE = new Tags(EMPTY, EMPTY);

  private final String[] keys;
  private final String[] values;
  // Computed at once: tags are keys of maps on the path of every call.
  private final int hash;

  private Tags(String[] keys, String[] values) {
    this.keys = keys;
    this.values = values;
    this.hash = 31 * Arrays.hashCode(keys) + Arrays.hashCode(values);
  }

  /** No tags at all. */
  public static Tags none() {
    return NONE;
  }

  /**
   * Tags from keys and values in turn: {@code Tags.of("team", "support", "app", "chat")}.
   *
   * @throws NullPointerException if a key or a value is null
   * @throws IllegalArgumentException if the last key has no value, a key comes twice, or a key or
   *     value is not legal
   */
  public static Tags of(String... keysAndValues) {
    if (keysAndValues.length % 2 != 0) {
      throw new IllegalArgumentException(
          "Tags.of takes keys and values in turn, but was given "
              + keysAndValues.length
              + " texts; the last key '"
              + keysAndValues[keysAndValues.length - 1]
              + "' has no value");
    }
    int size = keysAndValues.length / 2;
    if (size == 0) {
      return NONE;
    }
    String[] keys = new String[size];
    String[] values = new String[size];
    for (int i = 0; i < size; i++) {
      String key = checkKey(keysAndValues[2 * i]);
      String value = checkValue(key, keysAndValues[2 * i + 1]);
      int at = i;
      while (at > 0 && keys[at - 1].compareTo(key) > 0) {
        keys[at] = keys[at - 1];
        values[at] = values[at - 1];
        at--;
      }
      if (at > 0 && keys[at - 1].equals(key)) {
        throw new IllegalArgumentException("Tag '" + key + "' is given twice; give it one value");
      }
      keys[at] = key;
      values[at] = value;
    }
    return new Tags(keys, values);
  }

  /**
   * Tags from a map.
   *
   * @throws NullPointerException if a key or a value is null
   * @throws IllegalArgumentException if a key or value is not legal
   */
  public static Tags of(Map<String, String> map) {
    if (map.isEmpty()) {
      return NONE;
    }
    TreeMap<String, String> sorted = new TreeMap<>(map);
    String[] keys = new String[sorted.size()];
    String[] values = new String[sorted.size()];
    int i = 0;
    for (Map.Entry<String, String> entry : sorted.entrySet()) {
      keys[i] = checkKey(entry.getKey());
      values[i++] = checkValue(entry.getKey(), entry.getValue());
    }
    return new Tags(keys, values);
  }

  /** The value of a key, or null if there is no such tag. */
  public @Nullable String get(String key) {
    int i = indexOf(key);
    return i < 0 ? null : values[i];
  }

  /** Whether there is a tag with that key. */
  public boolean has(String key) {
    return indexOf(key) >= 0;
  }

  /** How many tags there are. */
  public int size() {
    return keys.length;
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return keys.length == 0;
  }

  /**
   * The key at a place in the order of keys.
   *
   * @throws IndexOutOfBoundsException if {@code i} is not within 0 and {@link #size()} - 1
   */
  public String keyAt(int i) {
    return keys[i];
  }

  /**
   * The value at a place in the order of keys.
   *
   * @throws IndexOutOfBoundsException if {@code i} is not within 0 and {@link #size()} - 1
   */
  public String valueAt(int i) {
    return values[i];
  }

  /** Visits the tags in the order of their keys. */
  public void forEach(BiConsumer<? super String, ? super String> visitor) {
    for (int i = 0; i < keys.length; i++) {
      visitor.accept(keys[i], values[i]);
    }
  }

  /**
   * These tags with one more, or with another value for a key they have.
   *
   * @throws IllegalArgumentException if the key or the value is not legal
   */
  public Tags with(String key, String value) {
    return merge(of(key, value));
  }

  /** These tags and those over them; where both have a key, the value of {@code over} wins. */
  public Tags merge(Tags over) {
    if (holds(over)) {
      return this;
    }
    if (isEmpty()) {
      return over;
    }
    String[] mergedKeys = new String[keys.length + over.keys.length];
    String[] mergedValues = new String[mergedKeys.length];
    int size = 0;
    int i = 0;
    int j = 0;
    while (i < keys.length || j < over.keys.length) {
      int order = order(over, i, j);
      if (order < 0) {
        mergedKeys[size] = keys[i];
        mergedValues[size++] = values[i++];
        continue;
      }
      i += order == 0 ? 1 : 0;
      mergedKeys[size] = over.keys[j];
      mergedValues[size++] = over.values[j++];
    }
    return size == mergedKeys.length
        ? new Tags(mergedKeys, mergedValues)
        : new Tags(Arrays.copyOf(mergedKeys, size), Arrays.copyOf(mergedValues, size));
  }

  private boolean holds(Tags others) {
    for (int j = 0; j < others.keys.length; j++) {
      if (!others.values[j].equals(get(others.keys[j]))) {
        return false;
      }
    }
    return true;
  }

  private int order(Tags over, int i, int j) {
    if (i == keys.length) {
      return 1;
    }
    return j == over.keys.length ? -1 : keys[i].compareTo(over.keys[j]);
  }

  /** These tags but for one; the same instance if it is not among them. */
  public Tags without(String key) {
    int at = indexOf(key);
    if (at < 0) {
      return this;
    }
    if (keys.length == 1) {
      return NONE;
    }
    return new Tags(cut(keys, at), cut(values, at));
  }

  private static String[] cut(String[] array, int at) {
    String[] rest = new String[array.length - 1];
    System.arraycopy(array, 0, rest, 0, at);
    System.arraycopy(array, at + 1, rest, at, rest.length - at);
    return rest;
  }

  /** Those of these tags whose keys are named; the same instance if that is all of them. */
  public Tags restrict(Collection<String> wanted) {
    String[] keptKeys = new String[keys.length];
    String[] keptValues = new String[keys.length];
    int size = 0;
    for (int i = 0; i < keys.length; i++) {
      if (wanted.contains(keys[i])) {
        keptKeys[size] = keys[i];
        keptValues[size++] = values[i];
      }
    }
    if (size == keys.length) {
      return this;
    }
    return size == 0
        ? NONE
        : new Tags(Arrays.copyOf(keptKeys, size), Arrays.copyOf(keptValues, size));
  }

  /** The same pairs as an unmodifiable map in the order of keys. */
  public Map<String, String> asMap() {
    Map<String, String> map = new LinkedHashMap<>(keys.length * 2);
    forEach(map::put);
    return Collections.unmodifiableMap(map);
  }

  private int indexOf(String key) {
    // A call has a handful of tags: comparing them in turn beats halving.
    for (int i = 0; i < keys.length; i++) {
      if (keys[i].equals(key)) {
        return i;
      }
    }
    return -1;
  }

  static String checkKey(String key) {
    requireNonNull(key, "tag key");
    if (key.isBlank()) {
      throw new IllegalArgumentException("A tag key is blank; name it, for example team");
    }
    if (key.length() > MAX_KEY_LENGTH) {
      throw new IllegalArgumentException(
          "Tag key '"
              + key
              + "' has "
              + key.length()
              + " characters; the limit is "
              + MAX_KEY_LENGTH);
    }
    int control = controlIn(key);
    if (control >= 0) {
      throw new IllegalArgumentException(
          "A tag key holds a control character at index " + control + "; leave it out");
    }
    return key;
  }

  private static String checkValue(String key, String value) {
    if (value == null) {
      throw new NullPointerException("The value of tag '" + key + "' is null; leave the tag out");
    }
    if (value.length() > MAX_VALUE_LENGTH) {
      throw new IllegalArgumentException(
          "The value of tag '"
              + key
              + "' has "
              + value.length()
              + " characters; the limit is "
              + MAX_VALUE_LENGTH);
    }
    int control = controlIn(value);
    if (control >= 0) {
      throw new IllegalArgumentException(
          "The value of tag '"
              + key
              + "' holds a control character at index "
              + control
              + "; leave it out");
    }
    return value;
  }

  private static int controlIn(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return i;
      }
    }
    return -1;
  }

  /** Whether the other has the same keys and values. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Tags tags
            && hash == tags.hash
            && Arrays.equals(keys, tags.keys)
            && Arrays.equals(values, tags.values));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** For example {@code {app=chat, team=support}}. */
  @Override
  public String toString() {
    StringJoiner joiner = new StringJoiner(", ", "{", "}");
    forEach((key, value) -> joiner.add(key + "=" + value));
    return joiner.toString();
  }
}
