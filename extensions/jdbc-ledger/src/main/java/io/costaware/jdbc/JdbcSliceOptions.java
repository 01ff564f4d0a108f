package io.costaware.jdbc;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How a {@link JdbcSliceStore} names its tables and how long it waits.
 *
 * <p>Immutable.
 *
 * @param tablePrefix what the names of the tables begin with; a schema may stand before it, as in
 *     {@code budgets.costaware_}. Lower-case letters, digits and underscores, at most 40
 * @param timeout how long a call may take in all, waiting for a connection and for locks included;
 *     at least 10 ms, at most one minute
 */
public record JdbcSliceOptions(String tablePrefix, Duration timeout) {
  private static final Pattern PREFIX =
      Pattern.compile("([a-z_][a-z0-9_]{0,39}\\.)?[a-z_][a-z0-9_]{0,39}");
  private static final Duration LEAST = Duration.ofMillis(10);
  private static final Duration MOST = Duration.ofMinutes(1);

  /** Refuses prefixes that are no plain names, and time limits that are out of range. */
  public JdbcSliceOptions {
    requireNonNull(tablePrefix, "tablePrefix");
    requireNonNull(timeout, "timeout");
    if (!PREFIX.matcher(tablePrefix).matches()) {
      throw new IllegalArgumentException(
          "The table prefix '"
              + tablePrefix
              + "' cannot be: it takes lower-case letters, digits and underscores, at most 40, and"
              + " may have a schema and a dot before it");
    }
    if (timeout.compareTo(LEAST) < 0 || timeout.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "A timeout of " + timeout + " cannot be: at least " + LEAST + ", at most " + MOST);
    }
  }

  /** Tables that begin with {@code costaware_}, and half a second. */
  public static JdbcSliceOptions standard() {
    return new JdbcSliceOptions("costaware_", Duration.ofMillis(500));
  }

  /** These with another table prefix. */
  public JdbcSliceOptions withTablePrefix(String prefix) {
    return new JdbcSliceOptions(prefix, timeout);
  }

  /** These with another time limit. */
  public JdbcSliceOptions withTimeout(Duration limit) {
    return new JdbcSliceOptions(tablePrefix, limit);
  }
}
