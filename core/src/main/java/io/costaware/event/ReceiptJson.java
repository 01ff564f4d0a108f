package io.costaware.event;

import com.fasterxml.jackson.core.JsonGenerator;
import io.costaware.money.Money;
import io.costaware.pricing.Confidence;
import io.costaware.pricing.Receipt;
import io.costaware.pricing.ReceiptLine;
import io.costaware.target.ServiceTier;
import io.costaware.usage.Meter;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A receipt as an object of an event. */
final class ReceiptJson {
  private ReceiptJson() {}

  static void write(JsonGenerator json, Receipt receipt) throws IOException {
    json.writeStartObject();
    json.writeStringField("outcome", receipt.outcome().id());
    writeMoney(json, "total", receipt.total());
    json.writeStringField("currency", receipt.currency().getCurrencyCode());
    writeMoney(json, "shadowCost", receipt.shadow());
    FactsJson.writeTarget(json, receipt.target());
    ServiceTier tier = receipt.tier();
    JsonFields.writeText(json, "tier", tier == null ? null : tier.id());
    json.writeStringField("band", receipt.bandName());
    OutcomeJson.writeUsage(json, receipt.usage());
    json.writeArrayFieldStart("lines");
    for (ReceiptLine line : receipt.lines()) {
      write(json, line);
    }
    json.writeEndArray();
    JsonFields.writeTexts(json, "warnings", receipt.warnings());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, ReceiptLine line) throws IOException {
    json.writeStartObject();
    json.writeStringField("meter", line.meter().id());
    json.writeNumberField("quantity", line.quantity());
    json.writeStringField("unit", line.meter().unit().id());
    writeMoney(json, "unitPrice", line.unitPrice());
    writeMoney(json, "amount", line.amount());
    json.writeStringField("condition", line.condition());
    json.writeStringField("source", line.source());
    json.writeStringField("version", line.version());
    JsonFields.writeMoment(json, "effectiveFrom", line.from());
    JsonFields.writeMoment(json, "effectiveTo", line.to());
    json.writeStringField("confidence", line.confidence().id());
    json.writeEndObject();
  }

  private static void writeMoney(JsonGenerator json, String name, @Nullable Money money)
      throws IOException {
    JsonFields.writeText(json, name, money == null ? null : money.decimal());
  }

  static Receipt read(JsonFields fields) {
    Currency currency = fields.currency("currency");
    List<ReceiptLine> lines = new ArrayList<>();
    for (JsonFields line : fields.objects("lines")) {
      lines.add(readLine(line, currency));
    }
    Money shadow = fields.moneyOrNull("shadowCost", currency);
    return Receipt.stored(
        fields.choice("outcome", Receipt.Outcome.class),
        FactsJson.readTarget(fields),
        fields.parseOrNull("tier", ServiceTier::new),
        OutcomeJson.readUsage(fields),
        fields.text("band"),
        // Of what was paid beforehand the list price is the sum of the lines.
        shadow == null ? fields.moneyOrNull("total", currency) : shadow,
        currency,
        lines,
        fields.texts("warnings"));
  }

  private static ReceiptLine readLine(JsonFields fields, Currency currency) {
    return new ReceiptLine(
        fields.parse("meter", ReceiptJson::meter),
        fields.number("quantity"),
        fields.money("unitPrice", currency),
        fields.money("amount", currency),
        fields.text("condition"),
        fields.text("source"),
        fields.text("version"),
        fields.parseOrNull("effectiveFrom", Instant::parse),
        fields.parseOrNull("effectiveTo", Instant::parse),
        fields.choice("confidence", Confidence.class));
  }

  private static Meter meter(String id) {
    Meter meter = Meter.find(id);
    if (meter == null) {
      throw new IllegalArgumentException("unknown meter");
    }
    return meter;
  }
}
