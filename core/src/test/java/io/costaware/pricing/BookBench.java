package io.costaware.pricing;

import io.costaware.target.Aim;
import io.costaware.target.ModelId;
import io.costaware.target.ModelNames;
import io.costaware.target.Provider;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import io.costaware.usage.Meter;
import io.costaware.usage.Usage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Sheets and targets as the tests of the price book need them. */
final class BookBench {
  static final long AUGUST = at("2026-08-21T00:00:00Z");

  private BookBench() {}

  static long at(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }

  static Target bedrock(String id, @Nullable String region) {
    return target(Provider.BEDROCK, id, region);
  }

  static Target vertex(String id, @Nullable String location) {
    return target(Provider.VERTEX, id, location);
  }

  private static Target target(Provider provider, String id, @Nullable String region) {
    return ((Aim.Priceable) ModelNames.aim(new ModelId(provider, id), region)).target();
  }

  static ByteArrayInputStream stream(String json) {
    return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
  }

  /** A sheet {@code name-3} of those models. */
  static PriceSheet sheet(String name, String models) throws IOException {
    return PriceSheet.read(
        stream(
            "{\"name\":\""
                + name
                + "\",\"version\":\"3\",\"currency\":\"USD\",\"models\":["
                + models
                + "]}"));
  }

  /** A book of one Bedrock model {@code v.m}. */
  static SheetPriceBook bedrockBook(String prices) throws IOException {
    return SheetPriceBook.of(sheet("mine", model("bedrock", "v.m", prices)));
  }

  /** A book of one Vertex model {@code m}. */
  static SheetPriceBook vertexBook(String prices) throws IOException {
    return SheetPriceBook.of(sheet("mine", model("vertex", "m", prices)));
  }

  static String model(String provider, String id, String prices) {
    return "{\"provider\":\""
        + provider
        + "\",\"model\":\""
        + id
        + "\",\"prices\":["
        + prices
        + "]}";
  }

  static Receipt price(PriceBook book, Target target, String tier, Usage usage) {
    return book.rates(target, new ServiceTier(tier), AUGUST).price(usage);
  }

  static Usage million(Meter meter) {
    return Usage.builder().add(meter, 1_000_000).build();
  }

  static Usage one(Meter meter) {
    return Usage.builder().add(meter, 1).build();
  }
}
