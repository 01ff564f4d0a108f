package io.costaware.dynamodb;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How long a {@link DynamoDbSliceStore} waits.
 *
 * <p>Immutable.
 *
 * @param timeout how long a call may take in all, the tries that other nodes got ahead of included;
 *     at least 50 ms, at most one minute
 */
public record DynamoDbSliceOptions(Duration timeout) {
  private static final Duration LEAST = Duration.ofMillis(50);
  private static final Duration MOST = Duration.ofMinutes(1);

  /** Refuses time limits that are out of range. */
  public DynamoDbSliceOptions {
    requireNonNull(timeout, "timeout");
    if (timeout.compareTo(LEAST) < 0 || timeout.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "A timeout of " + timeout + " cannot be: at least " + LEAST + ", at most " + MOST);
    }
  }

  /** One second. */
  public static DynamoDbSliceOptions standard() {
    return new DynamoDbSliceOptions(Duration.ofSeconds(1));
  }

  /** These with another time limit. */
  public DynamoDbSliceOptions withTimeout(Duration limit) {
    return new DynamoDbSliceOptions(limit);
  }
}
