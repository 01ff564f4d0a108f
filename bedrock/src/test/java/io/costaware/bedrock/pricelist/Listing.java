package io.costaware.bedrock.pricelist;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A product in the shape in which the Price List has it.
 *
 * <p>Immutable.
 */
record Listing(
    String service, String sku, String usageType, String unit, String usd, List<String> more) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MARKETPLACE = "AmazonBedrockFoundationModels";

  Listing {
    more = List.copyOf(more);
  }

  /** Any product; attributes beside the usual ones as names and values in turn. */
  static Listing of(
      String service, String sku, String usageType, String unit, String usd, String... more) {
    return new Listing(service, sku, usageType, unit, usd, List.of(more));
  }

  /** A model that is billed through the Marketplace: a service name, no model, {@code Units}. */
  static Listing marketplace(String name, String sku, String usageType, String usd) {
    return of(
        MARKETPLACE,
        sku,
        "USE1-MP:USE1_" + usageType + "-Units",
        "Units",
        usd,
        "servicename",
        name + " (Amazon Bedrock Edition)");
  }

  /** A model of the structured service. */
  static Listing structured(String model, String sku, String usageType, String usd) {
    return structured(model, sku, usageType, "1K tokens", usd);
  }

  static Listing structured(String model, String sku, String usageType, String unit, String usd) {
    return of(
        "AmazonBedrock",
        sku,
        usageType,
        unit,
        usd,
        "model",
        model,
        "servicename",
        "Amazon Bedrock",
        "feature",
        "On-demand Inference");
  }

  private ObjectNode product() {
    ObjectNode product = JSON.createObjectNode();
    ObjectNode attributes = product.put("sku", sku).putObject("attributes");
    attributes.put("regionCode", "us-east-1").put("locationType", "AWS Region");
    attributes.put("servicecode", service).put("usagetype", usageType).put("operation", "");
    for (int i = 0; i < more.size(); i += 2) {
      attributes.put(more.get(i), more.get(i + 1));
    }
    return product;
  }

  private void term(ObjectNode terms) {
    ObjectNode term = terms.putObject(sku + ".TERM");
    term.put("sku", sku).put("effectiveDate", "2026-04-01T00:00:00Z").putObject("termAttributes");
    ObjectNode dimension = term.putObject("priceDimensions").putObject(sku + ".TERM.RATE");
    dimension.put("unit", unit).put("beginRange", "0").put("endRange", "Inf");
    dimension.putObject("pricePerUnit").put("USD", usd);
  }

  /** As {@code GetProducts} has it: a text. */
  String text() {
    ObjectNode root = JSON.createObjectNode();
    root.set("product", product());
    root.put("serviceCode", service).put("version", "20260504235304");
    term(root.putObject("terms").putObject("OnDemand"));
    return root.toString();
  }

  /** An answer of {@code GetProducts}. */
  static String answer(String nextToken, Listing... listings) {
    ObjectNode root = JSON.createObjectNode().put("FormatVersion", "aws_v1");
    List.of(listings).forEach(listing -> root.withArray("PriceList").add(listing.text()));
    if (listings.length == 0) {
      root.putArray("PriceList");
    }
    return nextToken.isEmpty() ? root.toString() : root.put("NextToken", nextToken).toString();
  }

  /** An offer file of one service. */
  static String offer(Listing... listings) {
    ObjectNode root = JSON.createObjectNode().put("formatVersion", "v1.0");
    root.put("offerCode", listings[0].service).put("publicationDate", "2026-05-04T23:53:04Z");
    ObjectNode products = root.putObject("products");
    ObjectNode onDemand = root.putObject("terms").putObject("OnDemand");
    for (Listing listing : listings) {
      products.set(listing.sku, listing.product());
      listing.term(onDemand.putObject(listing.sku));
    }
    return root.toString();
  }

  static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
