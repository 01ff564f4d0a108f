package io.costaware.redis;

import io.costaware.ledger.SliceKey;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The names of the keys in Redis. Counters are spread over a fixed number of partitions, whose
 * number is the hash tag: all that one script touches (the marks, a counter, the earlier buckets of
 * its window) lies in one slot of a cluster.
 */
record KeyNames(String prefix) {
  static final int PARTITIONS = 16;

  String marks(int partition) {
    return prefix + '{' + partition + "}:marks";
  }

  /** The sums and records of a counter. */
  String counter(SliceKey key) {
    StringBuilder name = new StringBuilder(prefix).append('{').append(partition(key)).append("}:c");
    append(name, key.budget());
    append(name, key.unit());
    append(name, key.subject());
    append(name, key.window());
    return name.append(':')
        .append(key.startMillis())
        .append(':')
        .append(key.endMillis())
        .toString();
  }

  /** The nodes of a counter, sorted by the moment when their leases run out. */
  String leases(SliceKey key) {
    return counter(key) + ":leases";
  }

  int partition(SliceKey key) {
    CRC32 sum = new CRC32();
    sum.update(key.family().getBytes(StandardCharsets.UTF_8));
    return (int) (sum.getValue() % PARTITIONS);
  }

  /** Appends a part, so that what separates the parts never stands in one. */
  private static void append(StringBuilder name, String part) {
    name.append(':');
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c == ':' || c == '%' || c < ' ') {
        name.append('%')
            .append(Character.forDigit(c >> 4, 16))
            .append(Character.forDigit(c & 15, 16));
      } else {
        name.append(c);
      }
    }
  }
}
