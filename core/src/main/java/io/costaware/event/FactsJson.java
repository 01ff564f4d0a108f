package io.costaware.event;

import com.fasterxml.jackson.core.JsonGenerator;
import io.costaware.tags.Tags;
import io.costaware.target.Operation;
import io.costaware.target.Provider;
import io.costaware.target.RoutingScope;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What all attempts of a call share, as fields of an event. */
final class FactsJson {
  private FactsJson() {}

  static void write(JsonGenerator json, CallFacts call) throws IOException {
    json.writeStringField("operationId", call.operationId().toString());
    json.writeStringField("provider", call.operation().provider().id());
    json.writeStringField("operation", call.operation().id());
    json.writeStringField("requestedModel", call.requestedModel());
    json.writeStringField("sentModel", call.sentModel());
    writeTarget(json, call.target());
    json.writeStringField("requestedTier", call.requestedTier().id());
    JsonFields.writeText(json, "account", call.account());
    Tags tags = call.tags();
    json.writeObjectFieldStart("tags");
    for (int i = 0; i < tags.size(); i++) {
      json.writeStringField(tags.keyAt(i), tags.valueAt(i));
    }
    json.writeEndObject();
    writeBasis(json, call.basis());
    JsonFields.writeTexts(json, "decisions", call.decisions());
    Refusal unrefused = call.unrefused();
    if (unrefused != null) {
      json.writeFieldName("unrefused");
      RefusalJson.write(json, unrefused);
    }
  }

  static CallFacts read(JsonFields fields) {
    Provider provider = fields.parse("provider", Provider::of);
    JsonFields unrefused = fields.objectOrNull("unrefused");
    return new CallFacts(
        fields.parse("operationId", EventId::parse),
        fields.parse("operation", id -> Operation.of(provider, id)),
        fields.text("requestedModel"),
        fields.text("sentModel"),
        readTarget(fields),
        fields.parse("requestedTier", ServiceTier::new),
        readTags(fields),
        readBasis(fields.object("holdBasis")),
        fields.texts("decisions"),
        unrefused == null ? null : RefusalJson.read(unrefused),
        fields.textOrNull("account"));
  }

  private static void writeBasis(JsonGenerator json, HoldBasis basis) throws IOException {
    json.writeObjectFieldStart("holdBasis");
    json.writeNumberField("inputTokens", basis.inputTokens());
    json.writeStringField("inputKnown", basis.inputKnown());
    json.writeNumberField("outputTokens", basis.outputTokens());
    json.writeStringField("outputCap", basis.outputCap().id());
    json.writeNumberField("candidates", basis.candidates());
    json.writeBooleanField("openEnded", basis.openEnded());
    if (basis.learnedFrom() > 0 || basis.confidencePercent() > 0) {
      json.writeNumberField("confidencePercent", basis.confidencePercent());
      json.writeNumberField("learnedFrom", basis.learnedFrom());
    }
    json.writeEndObject();
  }

  private static HoldBasis readBasis(JsonFields fields) {
    long inputTokens = fields.number("inputTokens");
    long outputTokens = fields.number("outputTokens");
    int candidates = fields.smallNumber("candidates");
    boolean learned = fields.has("learnedFrom");
    int confidence = learned ? fields.smallNumber("confidencePercent") : 0;
    long answers = learned ? fields.number("learnedFrom") : 0;
    if (inputTokens < 0 || outputTokens < 0 || candidates < 1 || confidence < 0 || answers < 0) {
      throw fields.damaged("candidates", "or a count beside it is too small");
    }
    return new HoldBasis(
        inputTokens,
        fields.text("inputKnown"),
        outputTokens,
        fields.choice("outputCap", HoldBasis.OutputCap.class),
        candidates,
        fields.flag("openEnded"),
        confidence,
        answers);
  }

  static void writeTarget(JsonGenerator json, @Nullable Target target) throws IOException {
    if (target != null) {
      json.writeObjectFieldStart("target");
      json.writeStringField("provider", target.provider().id());
      json.writeStringField("model", target.model());
      json.writeStringField("scope", target.scope().id());
      JsonFields.writeText(json, "region", target.region());
      json.writeEndObject();
    }
  }

  static @Nullable Target readTarget(JsonFields fields) {
    JsonFields target = fields.objectOrNull("target");
    return target == null
        ? null
        : new Target(
            target.parse("provider", Provider::of),
            target.text("model"),
            target.parse("scope", RoutingScope::new),
            target.textOrNull("region"));
  }

  private static Tags readTags(JsonFields fields) {
    JsonFields pairs = fields.object("tags");
    Map<String, String> tags = new LinkedHashMap<>();
    for (String key : pairs.names()) {
      tags.put(key, pairs.text(key));
    }
    try {
      return Tags.of(tags);
    } catch (IllegalArgumentException e) {
      throw fields.damaged("tags", "holds an illegal tag");
    }
  }
}
