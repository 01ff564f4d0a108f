package io.costaware.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.costaware.money.Money;
import io.costaware.pricing.Confidence;
import io.costaware.pricing.ListedPrice;
import io.costaware.target.Provider;
import io.costaware.usage.Meter;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a price map in the form that the LiteLLM project keeps.
 *
 * <p>For use by one thread.
 */
final class LiteLlmReader {
  private static final String SOURCE = "litellm";
  private static final String SEARCH = "search_context_cost_per_query";
  private static final BigDecimal LEAST_IMAGE = new BigDecimal("0.001");

  /** What makes no text; the map fills in a zero for its output. */
  private static final Set<String> TEXTLESS =
      Set.of("embedding", "rerank", "image_generation", "video_generation", "ocr", "search");

  private final PriceRows rows;
  private final String source;

  private LiteLlmReader(LocalDate asOf) {
    rows = PriceImport.collect(SOURCE, asOf);
    source = SOURCE + ", seen " + asOf;
  }

  static PriceImport read(InputStream json, LocalDate asOf) throws IOException {
    JsonNode root = JsonFile.read(SOURCE, json);
    if (!root.isObject() || !hasProvider(root)) {
      throw new PriceImportException(
          SOURCE,
          List.of(
              "this is no price map of LiteLLM: it is one object, with an entry for each model"
                  + " that names its litellm_provider"));
    }
    LiteLlmReader reader = new LiteLlmReader(asOf);
    root.properties().forEach(entry -> reader.entry(entry.getKey(), entry.getValue()));
    return reader.rows.done();
  }

  private static boolean hasProvider(JsonNode root) {
    for (JsonNode entry : root) {
      if (entry.path("litellm_provider").isTextual()) {
        return true;
      }
    }
    return false;
  }

  private void entry(String name, JsonNode entry) {
    Provider provider = provider(entry.path("litellm_provider").asText(""));
    if (provider == null) {
      return;
    }
    try {
      LiteLlmName model = LiteLlmName.of(provider, name);
      entry.properties().forEach(field -> field(name, model, entry, field));
    } catch (IllegalArgumentException e) {
      rows.passOver(name, String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable Provider provider(String id) {
    if (id.startsWith("bedrock")) {
      return Provider.BEDROCK;
    }
    return id.startsWith("vertex_ai") ? Provider.VERTEX : null;
  }

  private void field(
      String name, LiteLlmName model, JsonNode entry, Map.Entry<String, JsonNode> field) {
    String id = field.getKey();
    if (!id.contains("cost") || field.getValue().isNull()) {
      return;
    }
    String place = name + "." + id;
    if (id.equals(SEARCH)) {
      search(place, model, field.getValue());
      return;
    }
    String mode = entry.path("mode").asText("");
    LiteLlmField known = LiteLlmField.of(id, mode.equals("video_generation"));
    BigDecimal figure = JsonFile.decimal(field.getValue());
    if (known == null) {
      rows.passOver(
          place,
          id.startsWith("output_cost_per_reasoning_token")
              ? "thinking counts as output"
              : "no meter for it");
    } else if (figure == null) {
      rows.passOver(place, field.getValue() + " is no price; write a number, not below zero");
    } else {
      String reason = reason(known, figure, mode, entry);
      if (reason == null) {
        add(place, model, known, figure);
      } else {
        rows.passOver(place, reason);
      }
    }
  }

  private static @Nullable String reason(
      LiteLlmField field, BigDecimal figure, String mode, JsonNode entry) {
    if (figure.signum() == 0 && field.meter() == Meter.OUTPUT && TEXTLESS.contains(mode)) {
      return "a zero that stands for no text output";
    }
    boolean each =
        field.meter() == Meter.OUTPUT_IMAGE_EACH || field.meter() == Meter.INPUT_IMAGE_EACH;
    if (each && entry.hasNonNull("output_cost_per_image_token")) {
      return "the model's images are counted in tokens, which have a price of their own";
    }
    if (field.meter() == Meter.OUTPUT_IMAGE_EACH && figure.compareTo(LEAST_IMAGE) < 0) {
      return figure.toPlainString() + " for an image is a price of image tokens";
    }
    return null;
  }

  private void add(String place, LiteLlmName model, LiteLlmField field, BigDecimal figure) {
    // Only Anthropic prices cache writes by their lifetime.
    boolean anyWrite = field.meter() == Meter.CACHE_WRITE_5M && !model.model().contains("claude");
    Map<String, String> attributes = new TreeMap<>(model.attributes());
    attributes.putAll(field.attributes());
    add(place, model, field.tier(), field.above(), field.meter(), anyWrite, figure, attributes);
  }

  private void search(String place, LiteLlmName model, JsonNode sizes) {
    BigDecimal figure = null;
    for (JsonNode size : sizes) {
      BigDecimal one = JsonFile.decimal(size);
      if (one == null || (figure != null && figure.compareTo(one) != 0)) {
        rows.passOver(place, "the price of a search depends on its size, which no call tells");
        return;
      }
      figure = one;
    }
    if (figure == null) {
      rows.passOver(place, "no price in it");
      return;
    }
    add(place, model, "standard", 0, Meter.WEB_SEARCH, false, figure, model.attributes());
  }

  private void add(
      String place,
      LiteLlmName model,
      String tier,
      long above,
      Meter meter,
      boolean anyWrite,
      BigDecimal figure,
      Map<String, String> attributes) {
    rows.add(
        new ListedPrice(
            model.provider(),
            model.model(),
            model.scope(),
            tier,
            above,
            meter,
            anyWrite,
            new Money(figure, Money.USD),
            null,
            null,
            source,
            Confidence.MEDIUM,
            attributes),
        place);
  }
}
