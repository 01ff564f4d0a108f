package io.costaware.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A configuration that cannot be used, with every fault found in it. Nothing of it comes into
 * force.
 *
 * <p>Immutable.
 */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 50;

  private final transient List<String> faults;

  /**
   * Refuses a configuration.
   *
   * @param origin what it is called, such as the file's name
   * @param faults each with its place, the value, what is allowed and what to do; at least one
   * @param cause what lies behind; null if nothing does
   */
  public ConfigurationException(String origin, List<String> faults, @Nullable Throwable cause) {
    super(message(origin, faults), cause);
    this.faults = List.copyOf(faults);
  }

  private static String message(String origin, List<String> faults) {
    StringBuilder text = new StringBuilder();
    text.append("Configuration ").append(origin).append(" is refused as a whole; ");
    text.append(faults.size()).append(faults.size() == 1 ? " fault:" : " faults:");
    for (String fault : faults.subList(0, Math.min(SHOWN, faults.size()))) {
      text.append("\n  ").append(fault);
    }
    if (faults.size() > SHOWN) {
      text.append("\n  and ").append(faults.size() - SHOWN).append(" more");
    }
    return text.toString();
  }

  /** The faults, each with its line, its place, the value, what is allowed and what to do. */
  public List<String> faults() {
    return faults == null ? List.of() : faults;
  }
}
