package io.costaware.redis;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How a {@link RedisSliceStore} uses Redis. All nodes of a fleet must have the same prefix.
 *
 * <p>Immutable.
 *
 * @param prefix what the names of all keys begin with; without braces, which are Redis' own
 * @param timeout how long a caller waits for an answer at the most; to connect, which takes several
 *     trips, may take eight times as long
 * @param recovery how long nothing is granted after a loss if Redis no longer knows the longest
 *     lease: at least the longest that any node has
 */
public record RedisSliceOptions(String prefix, Duration timeout, Duration recovery) {
  /** Refuses nulls, braces in the prefix, and durations under a millisecond. */
  public RedisSliceOptions {
    requireNonNull(prefix, "prefix");
    if (prefix.indexOf('{') >= 0 || prefix.indexOf('}') >= 0) {
      throw new IllegalArgumentException(
          "A prefix must not contain braces, by which Redis would choose the slot: '"
              + prefix
              + "'");
    }
    if (timeout.toMillis() < 1 || recovery.toMillis() < 1) {
      throw new IllegalArgumentException(
          "A timeout and a recovery are at least a millisecond, not "
              + timeout
              + " and "
              + recovery);
    }
  }

  /** Prefix {@code costaware:}, half a second, and two minutes. */
  public static RedisSliceOptions standard() {
    return new RedisSliceOptions("costaware:", Duration.ofMillis(500), Duration.ofMinutes(2));
  }

  /** These with another prefix. */
  public RedisSliceOptions withPrefix(String newPrefix) {
    return new RedisSliceOptions(newPrefix, timeout, recovery);
  }

  /** These with another timeout. */
  public RedisSliceOptions withTimeout(Duration newTimeout) {
    return new RedisSliceOptions(prefix, newTimeout, recovery);
  }

  /** These with another recovery. */
  public RedisSliceOptions withRecovery(Duration newRecovery) {
    return new RedisSliceOptions(prefix, timeout, newRecovery);
  }
}
