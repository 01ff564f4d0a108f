package io.costaware.cli.prices;

import io.costaware.bedrock.pricelist.AwsOffers;
import io.costaware.catalog.PriceImport;
import io.costaware.catalog.SkuMapping;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The forms of prices that can be imported. */
enum ImportFormat {
  LITELLM,
  CSV,
  CLOUD_BILLING,
  AWS_PRICE_LIST,
  PRICE_FACTS;

  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static String all() {
    return Arrays.stream(values()).map(ImportFormat::id).collect(Collectors.joining(", "));
  }

  static ImportFormat of(String id) {
    for (ImportFormat format : values()) {
      if (format.id().equals(id)) {
        return format;
      }
    }
    throw new IllegalArgumentException("--format is '" + id + "'; use one of " + all());
  }

  /** Reads prices of this form. */
  PriceImport read(InputStream in, LocalDate asOf, @Nullable Path mapping) throws IOException {
    return switch (this) {
      case LITELLM -> PriceImport.liteLlm(in, asOf);
      case CSV -> PriceImport.csv(in, asOf);
      case CLOUD_BILLING -> PriceImport.cloudBilling(in, asOf, mapping(mapping));
      case AWS_PRICE_LIST -> AwsOffers.byName().read(asOf, in);
      case PRICE_FACTS -> PriceImport.priceFacts(in, asOf);
    };
  }

  private static SkuMapping mapping(@Nullable Path own) throws IOException {
    if (own == null) {
      return SkuMapping.bundled();
    }
    try (InputStream csv = Files.newInputStream(own)) {
      return SkuMapping.bundled().with(csv);
    }
  }
}
