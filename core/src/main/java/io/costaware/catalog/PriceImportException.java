package io.costaware.catalog;

import java.util.List;

/**
 * An import that is refused as a whole, with every reason. What was in force stays in force.
 *
 * <p>Immutable.
 */
public final class PriceImportException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 50;

  private final transient List<String> faults;

  /**
   * An import of that source, refused for those reasons.
   *
   * @param source what was imported
   * @param faults at least one, each with its place and what is allowed
   */
  public PriceImportException(String source, List<String> faults) {
    super(message(source, faults));
    this.faults = List.copyOf(faults);
  }

  private static String message(String source, List<String> faults) {
    StringBuilder text = new StringBuilder(200);
    text.append("Import of ").append(source).append(" is refused as a whole; ");
    text.append(faults.size()).append(faults.size() == 1 ? " fault:" : " faults:");
    for (String fault : faults.subList(0, Math.min(SHOWN, faults.size()))) {
      text.append("\n  ").append(fault);
    }
    if (faults.size() > SHOWN) {
      text.append("\n  and ").append(faults.size() - SHOWN).append(" more");
    }
    return text.toString();
  }

  /** The reasons, each with its place. */
  public List<String> faults() {
    return faults == null ? List.of() : faults;
  }
}
