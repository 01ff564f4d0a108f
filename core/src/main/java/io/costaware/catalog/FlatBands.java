package io.costaware.catalog;

import io.costaware.pricing.Confidence;
import io.costaware.target.Provider;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bands above a context threshold in which the base price holds on. Sources list them for some
 * meters, tiers and scopes only; the rest of the base prices are repeated in the band, so that a
 * long prompt there costs what the vendor bills and not what another scope lists.
 *
 * <p>A band is flat if every figure in it is that of the base band, or if an event ended its
 * premium; then it is flat from that day, and what was billed before is not known.
 *
 * <p>Immutable.
 */
final class FlatBands {
  private static final String BASE = "any";

  private final List<PriceFact> rows;
  private final List<ModelEvent> events;
  private final Map<PriceFact.Key, List<PriceFact>> byKey = new HashMap<>();

  private record Band(Provider provider, String model, String band) {
    static Band of(PriceFact fact) {
      return new Band(fact.key().provider(), fact.key().model(), fact.key().band());
    }

    boolean isBaseOf(PriceFact.Key key) {
      return provider == key.provider() && model.equals(key.model()) && key.band().equals(BASE);
    }
  }

  FlatBands(List<PriceFact> rows, List<ModelEvent> events) {
    this.rows = rows;
    this.events = events;
    rows.forEach(row -> byKey.computeIfAbsent(row.key(), key -> new ArrayList<>()).add(row));
  }

  /** The rows, and behind them those that fill the flat bands. */
  List<PriceFact> filled() {
    List<PriceFact> all = new ArrayList<>(rows);
    for (Band band : flat()) {
      LocalDate since = premiumEnd(band);
      for (PriceFact row : rows) {
        if (band.isBaseOf(row.key()) && isTokenPrice(row)) {
          PriceFact.Key key = row.key().withBand(band.band);
          if (!byKey.containsKey(key) && holdsAfter(row, since)) {
            all.add(repeated(row, key, since));
          }
        }
      }
    }
    return all;
  }

  private Set<Band> flat() {
    Set<Band> flat = new LinkedHashSet<>();
    Set<Band> steep = new HashSet<>();
    for (PriceFact row : rows) {
      if (row.key().band().endsWith("k")) {
        (repeatsBase(row) ? flat : steep).add(Band.of(row));
      }
    }
    flat.removeAll(steep);
    for (ModelEvent event : events) {
      if (event.endsLongContextPremium()) {
        flat.add(new Band(event.provider(), event.model(), FactRows.LONG_CONTEXT));
      }
    }
    return flat;
  }

  private boolean repeatsBase(PriceFact row) {
    return byKey.getOrDefault(row.key().withBand(BASE), List.of()).stream()
        .anyMatch(base -> base.usd().compareTo(row.usd()) == 0);
  }

  private @Nullable LocalDate premiumEnd(Band band) {
    return events.stream()
        .filter(ModelEvent::endsLongContextPremium)
        .filter(event -> band.equals(new Band(event.provider(), event.model(), band.band)))
        .map(ModelEvent::date)
        .findFirst()
        .orElse(null);
  }

  private static boolean holdsAfter(PriceFact row, @Nullable LocalDate since) {
    LocalDate to = row.to();
    return since == null || to == null || since.isBefore(to);
  }

  private static boolean isTokenPrice(PriceFact row) {
    return row.unit().equals(FactUnits.TOKENS) && FactUnits.meter(row.key().dimension()) != null;
  }

  private static PriceFact repeated(PriceFact row, PriceFact.Key key, @Nullable LocalDate since) {
    LocalDate from = row.from();
    return new PriceFact(
        key,
        row.unit(),
        row.usd(),
        since == null ? from : FactRows.later(from, since),
        row.to(),
        List.of(),
        row.seen(),
        row.confidence() == Confidence.LOW ? Confidence.LOW : Confidence.MEDIUM,
        List.of());
  }
}
