package io.costaware;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * How the configuration file stands.
 *
 * <p>Immutable.
 *
 * @param file what it is called
 * @param inForceSince when what is in force was read
 * @param faults why what the file says now is not in force, each with its place; or what of it
 *     could not be done. Empty if all is well
 */
public record ConfigurationHealth(String file, Instant inForceSince, List<String> faults) {
  /** Refuses nulls and copies the list. */
  public ConfigurationHealth {
    requireNonNull(file, "file");
    requireNonNull(inForceSince, "inForceSince");
    faults = List.copyOf(faults);
  }

  /** Whether what the file says is in force. */
  public boolean isHealthy() {
    return faults.isEmpty();
  }
}
