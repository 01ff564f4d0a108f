package io.costaware.examples;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.genai.Client;
import com.google.genai.types.HttpOptions;
import io.costaware.CostAware;
import io.costaware.bedrock.CostAwareBedrock;
import io.costaware.testkit.wire.BedrockWireServer;
import io.costaware.testkit.wire.DemoModels;
import io.costaware.testkit.wire.VertexWireServer;
import io.costaware.vertex.CostAwareVertex;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

/**
 * Both providers' own clients, metered: against local endpoints, or live.
 *
 * <p>For use by one thread.
 */
final class Clouds implements AutoCloseable {
  private final BedrockWireServer bedrockServer = BedrockWireServer.start();
  private final VertexWireServer vertexServer = VertexWireServer.start();

  private Clouds() {
    bedrockServer.always(DemoModels.bedrock(7));
    vertexServer.always(DemoModels.vertex(7));
  }

  /** Endpoints on this machine that answer any model with made-up text and token counts. */
  static Clouds local() {
    return new Clouds();
  }

  /** The SDK's blocking Bedrock client, built through costaware so that each retry is seen. */
  BedrockRuntimeClient bedrock(CostAware costs) {
    return CostAwareBedrock.build(
        BedrockRuntimeClient.builder()
            .region(Region.US_EAST_1)
            .endpointOverride(bedrockServer.endpoint())
            .credentialsProvider(credentials()),
        costs);
  }

  /** The SDK's async Bedrock client, which has the streams. */
  BedrockRuntimeAsyncClient bedrockAsync(CostAware costs) {
    return CostAwareBedrock.build(
        BedrockRuntimeAsyncClient.builder()
            .region(Region.US_EAST_1)
            .endpointOverride(bedrockServer.endpoint())
            .credentialsProvider(credentials())
            // The local endpoint speaks HTTP/1.1; the real one speaks HTTP/2.
            .httpClientBuilder(NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP1_1)),
        costs);
  }

  /** The Google Gen AI client in Vertex mode. */
  Client gemini(CostAware costs) {
    return CostAwareVertex.builder(costs)
        .project("demo-project")
        .location("global")
        .credentials(
            GoogleCredentials.create(
                new AccessToken(
                    "local", Date.from(Instant.now().plus(Duration.ofHours(1))))))
        .httpOptions(HttpOptions.builder().baseUrl(vertexServer.endpoint().toString()).build())
        .build();
  }

  private static StaticCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));
  }

  @Override
  public void close() {
    bedrockServer.close();
    vertexServer.close();
  }
}
