package io.costaware.catalog;

import io.costaware.pricing.ListedPrice;
import io.costaware.pricing.PriceSheet;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes a sheet as a table, which {@link PriceImport#csv} reads.
 *
 * <p>Safe for use by many threads.
 */
public final class PriceCsv {
  private static final String SEEN = ", seen ";
  private static final Comparator<ListedPrice> ORDER =
      Comparator.comparing((ListedPrice price) -> RowKey.of(price).toString())
          .thenComparing(ListedPrice::from, Comparator.nullsFirst(Comparator.naturalOrder()));

  private PriceCsv() {}

  /**
   * Writes all prices of a sheet, by model, with a first line of column names.
   *
   * @throws IOException if the output cannot be written
   */
  public static void write(PriceSheet sheet, Appendable out) throws IOException {
    line(CsvTable.COLUMNS, out);
    List<ListedPrice> prices = new ArrayList<>(sheet.prices());
    prices.sort(ORDER);
    for (ListedPrice price : prices) {
      line(cells(price), out);
    }
  }

  private static List<String> cells(ListedPrice price) {
    int seen = price.source().lastIndexOf(SEEN);
    return List.of(
        price.provider().id(),
        price.model(),
        price.scope(),
        price.tier(),
        price.above() == 0 ? "any" : "gt_" + price.above() / 1000 + "k",
        price.anyWrite() ? "cache_write" : price.meter().id(),
        Figures.per(price.meter()),
        Figures.amount(price),
        price.perUnit().currency().getCurrencyCode(),
        shown(price.from()),
        shown(price.to()),
        seen < 0 ? price.source() : price.source().substring(0, seen),
        seen < 0 ? "" : price.source().substring(seen + SEEN.length()),
        price.confidence().id(),
        price.attributes().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(";")));
  }

  private static String shown(@Nullable Instant instant) {
    if (instant == null) {
      return "";
    }
    String text = instant.toString();
    return text.endsWith("T00:00:00Z") ? text.substring(0, 10) : text;
  }

  private static void line(List<String> cells, Appendable out) throws IOException {
    for (int i = 0; i < cells.size(); i++) {
      out.append(i == 0 ? "" : ",").append(CsvLine.quoted(cells.get(i)));
    }
    out.append('\n');
  }
}
