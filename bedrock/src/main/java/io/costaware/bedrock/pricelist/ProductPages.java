package io.costaware.bedrock.pricelist;

import io.costaware.catalog.PriceImportException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.pricing.PricingClient;
import software.amazon.awssdk.services.pricing.model.Filter;
import software.amazon.awssdk.services.pricing.model.FilterType;
import software.amazon.awssdk.services.pricing.model.GetProductsRequest;
import software.amazon.awssdk.services.pricing.model.GetProductsResponse;

/**
 * Asks for all products of a service in a Region, page by page. The service throttles soon and
 * long, so each page is asked for again after pauses that grow.
 *
 * <p>For use by one thread.
 */
final class ProductPages {
  private static final int PAGE = 100;

  /** The client has repeated each of these a few times by itself. */
  private static final int TRIES = 8;

  private static final long FIRST_NANOS = Duration.ofMillis(250).toNanos();
  private static final long LONGEST_NANOS = Duration.ofSeconds(8).toNanos();

  private final PricingClient client;
  private final RandomGenerator random;
  private final Pause pause;

  /** Lets time pass. */
  @FunctionalInterface
  interface Pause {
    void of(long nanos) throws InterruptedException;
  }

  ProductPages(PricingClient client, RandomGenerator random, Pause pause) {
    this.client = client;
    this.random = random;
    this.pause = pause;
  }

  void read(String service, String region, Consumer<Product> products) {
    String token = null;
    do {
      GetProductsResponse page = ask(request(service, region, token));
      page.priceList().forEach(json -> products.accept(OfferFile.product(json)));
      String next = page.nextToken();
      if (next != null && next.equals(token)) {
        throw new PriceImportException(
            OfferFile.SOURCE,
            List.of("page of " + service + " in " + region + " names itself as the next one"));
      }
      token = next;
    } while (token != null && !token.isEmpty());
  }

  private static GetProductsRequest request(String service, String region, @Nullable String token) {
    return GetProductsRequest.builder()
        .serviceCode(service)
        .formatVersion("aws_v1")
        .maxResults(PAGE)
        .filters(
            Filter.builder().type(FilterType.TERM_MATCH).field("regionCode").value(region).build())
        .nextToken(token)
        .build();
  }

  private GetProductsResponse ask(GetProductsRequest request) {
    long longest = FIRST_NANOS;
    for (int tried = 1; ; tried++) {
      try {
        return client.getProducts(request);
      } catch (SdkServiceException e) {
        if (tried == TRIES || !(e.isThrottlingException() || e.statusCode() >= 500)) {
          throw e;
        }
      }
      try {
        pause.of(longest / 2 + random.nextLong(longest / 2));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new PriceImportException(
            OfferFile.SOURCE, List.of("interrupted while waiting to ask again"));
      }
      longest = Math.min(LONGEST_NANOS, longest * 2);
    }
  }
}
