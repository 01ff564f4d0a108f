package io.costaware.pricing;

import io.costaware.target.Provider;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import io.costaware.usage.Meter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the row that prices a meter of one kind of call at one instant: scope before tier before
 * day, of several layers the one on top, and of its rows the one that fits the call's attributes
 * best.
 *
 * <p>Immutable.
 */
final class RowChoice {
  private static final String STANDARD = "standard";
  private static final String BATCH = "batch";

  /** Replaces standard in the scopes and from the day of its rows. */
  private static final String EXTENDED = "extended_access";

  private static final String EXTENDED_BATCH = "extended_access_batch";

  /**
   * A row and how it was come by, or why there is none.
   *
   * <p>Immutable.
   *
   * @param row the row and its layer; null where the price stays unknown
   * @param note what a reader of the receipt should know; null if nothing
   */
  record Choice(@Nullable LayeredRow row, @Nullable String note) {}

  private final Target target;
  private final String tier;
  private final String capacityTier;
  private final long atMillis;
  private final PriceAttributes attributes;
  private final List<PriceLayer> layers;
  private final List<String> scopes;

  /**
   * @param layers what sheets and overlays say about the model, the one on top first
   */
  RowChoice(
      Target target,
      ServiceTier tier,
      long atMillis,
      PriceAttributes attributes,
      List<PriceLayer> layers) {
    this.target = target;
    // What was bought beforehand has the standard price as its list price; only the capacity itself
    // is priced in the tier under which it is bought.
    this.tier = tier.isPrepaid() ? STANDARD : tier.id();
    this.capacityTier = tier.id();
    this.atMillis = atMillis;
    this.attributes = attributes;
    this.layers = layers;
    this.scopes = ScopeOrder.of(target);
  }

  /**
   * The row for a meter in the band above so many prompt tokens; null if there is none.
   *
   * @param over the quantity of the meter above which it must hold; 0 for rows that always do
   */
  @Nullable Choice choose(Meter meter, long above, long over) {
    AttributeRace misfits = null;
    for (String scope : scopes) {
      boolean capacity = meter.unit() == Meter.Unit.HOUR;
      AttributeRace race = race(scope, capacity ? capacityTier : tier, meter, above, over);
      if (race.isDecided()) {
        return choice(race, meter, null);
      }
      if (race.hasMisfits()) {
        misfits = race;
      }
      if (fallsBack(meter) && !tier.equals(STANDARD)) {
        AttributeRace standard = race(scope, STANDARD, meter, above, over);
        if (standard.isDecided()) {
          return choice(
              standard,
              meter,
              "no price for " + meter.id() + " in tier " + tier + "; the standard price applies");
        }
      }
    }
    return misfits == null
        ? null
        : new Choice(null, "no price of " + meter.id() + " is listed for " + attributes);
  }

  private static boolean fallsBack(Meter meter) {
    return switch (meter) {
      case CACHE_READ,
          CACHE_WRITE_5M,
          CACHE_WRITE_1H,
          CACHE_WRITE_30M,
          CACHE_READ_AUDIO,
          CACHE_STORAGE,
          // A fee for what is checked beside the call, whatever the tier that serves it.
          GUARDRAIL_UNIT ->
          true;
      default -> meter.unit() == Meter.Unit.REQUEST;
    };
  }

  private Choice choice(AttributeRace race, Meter meter, @Nullable String fallback) {
    String note = fallback;
    String untold = race.untold(meter);
    if (untold != null) {
      note = joined(note, untold);
    }
    LayeredRow chosen = race.winner();
    if (chosen == null) {
      return new Choice(null, note);
    }
    SheetRow row = chosen.row();
    boolean elsewhere =
        target.provider() == Provider.VERTEX && !row.scope().equals(target.scope().id());
    if (elsewhere) {
      note =
          joined(
              note,
              "no "
                  + target.scope()
                  + " price for "
                  + meter.id()
                  + "; the "
                  + row.scope()
                  + " price applies");
    }
    if (row.confidence() == Confidence.LOW) {
      note =
          joined(
              note,
              "the price of "
                  + meter.id()
                  + " is of low confidence ("
                  + row.source()
                  + "); check it against your bill");
    }
    return new Choice(chosen, note);
  }

  private static String joined(@Nullable String first, String second) {
    return first == null ? second : first + "; " + second;
  }

  /** Lets the rows of one scope and tier compete, layer by layer from the top. */
  private AttributeRace race(String scope, String wanted, Meter meter, long above, long over) {
    AttributeRace race = new AttributeRace(attributes);
    for (PriceLayer layer : layers) {
      List<SheetRow> rows = new ArrayList<>();
      for (SheetRow row : layer.model().rows()) {
        if (row.prices(meter)
            && row.above() == above
            && row.scope().equals(scope)
            && row.over() == over) {
          rows.add(row);
        }
      }
      if (rows.isEmpty()) {
        continue;
      }
      if (wanted.equals(STANDARD) || wanted.equals(BATCH)) {
        enter(race, layer, rows, wanted.equals(STANDARD) ? EXTENDED : EXTENDED_BATCH);
      }
      enter(race, layer, rows, wanted);
      if (race.isSettled()) {
        break;
      }
    }
    return race;
  }

  /** A row for the lifetime of a cache write before one for any. */
  private void enter(AttributeRace race, PriceLayer layer, List<SheetRow> rows, String wanted) {
    for (boolean unsplit : new boolean[] {false, true}) {
      if (!race.isSettled()) {
        race.enter(layer, inForce(layer, rows, wanted, unsplit));
      }
    }
  }

  /** The rows that hold at the instant; of a retired model those that held last. */
  private List<SheetRow> inForce(
      PriceLayer layer, List<SheetRow> rows, String wanted, boolean unsplit) {
    List<SheetRow> holding = new ArrayList<>();
    List<SheetRow> last = new ArrayList<>();
    for (SheetRow row : rows) {
      if (row.unsplit() != unsplit || !row.tier().equals(wanted)) {
        continue;
      }
      if (row.holdsAt(atMillis)) {
        holding.add(row);
      } else if (row.toMillis() <= atMillis) {
        if (!last.isEmpty() && last.get(0).toMillis() < row.toMillis()) {
          last.clear();
        }
        if (last.isEmpty() || last.get(0).toMillis() == row.toMillis()) {
          last.add(row);
        }
      }
    }
    return holding.isEmpty() && layer.model().retired() ? last : holding;
  }
}
