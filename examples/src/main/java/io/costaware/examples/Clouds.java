package io.costaware.examples;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.genai.Client;
import com.google.genai.types.HttpOptions;
import io.costaware.CostAware;
import io.costaware.bedrock.CostAwareBedrock;
import io.costaware.target.Provider;
import io.costaware.testkit.wire.BedrockWireServer;
import io.costaware.testkit.wire.DemoModels;
import io.costaware.testkit.wire.VertexWireServer;
import io.costaware.vertex.CostAwareVertex;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

/**
 * Where the providers' own clients come from, metered: endpoints on this machine, or the clouds.
 */
interface Clouds extends AutoCloseable {
  /** The SDK's blocking Bedrock client; null if Bedrock is not called. */
  default @Nullable BedrockRuntimeClient bedrock(CostAware costs) {
    return null;
  }

  /** The SDK's async Bedrock client, which has the streams; null if Bedrock is not called. */
  default @Nullable BedrockRuntimeAsyncClient bedrockAsync(CostAware costs) {
    return null;
  }

  /** The Google Gen AI client in Vertex mode; null if Gemini is not called. */
  default @Nullable Client gemini(CostAware costs) {
    return null;
  }

  @Override
  default void close() {}

  /** Endpoints on loopback that answer any model with made-up text and token counts. */
  static Clouds local() {
    return new Local();
  }

  /**
   * The real thing, with the credentials that the SDKs find.
   *
   * @param project the Google Cloud project; null if there is none
   * @throws IllegalStateException if credentials, Region or project are missing
   */
  static Clouds live(Provider provider, @Nullable String project) {
    return provider == Provider.BEDROCK
        ? new Aws(region(), DefaultCredentialsProvider.builder().build())
        : new Google(project);
  }

  private static Region region() {
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion();
    } catch (SdkClientException e) {
      throw new IllegalStateException(
          "No AWS Region was found; set AWS_REGION, for example to us-east-1", e);
    }
  }

  /** Both wire formats, spoken on loopback. */
  final class Local implements Clouds {
    private static final long SEED = 7;

    private final BedrockWireServer bedrockServer = BedrockWireServer.start();
    private final VertexWireServer vertexServer = VertexWireServer.start();

    private Local() {
      bedrockServer.always(DemoModels.bedrock(SEED));
      vertexServer.always(DemoModels.vertex(SEED));
    }

    @Override
    public BedrockRuntimeClient bedrock(CostAware costs) {
      return CostAwareBedrock.build(
          BedrockRuntimeClient.builder()
              .region(Region.US_EAST_1)
              .endpointOverride(bedrockServer.endpoint())
              .credentialsProvider(AnonymousCredentialsProvider.create()),
          costs);
    }

    @Override
    public BedrockRuntimeAsyncClient bedrockAsync(CostAware costs) {
      return CostAwareBedrock.build(
          BedrockRuntimeAsyncClient.builder()
              .region(Region.US_EAST_1)
              .endpointOverride(bedrockServer.endpoint())
              .credentialsProvider(AnonymousCredentialsProvider.create())
              // The local endpoint speaks HTTP/1.1; the real one speaks HTTP/2.
              .httpClientBuilder(NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP1_1)),
          costs);
    }

    @Override
    public Client gemini(CostAware costs) {
      Date never = Date.from(Instant.parse("2999-01-01T00:00:00Z"));
      return CostAwareVertex.builder(costs)
          .project("demo-project")
          .location("global")
          .credentials(GoogleCredentials.create(new AccessToken("local", never)))
          .httpOptions(HttpOptions.builder().baseUrl(vertexServer.endpoint().toString()).build())
          .build();
    }

    @Override
    public void close() {
      bedrockServer.close();
      vertexServer.close();
    }
  }

  /** Amazon Bedrock. */
  final class Aws implements Clouds {
    private final Region region;
    private final AwsCredentialsProvider credentials;

    Aws(Region region, AwsCredentialsProvider credentials) {
      this.region = region;
      this.credentials = credentials;
      try {
        var unused = credentials.resolveCredentials();
      } catch (SdkClientException e) {
        throw new IllegalStateException(
            "No AWS credentials were found; set AWS_PROFILE, or AWS_ACCESS_KEY_ID and"
                + " AWS_SECRET_ACCESS_KEY",
            e);
      }
    }

    @Override
    public BedrockRuntimeClient bedrock(CostAware costs) {
      return CostAwareBedrock.build(
          BedrockRuntimeClient.builder().region(region).credentialsProvider(credentials), costs);
    }

    @Override
    public BedrockRuntimeAsyncClient bedrockAsync(CostAware costs) {
      return CostAwareBedrock.build(
          BedrockRuntimeAsyncClient.builder().region(region).credentialsProvider(credentials),
          costs);
    }
  }

  /** Gemini on Vertex AI. */
  final class Google implements Clouds {
    private final String project;
    private final GoogleCredentials credentials;

    Google(@Nullable String project) {
      if (project == null || project.isBlank()) {
        throw new IllegalStateException(
            "No Google Cloud project was named; set GOOGLE_CLOUD_PROJECT to its id");
      }
      this.project = project;
      try {
        this.credentials = GoogleCredentials.getApplicationDefault();
      } catch (IOException e) {
        throw new IllegalStateException(
            "No Google credentials were found; run gcloud auth application-default login, or set"
                + " GOOGLE_APPLICATION_CREDENTIALS to a key file",
            e);
      }
    }

    @Override
    public Client gemini(CostAware costs) {
      return CostAwareVertex.builder(costs)
          .project(project)
          .location("global")
          .credentials(credentials)
          .build();
    }
  }
}
