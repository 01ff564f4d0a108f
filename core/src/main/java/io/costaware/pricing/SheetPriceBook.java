package io.costaware.pricing;

import static java.util.Objects.requireNonNull;

import io.costaware.target.Provider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Prices from sheets, a later one over the earlier ones: where both have a row for a model, scope,
 * tier, band and meter, the later one's counts.
 *
 * <p>Rates are worked out once for each target, tier, set of attributes and interval between two
 * price changes, and, where overlays ask for them, for each account and set of tags; limits once
 * for each model. After that an answer is one look-up.
 *
 * <p>Safe for use by many threads.
 */
public final class SheetPriceBook implements PriceBook {
  /** Names come from callers; past this many, what is kept is dropped and worked out anew. */
  private static final int KEPT = 10_000;

  /** The sheet on top first. */
  private final List<PriceSheet> sheets;

  private final Currency currency;
  private final String version;
  private final Overlays overlays;
  private final CardAssembly assembly;
  private final ConcurrentHashMap<PriceKey, RateCard[]> cards = new ConcurrentHashMap<>();
  private final Map<Provider, ConcurrentHashMap<String, ModelLimits>> limits =
      new EnumMap<>(Provider.class);

  private SheetPriceBook(List<PriceSheet> topFirst, Overlays overlays) {
    this.sheets = topFirst;
    this.overlays = overlays;
    currency = topFirst.get(0).currency();
    List<String> names = new ArrayList<>();
    topFirst.forEach(sheet -> names.add(0, sheet.version()));
    overlays.all().forEach(overlay -> names.add(overlay.name()));
    version = String.join("+", names);
    assembly = new CardAssembly(topFirst, overlays, currency, version);
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
    List<PriceSheet> topFirst = new ArrayList<>();
    for (PriceSheet sheet : sheets) {
      requireNonNull(sheet, "sheet");
      checkCurrency(sheet, sheets[0]);
      topFirst.add(0, sheet);
    }
    return new SheetPriceBook(List.copyOf(topFirst), new Overlays(List.of()));
  }

  private static void checkCurrency(PriceSheet sheet, PriceSheet first) {
    if (!sheet.currency().equals(first.currency())) {
      throw new IllegalArgumentException(
          "Sheet "
              + sheet.version()
              + " is in "
              + sheet.currency()
              + ", sheet "
              + first.version()
              + " in "
              + first.currency()
              + "; give all sheets of a book in one currency");
    }
  }

  /**
   * These sheets with negotiated prices over them.
   *
   * @param more the lowest first; they lie over the overlays that are there
   * @throws IllegalArgumentException if one has prices in another currency, or two have one name
   */
  public SheetPriceBook withOverlays(List<PriceOverlay> more) {
    List<PriceOverlay> all = new ArrayList<>(overlays.all());
    Set<String> names = new HashSet<>();
    all.forEach(overlay -> names.add(overlay.name()));
    for (PriceOverlay overlay : more) {
      PriceSheet own = overlay.sheet();
      if (own != null) {
        checkCurrency(own, sheets.get(0));
      }
      if (!names.add(overlay.name())) {
        throw new IllegalArgumentException(
            "Overlay name '"
                + overlay.name()
                + "' stands twice; receipts could not tell them apart, so rename one");
      }
      all.add(overlay);
    }
    return new SheetPriceBook(sheets, new Overlays(all));
  }

  @Override
  public RateCard rates(PriceKey key, long atMillis) {
    PriceKey relevant = overlays.relevant(key);
    RateCard[] kept = cards.get(relevant);
    if (kept != null) {
      for (RateCard card : kept) {
        if (card.holdsAt(atMillis)) {
          return card;
        }
      }
    }
    return workOut(relevant, atMillis);
  }

  private RateCard workOut(PriceKey key, long atMillis) {
    RateCard card = assembly.card(key, atMillis);
    if (cards.size() >= KEPT) {
      cards.clear();
    }
    cards.compute(key, (same, kept) -> with(card, kept, atMillis));
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

  @Override
  public ModelLimits limits(Provider provider, String model) {
    ConcurrentHashMap<String, ModelLimits> kept = requireNonNull(limits.get(provider), "provider");
    ModelLimits known = kept.get(model);
    if (known == null) {
      known = find(provider, model);
      if (kept.size() >= KEPT) {
        kept.clear();
      }
      kept.put(model, known);
    }
    return known;
  }

  private ModelLimits find(Provider provider, String model) {
    long context = 0;
    long output = 0;
    for (PriceSheet sheet : sheets) {
      SheetModel found = CardAssembly.find(sheet, provider, model);
      if (found != null) {
        context = context == 0 ? found.limits().contextTokens() : context;
        output = output == 0 ? found.limits().maxOutputTokens() : output;
      }
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
