package io.costaware.examples;

import io.costaware.bedrock.BedrockOptions;
import io.costaware.bedrock.profile.TaggedProfiles;
import io.costaware.profiles.ProfileRegistry;
import io.costaware.profiles.ProfileSource;
import java.util.Random;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;

/**
 * Calls go out with the application inference profile that bears their tags, so that AWS's own bill
 * splits by team and app too. A call for which no profile fits is refused.
 *
 * <p>Close it after the clients that use its options.
 */
final class ProfilesByTags implements AutoCloseable {
  private final ProfileRegistry registry;

  ProfilesByTags(ResourceGroupsTaggingApiClient tagging, BedrockClient bedrock) {
    ProfileSource source = TaggedProfiles.of(tagging, bedrock);
    registry =
        ProfileRegistry.builder(source, System::nanoTime, new Random())
            .keyTags("team", "app")
            .build();
    var unused = registry.warmUp();
  }

  /** For {@code CostAwareBedrock.build} and {@code wrap}. */
  BedrockOptions options() {
    return BedrockOptions.standard().profiles(registry).profileRequired();
  }

  @Override
  public void close() {
    registry.close();
  }
}
