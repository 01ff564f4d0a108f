package io.costaware.bedrock.pricelist;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which model a product is: the price list has marketing names and no model ids. Names come from a
 * table; one that is not in it is joined to no model, however like another it looks.
 *
 * <p>Immutable.
 */
final class ProductNames {
  private static final String TABLE = "product-names.csv";
  private static final String EDITION = " (amazon bedrock edition)";

  private final Map<String, String> models;

  private ProductNames(Map<String, String> models) {
    this.models = models;
  }

  static ProductNames bundled() {
    Map<String, String> models = new HashMap<>();
    try (InputStream in = ProductNames.class.getResourceAsStream(TABLE)) {
      if (in == null) {
        throw new IllegalStateException(
            TABLE + " is missing from the jar; keep resources when you repackage costaware");
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      lines
          .lines()
          .skip(1)
          .map(line -> line.split(","))
          .forEach(cells -> models.put(canonical(cells[0]), cells[1]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ProductNames(models);
  }

  ProductNames with(String name, String model) {
    Map<String, String> more = new HashMap<>(models);
    more.put(canonical(name), model);
    return new ProductNames(more);
  }

  /** The name of a product as the price list has it: of the model, or of what is sold. */
  static String of(Product product) {
    for (String attribute : new String[] {"model", "titanModel"}) {
      if (!product.attribute(attribute).isEmpty()) {
        return product.attribute(attribute);
      }
    }
    String service = product.attribute("servicename");
    if (canonical(service).length() < service.length()) {
      return service;
    }
    // Neither: the first part of the usage type behind its place, USE1-NovaCanvas-T2I-...
    String[] parts = product.usageType().split("-", -1);
    return parts.length > 1 ? parts[1] : product.usageType();
  }

  @Nullable String model(String name) {
    return models.get(canonical(name));
  }

  private static String canonical(String name) {
    String lower = name.strip().toLowerCase(Locale.ROOT);
    return lower.endsWith(EDITION) ? lower.substring(0, lower.length() - EDITION.length()) : lower;
  }
}
