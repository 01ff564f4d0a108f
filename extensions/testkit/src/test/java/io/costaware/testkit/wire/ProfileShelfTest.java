package io.costaware.testkit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.bedrock.model.InferenceProfileType;
import software.amazon.awssdk.services.bedrock.model.ResourceNotFoundException;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.PaginationTokenExpiredException;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.ResourceTagMapping;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.TagFilter;

@Timeout(60)
class ProfileShelfTest {

  private static final String ARN =
      "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/";
  private static final String MODEL =
      "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0";

  private final BedrockWireServer server = BedrockWireServer.start();
  private final ResourceGroupsTaggingApiClient tagging = AwsClients.tagging(server.endpoint());
  private final BedrockClient bedrock = AwsClients.control(server.endpoint());

  @BeforeEach
  void fill() {
    for (int i = 0; i < 5; i++) {
      server
          .profiles()
          .put(ARN + "p" + i, Map.of("team", i % 2 == 0 ? "even" : "odd"), List.of(MODEL));
    }
  }

  @AfterEach
  void close() {
    tagging.close();
    bedrock.close();
    server.close();
  }

  @Test
  void resourcesComeInPages() {
    server.profiles().pageSize(2);

    List<ResourceTagMapping> all =
        tagging
            .getResourcesPaginator(
                r -> r.resourceTypeFilters("bedrock:application-inference-profile"))
            .resourceTagMappingList()
            .stream()
            .toList();

    assertThat(all).extracting(ResourceTagMapping::resourceARN).hasSize(5).contains(ARN + "p4");
    assertThat(all.get(1).tags().get(0).value()).isEqualTo("odd");
    assertThat(server.profiles().pagesServed()).isEqualTo(3);
    assertThat(server.requests().get(0).operation()).isEqualTo("GetResources");
  }

  @Test
  void resourcesAreFilteredByTagAndType() {
    assertThat(
            tagging
                .getResources(
                    r -> r.tagFilters(TagFilter.builder().key("team").values("odd", "x").build()))
                .resourceTagMappingList())
        .hasSize(2);
    assertThat(
            tagging
                .getResources(r -> r.tagFilters(TagFilter.builder().key("app").build()))
                .resourceTagMappingList())
        .isEmpty();
    assertThat(
            tagging.getResources(r -> r.resourceTypeFilters("s3:bucket")).resourceTagMappingList())
        .isEmpty();
  }

  @Test
  void theLastPagesTokenIsEmptyNotNull() {
    assertThat(tagging.getResources(r -> {}).paginationToken()).isEmpty();
  }

  @Test
  void aThrottledPageIsRetriedBySdkAndCounted() {
    server.profiles().enqueuePage(ProfileShelf.throttled());

    assertThat(tagging.getResources(r -> {}).resourceTagMappingList()).hasSize(5);
    assertThat(server.profiles().pagesServed()).isEqualTo(2);
  }

  @Test
  void anExpiredTokenIsTheSdksType() {
    server.profiles().enqueuePage(ProfileShelf.tokenExpired());

    assertThatThrownBy(() -> tagging.getResources(r -> r.paginationToken("page-2")))
        .isInstanceOf(PaginationTokenExpiredException.class);
  }

  @Test
  void pagesCanBeHeld() {
    var gate = new CountDownLatch(1);
    server.profiles().holdPages(gate);

    var call = CompletableFuture.supplyAsync(() -> tagging.getResources(r -> {}));
    server.awaitRequests(1, Duration.ofSeconds(10));
    assertThat(call).isNotDone();
    gate.countDown();

    assertThat(call).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void aProfileIsDescribedByArnAndById() {
    var byArn = bedrock.getInferenceProfile(r -> r.inferenceProfileIdentifier(ARN + "p3"));
    var byId = bedrock.getInferenceProfile(r -> r.inferenceProfileIdentifier("p3"));

    assertThat(byArn.inferenceProfileArn()).isEqualTo(ARN + "p3");
    assertThat(byArn.models().get(0).modelArn()).isEqualTo(MODEL);
    assertThat(byArn.type()).isEqualTo(InferenceProfileType.APPLICATION);
    assertThat(byId.inferenceProfileArn()).isEqualTo(ARN + "p3");
    assertThat(server.profiles().lookupsServed()).isEqualTo(2);
  }

  @Test
  void aProfileThatWasTakenAwayIsNotFound() {
    server.profiles().remove(ARN + "p3");

    assertThatThrownBy(
            () -> bedrock.getInferenceProfile(r -> r.inferenceProfileIdentifier(ARN + "p3")))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThat(tagging.getResources(r -> {}).resourceTagMappingList()).hasSize(4);
  }
}
