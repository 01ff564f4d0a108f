package io.costaware.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.CostAware;
import io.costaware.bedrock.CostAwareBedrock;
import io.costaware.call.CallRefusedException;
import io.costaware.tags.TagScope;
import io.costaware.tags.Tags;
import io.costaware.testkit.wire.BedrockWireServer;
import io.costaware.testkit.wire.DemoModels;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;

class ProfilesByTagsTest {
  private static final String ARN =
      "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123def456";
  private static final StaticCredentialsProvider KEYS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));

  private final BedrockWireServer server = BedrockWireServer.start();
  private final ResourceGroupsTaggingApiClient tagging =
      ResourceGroupsTaggingApiClient.builder()
          .region(Region.US_EAST_1)
          .endpointOverride(server.endpoint())
          .credentialsProvider(KEYS)
          .build();
  private final BedrockClient control =
      BedrockClient.builder()
          .region(Region.US_EAST_1)
          .endpointOverride(server.endpoint())
          .credentialsProvider(KEYS)
          .build();
  private final CostAware costs = CostAware.builder().build();

  @BeforeEach
  void shelveOneProfile() {
    server.always(DemoModels.bedrock(1));
    server
        .profiles()
        .put(
            ARN,
            Map.of("team", "support", "app", "chat"),
            List.of("arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0"));
  }

  @AfterEach
  void close() {
    costs.close();
    control.close();
    tagging.close();
    server.close();
  }

  @Test
  void aCallGoesOutWithTheProfileOfItsTags() {
    try (ProfilesByTags profiles = new ProfilesByTags(tagging, control);
        BedrockRuntimeClient bedrock = bedrock(profiles);
        TagScope tags = TagScope.open(Tags.of("team", "support", "app", "chat"))) {
      new ExistingBedrockService(bedrock).summarise("The parcel is late.");
    }

    assertThat(server.requests())
        .filteredOn(request -> request.operation().equals("Converse"))
        .singleElement()
        .satisfies(request -> assertThat(request.modelId()).isEqualTo(ARN));
  }

  @Test
  void aCallWithoutAFittingProfileIsRefused() {
    try (ProfilesByTags profiles = new ProfilesByTags(tagging, control);
        BedrockRuntimeClient bedrock = bedrock(profiles);
        TagScope tags = TagScope.open(Tags.of("team", "growth", "app", "mailer"))) {
      ExistingBedrockService service = new ExistingBedrockService(bedrock);

      assertThatThrownBy(() -> service.summarise("The parcel is late."))
          .isInstanceOf(CallRefusedException.class)
          .hasMessageContaining("No inference profile fits");
    }
    assertThat(server.requests()).noneMatch(request -> request.operation().equals("Converse"));
  }

  private BedrockRuntimeClient bedrock(ProfilesByTags profiles) {
    return CostAwareBedrock.build(
        BedrockRuntimeClient.builder()
            .region(Region.US_EAST_1)
            .endpointOverride(server.endpoint())
            .credentialsProvider(AnonymousCredentialsProvider.create()),
        costs,
        profiles.options());
  }
}
