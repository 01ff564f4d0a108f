package io.costaware.event;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * The one JSON form of events: an object without line breaks, money as decimal text, moments in UTC
 * with milliseconds. What is null or empty is left out. Reading gives back every fact that was
 * written; fields that this version does not know are passed over.
 *
 * <p>Safe for use by many threads.
 */
public final class EventJson {
  /** The version of the form, in the field {@code schema} of every event. */
  public static final int SCHEMA = 1;

  private static final String CALL = "call";
  private static final String REFUSED = "refused";
  private static final String ADJUSTMENT = "adjustment";
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final ObjectMapper TREES = new ObjectMapper();

  private EventJson() {}

  /** The event as one line, without the line's end. */
  public static String write(CostEvent event) {
    requireNonNull(event, "event");
    // By way of characters, not of bytes: the byte generator fails on half a surrogate pair, and
    // one odd tag value would cost the whole event.
    StringWriter text = new StringWriter(1024);
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("schema", SCHEMA);
      json.writeStringField("type", type(event));
      json.writeStringField("id", event.id().toString());
      json.writeStringField("at", JsonFields.moment(event.at()));
      FactsJson.write(json, event.call());
      if (event instanceof CallEvent call) {
        writeCall(json, call);
      } else if (event instanceof RefusedEvent refused) {
        json.writeFieldName("refusal");
        RefusalJson.write(json, refused.refusal());
      } else if (event instanceof AdjustmentEvent adjustment) {
        AdjustmentJson.write(json, adjustment);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return text.toString();
  }

  /**
   * The kind of an event, as its line says it: {@code call}, {@code refused}, {@code adjustment}.
   */
  public static String type(CostEvent event) {
    if (event instanceof CallEvent) {
      return CALL;
    }
    return event instanceof RefusedEvent ? REFUSED : ADJUSTMENT;
  }

  private static void writeCall(JsonGenerator json, CallEvent event) throws IOException {
    json.writeNumberField("attempt", event.attempt());
    json.writeBooleanField("attemptsKnown", event.attemptsKnown());
    json.writeNumberField("latencyNanos", event.latencyNanos());
    OutcomeJson.write(json, event.outcome());
    json.writeStringField("provenance", event.provenance().id());
    json.writeFieldName("receipt");
    ReceiptJson.write(json, event.receipt());
    json.writeFieldName("held");
    AmountJson.write(json, event.held());
    json.writeFieldName("booked");
    AmountJson.write(json, event.booked());
    JsonFields.writeTexts(json, "flags", event.flags());
  }

  /**
   * The event that a line holds.
   *
   * @throws IllegalArgumentException if the line is damaged or of a later {@link #SCHEMA}; the
   *     message says where and what is wrong, and never repeats what the line says
   */
  public static CostEvent read(String line) {
    JsonFields fields = new JsonFields(parse(line), "");
    long schema = fields.number("schema");
    if (schema < 1 || schema > SCHEMA) {
      throw new IllegalArgumentException(
          "The event is of schema "
              + schema
              + ", this version reads up to "
              + SCHEMA
              + "; read it with the version that wrote it");
    }
    EventId id = fields.parse("id", EventId::parse);
    long at = fields.parse("at", Instant::parse).toEpochMilli();
    CallFacts call = FactsJson.read(fields);
    String type = fields.text("type");
    if (type.equals(CALL)) {
      return readCall(fields, id, call, at);
    }
    if (type.equals(REFUSED)) {
      return new RefusedEvent(id, call, at, RefusalJson.read(fields.object("refusal")));
    }
    if (type.equals(ADJUSTMENT)) {
      return AdjustmentJson.read(fields, id, call, at);
    }
    throw fields.damaged("type", "is neither " + CALL + " nor " + REFUSED + " nor " + ADJUSTMENT);
  }

  private static CallEvent readCall(JsonFields fields, EventId id, CallFacts call, long at) {
    return new CallEvent(
        id,
        call,
        fields.smallNumber("attempt"),
        fields.flag("attemptsKnown"),
        at,
        fields.number("latencyNanos"),
        OutcomeJson.read(fields),
        ReceiptJson.read(fields.object("receipt")),
        fields.choice("provenance", Provenance.class),
        AmountJson.readDemand(fields.object("held")),
        AmountJson.readDemand(fields.object("booked")),
        fields.texts("flags"));
  }

  private static JsonNode parse(String line) {
    JsonNode node;
    try {
      node = TREES.readTree(line);
    } catch (JsonProcessingException e) {
      // Neither the parser's message nor the exception as a cause: both quote the line.
      throw new IllegalArgumentException(
          "The event is damaged: no JSON at column "
              + (e.getLocation() == null ? "?" : e.getLocation().getColumnNr())
              + " of "
              + line.length());
    }
    if (!node.isObject()) {
      throw new IllegalArgumentException(
          "The event is damaged: no JSON object in a line of " + line.length() + " characters");
    }
    return node;
  }
}
