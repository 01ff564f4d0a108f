package io.costaware.dynamodb;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How long a {@link DynamoDbSliceStore} waits.
 *
 * <p>Immutable.
 *
 * @param timeLimit how long a call may take in all, the tries that other nodes got ahead of
 *     included; at least 50 ms, at most one minute
 */
public record DynamoDbStoreOptions(Duration timeLimit) {
  private static final Duration LEAST = Duration.ofMillis(50);
  private static final Duration MOST = Duration.ofMinutes(1);

  /** Refuses time limits that are out of range. */
  public DynamoDbStoreOptions {
    requireNonNull(timeLimit, "timeLimit");
    if (timeLimit.compareTo(LEAST) < 0 || timeLimit.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "A time limit of " + timeLimit + " cannot be: at least " + LEAST + ", at most " + MOST);
    }
  }

  /** One second. */
  public static DynamoDbStoreOptions standard() {
    return new DynamoDbStoreOptions(Duration.ofSeconds(1));
  }

  /** These with another time limit. */
  public DynamoDbStoreOptions withTimeLimit(Duration limit) {
    return new DynamoDbStoreOptions(limit);
  }
}
