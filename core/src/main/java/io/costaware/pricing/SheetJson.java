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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values that files of prices are made of, in a single pass, and collects every fault on
 * the way with its line and place.
 *
 * <p>For use by one thread.
 */
final class SheetJson {
  private static final JsonFactory JSON =
      new JsonFactoryBuilder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** Reads the fields of a file one by one. */
  interface Body<T> {
    @Nullable T read(SheetJson json) throws IOException;
  }

  private final JsonParser json;
  private final List<String> faults = new ArrayList<>();
  private @Nullable Instant newestSeen;

  private SheetJson(JsonParser json) {
    this.json = json;
  }

  /** Reads a file whole, or refuses it with all its faults. */
  static <T> T read(String origin, InputStream in, Body<T> body) throws IOException {
    List<String> faults = new ArrayList<>();
    T read = null;
    try (JsonParser parser = JSON.createParser(in)) {
      SheetJson json = new SheetJson(parser);
      try {
        read = json.document(body);
      } finally {
        faults.addAll(json.faults);
      }
    } catch (JsonProcessingException e) {
      long line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      faults.add("line " + line + ": the JSON is damaged: " + e.getOriginalMessage());
    }
    if (read == null || !faults.isEmpty()) {
      throw new PriceSheetException(origin, faults);
    }
    return read;
  }

  private <T> @Nullable T document(Body<T> body) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      fault("", "the file must be a JSON object");
      return null;
    }
    T read = body.read(this);
    if (json.nextToken() != null) {
      fault("", "something follows the object; a file holds one JSON object");
    }
    return read;
  }

  /** The name of the next field of the object that is being read; null at its end. */
  @Nullable String nextField() throws IOException {
    if (json.nextToken() != JsonToken.FIELD_NAME) {
      return null;
    }
    String field = json.currentName();
    json.nextToken();
    return field;
  }

  /** Whether another element follows in the list that is being read. */
  boolean nextElement() throws IOException {
    return json.nextToken() != JsonToken.END_ARRAY;
  }

  /** The groups of prices of one model. */
  void prices(String path, @Nullable Currency currency, Map<String, String> sources, SheetRows rows)
      throws IOException {
    if (!isArray(path)) {
      return;
    }
    for (int i = 0; nextElement(); i++) {
      String at = path + "[" + i + "]";
      if (isObject(at)) {
        group(at, currency, sources, rows);
      }
    }
  }

  private void group(
      String path, @Nullable Currency currency, Map<String, String> sources, SheetRows rows)
      throws IOException {
    SheetGroup group = new SheetGroup();
    for (String field = nextField(); field != null; field = nextField()) {
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
    if (currency == null) {
      fault(path, "the currency must stand before the prices");
      return;
    }
    group.rows(currency, sources, rows, what -> fault(path, what));
    Instant seen = group.seen();
    if (seen != null && (newestSeen == null || seen.isAfter(newestSeen))) {
      newestSeen = seen;
    }
  }

  private void rates(String path, SheetGroup group) throws IOException {
    if (isObject(path)) {
      for (String meter = nextField(); meter != null; meter = nextField()) {
        String price = text(path + "." + meter);
        if (price != null) {
          group.rate(meter, price, line());
        }
      }
    }
  }

  /** Starts anew with the newest date, before the prices of a further sheet in one file. */
  void forgetSeen() {
    newestSeen = null;
  }

  /** The newest date on which any of the prices was seen; null if none says. */
  @Nullable Instant newestSeen() {
    return newestSeen;
  }

  @Nullable Currency currency(String field) throws IOException {
    String code = text(field);
    try {
      return code == null ? null : Currency.getInstance(code);
    } catch (IllegalArgumentException e) {
      fault(field, "'" + code + "' is no ISO 4217 code; write three letters such as USD");
      return null;
    }
  }

  @Nullable Provider provider(String path) throws IOException {
    String id = text(path);
    try {
      return id == null ? null : Provider.of(id);
    } catch (IllegalArgumentException e) {
      fault(path, String.valueOf(e.getMessage()));
      return null;
    }
  }

  @Nullable Instant instant(String path) throws IOException {
    String text = text(path);
    Instant instant = text == null ? null : SheetValues.instant(text);
    if (text != null && instant == null) {
      fault(
          path,
          "is '"
              + text
              + "'; write a date such as 2026-11-21 or an instant in UTC, no finer than milliseconds");
    }
    return instant;
  }

  @Nullable String text(String path) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING && !json.getText().isBlank()) {
      return json.getText();
    }
    fault(path, "must be a text in quotes that is not empty" + shown());
    json.skipChildren();
    return null;
  }

  Map<String, String> texts(String path) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    if (isObject(path)) {
      for (String field = nextField(); field != null; field = nextField()) {
        String value = text(path + "." + field);
        if (value != null) {
          texts.put(field, value);
        }
      }
    }
    return texts;
  }

  /** A whole number from {@code least} to {@code most}; {@code least} where it is none. */
  long number(String path, String what, long least, long most) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      String digits = json.getText();
      if (digits.length() <= 10 && json.getLongValue() >= least && json.getLongValue() <= most) {
        return json.getLongValue();
      }
    }
    fault(path, "must be a whole number of " + what + " from " + least + " to " + most + shown());
    json.skipChildren();
    return least;
  }

  boolean flag(String path) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_TRUE
        || json.currentToken() == JsonToken.VALUE_FALSE) {
      return json.currentToken() == JsonToken.VALUE_TRUE;
    }
    fault(path, "must be true or false" + shown());
    json.skipChildren();
    return false;
  }

  boolean isArray(String path) throws IOException {
    return is(JsonToken.START_ARRAY, path, "must be a list in [ ]");
  }

  boolean isObject(String path) throws IOException {
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

  void unknown(String path, String field, String allowed) throws IOException {
    fault(path.isEmpty() ? field : path + "." + field, "is no field here; there are " + allowed);
    json.skipChildren();
  }

  private int line() {
    return json.currentTokenLocation().getLineNr();
  }

  void fault(String path, String what) {
    faults.add("line " + line() + (path.isEmpty() ? "" : ", " + path) + ": " + what);
  }

  /** A fault of the file as a whole. */
  void fault(String what) {
    faults.add(what);
  }
}
