package io.costaware.catalog;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Price facts written by hand for tests.
 *
 * <p>For use by one thread.
 */
final class FactLines {
  private final StringBuilder lines = new StringBuilder();

  /** A price seen on 2026-08-21 by one source, its attributes being the words of the format. */
  FactLines price(String model, String scope, String tier, String dimension, String usd) {
    return price(model, scope, tier, "any", dimension, usd, "");
  }

  FactLines price(
      String model,
      String scope,
      String tier,
      String band,
      String dimension,
      String usd,
      String more) {
    return line(
        "{'type':'price','provider':'vertex','model':'"
            + model
            + "','scope':'"
            + scope
            + "','service_tier':'"
            + tier
            + "','context':'"
            + band
            + "','dimension':'"
            + dimension
            + "','unit':'usd_per_1m_tokens','usd':'"
            + usd
            + "','confidence':'high','as_of':'2026-08-21','sources':[{'id':'litellm','usd':'"
            + usd
            + "','as_of':'2026-08-21'}]"
            + more
            + "}");
  }

  FactLines event(String model, String event, String date) {
    return line(
        "{'type':'lifecycle','provider':'vertex','model':'"
            + model
            + "','event':'"
            + event
            + "','date':'"
            + date
            + "'}");
  }

  /** A line in single quotes, which stand for double ones. */
  FactLines line(String json) {
    lines.append(json.replace('\'', '"')).append('\n');
    return this;
  }

  PriceFacts read() throws IOException {
    return PriceFacts.read(
        "(test)", new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /** The words of the format for the edits of a map: pairs of day and figure. */
  static String edits(String... daysAndFigures) {
    StringBuilder edits = new StringBuilder(",'litellm_edits':[");
    for (int i = 0; i < daysAndFigures.length; i += 2) {
      edits.append(i == 0 ? "" : ",").append("{'on':'").append(daysAndFigures[i]);
      edits.append("','usd':'").append(daysAndFigures[i + 1]).append("'}");
    }
    return edits.append("]").toString();
  }
}
