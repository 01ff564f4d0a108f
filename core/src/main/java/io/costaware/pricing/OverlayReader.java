package io.costaware.pricing;

import io.costaware.target.Provider;
import io.costaware.usage.Meter;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of overlays and collects every fault on the way.
 *
 * <p>For use by one thread.
 */
final class OverlayReader {
  private static final String FIELDS = "name, from, to, where, discountPercent, meters, prices";

  private final SheetJson json;
  private final List<PriceOverlay> overlays = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private @Nullable Currency currency;

  private OverlayReader(SheetJson json) {
    this.json = json;
  }

  static List<PriceOverlay> read(String origin, InputStream in) throws IOException {
    return SheetJson.read(origin, in, json -> new OverlayReader(json).document());
  }

  private List<PriceOverlay> document() throws IOException {
    boolean listed = false;
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      switch (field) {
        case "currency" -> currency = json.currency(field);
        case "overlays" -> {
          listed = true;
          overlays();
        }
        default -> json.unknown("", field, "currency, overlays");
      }
    }
    if (!listed) {
      json.fault("overlays are missing; write a list in [ ]");
    }
    return List.copyOf(overlays);
  }

  private void overlays() throws IOException {
    if (!json.isArray("overlays")) {
      return;
    }
    for (int i = 0; json.nextElement(); i++) {
      String path = "overlays[" + i + "]";
      if (json.isObject(path)) {
        overlay(path);
      }
    }
  }

  private void overlay(String path) throws IOException {
    String name = null;
    Instant from = null;
    Instant to = null;
    PriceSelector where = PriceSelector.all();
    String percent = null;
    Set<Meter> meters = null;
    SheetRows rows = null;
    json.forgetSeen();
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      switch (field) {
        case "name" -> name = json.text(path + ".name");
        case "from" -> from = json.instant(path + ".from");
        case "to" -> to = json.instant(path + ".to");
        case "where" -> where = where(path + ".where");
        case "discountPercent" -> percent = json.text(path + ".discountPercent");
        case "meters" -> meters = meters(path + ".meters");
        case "prices" -> {
          rows = new SheetRows();
          json.prices(path + ".prices", currency, Map.of(), rows);
        }
        default -> json.unknown(path, field, FIELDS);
      }
    }
    if (name == null) {
      json.fault(path, "name is missing; receipts bear it");
    } else if (!names.add(name)) {
      json.fault(path, "name '" + name + "' stands twice; receipts could not tell them apart");
    } else if ((percent == null) == (rows == null)) {
      json.fault(path, "write either discountPercent or prices");
    } else {
      build(path, name, from, to, where, percent, meters, rows);
    }
  }

  private void build(
      String path,
      String name,
      @Nullable Instant from,
      @Nullable Instant to,
      PriceSelector where,
      @Nullable String percent,
      @Nullable Set<Meter> meters,
      @Nullable SheetRows rows) {
    try {
      PriceOverlay overlay =
          percent != null
              ? PriceOverlay.discount(name, percent)
              : PriceOverlay.prices(name, sheet(path, name, where, rows));
      overlay = overlay.where(where);
      overlay = from == null ? overlay : overlay.from(from);
      overlay = to == null ? overlay : overlay.to(to);
      overlays.add(meters == null ? overlay : overlay.on(meters));
    } catch (IllegalArgumentException e) {
      json.fault(path, String.valueOf(e.getMessage()));
    }
  }

  /** The prices of the one model that the selector names. */
  private PriceSheet sheet(
      String path, String name, PriceSelector where, @Nullable SheetRows rows) {
    Provider provider = where.provider();
    String model = where.model();
    if (provider == null || model == null || model.endsWith("*") || rows == null) {
      throw new IllegalArgumentException(
          "prices are for one model; name its provider and its whole id in where");
    }
    rows.checkScopes(provider, what -> json.fault(path, what));
    if (currency == null) {
      throw new IllegalArgumentException("write the currency, such as USD, before the overlays");
    }
    SheetHeader header =
        new SheetHeader(
            name, "1", currency, Map.of(), json.newestSeen(), SheetHeader.STALE_AFTER_DAYS);
    return new PriceSheet(
        header,
        new ModelList(
            List.of(new SheetModel(provider, model, ModelLimits.UNKNOWN, false, rows.rows()))));
  }

  private PriceSelector where(String path) throws IOException {
    Provider provider = null;
    String model = null;
    String account = null;
    Map<String, String> tags = Map.of();
    if (json.isObject(path)) {
      for (String field = json.nextField(); field != null; field = json.nextField()) {
        switch (field) {
          case "provider" -> provider = json.provider(path + ".provider");
          case "model" -> model = json.text(path + ".model");
          case "account" -> account = json.text(path + ".account");
          case "tags" -> tags = json.texts(path + ".tags");
          default -> json.unknown(path, field, "provider, model, account, tags");
        }
      }
    }
    try {
      return new PriceSelector(provider, model, account, tags);
    } catch (IllegalArgumentException e) {
      json.fault(path, String.valueOf(e.getMessage()));
      return PriceSelector.all();
    }
  }

  private Set<Meter> meters(String path) throws IOException {
    Set<Meter> meters = EnumSet.noneOf(Meter.class);
    if (json.isArray(path)) {
      while (json.nextElement()) {
        String id = json.text(path);
        Meter meter = id == null ? null : Meter.find(id);
        if (meter != null) {
          meters.add(meter);
        } else if (id != null) {
          json.fault(path, "'" + id + "' is no meter; write one such as input or output");
        }
      }
    }
    return meters;
  }
}
