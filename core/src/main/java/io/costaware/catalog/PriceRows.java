package io.costaware.catalog;

import static java.util.Objects.requireNonNull;

import io.costaware.pricing.ListedPrice;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects the rows of one import. A source that says one thing twice is taken once; a source that
 * says two things of one price is taken at neither, and both are reported.
 *
 * <p>For use by one thread.
 */
public final class PriceRows {
  private record Row(ListedPrice price, String place) {}

  private final String source;
  private final LocalDate asOf;
  private final Map<RowKey, List<Row>> rows = new LinkedHashMap<>();
  private final List<PassedOver> passedOver = new ArrayList<>();

  PriceRows(String source, LocalDate asOf) {
    this.source = source;
    this.asOf = asOf;
  }

  /**
   * Takes a price.
   *
   * @param price what the source says
   * @param place where it says so, for the report
   */
  public PriceRows add(ListedPrice price, String place) {
    rows.computeIfAbsent(RowKey.of(requireNonNull(price, "price")), key -> new ArrayList<>())
        .add(new Row(price, requireNonNull(place, "place")));
    return this;
  }

  /** Takes note of something that becomes no price. */
  public PriceRows passOver(String place, String reason) {
    passedOver.add(new PassedOver(place, reason));
    return this;
  }

  /**
   * The import of all that was added.
   *
   * @throws PriceImportException if nothing was, or if the rows make no sheet
   */
  public PriceImport done() {
    List<ListedPrice> prices = new ArrayList<>();
    List<PassedOver> left = new ArrayList<>(passedOver);
    rows.forEach((key, all) -> settle(key, all, prices, left));
    return PriceImport.of(source, asOf, prices, left);
  }

  private static void settle(
      RowKey key, List<Row> all, List<ListedPrice> prices, List<PassedOver> left) {
    List<Row> distinct = new ArrayList<>();
    for (Row row : all) {
      if (distinct.stream().noneMatch(taken -> repeats(taken, row))) {
        distinct.add(row);
      }
    }
    for (Row row : distinct) {
      Row rival =
          distinct.stream()
              .filter(other -> !other.equals(row) && isSame(other, row))
              .findFirst()
              .orElse(null);
      if (rival == null) {
        prices.add(row.price);
      } else {
        left.add(
            new PassedOver(
                row.place,
                key
                    + " is "
                    + Figures.shown(row.price)
                    + " here and "
                    + Figures.shown(rival.price)
                    + " at "
                    + rival.place
                    + "; neither is taken"));
      }
    }
  }

  private static boolean repeats(Row taken, Row row) {
    return taken.price.perUnit().equals(row.price.perUnit()) && isSame(taken, row);
  }

  /** Whether both price the same call; a fee may be listed by the prompt and by the query. */
  private static boolean isSame(Row one, Row other) {
    return one.price.attributes().equals(other.price.attributes())
        && RowKey.meet(one.price, other.price);
  }
}
