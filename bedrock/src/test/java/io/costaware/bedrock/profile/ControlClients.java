package io.costaware.bedrock.profile;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;

/** Real clients of the two control planes that leave all retries to whoever calls them. */
final class ControlClients {
  private ControlClients() {}

  static ResourceGroupsTaggingApiClient tagging(URI endpoint) {
    return aimed(ResourceGroupsTaggingApiClient.builder(), endpoint)
        .httpClientBuilder(Apache5HttpClient.builder())
        .build();
  }

  static BedrockClient bedrock(URI endpoint) {
    return aimed(BedrockClient.builder(), endpoint)
        .httpClientBuilder(Apache5HttpClient.builder())
        .build();
  }

  private static <B extends AwsClientBuilder<B, C>, C> B aimed(B builder, URI endpoint) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()));
  }
}
