package io.costaware.bedrock.pricelist;

import static java.util.Objects.requireNonNull;

import io.costaware.catalog.PriceImport;
import io.costaware.catalog.PriceRows;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;

/**
 * Prices of Amazon Bedrock from files of the AWS Price List, which need no credentials: offer files
 * of a service and Region, and saved answers of {@code GetProducts}. Each of the three services
 * under which Bedrock is billed has a file of its own.
 *
 * <p>Immutable.
 */
public final class AwsOffers {
  private final ProductNames names;

  private AwsOffers(ProductNames names) {
    this.names = names;
  }

  /** Joins products to models by the table that comes with costaware. */
  public static AwsOffers byName() {
    return new AwsOffers(ProductNames.bundled());
  }

  /**
   * This, with the model id for a name of the Price List that the table does not have.
   *
   * @param name the {@code model} attribute, or the service name with or without {@code (Amazon
   *     Bedrock Edition)}
   * @param model for example {@code anthropic.claude-sonnet-4-6}
   */
  public AwsOffers naming(String name, String model) {
    return new AwsOffers(names.with(requireNonNull(name, "name"), requireNonNull(model, "model")));
  }

  /**
   * Reads files into one import and closes them.
   *
   * @param asOf the day of the files
   * @throws io.costaware.catalog.PriceImportException if a file is damaged or of another format, or
   *     none has a price
   * @throws IOException if a file cannot be read
   */
  public PriceImport read(LocalDate asOf, InputStream... files) throws IOException {
    PriceRows rows = PriceImport.collect(OfferFile.SOURCE, requireNonNull(asOf, "asOf"));
    ProductPrice prices = new ProductPrice(names, rows, asOf);
    for (InputStream file : files) {
      OfferFile.read(file, prices::add);
    }
    return rows.done();
  }
}
