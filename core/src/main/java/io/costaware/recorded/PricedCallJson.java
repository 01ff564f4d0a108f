package io.costaware.recorded;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.costaware.money.Money;
import io.costaware.pricing.Receipt;
import io.costaware.pricing.ReceiptLine;
import io.costaware.target.Target;
import io.costaware.usage.Meter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes priced calls as JSON objects, field by field as {@code docs/recorded-calls.md} describes
 * them. What separates one object from the next is the caller's business.
 *
 * <p>Safe for use by many threads.
 */
public final class PricedCallJson {
  private static final Meter[] METERS = Meter.values();

  private static final SerializedString METER = new SerializedString("meter");
  private static final SerializedString QUANTITY = new SerializedString("quantity");
  private static final SerializedString UNIT = new SerializedString("unit");
  private static final SerializedString UNIT_PRICE = new SerializedString("unitPrice");
  private static final SerializedString AMOUNT = new SerializedString("amount");
  private static final SerializedString CONDITION = new SerializedString("condition");
  private static final SerializedString SOURCE = new SerializedString("source");
  private static final SerializedString FROM = new SerializedString("effectiveFrom");

  /** Conditions and sources come again with every call; each is escaped and encoded once. */
  private static final ConcurrentHashMap<String, SerializedString> ENCODED =
      new ConcurrentHashMap<>();

  private static final int KEPT = 10_000;

  private PricedCallJson() {}

  /**
   * Writes a call and its cost.
   *
   * @throws IOException if the generator cannot be written to
   */
  public static void write(JsonGenerator json, PricedCall priced) throws IOException {
    Receipt receipt = priced.receipt();
    Target target = priced.target();
    json.writeStartObject();
    text(json, "id", priced.call().id());
    json.writeStringField("provider", priced.call().provider().id());
    json.writeStringField("outcome", receipt.outcome().id());
    text(json, "model", priced.model());
    text(json, "scope", target == null ? null : target.scope().id());
    text(json, "tier", priced.tier().id());
    json.writeStringField("band", receipt.bandName());
    usage(json, receipt);
    Money total = receipt.total();
    text(json, "cost", total == null ? null : total.decimal());
    text(json, "currency", total == null ? null : total.currency().getCurrencyCode());
    Money shadow = receipt.shadow();
    text(json, "shadowCost", shadow == null ? null : shadow.decimal());
    lines(json, receipt.lines());
    json.writeArrayFieldStart("warnings");
    for (String warning : priced.warnings()) {
      json.writeString(wellFormed(warning));
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /**
   * Writes what is wrong with a line.
   *
   * @throws IOException if the generator cannot be written to
   */
  public static void write(JsonGenerator json, RecordedLine.Fault fault) throws IOException {
    json.writeStartObject();
    text(json, "id", fault.id());
    text(json, "provider", fault.provider());
    json.writeStringField("outcome", "invalid");
    json.writeNumberField("line", fault.number());
    text(json, "error", fault.error());
    json.writeEndObject();
  }

  private static void text(JsonGenerator json, String name, @Nullable String value)
      throws IOException {
    json.writeFieldName(name);
    if (value == null) {
      json.writeNull();
    } else {
      json.writeString(wellFormed(value));
    }
  }

  /** JSON can hold half of a surrogate pair, UTF-8 cannot: it becomes the replacement character. */
  private static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return new String(text.getBytes(StandardCharsets.UTF_16), StandardCharsets.UTF_16);
      }
    }
    return text;
  }

  private static void usage(JsonGenerator json, Receipt receipt) throws IOException {
    json.writeObjectFieldStart("usage");
    // A lambda cannot throw what a generator throws, so the meters are gone through by hand.
    for (Meter meter : METERS) {
      long quantity = receipt.usage().get(meter);
      if (quantity != 0) {
        json.writeNumberField(meter.id(), quantity);
      }
    }
    json.writeEndObject();
  }

  private static void lines(JsonGenerator json, List<ReceiptLine> lines) throws IOException {
    json.writeArrayFieldStart("lines");
    for (ReceiptLine line : lines) {
      json.writeStartObject();
      json.writeFieldName(METER);
      json.writeString(line.meter().id());
      json.writeFieldName(QUANTITY);
      json.writeNumber(line.quantity());
      json.writeFieldName(UNIT);
      json.writeString(line.meter().unit().id());
      json.writeFieldName(UNIT_PRICE);
      json.writeString(line.unitPrice().decimal());
      json.writeFieldName(AMOUNT);
      json.writeString(line.amount().decimal());
      json.writeFieldName(CONDITION);
      json.writeString(encoded(line.condition()));
      json.writeFieldName(SOURCE);
      json.writeString(encoded(line.source()));
      json.writeFieldName(FROM);
      json.writeString(day(line.from()));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static SerializedString encoded(String text) {
    SerializedString known = ENCODED.get(text);
    if (known == null) {
      known = new SerializedString(wellFormed(text));
      if (ENCODED.size() >= KEPT) {
        ENCODED.clear();
      }
      ENCODED.put(text, known);
    }
    return known;
  }

  /** A day where the instant begins one, as sheets write it; the whole instant otherwise. */
  private static @Nullable String day(@Nullable Instant from) {
    if (from == null) {
      return null;
    }
    return from.equals(from.truncatedTo(ChronoUnit.DAYS))
        ? from.atOffset(ZoneOffset.UTC).toLocalDate().toString()
        : from.toString();
  }
}
