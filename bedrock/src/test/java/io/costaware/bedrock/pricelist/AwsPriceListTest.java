package io.costaware.bedrock.pricelist;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okForContentType;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static io.costaware.bedrock.pricelist.Listing.marketplace;
import static io.costaware.bedrock.pricelist.Listing.structured;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.costaware.catalog.PriceImport;
import io.costaware.catalog.PriceImportException;
import io.costaware.pricing.ListedPrice;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.pricing.PricingClient;
import software.amazon.awssdk.services.pricing.model.AccessDeniedException;
import software.amazon.awssdk.services.pricing.model.ThrottlingException;

/** A real client of the Price List API against an endpoint of its wire format. */
@Timeout(60)
class AwsPriceListTest {
  private static final LocalDate DAY = LocalDate.parse("2026-05-04");
  private static final String JSON = "application/x-amz-json-1.1";
  private static final String FIRST_PAGE = "$[?(!@.NextToken)]";

  private final WireMockServer server = new WireMockServer(options().dynamicPort());
  private final List<Long> pauses = new ArrayList<>();

  @BeforeEach
  void start() {
    server.start();
    server.stubFor(
        any(anyUrl()).atPriority(10).willReturn(okForContentType(JSON, Listing.answer(""))));
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private PricingClient client(Region region) {
    return PricingClient.builder()
        .region(region)
        .endpointOverride(URI.create(server.baseUrl()))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("akid", "secret")))
        .overrideConfiguration(config -> config.retryStrategy(DefaultRetryStrategy.doNotRetry()))
        .build();
  }

  private PriceImport read(String... regions) {
    try (PricingClient client = client(Region.US_EAST_1)) {
      return AwsPriceList.of(client, pauses::add).read(DAY, regions);
    }
  }

  private void page(String service, String pagePath, String answer) {
    server.stubFor(
        post(anyUrl())
            .withHeader("X-Amz-Target", equalTo("AWSPriceListService.GetProducts"))
            .withRequestBody(matchingJsonPath("$.ServiceCode", equalTo(service)))
            .withRequestBody(matchingJsonPath(pagePath))
            .willReturn(okForContentType(JSON, answer)));
  }

  @Test
  void allPagesOfAllThreeServicesAreRead() {
    page(
        "AmazonBedrock",
        FIRST_PAGE,
        Listing.answer(
            "page2", structured("Nova Micro", "A", "USE1-NovaMicro-input-tokens", "0.000035")));
    page(
        "AmazonBedrock",
        "$[?(@.NextToken == 'page2')]",
        Listing.answer(
            "", structured("Nova Micro", "B", "USE1-NovaMicro-output-tokens", "0.00014")));
    page(
        "AmazonBedrockFoundationModels",
        FIRST_PAGE,
        Listing.answer("", marketplace("Claude Sonnet 4.6", "C", "InputTokenCount_Global", "3")));
    PriceImport imported = read("us-east-1");
    assertThat(imported.prices())
        .extracting(ListedPrice::model, ListedPrice::scope, price -> price.perUnit().decimal())
        .containsExactly(
            tuple("amazon.nova-micro-v1:0", "region:us-east-1", "0.000000035"),
            tuple("amazon.nova-micro-v1:0", "region:us-east-1", "0.00000014"),
            tuple("anthropic.claude-sonnet-4-6", "global", "0.000003"));
    server.verify(4, postRequestedFor(anyUrl()));
    server.verify(
        4,
        postRequestedFor(anyUrl())
            .withRequestBody(matchingJsonPath("$[?(@.MaxResults == 100)]"))
            .withRequestBody(matchingJsonPath("$.FormatVersion", equalTo("aws_v1")))
            .withRequestBody(matchingJsonPath("$.Filters[0].Field", equalTo("regionCode")))
            .withRequestBody(matchingJsonPath("$.Filters[0].Value", equalTo("us-east-1"))));
    server.verify(
        1,
        postRequestedFor(anyUrl())
            .withRequestBody(matchingJsonPath("$.ServiceCode", equalTo("AmazonBedrockService"))));
  }

  @Test
  void aThrottledPageIsAskedForAgainAfterPausesThatGrow() {
    String throttled = "{\"__type\":\"ThrottlingException\",\"message\":\"Rate exceeded\"}";
    String state = Scenario.STARTED;
    for (int i = 1; i <= 3; i++) {
      server.stubFor(
          post(anyUrl())
              .inScenario("throttle")
              .whenScenarioStateIs(state)
              .willSetStateTo("tried " + i)
              .willReturn(
                  aResponse()
                      .withStatus(400)
                      .withHeader("Content-Type", JSON)
                      .withBody(throttled)));
      state = "tried " + i;
    }
    server.stubFor(
        post(anyUrl())
            .inScenario("throttle")
            .whenScenarioStateIs(state)
            .willReturn(
                okForContentType(
                    JSON,
                    Listing.answer(
                        "",
                        structured(
                            "Nova Micro", "A", "USE1-NovaMicro-input-tokens", "0.000035")))));
    assertThat(read("us-east-1").prices()).hasSize(1);
    assertThat(pauses).hasSize(3).isSorted();
    assertThat(pauses.get(0)).isBetween(125_000_000L, 250_000_000L);
    assertThat(pauses.get(2)).isBetween(500_000_000L, 1_000_000_000L);
  }

  @Test
  void endlessThrottlingEnds() {
    server.stubFor(
        post(anyUrl())
            .willReturn(
                aResponse()
                    .withStatus(400)
                    .withHeader("Content-Type", JSON)
                    .withBody("{\"__type\":\"ThrottlingException\"}")));
    assertThatThrownBy(() -> read("us-east-1")).isInstanceOf(ThrottlingException.class);
    assertThat(pauses).hasSize(7).allMatch(pause -> pause <= 8_000_000_000L);
  }

  @Test
  void aMissingPermissionIsToldAtOnce() {
    server.stubFor(
        post(anyUrl())
            .willReturn(
                aResponse()
                    .withStatus(400)
                    .withHeader("Content-Type", JSON)
                    .withBody("{\"__type\":\"AccessDeniedException\",\"message\":\"no\"}")));
    assertThatThrownBy(() -> read("us-east-1")).isInstanceOf(AccessDeniedException.class);
    assertThat(pauses).isEmpty();
  }

  @Test
  void aPageThatNamesItselfEndsTheImport() {
    server.stubFor(
        post(anyUrl())
            .willReturn(
                okForContentType(
                    JSON,
                    Listing.answer(
                        "again",
                        structured("Nova Micro", "A", "USE1-NovaMicro-input-tokens", "1")))));
    assertThatThrownBy(() -> read("us-east-1"))
        .isInstanceOf(PriceImportException.class)
        .hasMessageContaining("names itself as the next one");
  }

  @Test
  void aListWithoutPricesIsNoSheet() {
    assertThatThrownBy(() -> read("eu-west-9"))
        .isInstanceOf(PriceImportException.class)
        .hasMessageContaining("no row became a price");
  }

  @Test
  void aClientOfAnotherRegionIsRefusedWithWhatToDo() {
    try (PricingClient client = client(Region.EU_WEST_1)) {
      assertThatThrownBy(() -> AwsPriceList.of(client))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("eu-west-1")
          .hasMessageContaining("Region.US_EAST_1");
    }
  }

  @Test
  void aRegionMustBeNamed() {
    assertThatThrownBy(() -> read())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one Region");
  }
}
