package io.costaware.testkit.wire;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;

/** Real AWS clients that talk to a wire server and do not wait between attempts. */
final class AwsClients {

  // Closing one waits two seconds for its event loop; all tests share it.
  private static final SdkAsyncHttpClient HTTP1 =
      NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP1_1).build();

  private AwsClients() {}

  static BedrockRuntimeClient runtime(URI endpoint) {
    return aimed(BedrockRuntimeClient.builder(), endpoint)
        .httpClientBuilder(Apache5HttpClient.builder().socketTimeout(Duration.ofSeconds(20)))
        .build();
  }

  static BedrockRuntimeAsyncClient async(URI endpoint) {
    return aimed(BedrockRuntimeAsyncClient.builder(), endpoint).httpClient(HTTP1).build();
  }

  static ResourceGroupsTaggingApiClient tagging(URI endpoint) {
    return aimed(ResourceGroupsTaggingApiClient.builder(), endpoint)
        .httpClientBuilder(Apache5HttpClient.builder())
        .build();
  }

  static BedrockClient control(URI endpoint) {
    return aimed(BedrockClient.builder(), endpoint)
        .httpClientBuilder(Apache5HttpClient.builder())
        .build();
  }

  static Message user(String text) {
    return Message.builder()
        .role(ConversationRole.USER)
        .content(ContentBlock.fromText(text))
        .build();
  }

  private static <B extends AwsClientBuilder<B, C>, C> B aimed(B builder, URI endpoint) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .overrideConfiguration(
            o ->
                o.retryStrategy(
                    s ->
                        s.maxAttempts(4)
                            .backoffStrategy(BackoffStrategy.retryImmediately())
                            .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())));
  }
}
