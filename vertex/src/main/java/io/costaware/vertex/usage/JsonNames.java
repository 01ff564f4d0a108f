package io.costaware.vertex.usage;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

/**
 * Names known beforehand, found by their bytes, so that reading one of them makes no new string.
 *
 * <p>Immutable.
 */
public final class JsonNames {
  private final @Nullable String[] table;

  private JsonNames(@Nullable String[] table) {
    this.table = table;
  }

  /** These names, all of them ASCII. */
  public static JsonNames of(String... names) {
    // Four places for each name, so that one look nearly always settles it.
    @Nullable String[] table = new String[Integer.highestOneBit(names.length) * 4];
    for (String name : names) {
      byte[] bytes = name.getBytes(US_ASCII);
      int i = hash(bytes, 0, bytes.length) & (table.length - 1);
      while (table[i] != null) {
        i = (i + 1) & (table.length - 1);
      }
      table[i] = name;
    }
    return new JsonNames(table);
  }

  /** The name that these bytes spell; null if it is not known. */
  public @Nullable String find(byte[] bytes, int start, int end) {
    int i = hash(bytes, start, end) & (table.length - 1);
    for (String name = table[i]; name != null; name = table[i]) {
      if (spells(bytes, start, end, name)) {
        return name;
      }
      i = (i + 1) & (table.length - 1);
    }
    return null;
  }

  private static boolean spells(byte[] bytes, int start, int end, String name) {
    if (name.length() != end - start) {
      return false;
    }
    for (int i = start; i < end; i++) {
      if (bytes[i] != name.charAt(i - start)) {
        return false;
      }
    }
    return true;
  }

  private static int hash(byte[] bytes, int start, int end) {
    int hash = 0;
    for (int i = start; i < end; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash ^ (hash >>> 16);
  }
}
