package io.costaware.pricing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
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
 * Reads one sheet in a single pass and collects every fault on the way.
 *
 * <p>For use by one thread.
 */
final class SheetReader {
  private static final JsonFactory JSON =
      new JsonFactoryBuilder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final long MAX_TOKENS = 1_000_000_000;

  private final JsonParser json;
  private final List<String> faults;
  private final List<SheetModel> models = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Map<String, String> sources = new LinkedHashMap<>();
  private @Nullable String name;
  private @Nullable String version;
  private @Nullable Currency currency;

  private SheetReader(JsonParser json, List<String> faults) {
    this.json = json;
    this.faults = faults;
  }

  static PriceSheet read(String origin, InputStream in) throws IOException {
    List<String> faults = new ArrayList<>();
    PriceSheet sheet = null;
    try (JsonParser json = JSON.createParser(in)) {
      sheet = new SheetReader(json, faults).document();
    } catch (JsonProcessingException e) {
      long line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      faults.add("line " + line + ": the JSON is damaged: " + e.getOriginalMessage());
    }
    if (sheet == null || !faults.isEmpty()) {
      throw new PriceSheetException(origin, faults);
    }
    return sheet;
  }

  private @Nullable PriceSheet document() throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      fault("", "the sheet must be a JSON object");
      return null;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "name" -> name = text(field);
        case "version" -> version = text(field);
        case "currency" -> currency = currency(text(field));
        case "sources" -> sources.putAll(texts(field));
        case "models" -> models();
        default -> unknown("", field, "name, version, currency, sources, models");
      }
    }
    if (json.nextToken() != null) {
      fault("", "something follows the sheet; a file holds one JSON object");
    }
    return header();
  }

  private @Nullable PriceSheet header() {
    if (name == null) {
      faults.add("name is missing; write what the sheet is called");
    }
    if (version == null) {
      faults.add("version is missing; write the date of the prices, such as 2026-11-21");
    }
    if (currency == null) {
      faults.add("currency is missing or wrong; write one such as USD before the models");
    }
    return name == null || version == null || currency == null
        ? null
        : new PriceSheet(name, version, currency, sources, models);
  }

  private @Nullable Currency currency(@Nullable String code) {
    try {
      return code == null ? null : Currency.getInstance(code);
    } catch (IllegalArgumentException e) {
      fault("currency", "'" + code + "' is no ISO 4217 code; write three letters such as USD");
      return null;
    }
  }

  private void models() throws IOException {
    if (!isArray("models")) {
      return;
    }
    for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
      String path = "models[" + i + "]";
      if (isObject(path)) {
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
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "provider" -> provider = provider(path, text(path + ".provider"));
        case "model" -> model = text(path + ".model");
        case "context" -> context = tokens(path + ".context");
        case "maxOutput" -> maxOutput = tokens(path + ".maxOutput");
        case "retired" -> retired = flag(path + ".retired");
        case "prices" -> prices(path + ".prices", rows);
        default -> unknown(path, field, "provider, model, context, maxOutput, retired, prices");
      }
    }
    if (provider == null || model == null) {
      fault(path, "provider or model is missing; every entry names both");
    } else if (!names.add(provider.id() + ":" + model)) {
      fault(
          path, provider.id() + ":" + model + " stands twice; put all of its prices in one entry");
    } else {
      rows.checkScopes(provider, what -> fault(path, what));
      models.add(
          new SheetModel(
              provider, model, new ModelLimits(context, maxOutput), retired, rows.rows()));
    }
  }

  private void prices(String path, SheetRows rows) throws IOException {
    if (!isArray(path)) {
      return;
    }
    for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
      String at = path + "[" + i + "]";
      if (isObject(at)) {
        group(at, rows);
      }
    }
  }

  private void group(String path, SheetRows rows) throws IOException {
    SheetGroup group = new SheetGroup();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "rates" -> rates(path + ".rates", group);
        case "attributes" -> group.attributes(texts(path + ".attributes"));
        default -> {
          if (SheetGroup.FIELDS.contains(field)) {
            String value = text(path + "." + field);
            if (value != null) {
              group.set(field, value);
            }
          } else {
            unknown(path, field, String.join(", ", SheetGroup.FIELDS) + ", rates, attributes");
          }
        }
      }
    }
    if (currency != null) {
      group.rows(currency, sources, rows, what -> fault(path, what));
    } else {
      fault(path, "the currency must stand before the models");
    }
  }

  private void rates(String path, SheetGroup group) throws IOException {
    if (isObject(path)) {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String meter = json.currentName();
        json.nextToken();
        String price = text(path + "." + meter);
        if (price != null) {
          group.rate(meter, price, line());
        }
      }
    }
  }

  private @Nullable Provider provider(String path, @Nullable String id) {
    try {
      return id == null ? null : Provider.of(id);
    } catch (IllegalArgumentException e) {
      fault(path + ".provider", String.valueOf(e.getMessage()));
      return null;
    }
  }

  private @Nullable String text(String path) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING && !json.getText().isBlank()) {
      return json.getText();
    }
    fault(path, "must be a text in quotes that is not empty" + shown());
    json.skipChildren();
    return null;
  }

  private Map<String, String> texts(String path) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    if (isObject(path)) {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        String value = text(path + "." + field);
        if (value != null) {
          texts.put(field, value);
        }
      }
    }
    return texts;
  }

  private long tokens(String path) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      String digits = json.getText();
      if (digits.length() <= 10 && json.getLongValue() >= 0 && json.getLongValue() <= MAX_TOKENS) {
        return json.getLongValue();
      }
    }
    fault(path, "must be a whole number of tokens from 0 to " + MAX_TOKENS + shown());
    json.skipChildren();
    return 0;
  }

  private boolean flag(String path) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_TRUE
        || json.currentToken() == JsonToken.VALUE_FALSE) {
      return json.currentToken() == JsonToken.VALUE_TRUE;
    }
    fault(path, "must be true or false" + shown());
    json.skipChildren();
    return false;
  }

  private boolean isArray(String path) throws IOException {
    return is(JsonToken.START_ARRAY, path, "must be a list in [ ]");
  }

  private boolean isObject(String path) throws IOException {
    return is(JsonToken.START_OBJECT, path, "must be an object in { }");
  }

  private boolean is(JsonToken expected, String path, String what) throws IOException {
    if (json.currentToken() == expected) {
      return true;
    }
    fault(path, what + shown());
    json.skipChildren();
    return false;
  }

  private String shown() throws IOException {
    return json.currentToken() != null && json.currentToken().isScalarValue()
        ? "; it is " + json.getText()
        : "";
  }

  private void unknown(String path, String field, String allowed) throws IOException {
    fault(
        path.isEmpty() ? field : path + "." + field,
        "is no field of a sheet; there are " + allowed);
    json.skipChildren();
  }

  private int line() {
    return json.currentTokenLocation().getLineNr();
  }

  private void fault(String path, String what) {
    faults.add("line " + line() + (path.isEmpty() ? "" : ", " + path) + ": " + what);
  }
}
