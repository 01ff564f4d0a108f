package io.costaware.pricing;

import io.costaware.money.Money;
import io.costaware.target.Provider;
import io.costaware.usage.Meter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one model while they are collected. Checks what a row must be whoever hands it in, a
 * file or a program.
 *
 * <p>For use by one thread.
 */
final class SheetRows {
  /** What tells rows apart save their dates: only two of one kind can hold at the same time. */
  private record Kind(
      String scope,
      String tier,
      long above,
      Meter meter,
      boolean anyWrite,
      Map<String, String> attributes) {}

  private final List<SheetRow> rows = new ArrayList<>();
  private final Map<Kind, List<SheetRow>> byKind = new HashMap<>();

  /** Adds a row, or says what is wrong with it. */
  void add(SheetRow row, Consumer<String> fault) {
    String over = row.attributes().get(AttributeMatch.OVER_SECONDS);
    if (over != null
        && (!SheetValues.isQuantity(over) || row.meter().unit() != Meter.Unit.SECOND)) {
      fault.accept(
          AttributeMatch.OVER_SECONDS
              + " is '"
              + over
              + "' for "
              + row.meterName()
              + "; write a whole number above 0, for a meter that counts seconds");
      return;
    }
    List<SheetRow> alike =
        byKind.computeIfAbsent(
            new Kind(
                row.scope(), row.tier(), row.above(), row.meter(), row.unsplit(), row.attributes()),
            kind -> new ArrayList<>(1));
    for (SheetRow earlier : alike) {
      if (row.fromMillis() < earlier.toMillis() && earlier.fromMillis() < row.toMillis()) {
        fault.accept(
            "two prices of "
                + row.meterName()
                + " for "
                + row.scope()
                + ", "
                + row.tier()
                + ", "
                + RateCard.bandOf(row.above())
                + " hold at the same time; give them from and to dates that do not overlap");
        return;
      }
    }
    alike.add(row);
    rows.add(row);
  }

  /** Checks the scopes, which depend on a provider that a file may name last. */
  void checkScopes(Provider provider, Consumer<String> fault) {
    for (SheetRow row : rows) {
      if (!SheetValues.isScope(provider, row.scope())) {
        fault.accept(
            "scope '"
                + row.scope()
                + "' does not exist on "
                + provider.id()
                + "; use "
                + SheetValues.scopes(provider));
      }
    }
  }

  List<SheetRow> rows() {
    return rows;
  }

  /** What is wrong with the price of one unit; null if nothing is. */
  static @Nullable String tooDear(Meter meter, BigDecimal perUnit) {
    return perUnit.compareTo(SheetValues.DEAREST_UNIT) <= 0
        ? null
        : "makes one "
            + meter.unit().id()
            + " cost "
            + perUnit.stripTrailingZeros().toPlainString()
            + "; the limit is "
            + SheetValues.DEAREST_UNIT
            + ", check the figure and its per";
  }

  /** What is wrong with a unit price that no file has been through; null if nothing is. */
  static @Nullable String unfit(Meter meter, Money perUnit) {
    if (perUnit.isNegative()) {
      return "is " + perUnit + "; a price is not below zero";
    }
    if (perUnit.amount().scale() > SheetValues.FINEST_UNIT) {
      return "is "
          + perUnit
          + "; a price has at most "
          + SheetValues.FINEST_UNIT
          + " decimal places";
    }
    return tooDear(meter, perUnit.amount());
  }
}
