package io.costaware.catalog;

import io.costaware.pricing.Confidence;
import io.costaware.target.Provider;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns stated prices into the rows of a sheet: puts them in the words of sheets and gives them the
 * intervals that events and recorded edits tell.
 *
 * <ol>
 *   <li>A price with dates of its own keeps them, whatever an event says.
 *   <li>An edit that is a price change ({@link PriceEdits}) makes two rows: the earlier figure up
 *       to that day, the present one from it.
 *   <li>An event that changed a price of that kind, and of which no earlier figure is known, starts
 *       the row on its day; before it the price is unknown. A figure last seen before that day ends
 *       with it instead. A price change of another band or tier of the same scope counts alike.
 *   <li>A band above a context threshold whose figures all repeat the base price covers every base
 *       price of the model ({@link FlatBands}).
 * </ol>
 *
 * <p>Immutable.
 */
final class FactRows {
  /** The band of the long-context premium that the vendor ended. */
  static final String LONG_CONTEXT = "gt_200k";

  private static final String GOV_CLOUD = "region:us-gov";
  private static final List<String> GOV_REGIONS =
      List.of("region:us-gov-east-1", "region:us-gov-west-1");

  private final List<PriceFact> stated;
  private final List<ModelEvent> events;
  private final Map<Priced, LocalDate> changes = new HashMap<>();

  /** What changes its price as one, whatever the band and the tier. */
  private record Priced(Provider provider, String model, String scope, String dimension) {
    static Priced by(PriceFact.Key key) {
      return new Priced(key.provider(), key.model(), key.scope(), key.dimension());
    }
  }

  FactRows(List<PriceFact> stated, List<ModelEvent> events) {
    this.stated = stated;
    this.events = events;
  }

  List<PriceFact> all() {
    PriceEdits edits = new PriceEdits(stated, events);
    List<PriceFact> rows = new ArrayList<>();
    for (PriceFact fact : stated) {
      PriceEdits.Change change = fact.isDated() ? null : edits.changeOf(fact);
      if (change != null) {
        changes.merge(Priced.by(fact.key()), change.on(), FactRows::later);
      }
    }
    for (PriceFact fact : stated) {
      for (PriceFact placed : placed(fact)) {
        rows.addAll(dated(placed, edits));
      }
    }
    return new FlatBands(rows, events).filled();
  }

  /** GovCloud is two Regions; a band in seconds is a fact of the call, not of its prompt. */
  private static List<PriceFact> placed(PriceFact fact) {
    PriceFact.Key key = fact.key();
    if (key.scope().equals(GOV_CLOUD)) {
      return GOV_REGIONS.stream().map(region -> fact.at(key.withScope(region))).toList();
    }
    if (key.band().matches("gt_[0-9]+s")) {
      TreeMap<String, String> attributes = new TreeMap<>(key.attributes());
      attributes.put("over_seconds", key.band().substring(3, key.band().length() - 1));
      return List.of(
          fact.at(
              new PriceFact.Key(
                  key.provider(),
                  key.model(),
                  key.scope(),
                  key.tier(),
                  "any",
                  key.dimension(),
                  attributes)));
    }
    return List.of(fact);
  }

  private List<PriceFact> dated(PriceFact fact, PriceEdits edits) {
    if (fact.isDated()) {
      return List.of(fact);
    }
    PriceEdits.Change change = edits.changeOf(fact);
    if (change != null) {
      return List.of(earlier(fact, change), fact.during(change.on(), null));
    }
    LocalDate start = null;
    LocalDate end = null;
    for (LocalDate day : daysOfChange(fact)) {
      if (fact.seen().isBefore(day)) {
        end = end == null || day.isBefore(end) ? day : end;
      } else {
        start = later(start, day);
      }
    }
    return List.of(start == null && end == null ? fact : fact.during(start, end));
  }

  private List<LocalDate> daysOfChange(PriceFact fact) {
    List<LocalDate> days = new ArrayList<>();
    for (ModelEvent event : events) {
      LocalDate day = event.date();
      if (day != null && event.isOf(fact.key()) && event.changes(fact.key(), fact.unit())) {
        days.add(day);
      }
    }
    LocalDate edited = changes.get(Priced.by(fact.key()));
    if (edited != null) {
      days.add(edited);
    }
    return days;
  }

  static LocalDate later(@Nullable LocalDate one, LocalDate other) {
    return one == null || one.isBefore(other) ? other : one;
  }

  private static PriceFact earlier(PriceFact fact, PriceEdits.Change change) {
    PriceFact.Edit was = change.earlier();
    return new PriceFact(
        fact.key(),
        fact.unit(),
        was.usd(),
        null,
        change.on(),
        List.of(new PriceFact.Statement(PriceEdits.SOURCE, was.usd(), was.on())),
        was.on(),
        Confidence.MEDIUM,
        List.of());
  }
}
