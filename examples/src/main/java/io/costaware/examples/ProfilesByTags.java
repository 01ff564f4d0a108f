package io.costaware.examples;

import io.costaware.bedrock.BedrockOptions;
import io.costaware.bedrock.CostAwareBedrock;
import io.costaware.profiles.ProfileRegistry;
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
    registry = CostAwareBedrock.profiles(tagging, bedrock, "team", "app");
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
