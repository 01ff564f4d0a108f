package io.costaware.pricing;

import io.costaware.target.Provider;
import io.costaware.usage.Meter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a sheet of prices that a program hands in, with the checks that a file goes through.
 *
 * <p>For use by one thread.
 */
final class PriceList {
  private record ModelKey(Provider provider, String model) {}

  private final Currency currency;
  private final List<String> faults = new ArrayList<>();
  private final Map<ModelKey, SheetRows> models = new LinkedHashMap<>();

  private PriceList(Currency currency) {
    this.currency = currency;
  }

  static PriceSheet sheet(
      String name, String version, Currency currency, List<ListedPrice> prices) {
    PriceList list = new PriceList(currency);
    if (name.isBlank()) {
      list.faults.add("name is empty; write what the sheet is called");
    }
    if (version.isBlank()) {
      list.faults.add("version is empty; write the date of the prices, such as 2026-11-21");
    }
    for (int i = 0; i < prices.size(); i++) {
      list.add(i, prices.get(i));
    }
    List<SheetModel> models = new ArrayList<>();
    list.models.forEach(
        (key, rows) ->
            models.add(
                new SheetModel(key.provider, key.model, ModelLimits.UNKNOWN, false, rows.rows())));
    if (!list.faults.isEmpty()) {
      throw new PriceSheetException(name, list.faults);
    }
    SheetHeader header =
        new SheetHeader(
            name, version, currency, Map.of(), newestSeen(prices), SheetHeader.STALE_AFTER_DAYS);
    return new PriceSheet(header, new ModelList(models));
  }

  private static @Nullable Instant newestSeen(List<ListedPrice> prices) {
    Instant newest = null;
    for (String source : new HashSet<>(prices.stream().map(ListedPrice::source).toList())) {
      String seen = SheetSource.parse(source).seen();
      Instant date = seen == null ? null : SheetValues.instant(seen);
      if (date != null && (newest == null || date.isAfter(newest))) {
        newest = date;
      }
    }
    return newest;
  }

  private void add(int index, ListedPrice price) {
    int before = faults.size();
    check(index, price);
    if (faults.size() == before) {
      models
          .computeIfAbsent(new ModelKey(price.provider(), price.model()), key -> new SheetRows())
          .add(SheetRow.of(price), what -> fault(index, price, what));
    }
  }

  private void check(int index, ListedPrice price) {
    if (price.model().isBlank()) {
      fault(index, price, "model is empty; write its base id");
    }
    if (!SheetValues.isScope(price.provider(), price.scope())) {
      fault(
          index,
          price,
          "scope '"
              + price.scope()
              + "' does not exist on "
              + price.provider().id()
              + "; use "
              + SheetValues.scopes(price.provider()));
    }
    if (price.tier().isBlank()) {
      fault(index, price, "tier is empty; write one such as standard");
    }
    if (SheetValues.band(price.band()) != price.above()) {
      fault(
          index,
          price,
          "above is "
              + price.above()
              + "; write 0, or whole thousands of tokens up to 999,999,000 such as 200000");
    }
    if (price.anyWrite() && price.meter() != Meter.CACHE_WRITE_5M) {
      fault(index, price, "anyWrite goes with cache_write_5m alone");
    }
    String unfit = SheetRows.unfit(price.meter(), price.perUnit());
    if (unfit != null) {
      fault(index, price, unfit);
    }
    if (!price.perUnit().currency().equals(currency)) {
      fault(index, price, "is " + price.perUnit() + "; the sheet is in " + currency);
    }
    checkMoments(index, price);
    for (Map.Entry<String, String> attribute : price.attributes().entrySet()) {
      if (attribute.getKey().isBlank() || attribute.getValue().isBlank()) {
        fault(index, price, "an attribute has an empty name or value; leave it out");
      }
    }
  }

  private void checkMoments(int index, ListedPrice price) {
    Instant from = price.from();
    Instant to = price.to();
    for (Instant moment : new @Nullable Instant[] {from, to}) {
      if (moment != null && !SheetValues.isMoment(moment)) {
        fault(
            index,
            price,
            moment + " cannot be written; use whole milliseconds of the years 0 to 9999");
      }
    }
    if (from != null && to != null && !from.isBefore(to)) {
      fault(
          index,
          price,
          "from "
              + from
              + " is not before to "
              + to
              + "; the end is the first moment no longer in force");
    }
  }

  private void fault(int index, ListedPrice price, String what) {
    faults.add(
        "price "
            + (index + 1)
            + ", "
            + price.meterName()
            + " of "
            + price.provider().id()
            + ":"
            + price.model()
            + ": "
            + what);
  }
}
