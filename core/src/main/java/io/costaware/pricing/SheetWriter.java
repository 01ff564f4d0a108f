package io.costaware.pricing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a sheet in the form of {@code docs/price-sheets.md}: a line for each model and one for
 * each group of prices that differ in meter and figure alone.
 *
 * <p>For use by one thread.
 */
final class SheetWriter {
  /** What the prices of a group share; each as it is written, null where it is left out. */
  private record Group(
      String scope,
      String tier,
      long above,
      @Nullable String per,
      long fromMillis,
      long toMillis,
      String source,
      Confidence confidence,
      Map<String, String> attributes) {}

  private final JsonGenerator json;

  private SheetWriter(JsonGenerator json) {
    this.json = json;
  }

  static void write(PriceSheet sheet, List<SheetModel> models, OutputStream out)
      throws IOException {
    JsonGenerator json = new JsonFactory().createGenerator(out);
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.setPrettyPrinter(new MinimalPrettyPrinter(""));
    new SheetWriter(json).sheet(sheet, models);
    json.writeRaw('\n');
    json.close();
  }

  private void sheet(PriceSheet sheet, List<SheetModel> models) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", sheet.name());
    json.writeStringField("version", sheet.header().version());
    json.writeStringField("currency", sheet.currency().getCurrencyCode());
    if (sheet.header().staleAfterDays() != SheetHeader.STALE_AFTER_DAYS) {
      json.writeNumberField("staleAfterDays", sheet.header().staleAfterDays());
    }
    if (!sheet.header().sources().isEmpty()) {
      texts("sources", sheet.header().sources());
    }
    json.writeArrayFieldStart("models");
    for (SheetModel model : models) {
      json.writeRaw('\n');
      model(model);
    }
    json.writeRaw('\n');
    json.writeEndArray();
    json.writeEndObject();
  }

  private void model(SheetModel model) throws IOException {
    json.writeStartObject();
    json.writeStringField("provider", model.provider().id());
    json.writeStringField("model", model.model());
    if (model.limits().contextTokens() > 0) {
      json.writeNumberField("context", model.limits().contextTokens());
    }
    if (model.limits().maxOutputTokens() > 0) {
      json.writeNumberField("maxOutput", model.limits().maxOutputTokens());
    }
    if (model.retired()) {
      json.writeBooleanField("retired", true);
    }
    Map<Group, Map<String, String>> groups = new LinkedHashMap<>();
    for (SheetRow row : model.rows()) {
      String per = per(row);
      groups
          .computeIfAbsent(group(row, per), group -> new LinkedHashMap<>())
          .put(row.meterName(), figure(row, per == null ? SheetGroup.usualPer(row.meter()) : per));
    }
    if (!groups.isEmpty()) {
      json.writeArrayFieldStart("prices");
      for (Map.Entry<Group, Map<String, String>> group : groups.entrySet()) {
        json.writeRaw("\n ");
        group(group.getKey(), group.getValue());
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  /** How many units the figure is for; null where it is the usual number. */
  private static @Nullable String per(SheetRow row) {
    String usual = SheetGroup.usualPer(row.meter());
    return SheetValues.decimal(figure(row, usual)) == null ? "1M" : null;
  }

  private static String figure(SheetRow row, String per) {
    BigDecimal figure = row.perUnit().amount().movePointRight(SheetValues.power(per));
    BigDecimal stripped = figure.stripTrailingZeros();
    return (stripped.scale() < 0 ? stripped.setScale(0) : stripped).toPlainString();
  }

  private static Group group(SheetRow row, @Nullable String per) {
    return new Group(
        row.scope(),
        row.tier(),
        row.above(),
        per,
        row.fromMillis(),
        row.toMillis(),
        row.source(),
        row.confidence(),
        row.attributes());
  }

  private void group(Group group, Map<String, String> rates) throws IOException {
    json.writeStartObject();
    json.writeStringField("scope", group.scope);
    unless("standard", "tier", group.tier);
    unless("any", "band", RateCard.bandOf(group.above));
    unless("", "per", group.per == null ? "" : group.per);
    if (group.fromMillis != Long.MIN_VALUE) {
      json.writeStringField("from", moment(group.fromMillis));
    }
    if (group.toMillis != Long.MAX_VALUE) {
      json.writeStringField("to", moment(group.toMillis));
    }
    SheetSource source = SheetSource.parse(group.source);
    unless("", "source", source.ids());
    unless("", "seen", source.seen() == null ? "" : source.seen());
    unless("medium", "confidence", group.confidence.id());
    if (!group.attributes.isEmpty()) {
      texts("attributes", group.attributes);
    }
    texts("rates", rates);
    json.writeEndObject();
  }

  private void unless(String usual, String field, String value) throws IOException {
    if (!value.equals(usual)) {
      json.writeStringField(field, value);
    }
  }

  private void texts(String field, Map<String, String> texts) throws IOException {
    json.writeObjectFieldStart(field);
    for (Map.Entry<String, String> text : texts.entrySet()) {
      json.writeStringField(text.getKey(), text.getValue());
    }
    json.writeEndObject();
  }

  /** A date if it is the first instant of one, else an instant. */
  private static String moment(long millis) {
    Instant instant = Instant.ofEpochMilli(millis);
    String date = instant.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    Instant first = SheetValues.instant(date);
    return instant.equals(first) ? date : instant.toString();
  }
}
