package io.costaware.bedrock.pricelist;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One SKU of the price list, from whichever file or answer.
 *
 * <p>Immutable.
 *
 * @param service the service code, for example {@code AmazonBedrock}
 * @param sku its id
 * @param attributes what it is
 * @param onDemand its terms on demand
 */
record Product(String service, String sku, JsonNode attributes, JsonNode onDemand) {
  String attribute(String name) {
    return attributes.path(name).asText("").strip();
  }

  String usageType() {
    return attribute("usagetype");
  }

  /** How reports name it. */
  String place() {
    return sku + " '" + usageType() + "'";
  }
}
