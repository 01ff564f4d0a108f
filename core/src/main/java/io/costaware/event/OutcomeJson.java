package io.costaware.event;

import com.fasterxml.jackson.core.JsonGenerator;
import io.costaware.pricing.PriceAttributes;
import io.costaware.target.ServiceTier;
import io.costaware.usage.Meter;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/** How an attempt ended and what it used, as fields of an event. */
final class OutcomeJson {
  private static final Meter[] METERS = Meter.values();

  private OutcomeJson() {}

  static void write(JsonGenerator json, Outcome outcome) throws IOException {
    json.writeStringField("result", outcome.result().id());
    JsonFields.writeText(json, "error", outcome.error());
    json.writeStringField("knowledge", outcome.knowledge().name().toLowerCase(Locale.ROOT));
    JsonFields.writeText(json, "estimateBasis", outcome.basis());
    writeUsage(json, outcome.usage());
    if (!outcome.raw().isEmpty()) {
      json.writeObjectFieldStart("rawUsage");
      for (Map.Entry<String, Long> number : outcome.raw().asMap().entrySet()) {
        json.writeNumberField(number.getKey(), number.getValue());
      }
      json.writeEndObject();
    }
    ServiceTier tier = outcome.servedTier();
    JsonFields.writeText(json, "servedTier", tier == null ? null : tier.id());
    JsonFields.writeText(json, "servedModel", outcome.servedModel());
    JsonFields.writeText(json, "requestId", outcome.requestId());
    if (!outcome.attributes().isEmpty()) {
      json.writeObjectFieldStart("priceAttributes");
      for (Map.Entry<String, String> attribute : outcome.attributes().asMap().entrySet()) {
        json.writeStringField(attribute.getKey(), attribute.getValue());
      }
      json.writeEndObject();
    }
  }

  static Outcome read(JsonFields fields) {
    CallResult result = fields.choice("result", CallResult.class);
    return known(fields, result)
        .withResult(result)
        .withServedTier(fields.parseOrNull("servedTier", ServiceTier::new))
        .withServedModel(fields.textOrNull("servedModel"))
        .withRequestId(fields.textOrNull("requestId"))
        .withError(fields.textOrNull("error"))
        .withAttributes(readAttributes(fields));
  }

  private static Outcome known(JsonFields fields, CallResult result) {
    return switch (fields.choice("knowledge", Outcome.Knowledge.class)) {
      case WHOLE -> Outcome.measured(readUsage(fields), readRaw(fields));
      case PART ->
          Outcome.partlyMeasured(
              result, readUsage(fields), readRaw(fields), fields.text("estimateBasis"));
      case NOTHING -> Outcome.unmeasured(result, fields.text("estimateBasis"));
      case FREE -> Outcome.free(result);
    };
  }

  static void writeUsage(JsonGenerator json, Usage usage) throws IOException {
    json.writeObjectFieldStart("usage");
    for (int i = 0; i < usage.length(); i++) {
      long quantity = usage.get(METERS[i]);
      if (quantity != 0) {
        json.writeNumberField(METERS[i].id(), quantity);
      }
    }
    json.writeEndObject();
  }

  static Usage readUsage(JsonFields fields) {
    JsonFields quantities = fields.object("usage");
    Usage.Builder usage = Usage.builder();
    for (String id : quantities.names()) {
      Meter meter = Meter.find(id);
      if (meter == null) {
        // Passing over a meter of a later version would make the usage too small.
        throw fields.damaged("usage", "holds a meter that this version does not know");
      }
      long quantity = quantities.number(id);
      if (quantity < 0) {
        throw quantities.damaged(id, "is negative");
      }
      usage.add(meter, quantity);
    }
    return usage.build();
  }

  private static PriceAttributes readAttributes(JsonFields fields) {
    JsonFields texts = fields.objectOrNull("priceAttributes");
    PriceAttributes attributes = PriceAttributes.none();
    if (texts != null) {
      for (String name : texts.names()) {
        attributes = attributes.with(name, texts.text(name));
      }
    }
    return attributes;
  }

  private static RawUsage readRaw(JsonFields fields) {
    JsonFields numbers = fields.objectOrNull("rawUsage");
    if (numbers == null) {
      return RawUsage.none();
    }
    RawUsage.Builder raw = RawUsage.builder();
    for (String name : numbers.names()) {
      raw.put(name, numbers.number(name));
    }
    return raw.build();
  }
}
