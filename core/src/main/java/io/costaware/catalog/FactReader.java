package io.costaware.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.costaware.catalog.PriceFacts.ModelFacts;
import io.costaware.catalog.PriceFacts.ModelName;
import io.costaware.pricing.Confidence;
import io.costaware.pricing.ModelLimits;
import io.costaware.target.Provider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads price facts line by line and collects every fault on the way.
 *
 * <p>For use by one thread.
 */
final class FactReader {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SHOWN = 50;

  private final String origin;
  private final List<String> faults = new ArrayList<>();
  private final List<PriceFact> prices = new ArrayList<>();
  private final List<ModelEvent> events = new ArrayList<>();
  private final SortedMap<ModelName, ModelFacts> models = new TreeMap<>();

  FactReader(String origin) {
    this.origin = origin;
  }

  PriceFacts read(InputStream in) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    int number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (!line.isBlank()) {
        try {
          line(JSON.readTree(line));
        } catch (JsonProcessingException e) {
          faults.add("line " + number + ": the JSON is damaged: " + e.getOriginalMessage());
        } catch (IllegalArgumentException | DateTimeException e) {
          faults.add("line " + number + ": " + e.getMessage());
        }
      }
    }
    if (!faults.isEmpty()) {
      int shown = Math.min(SHOWN, faults.size());
      throw new IllegalArgumentException(
          "Price facts "
              + origin
              + " are refused as a whole; faulty lines: "
              + faults.size()
              + "\n  "
              + String.join("\n  ", faults.subList(0, shown)));
    }
    return new PriceFacts(prices, events, models);
  }

  private void line(JsonNode fact) {
    switch (text(fact, "type")) {
      case "price" -> price(fact);
      case "limit" -> limit(fact);
      case "lifecycle" ->
          events.add(
              new ModelEvent(
                  provider(fact), text(fact, "model"), text(fact, "event"), date(fact, "date")));
      case "rule" -> {
        // What holds between prices is for checking them, not a price.
      }
      default ->
          throw new IllegalArgumentException(
              "type is '" + text(fact, "type") + "'; write price, limit, lifecycle or rule");
    }
  }

  private void price(JsonNode fact) {
    PriceFact.Key key =
        new PriceFact.Key(
            provider(fact),
            text(fact, "model"),
            text(fact, "scope"),
            text(fact, "service_tier"),
            text(fact, "context"),
            text(fact, "dimension"),
            attributes(fact.path("attrs")));
    LocalDate asOf = date(fact, "as_of");
    if (asOf == null) {
      throw new IllegalArgumentException("as_of is missing; write the day the source was read");
    }
    String unit = text(fact, "unit");
    if (FactUnits.counted(unit) == null) {
      throw new IllegalArgumentException("unit is '" + unit + "', which is none of the format's");
    }
    boolean retired = fact.path("retired").asBoolean();
    models.merge(
        new ModelName(key.provider(), key.model()),
        new ModelFacts(ModelLimits.UNKNOWN, retired),
        (known, more) -> new ModelFacts(known.limits(), known.retired() || more.retired()));
    prices.add(
        new PriceFact(
            key,
            unit,
            figure(fact, "usd"),
            date(fact, "effective_from"),
            date(fact, "effective_to"),
            statements(fact.path("sources"), asOf),
            asOf,
            confidence(text(fact, "confidence")),
            edits(fact.path("litellm_edits"))));
  }

  private void limit(JsonNode fact) {
    JsonNode tokens = fact.path("tokens");
    if (!tokens.isIntegralNumber() || tokens.longValue() < 0) {
      throw new IllegalArgumentException("tokens is " + tokens + "; write a whole number");
    }
    String limit = text(fact, "limit");
    boolean context = limit.equals("context_window_tokens");
    if (!context && !limit.equals("max_output_tokens")) {
      throw new IllegalArgumentException(
          "limit is '" + limit + "'; write context_window_tokens or max_output_tokens");
    }
    ModelName name = new ModelName(provider(fact), text(fact, "model"));
    ModelFacts known = models.getOrDefault(name, new ModelFacts(ModelLimits.UNKNOWN, false));
    ModelLimits limits =
        context
            ? new ModelLimits(tokens.longValue(), known.limits().maxOutputTokens())
            : new ModelLimits(known.limits().contextTokens(), tokens.longValue());
    models.put(name, new ModelFacts(limits, known.retired()));
  }

  private static Map<String, String> attributes(JsonNode attrs) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attrs.properties().forEach(each -> attributes.put(each.getKey(), each.getValue().asText()));
    return attributes;
  }

  private static List<PriceFact.Statement> statements(JsonNode sources, LocalDate otherwise) {
    List<PriceFact.Statement> statements = new ArrayList<>();
    for (JsonNode source : sources) {
      LocalDate asOf = date(source, "as_of");
      statements.add(
          new PriceFact.Statement(
              text(source, "id"), figure(source, "usd"), asOf == null ? otherwise : asOf));
    }
    return statements;
  }

  private static List<PriceFact.Edit> edits(JsonNode recorded) {
    List<PriceFact.Edit> edits = new ArrayList<>();
    for (JsonNode edit : recorded) {
      LocalDate on = date(edit, "on");
      if (on == null) {
        throw new IllegalArgumentException("an edit has no day; write on");
      }
      edits.add(new PriceFact.Edit(on, figure(edit, "usd")));
    }
    return edits;
  }

  private static Provider provider(JsonNode fact) {
    return Provider.of(text(fact, "provider"));
  }

  private static Confidence confidence(String id) {
    for (Confidence confidence : Confidence.values()) {
      if (confidence.id().equals(id.toLowerCase(Locale.ROOT))) {
        return confidence;
      }
    }
    throw new IllegalArgumentException("confidence is '" + id + "'; write high, medium or low");
  }

  private static BigDecimal figure(JsonNode fact, String field) {
    String text = text(fact, field);
    try {
      BigDecimal figure = new BigDecimal(text);
      if (figure.signum() >= 0) {
        return figure;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(field + " is '" + text + "', which is no decimal", e);
    }
    throw new IllegalArgumentException(field + " is " + text + ", below zero");
  }

  private static @Nullable LocalDate date(JsonNode fact, String field) {
    JsonNode value = fact.path(field);
    return value.isTextual() ? LocalDate.parse(value.textValue()) : null;
  }

  private static String text(JsonNode fact, String field) {
    JsonNode value = fact.path(field);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw new IllegalArgumentException(field + " is missing or no text");
    }
    return value.textValue();
  }
}
