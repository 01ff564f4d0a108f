package io.costaware.catalog;

import static java.util.Objects.requireNonNull;

import io.costaware.pricing.ListedPrice;
import io.costaware.pricing.ModelLimits;
import io.costaware.pricing.PriceSheet;
import io.costaware.pricing.SheetPriceBook;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far a sheet has drifted from the facts it was made of, apart from a committed list of
 * exclusions.
 *
 * <p>Immutable.
 *
 * @param facts how many prices the facts come to
 * @param leftOut how many of them the list leaves out
 * @param missing prices of the facts that neither the sheet nor the list holds
 * @param surplus prices of the sheet that the facts do not state
 * @param differing prices and limits of both that say different things
 * @param outdated exclusions of which the facts know nothing (any more)
 */
public record PriceDrift(
    int facts,
    int leftOut,
    List<String> missing,
    List<String> surplus,
    List<String> differing,
    List<String> outdated) {
  /** Makes the lists unmodifiable. */
  public PriceDrift {
    missing = List.copyOf(missing);
    surplus = List.copyOf(surplus);
    differing = List.copyOf(differing);
    outdated = List.copyOf(outdated);
  }

  /**
   * Compares a sheet with facts, price by price: figure, dates, source, day seen, confidence and
   * attributes; and the limits of models.
   *
   * @param leftOut what the sheet may lack
   */
  public static PriceDrift between(PriceSheet sheet, PriceFacts facts, LeftOutPrices leftOut) {
    requireNonNull(sheet, "sheet");
    requireNonNull(leftOut, "leftOut");
    Map<String, ListedPrice> listed = new HashMap<>();
    sheet.prices().forEach(price -> listed.put(identity(price), price));
    List<PriceFact> rows = requireNonNull(facts, "facts").rows();
    List<String> missing = new ArrayList<>();
    List<String> differing = new ArrayList<>();
    int out = 0;
    for (PriceFact row : rows) {
      if (leftOut.reason(row) != null) {
        out++;
        continue;
      }
      ListedPrice expected = row.listed();
      ListedPrice held = expected == null ? null : listed.remove(identity(expected));
      if (expected == null || held == null) {
        missing.add(row.key() + ": " + row.usd().toPlainString());
      } else if (!held.equals(expected)) {
        differing.add(
            row.key() + ": the sheet has " + told(held) + ", the facts " + told(expected));
      }
    }
    limits(sheet, facts, differing);
    List<String> surplus =
        listed.entrySet().stream()
            .map(each -> each.getKey() + ": " + told(each.getValue()))
            .sorted()
            .toList();
    return new PriceDrift(rows.size(), out, missing, surplus, differing, leftOut.without(rows));
  }

  private static void limits(PriceSheet sheet, PriceFacts facts, List<String> differing) {
    SheetPriceBook book = SheetPriceBook.of(sheet);
    facts
        .models()
        .forEach(
            (name, known) -> {
              ModelLimits held = book.limits(name.provider(), name.model());
              if (!held.equals(known.limits())) {
                differing.add(
                    name.provider().id()
                        + ' '
                        + name.model()
                        + ": the sheet has "
                        + held
                        + ", the facts "
                        + known.limits());
              }
            });
  }

  private static String identity(ListedPrice price) {
    return price.provider().id()
        + ' '
        + String.join(
            ", ",
            price.model(),
            price.scope(),
            price.tier(),
            price.band(),
            price.meterName(),
            price.attributes().toString(),
            price.from() + " to " + price.to());
  }

  private static String told(ListedPrice price) {
    return price.perUnit() + " (" + price.source() + ", " + price.confidence().id() + ")";
  }

  /** Whether nothing is missing, too much or different, and no exclusion is outdated. */
  public boolean isZero() {
    return missing.isEmpty() && surplus.isEmpty() && differing.isEmpty() && outdated.isEmpty();
  }

  /** The report: counts first, then one line for each price concerned. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%d prices in the facts, %d left out, %d missing, %d surplus, %d differing, %d outdated exclusions"
            .formatted(
                facts, leftOut, missing.size(), surplus.size(), differing.size(), outdated.size()));
    missing.forEach(each -> lines.add("missing: " + each));
    surplus.forEach(each -> lines.add("surplus: " + each));
    differing.forEach(each -> lines.add("differing: " + each));
    outdated.forEach(each -> lines.add("outdated exclusion: " + each));
    return List.copyOf(lines);
  }
}
