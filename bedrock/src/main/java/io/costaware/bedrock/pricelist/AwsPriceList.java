package io.costaware.bedrock.pricelist;

import static java.util.Objects.requireNonNull;

import io.costaware.catalog.PriceImport;
import io.costaware.catalog.PriceRows;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.pricing.PricingClient;

/**
 * Prices of Amazon Bedrock from the AWS Price List API. All three services under which Bedrock is
 * billed are read; what cannot be joined to a model is reported.
 *
 * <p>The Price List has no ids of models but names, and no price of geographic profiles: they are
 * billed at the price of the Region. Prices hold from the day that the list names, not before.
 *
 * <p>For use by one thread.
 */
public final class AwsPriceList {
  /** Under which the prices of Bedrock stand. */
  private static final List<String> SERVICES =
      List.of("AmazonBedrock", "AmazonBedrockFoundationModels", "AmazonBedrockService");

  /** Where the API can be asked, whatever Region the prices are of. */
  private static final Set<String> ENDPOINTS = Set.of("us-east-1", "eu-central-1", "ap-south-1");

  private final ProductPages pages;
  private final ProductNames names;

  private AwsPriceList(ProductPages pages, ProductNames names) {
    this.pages = pages;
    this.names = names;
  }

  /**
   * Reads over a client, which stays the caller's to close.
   *
   * @throws IllegalArgumentException if the client is of a Region without such an API
   */
  public static AwsPriceList of(PricingClient client) {
    return of(client, TimeUnit.NANOSECONDS::sleep);
  }

  static AwsPriceList of(PricingClient client, ProductPages.Pause pause) {
    Region region = requireNonNull(client, "client").serviceClientConfiguration().region();
    if (!ENDPOINTS.contains(region.id())) {
      throw new IllegalArgumentException(
          "The Price List API is not in "
              + region.id()
              + "; build the client with Region.US_EAST_1 or another of "
              + ENDPOINTS.stream().sorted().toList());
    }
    return new AwsPriceList(
        new ProductPages(client, RandomGenerator.getDefault(), pause), ProductNames.bundled());
  }

  /**
   * This, with the model id for a name of the Price List that the table does not have.
   *
   * @param name the {@code model} attribute, or the service name with or without {@code (Amazon
   *     Bedrock Edition)}
   * @param model for example {@code anthropic.claude-sonnet-4-6}
   */
  public AwsPriceList naming(String name, String model) {
    return new AwsPriceList(
        pages, names.with(requireNonNull(name, "name"), requireNonNull(model, "model")));
  }

  /**
   * Asks for the prices of Regions. This takes a few requests a Region and service; throttled ones
   * are repeated.
   *
   * @param asOf the day
   * @param regions at least one, for example {@code us-east-1}
   * @throws io.costaware.catalog.PriceImportException if an answer is damaged, or none has a price
   * @throws software.amazon.awssdk.core.exception.SdkException if a request fails
   */
  public PriceImport read(LocalDate asOf, String... regions) {
    PriceRows rows = PriceImport.collect(OfferFile.SOURCE, requireNonNull(asOf, "asOf"));
    ProductPrice prices = new ProductPrice(names, rows, asOf);
    if (regions.length == 0) {
      throw new IllegalArgumentException("Name at least one Region, such as us-east-1");
    }
    for (String region : regions) {
      for (String service : SERVICES) {
        pages.read(service, region, prices::add);
      }
    }
    return rows.done();
  }
}
