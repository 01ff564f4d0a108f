package io.costaware.pricing;

import java.util.List;

/**
 * A price sheet that cannot be used, with every fault found in it. Nothing of such a sheet comes
 * into force.
 *
 * <p>Immutable.
 */
public final class PriceSheetException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 50;

  private final transient List<String> faults;

  PriceSheetException(String sheet, List<String> faults) {
    super(message(sheet, faults));
    this.faults = List.copyOf(faults);
  }

  private static String message(String sheet, List<String> faults) {
    StringBuilder text = new StringBuilder();
    text.append("Price sheet ").append(sheet).append(" is refused as a whole; ");
    text.append(faults.size()).append(faults.size() == 1 ? " fault:" : " faults:");
    for (String fault : faults.subList(0, Math.min(SHOWN, faults.size()))) {
      text.append("\n  ").append(fault);
    }
    if (faults.size() > SHOWN) {
      text.append("\n  and ").append(faults.size() - SHOWN).append(" more");
    }
    return text.toString();
  }

  /** The faults, each with its line, its place in the sheet, the value and what is allowed. */
  public List<String> faults() {
    return faults == null ? List.of() : faults;
  }
}
