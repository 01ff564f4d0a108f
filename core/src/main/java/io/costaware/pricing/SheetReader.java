package io.costaware.pricing;

import io.costaware.target.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one sheet and collects every fault on the way.
 *
 * <p>For use by one thread.
 */
final class SheetReader {
  private static final long MAX_TOKENS = 1_000_000_000;

  private final SheetJson json;
  private final List<SheetModel> models = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Map<String, String> sources = new LinkedHashMap<>();
  private @Nullable String name;
  private @Nullable String version;
  private @Nullable Currency currency;
  private int staleAfterDays = SheetHeader.STALE_AFTER_DAYS;

  private SheetReader(SheetJson json) {
    this.json = json;
  }

  /** A sheet, read whole. */
  static PriceSheet read(String origin, InputStream in) throws IOException {
    return SheetJson.read(
        origin,
        in,
        json -> {
          SheetReader reader = new SheetReader(json);
          SheetHeader header = reader.document();
          return header == null ? null : new PriceSheet(header, new ModelList(reader.models));
        });
  }

  /** What stands before and behind the models of a sheet. */
  static SheetHeader readHeader(String origin, InputStream in) throws IOException {
    return SheetJson.read(origin, in, json -> new SheetReader(json).document());
  }

  /** One entry of the models of a sheet. */
  static SheetModel readModel(String origin, InputStream in, SheetHeader header)
      throws IOException {
    return SheetJson.read(
        origin,
        in,
        json -> {
          SheetReader reader = new SheetReader(json);
          reader.currency = header.currency();
          reader.sources.putAll(header.sources());
          reader.model("model");
          return reader.models.isEmpty() ? null : reader.models.get(0);
        });
  }

  private @Nullable SheetHeader document() throws IOException {
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      switch (field) {
        case "name" -> name = json.text(field);
        case "version" -> version = json.text(field);
        case "currency" -> currency = json.currency(field);
        case "sources" -> sources.putAll(json.texts(field));
        case "staleAfterDays" ->
            staleAfterDays = (int) json.number(field, "days", 1, SheetHeader.MOST_DAYS);
        case "models" -> models();
        default ->
            json.unknown("", field, "name, version, currency, sources, staleAfterDays, models");
      }
    }
    if (name == null) {
      json.fault("name is missing; write what the sheet is called");
    }
    if (version == null) {
      json.fault("version is missing; write the date of the prices, such as 2026-11-21");
    }
    if (currency == null) {
      json.fault("currency is missing or wrong; write one such as USD before the models");
    }
    return name == null || version == null || currency == null
        ? null
        : new SheetHeader(name, version, currency, sources, json.newestSeen(), staleAfterDays);
  }

  private void models() throws IOException {
    if (!json.isArray("models")) {
      return;
    }
    for (int i = 0; json.nextElement(); i++) {
      String path = "models[" + i + "]";
      if (json.isObject(path)) {
        model(path);
      }
    }
  }

  private void model(String path) throws IOException {
    Provider provider = null;
    String model = null;
    long context = 0;
    long maxOutput = 0;
    boolean retired = false;
    SheetRows rows = new SheetRows();
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      switch (field) {
        case "provider" -> provider = json.provider(path + ".provider");
        case "model" -> model = json.text(path + ".model");
        case "context" -> context = json.number(path + ".context", "tokens", 0, MAX_TOKENS);
        case "maxOutput" -> maxOutput = json.number(path + ".maxOutput", "tokens", 0, MAX_TOKENS);
        case "retired" -> retired = json.flag(path + ".retired");
        case "prices" -> json.prices(path + ".prices", currency, sources, rows);
        default ->
            json.unknown(path, field, "provider, model, context, maxOutput, retired, prices");
      }
    }
    if (provider == null || model == null) {
      json.fault(path, "provider or model is missing; every entry names both");
    } else if (!names.add(provider.id() + ":" + model)) {
      json.fault(
          path, provider.id() + ":" + model + " stands twice; put all of its prices in one entry");
    } else {
      rows.checkScopes(provider, what -> json.fault(path, what));
      models.add(
          new SheetModel(
              provider, model, new ModelLimits(context, maxOutput), retired, rows.rows()));
    }
  }
}
