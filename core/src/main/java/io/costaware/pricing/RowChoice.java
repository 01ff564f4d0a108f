package io.costaware.pricing;

import io.costaware.target.Provider;
import io.costaware.target.RoutingScope;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import io.costaware.usage.Meter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the row that prices a meter of one target at one instant: scope before tier before day,
 * and of several sheets the one laid on top.
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
   * A row and how it was come by.
   *
   * <p>Immutable.
   *
   * @param row the row
   * @param note what a reader of the receipt should know; null if nothing
   */
  record Choice(SheetRow row, @Nullable String note) {}

  private final Target target;
  private final String tier;
  private final String capacityTier;
  private final long atMillis;
  private final List<SheetModel> layers;
  private final List<String> scopes;

  /**
   * @param layers what the sheets say about the model, the one on top first
   */
  RowChoice(Target target, ServiceTier tier, long atMillis, List<SheetModel> layers) {
    this.target = target;
    // What was bought beforehand has the standard price as its list price; only the capacity itself
    // is priced in the tier under which it is bought.
    this.tier = tier.isPrepaid() ? STANDARD : tier.id();
    this.capacityTier = tier.id();
    this.atMillis = atMillis;
    this.layers = layers;
    this.scopes = scopes(target);
  }

  /** The scopes whose rows may price a target, nearest first. */
  static List<String> scopes(Target target) {
    String scope = target.scope().id();
    List<String> scopes = new ArrayList<>();
    if (target.provider() == Provider.VERTEX) {
      scopes.add(scope);
      if (target.scope().equals(RoutingScope.NON_GLOBAL)) {
        scopes.add(RoutingScope.GLOBAL.id());
      }
      return scopes;
    }
    boolean inRegion = target.scope().equals(RoutingScope.IN_REGION);
    boolean geographic = scope.startsWith("geo:");
    if (!inRegion) {
      scopes.add(scope);
    }
    if ((inRegion || geographic) && target.region() != null) {
      scopes.add("region:" + target.region());
    }
    if (inRegion || geographic) {
      scopes.add(RoutingScope.IN_REGION.id());
    }
    if (!geographic) {
      scopes.add("any_region");
    }
    return scopes;
  }

  /** The row for a meter in the band above so many prompt tokens; null if there is none. */
  @Nullable Choice choose(Meter meter, long above) {
    for (String scope : scopes) {
      boolean capacity = meter.unit() == Meter.Unit.HOUR;
      SheetRow row = row(scope, capacity ? capacityTier : tier, meter, above);
      if (row != null) {
        return noted(row, null);
      }
      if (fallsBack(meter) && !tier.equals(STANDARD)) {
        SheetRow standard = row(scope, STANDARD, meter, above);
        if (standard != null) {
          return noted(
              standard,
              "no price for " + meter.id() + " in tier " + tier + "; the standard price applies");
        }
      }
    }
    return above > 0 && isFee(meter) ? feeOfBaseBand(meter) : null;
  }

  /** A fee for a request does not depend on the length of the prompt. */
  private @Nullable Choice feeOfBaseBand(Meter meter) {
    Choice base = choose(meter, 0);
    return base == null
        ? null
        : noted(
            base.row,
            "no price for " + meter.id() + " above the context threshold; its base price applies");
  }

  private static boolean isFee(Meter meter) {
    return meter.unit() == Meter.Unit.REQUEST;
  }

  private static boolean fallsBack(Meter meter) {
    return switch (meter) {
      case CACHE_READ,
          CACHE_WRITE_5M,
          CACHE_WRITE_1H,
          CACHE_WRITE_30M,
          CACHE_READ_AUDIO,
          CACHE_STORAGE ->
          true;
      default -> isFee(meter);
    };
  }

  private Choice noted(SheetRow row, @Nullable String note) {
    String all = note;
    boolean elsewhere =
        target.provider() == Provider.VERTEX && !row.scope().equals(target.scope().id());
    if (elsewhere) {
      all =
          joined(
              all,
              "no "
                  + target.scope()
                  + " price for "
                  + row.meter().id()
                  + "; the "
                  + row.scope()
                  + " price applies");
    }
    if (row.confidence() == Confidence.LOW) {
      all =
          joined(
              all,
              "the price of "
                  + row.meter().id()
                  + " is of low confidence ("
                  + row.source()
                  + "); check it against your bill");
    }
    return new Choice(row, all);
  }

  private static String joined(@Nullable String first, String second) {
    return first == null ? second : first + "; " + second;
  }

  private @Nullable SheetRow row(String scope, String wanted, Meter meter, long above) {
    for (SheetModel layer : layers) {
      if (wanted.equals(STANDARD) || wanted.equals(BATCH)) {
        SheetRow extended =
            row(layer, scope, wanted.equals(STANDARD) ? EXTENDED : EXTENDED_BATCH, meter, above);
        if (extended != null) {
          return extended;
        }
      }
      SheetRow row = row(layer, scope, wanted, meter, above);
      if (row != null) {
        return row;
      }
    }
    return null;
  }

  private @Nullable SheetRow row(
      SheetModel layer, String scope, String wanted, Meter meter, long above) {
    SheetRow found = null;
    SheetRow last = null;
    for (SheetRow row : layer.rows()) {
      boolean fits =
          row.meter() == meter
              && row.above() == above
              && row.scope().equals(scope)
              && row.tier().equals(wanted)
              && !row.isConditional();
      if (fits && row.holdsAt(atMillis) && (found == null || found.unsplit())) {
        found = row;
      } else if (fits
          && row.toMillis() <= atMillis
          && (last == null || row.toMillis() > last.toMillis())) {
        last = row;
      }
    }
    return found == null && layer.retired() ? last : found;
  }
}
