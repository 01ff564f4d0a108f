package io.costaware.event;

import com.fasterxml.jackson.core.JsonGenerator;
import io.costaware.budget.Amount;
import io.costaware.budget.Shortfall;
import io.costaware.tags.TagViolation;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A refusal as an object of an event; which fields it has depends on its kind. */
final class RefusalJson {
  private RefusalJson() {}

  static void write(JsonGenerator json, Refusal refusal) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", refusal.kind());
    if (refusal instanceof Refusal.OfTags tags) {
      writeViolations(json, tags.violations());
    } else if (refusal instanceof Refusal.OfPrice price) {
      json.writeStringField("reason", price.reason());
    } else if (refusal instanceof Refusal.OfPolicy policy) {
      json.writeStringField("reason", policy.reason());
    } else if (refusal instanceof Refusal.OfModel model) {
      json.writeStringField("reason", model.reason());
    } else if (refusal instanceof Refusal.OfProfile profile) {
      json.writeStringField("reason", profile.reason());
    } else if (refusal instanceof Refusal.OfBudget budget) {
      json.writeFieldName("shortfall");
      write(json, budget.shortfall());
    } else if (refusal instanceof Refusal.OfStream stream) {
      JsonFields.writeText(json, "budget", stream.budget());
      json.writeNumberField("heldTokens", stream.heldTokens());
    }
    json.writeEndObject();
  }

  private static void writeViolations(JsonGenerator json, List<TagViolation> violations)
      throws IOException {
    json.writeArrayFieldStart("violations");
    for (TagViolation violation : violations) {
      json.writeStartObject();
      json.writeStringField("key", violation.key());
      JsonFields.writeText(json, "value", violation.value());
      json.writeStringField("problem", violation.problem());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, Shortfall shortfall) throws IOException {
    json.writeStartObject();
    json.writeStringField("cause", shortfall.cause().id());
    json.writeStringField("budget", shortfall.budget());
    if (!shortfall.subject().isEmpty()) {
      json.writeStringField("subject", shortfall.subject());
    }
    json.writeStringField("window", shortfall.window());
    write(json, "limit", shortfall.limit());
    write(json, "settled", shortfall.settled());
    write(json, "held", shortfall.held());
    write(json, "asked", shortfall.asked());
    JsonFields.writeMoment(json, "resetsAt", shortfall.resetsAt());
    if (shortfall.rolling()) {
      json.writeBooleanField("rolling", true);
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String name, Amount amount) throws IOException {
    json.writeFieldName(name);
    AmountJson.write(json, amount);
  }

  static Refusal read(JsonFields fields) {
    String kind = fields.text("kind");
    return switch (kind) {
      case "tags" -> new Refusal.OfTags(readViolations(fields));
      case "price" -> new Refusal.OfPrice(fields.text("reason"));
      case "policy" -> new Refusal.OfPolicy(fields.text("reason"));
      case "model" -> new Refusal.OfModel(fields.text("reason"));
      case "profile" -> new Refusal.OfProfile(fields.text("reason"));
      case "budget" -> new Refusal.OfBudget(readShortfall(fields.object("shortfall")));
      case "stream" ->
          new Refusal.OfStream(fields.textOrNull("budget"), fields.number("heldTokens"));
      default -> throw fields.damaged("kind", "is a refusal that this version does not know");
    };
  }

  private static List<TagViolation> readViolations(JsonFields fields) {
    List<TagViolation> violations = new ArrayList<>();
    for (JsonFields violation : fields.objects("violations")) {
      violations.add(
          new TagViolation(
              violation.text("key"), violation.textOrNull("value"), violation.text("problem")));
    }
    return List.copyOf(violations);
  }

  /** Events of earlier versions name no cause; there was one only. */
  private static Shortfall.Cause readCause(JsonFields fields) {
    String id = fields.textOrNull("cause");
    if (id == null) {
      return Shortfall.Cause.EXHAUSTED;
    }
    for (Shortfall.Cause cause : Shortfall.Cause.values()) {
      if (cause.id().equals(id)) {
        return cause;
      }
    }
    throw fields.damaged("cause", "is a cause that this version does not know");
  }

  private static Shortfall readShortfall(JsonFields fields) {
    String subject = fields.textOrNull("subject");
    return new Shortfall(
        readCause(fields),
        fields.text("budget"),
        subject == null ? "" : subject,
        fields.text("window"),
        AmountJson.readAmount(fields.object("limit")),
        AmountJson.readAmount(fields.object("settled")),
        AmountJson.readAmount(fields.object("held")),
        AmountJson.readAmount(fields.object("asked")),
        fields.parseOrNull("resetsAt", Instant::parse),
        fields.has("rolling") && fields.flag("rolling"));
  }
}
