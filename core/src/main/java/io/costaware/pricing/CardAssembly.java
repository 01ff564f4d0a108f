package io.costaware.pricing;

import io.costaware.target.ModelSpellings;
import io.costaware.target.Provider;
import io.costaware.target.RoutingScope;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import io.costaware.usage.Meter;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Works out the rates of one kind of call at one instant from sheets and overlays, and for how long
 * they hold.
 *
 * <p>Safe for use by many threads.
 */
final class CardAssembly {
  private static final Set<ServiceTier> KNOWN_TIERS =
      Set.of(
          ServiceTier.STANDARD,
          ServiceTier.BATCH,
          ServiceTier.FLEX,
          ServiceTier.PRIORITY,
          ServiceTier.LATENCY_OPTIMIZED);

  /** The sheet on top first. */
  private final List<PriceSheet> sheets;

  private final Overlays overlays;
  private final Currency currency;
  private final String version;

  CardAssembly(List<PriceSheet> sheets, Overlays overlays, Currency currency, String version) {
    this.sheets = sheets;
    this.overlays = overlays;
    this.currency = currency;
    this.version = version;
  }

  RateCard card(PriceKey key, long atMillis) {
    Target target = key.target();
    ServiceTier tier = key.tier();
    RateCardBuilder card = RateCard.builder(target, tier, currency, version);
    List<Overlays.Lying> selected = overlays.over(key);
    List<Overlays.Lying> inForce =
        selected.stream().filter(overlay -> overlay.holdsAt(atMillis)).toList();
    List<PriceLayer> layers = new ArrayList<>();
    for (int i = inForce.size() - 1; i >= 0; i--) {
      PriceSheet sheet = inForce.get(i).overlay().sheet();
      if (sheet != null) {
        add(layers, sheet, inForce.get(i).overlay().name(), inForce.get(i).height(), target);
      }
    }
    sheets.forEach(sheet -> add(layers, sheet, sheet.version(), 0, target));
    interval(card, selected, layers, atMillis);
    if (layers.stream().allMatch(layer -> layer.model().rows().isEmpty())) {
      return card.unknownBecause(
              version
                  + " has no price for "
                  + target.provider().id()
                  + ":"
                  + target.model()
                  + "; add it to a sheet of your own")
          .build();
    }
    if (!isKnown(tier, inForce)) {
      return card.unknownBecause(
              "service tier '"
                  + tier
                  + "' is not known to "
                  + version
                  + "; add its prices to a sheet of your own")
          .build();
    }
    RowChoice choice = new RowChoice(target, tier, atMillis, key.attributes(), layers);
    Set<Long> bands = bands(target, layers, atMillis);
    Set<LayeredRow> used = fill(card, layers, bands, choice, inForce);
    notes(card, target, used, atMillis);
    return card.build();
  }

  private static void add(
      List<PriceLayer> layers, PriceSheet sheet, String name, int height, Target target) {
    SheetModel model = find(sheet, target.provider(), target.model());
    if (model != null) {
      layers.add(
          new PriceLayer(model, name, height, sheet.staleFromMillis(), sheet.staleWarning()));
    }
  }

  /** What a sheet says about a model under the nearest spelling that it has; null if nothing. */
  static @Nullable SheetModel find(PriceSheet sheet, Provider provider, String model) {
    SheetModel limitsOnly = null;
    for (String spelling : ModelSpellings.of(provider, model)) {
      SheetModel found = sheet.find(provider, spelling);
      if (found != null && !found.rows().isEmpty()) {
        return found;
      }
      limitsOnly = limitsOnly == null ? found : limitsOnly;
    }
    return limitsOnly;
  }

  private boolean isKnown(ServiceTier tier, List<Overlays.Lying> inForce) {
    return tier.isPrepaid()
        || KNOWN_TIERS.contains(tier)
        || sheets.stream().anyMatch(sheet -> sheet.knowsTier(tier.id()))
        || inForce.stream()
            .map(lying -> lying.overlay().sheet())
            .anyMatch(sheet -> sheet != null && sheet.knowsTier(tier.id()));
  }

  /** From the last change before the instant to the first after it. */
  private static void interval(
      RateCardBuilder card, List<Overlays.Lying> selected, List<PriceLayer> layers, long atMillis) {
    Set<Long> changes = new TreeSet<>();
    for (Overlays.Lying lying : selected) {
      changes.add(lying.fromMillis());
      changes.add(lying.toMillis());
    }
    for (PriceLayer layer : layers) {
      changes.add(layer.staleFromMillis());
      for (SheetRow row : layer.model().rows()) {
        changes.add(row.fromMillis());
        changes.add(row.toMillis());
      }
    }
    long from = Long.MIN_VALUE;
    long to = Long.MAX_VALUE;
    for (long change : changes) {
      if (change <= atMillis) {
        from = Math.max(from, change);
      } else {
        to = Math.min(to, change);
      }
    }
    card.during(from, to);
  }

  /**
   * The thresholds of the prompt that hold for a target: those of the nearest scope that prices
   * fresh input. A band that has ended, or that only a scope farther off knows, moves no call; one
   * that is still to begin leaves the longer prompts of earlier days unknown, because nobody said
   * that they cost the base price. A band that repeats the base prices is none: a sheet on top that
   * prices the base prices all of it. Overlays price some meters of what sheets list; they move no
   * scope, and thresholds of their own come to those of the sheets.
   */
  private static Set<Long> bands(Target target, List<PriceLayer> layers, long atMillis) {
    List<PriceLayer> sheets =
        layers.stream()
            .filter(layer -> layer.height() == 0 && !layer.model().rows().isEmpty())
            .toList();
    List<PriceLayer> deciding = sheets.isEmpty() ? layers : sheets;
    List<PriceLayer> over = layers.stream().filter(layer -> layer.height() > 0).toList();
    Set<String> nearer = new LinkedHashSet<>();
    for (String scope : ScopeOrder.of(target)) {
      nearer.add(scope);
      Predicate<SheetRow> here = row -> row.scope().equals(scope);
      if (!bands(deciding, atMillis, here.and(CardAssembly::isInput)).isEmpty()) {
        Set<Long> bands = bands(deciding, atMillis, here);
        bands.addAll(bands(over, atMillis, row -> nearer.contains(row.scope())));
        bands.add(0L);
        return bands;
      }
    }
    Set<Long> bands = bands(layers, atMillis, row -> true);
    bands.add(0L);
    return bands;
  }

  private static boolean isInput(SheetRow row) {
    return row.meter() == Meter.INPUT;
  }

  private static Set<Long> bands(
      List<PriceLayer> layers, long atMillis, Predicate<SheetRow> counts) {
    Set<Long> bands = new TreeSet<>();
    for (PriceLayer layer : layers) {
      for (SheetRow row : layer.model().rows()) {
        boolean stays = layer.model().retired() && row.toMillis() <= atMillis;
        if ((stays || row.toMillis() > atMillis)
            && counts.test(row)
            && !repeatsBase(row, layer.model(), atMillis)) {
          bands.add(row.above());
        }
      }
    }
    return bands;
  }

  private static boolean repeatsBase(SheetRow row, SheetModel model, long atMillis) {
    return row.above() > 0
        && row.holdsAt(atMillis)
        && model.rows().stream()
            .anyMatch(
                base ->
                    base.above() == 0
                        && base.holdsAt(atMillis)
                        && base.meter() == row.meter()
                        && base.unsplit() == row.unsplit()
                        && base.scope().equals(row.scope())
                        && base.tier().equals(row.tier())
                        && base.attributes().equals(row.attributes())
                        && base.perUnit().equals(row.perUnit()));
  }

  private static Set<LayeredRow> fill(
      RateCardBuilder card,
      List<PriceLayer> layers,
      Set<Long> bands,
      RowChoice choice,
      List<Overlays.Lying> inForce) {
    Set<Long> steps = new TreeSet<>();
    Set<Meter> meters = EnumSet.noneOf(Meter.class);
    for (PriceLayer layer : layers) {
      for (SheetRow row : layer.model().rows()) {
        card.tellsApart(row.meter());
        row.addPriced(meters);
        if (row.over() > 0) {
          steps.add(row.over());
        }
      }
    }
    Set<LayeredRow> used = new LinkedHashSet<>();
    for (long above : bands) {
      if (above > 0) {
        card.above(above);
      }
      for (Meter meter : meters) {
        fill(card, choice.choose(meter, above, 0), meter, 0, inForce, used);
        if (meter.unit() == Meter.Unit.SECOND) {
          for (long over : steps) {
            fill(card, choice.choose(meter, above, over), meter, over, inForce, used);
          }
        }
      }
    }
    return used;
  }

  private static void fill(
      RateCardBuilder card,
      RowChoice.@Nullable Choice chosen,
      Meter meter,
      long over,
      List<Overlays.Lying> inForce,
      Set<LayeredRow> used) {
    if (chosen == null) {
      return;
    }
    LayeredRow row = chosen.row();
    if (row != null) {
      used.add(row);
      Price.Known listed = row.row().price(meter, row.layer().version());
      Price.Known price = Overlays.apply(inForce, row, listed);
      if (over > 0) {
        card.addOver(over, price);
      } else {
        card.add(price);
      }
    }
    if (chosen.note() != null) {
      card.warn(meter, chosen.note());
    }
  }

  private static void notes(
      RateCardBuilder card, Target target, Set<LayeredRow> used, long atMillis) {
    Set<String> notes = new LinkedHashSet<>();
    for (LayeredRow row : used) {
      PriceLayer layer = row.layer();
      if (!layer.model().model().equals(target.model())) {
        notes.add(target.model() + " is priced under its other name " + layer.model().model());
      }
      // A row with an end that is still to come was the price of that day.
      boolean last = row.row().toMillis() <= atMillis || row.row().toMillis() == Long.MAX_VALUE;
      if (layer.model().retired() && last) {
        notes.add(target.model() + " is retired; its last known prices apply");
      }
      if (layer.staleFromMillis() <= atMillis) {
        notes.add(layer.staleWarning());
      }
    }
    if (target.scope().equals(RoutingScope.IN_REGION) && target.region() == null) {
      notes.add("the Region of the call is not known; prices that hold in most Regions apply");
    }
    notes.forEach(card::warn);
  }
}
