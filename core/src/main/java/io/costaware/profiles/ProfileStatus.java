package io.costaware.profiles;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link ProfileRegistry} is doing.
 *
 * <p>Immutable.
 *
 * @param profiles how many profiles it knows
 * @param age how long ago they were listed; null if they never were
 * @param refreshing whether they are being listed at this moment
 * @param failures how many listings have failed since the last that went well
 * @param lastError what the last listing failed with; null if it went well or there was none
 */
public record ProfileStatus(
    int profiles,
    @Nullable Duration age,
    boolean refreshing,
    int failures,
    @Nullable String lastError) {
  /** Whether the profiles have been listed at least once. */
  public boolean isLoaded() {
    return age != null;
  }
}
