package io.costaware.bedrock.pricelist;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.costaware.catalog.PriceImportException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads products: from an offer file, which holds a whole service in one Region, and from answers
 * of {@code GetProducts}, in which each product is a JSON text of its own.
 *
 * <p>Safe for use by many threads.
 */
final class OfferFile {
  static final String SOURCE = "aws-price-list";
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private OfferFile() {}

  /** Passes every product of a file on. The stream is closed. */
  static void read(InputStream file, Consumer<Product> products) throws IOException {
    JsonNode root;
    try (file) {
      root = MAPPER.readTree(file);
    } catch (JsonProcessingException e) {
      throw damaged(e);
    }
    if (root.path("products").isObject() && root.path("terms").isObject()) {
      offer(root, products);
    } else if (root.path("PriceList").isArray()) {
      for (JsonNode product : root.path("PriceList")) {
        products.accept(product.isTextual() ? product(product.textValue()) : product(product));
      }
    } else {
      throw new PriceImportException(
          SOURCE,
          List.of(
              "this is neither an offer file, with products and terms, nor an answer of"
                  + " GetProducts, with a PriceList"));
    }
  }

  private static void offer(JsonNode root, Consumer<Product> products) {
    JsonNode onDemand = root.path("terms").path("OnDemand");
    for (JsonNode product : root.path("products")) {
      String sku = product.path("sku").asText("");
      products.accept(
          new Product(
              service(root.path("offerCode").asText(""), product.path("attributes")),
              sku,
              product.path("attributes"),
              onDemand.path(sku)));
    }
  }

  /** A product from the text in which an answer holds it. */
  static Product product(String json) {
    try {
      return product(MAPPER.readTree(json));
    } catch (JsonProcessingException e) {
      throw damaged(e);
    }
  }

  private static Product product(JsonNode json) {
    JsonNode product = json.path("product");
    return new Product(
        service(json.path("serviceCode").asText(""), product.path("attributes")),
        product.path("sku").asText(""),
        product.path("attributes"),
        json.path("terms").path("OnDemand"));
  }

  private static String service(String code, JsonNode attributes) {
    return code.isEmpty() ? attributes.path("servicecode").asText("") : code;
  }

  private static PriceImportException damaged(JsonProcessingException e) {
    long line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
    return new PriceImportException(
        SOURCE, List.of("line " + line + ": the JSON is damaged: " + e.getOriginalMessage()));
  }
}
