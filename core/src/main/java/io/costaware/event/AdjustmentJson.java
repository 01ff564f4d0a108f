package io.costaware.event;

import com.fasterxml.jackson.core.JsonGenerator;
import io.costaware.money.Money;
import io.costaware.pricing.Receipt;
import java.io.IOException;
import java.time.Instant;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/** What an adjustment has beside what every event has. */
final class AdjustmentJson {
  private AdjustmentJson() {}

  static void write(JsonGenerator json, AdjustmentEvent event) throws IOException {
    json.writeStringField("adjusts", event.adjusts().toString());
    json.writeNumberField("revision", event.revision());
    JsonFields.writeMoment(json, "madeAt", Instant.ofEpochMilli(event.madeAtMillis()));
    json.writeStringField("reason", event.reason());
    json.writeStringField("priceVersion", event.priceVersion());
    json.writeFieldName("before");
    write(json, event.before());
    Money difference = event.difference();
    writeMoney(json, "difference", difference);
    writeMoney(json, "spentDifference", event.spentDifference());
    json.writeFieldName("receipt");
    ReceiptJson.write(json, event.receipt());
  }

  private static void write(JsonGenerator json, Figure figure) throws IOException {
    json.writeStartObject();
    json.writeStringField("outcome", figure.outcome().id());
    writeMoney(json, "total", figure.total());
    writeMoney(json, "shadowCost", figure.shadow());
    writeMoney(json, "spent", figure.spent());
    json.writeStringField("currency", figure.currency().getCurrencyCode());
    JsonFields.writeTexts(json, "versions", figure.versions());
    json.writeEndObject();
  }

  private static void writeMoney(JsonGenerator json, String name, @Nullable Money money)
      throws IOException {
    JsonFields.writeText(json, name, money == null ? null : money.decimal());
  }

  static AdjustmentEvent read(JsonFields fields, EventId id, CallFacts call, long at) {
    int revision = fields.smallNumber("revision");
    Figure before = readFigure(fields.object("before"));
    Receipt receipt = ReceiptJson.read(fields.object("receipt"));
    if (revision < 1 || !receipt.currency().equals(before.currency())) {
      throw fields.damaged("revision", "is below 1, or the currencies beside it differ");
    }
    AdjustmentEvent event =
        new AdjustmentEvent(
            id,
            fields.parse("adjusts", EventId::parse),
            call,
            revision,
            at,
            fields.parse("madeAt", Instant::parse).toEpochMilli(),
            fields.text("reason"),
            fields.text("priceVersion"),
            before,
            receipt);
    Money told = fields.money("spentDifference", before.currency());
    if (!told.equals(event.spentDifference())) {
      throw fields.damaged("spentDifference", "is not what the figures differ by");
    }
    return event;
  }

  private static Figure readFigure(JsonFields fields) {
    Currency currency = fields.currency("currency");
    return new Figure(
        fields.choice("outcome", Receipt.Outcome.class),
        fields.moneyOrNull("total", currency),
        fields.moneyOrNull("shadowCost", currency),
        fields.money("spent", currency),
        fields.texts("versions"));
  }
}
