package io.costaware.pricing;

import static java.util.Objects.requireNonNull;

import io.costaware.target.ModelSpellings;
import io.costaware.target.Provider;
import io.costaware.target.RoutingScope;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import io.costaware.usage.Meter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Prices from sheets, a later one over the earlier ones: where both have a row for a model, scope,
 * tier, band and meter, the later one's counts.
 *
 * <p>Rates are worked out once for each target, tier and interval between two price changes, limits
 * once for each model; after that an answer is one look-up.
 *
 * <p>Safe for use by many threads.
 */
public final class SheetPriceBook implements PriceBook {
  /** Names come from callers; past this many they are worked out each time instead of kept. */
  private static final int KEPT = 10_000;

  private static final Set<ServiceTier> KNOWN_TIERS =
      Set.of(
          ServiceTier.STANDARD,
          ServiceTier.BATCH,
          ServiceTier.FLEX,
          ServiceTier.PRIORITY,
          ServiceTier.LATENCY_OPTIMIZED);

  private record CardKey(Target target, ServiceTier tier) {}

  /** The sheet on top first. */
  private final List<PriceSheet> sheets;

  private final Currency currency;
  private final String version;
  private final ConcurrentHashMap<CardKey, RateCard[]> cards = new ConcurrentHashMap<>();
  private final Map<Provider, ConcurrentHashMap<String, ModelLimits>> limits =
      new EnumMap<>(Provider.class);

  private SheetPriceBook(List<PriceSheet> ascending) {
    currency = ascending.get(0).currency();
    version = ascending.stream().map(PriceSheet::version).collect(Collectors.joining("+"));
    List<PriceSheet> top = new ArrayList<>();
    ascending.forEach(sheet -> top.add(0, sheet));
    sheets = List.copyOf(top);
    for (Provider provider : Provider.values()) {
      limits.put(provider, new ConcurrentHashMap<>());
    }
  }

  /**
   * A book of sheets.
   *
   * @param sheets the lowest first, for example the bundled one and then your own
   * @throws IllegalArgumentException if there is none, or their currencies differ
   */
  public static SheetPriceBook of(PriceSheet... sheets) {
    if (sheets.length == 0) {
      throw new IllegalArgumentException(
          "A price book needs a sheet; pass PriceSheet.bundled() or one of your own");
    }
    for (PriceSheet sheet : sheets) {
      requireNonNull(sheet, "sheet");
      if (!sheet.currency().equals(sheets[0].currency())) {
        throw new IllegalArgumentException(
            "Sheet "
                + sheet.version()
                + " is in "
                + sheet.currency()
                + ", sheet "
                + sheets[0].version()
                + " in "
                + sheets[0].currency()
                + "; give all sheets of a book in one currency");
      }
    }
    return new SheetPriceBook(List.of(sheets));
  }

  @Override
  public RateCard rates(PriceKey key, long atMillis) {
    Target target = key.target();
    ServiceTier tier = key.tier();
    RateCard[] kept = cards.get(new CardKey(target, tier));
    if (kept != null) {
      for (RateCard card : kept) {
        if (card.holdsAt(atMillis)) {
          return card;
        }
      }
    }
    return workOut(target, tier, atMillis);
  }

  private RateCard workOut(Target target, ServiceTier tier, long atMillis) {
    RateCard card = card(target, tier, atMillis);
    if (cards.size() < KEPT) {
      cards.compute(new CardKey(target, tier), (key, kept) -> with(card, kept, atMillis));
    }
    return card;
  }

  private static RateCard[] with(RateCard card, RateCard @Nullable [] kept, long atMillis) {
    if (kept == null) {
      return new RateCard[] {card};
    }
    for (RateCard other : kept) {
      if (other.holdsAt(atMillis)) {
        return kept;
      }
    }
    RateCard[] all = Arrays.copyOf(kept, kept.length + 1);
    all[kept.length] = card;
    return all;
  }

  private RateCard card(Target target, ServiceTier tier, long atMillis) {
    RateCard.Builder card = RateCard.builder(target, tier, currency, version);
    List<SheetModel> layers = layers(target.provider(), target.model());
    if (layers.stream().allMatch(layer -> layer.rows().isEmpty())) {
      return card.unknownBecause(
              version
                  + " has no price for "
                  + target.provider().id()
                  + ":"
                  + target.model()
                  + "; add it to a sheet of your own")
          .build();
    }
    if (!isKnown(tier)) {
      return card.unknownBecause(
              "service tier '"
                  + tier
                  + "' is not known to "
                  + version
                  + "; add its prices to a sheet of your own")
          .build();
    }
    interval(card, layers, atMillis);
    fill(card, layers, new RowChoice(target, tier, atMillis, layers));
    notes(card, target, layers);
    return card.build();
  }

  private boolean isKnown(ServiceTier tier) {
    return tier.isPrepaid()
        || KNOWN_TIERS.contains(tier)
        || sheets.stream().anyMatch(sheet -> sheet.knowsTier(tier.id()));
  }

  private static void interval(RateCard.Builder card, List<SheetModel> layers, long atMillis) {
    long from = Long.MIN_VALUE;
    long to = Long.MAX_VALUE;
    for (SheetModel layer : layers) {
      for (SheetRow row : layer.rows()) {
        for (long change : new long[] {row.fromMillis(), row.toMillis()}) {
          if (change <= atMillis) {
            from = Math.max(from, change);
          } else {
            to = Math.min(to, change);
          }
        }
      }
    }
    card.during(from, to);
  }

  private void fill(RateCard.Builder card, List<SheetModel> layers, RowChoice choice) {
    Set<Long> bands = new TreeSet<>();
    bands.add(0L);
    for (SheetModel layer : layers) {
      for (SheetRow row : layer.rows()) {
        bands.add(row.above());
        card.tellsApart(row.meter());
      }
    }
    for (long above : bands) {
      if (above > 0) {
        card.above(above);
      }
      for (Meter meter : Meter.values()) {
        RowChoice.Choice chosen = choice.choose(meter, above);
        if (chosen != null) {
          card.add(chosen.row().price(version));
        }
        String note = note(meter, chosen, hasConditional(layers, meter));
        if (note != null) {
          card.warn(meter, note);
        }
      }
    }
  }

  private static @Nullable String note(
      Meter meter, RowChoice.@Nullable Choice chosen, boolean conditional) {
    String note = chosen == null ? null : chosen.note();
    if (!conditional) {
      return note;
    }
    String split =
        "the price of "
            + meter.id()
            + " depends on what the call does not tell, such as a"
            + " resolution or quality; "
            + (chosen == null ? "it stays unknown" : "the one without conditions applies");
    return note == null ? split : note + "; " + split;
  }

  private static boolean hasConditional(List<SheetModel> layers, Meter meter) {
    return layers.stream()
        .flatMap(layer -> layer.rows().stream())
        .anyMatch(row -> row.meter() == meter && row.isConditional());
  }

  private static void notes(RateCard.Builder card, Target target, List<SheetModel> layers) {
    if (!layers.get(0).model().equals(target.model())) {
      card.warn(target.model() + " is priced under its other name " + layers.get(0).model());
    }
    if (layers.get(0).retired()) {
      card.warn(target.model() + " is retired; its last known prices apply");
    }
    if (target.scope().equals(RoutingScope.IN_REGION) && target.region() == null) {
      card.warn("the Region of the call is not known; prices that hold in most Regions apply");
    }
  }

  /** What the sheets say about a model, the sheet on top first. */
  private List<SheetModel> layers(Provider provider, String model) {
    for (String name : ModelSpellings.of(provider, model)) {
      List<SheetModel> layers = new ArrayList<>();
      for (PriceSheet sheet : sheets) {
        SheetModel found = sheet.find(provider, name);
        if (found != null) {
          layers.add(found);
        }
      }
      if (!layers.isEmpty()) {
        return layers;
      }
    }
    return List.of();
  }

  @Override
  public ModelLimits limits(Provider provider, String model) {
    ConcurrentHashMap<String, ModelLimits> kept = requireNonNull(limits.get(provider), "provider");
    ModelLimits known = kept.get(model);
    if (known == null) {
      known = find(provider, model);
      if (kept.size() < KEPT) {
        kept.put(model, known);
      }
    }
    return known;
  }

  private ModelLimits find(Provider provider, String model) {
    long context = 0;
    long output = 0;
    for (SheetModel layer : layers(provider, model)) {
      context = context == 0 ? layer.limits().contextTokens() : context;
      output = output == 0 ? layer.limits().maxOutputTokens() : output;
    }
    return new ModelLimits(context, output);
  }

  @Override
  public Currency currency() {
    return currency;
  }

  @Override
  public String version() {
    return version;
  }

  /** The version and currency. */
  @Override
  public String toString() {
    return version + " in " + currency;
  }
}
