package io.costaware.benchmarks;

import static java.util.Objects.requireNonNull;

import io.costaware.CostAware;
import io.costaware.bedrock.BedrockOptions;
import io.costaware.bedrock.CostAwareBedrock;
import io.costaware.tags.TagScope;
import java.net.URI;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClientBuilder;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.Message;

/** {@code converse} by the SDK's client, raw and with costaware. */
final class BedrockCalls {
  static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "example"));
  static final int MAX_TOKENS = 500;

  private BedrockCalls() {}

  /** The SDK's client alone. */
  static Caller raw() {
    return rawCaller(inMemory().build(), Map.of());
  }

  /** The SDK's client alone, which sends what costaware sends. */
  static Caller rawWithMetadata() {
    return rawCaller(inMemory().build(), Setting.SIX_TAGS.asMap());
  }

  /** The drop-in that costaware builds. */
  static Caller built() {
    return metered(inMemory(), CostAwareBedrock::build);
  }

  /** The drop-in round a ready-made client. */
  static Caller wrapped() {
    return metered(inMemory(), (builder, costs) -> CostAwareBedrock.wrap(builder.build(), costs));
  }

  /** The drop-in round a ready-made client, with each attempt shown. */
  static Caller wrappedWithAttempts() {
    return metered(
        inMemory(),
        (builder, costs) ->
            CostAwareBedrock.wrap(
                builder.build(), costs, BedrockOptions.standard().attemptsShown()));
  }

  /** The SDK's client alone, against a server. */
  static Caller rawOverSocket(URI endpoint) {
    return rawCaller(overSocket(endpoint).build(), Setting.SIX_TAGS.asMap());
  }

  /** The drop-in that costaware builds, against a server. */
  static Caller builtOverSocket(URI endpoint) {
    return metered(overSocket(endpoint), CostAwareBedrock::build);
  }

  static BedrockRuntimeClientBuilder inMemory() {
    return with(new InMemoryHttp());
  }

  private static BedrockRuntimeClientBuilder overSocket(URI endpoint) {
    return with(Apache5HttpClient.create()).endpointOverride(endpoint);
  }

  private static BedrockRuntimeClientBuilder with(SdkHttpClient http) {
    return BedrockRuntimeClient.builder()
        .httpClient(http)
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(CREDENTIALS);
  }

  static ConverseRequest request(Map<String, String> metadata) {
    ConverseRequest.Builder request =
        ConverseRequest.builder()
            .modelId(Setting.BEDROCK_MODEL)
            .messages(
                Message.builder()
                    .role(ConversationRole.USER)
                    .content(ContentBlock.fromText(Answers.PROMPT))
                    .build())
            .inferenceConfig(inference -> inference.maxTokens(MAX_TOKENS));
    return metadata.isEmpty() ? request.build() : request.requestMetadata(metadata).build();
  }

  static Caller rawCaller(BedrockRuntimeClient client, Map<String, String> metadata) {
    return new Converse(client, metadata, null);
  }

  private static Caller metered(
      BedrockRuntimeClientBuilder builder,
      BiFunction<BedrockRuntimeClientBuilder, CostAware, BedrockRuntimeClient> meter) {
    CostAware costs = Setting.costAware(new DrainedSink());
    return new Converse(meter.apply(builder, costs), Map.of(), costs);
  }

  /**
   * Makes a request and calls, as a service would; on one thread, in one scope of tags if they are
   * metered.
   */
  private static final class Converse implements Caller {
    private final BedrockRuntimeClient client;
    private final Map<String, String> metadata;
    private final @Nullable CostAware costs;
    private final @Nullable TagScope scope;

    Converse(BedrockRuntimeClient client, Map<String, String> metadata, @Nullable CostAware costs) {
      this.client = client;
      this.metadata = metadata;
      this.costs = costs;
      this.scope = costs == null ? null : TagScope.open(Setting.SIX_TAGS);
    }

    @Override
    public void call() {
      Answers.check(client.converse(request(metadata)).output().message().content().get(0).text());
    }

    @Override
    public void close() {
      client.close();
      if (costs != null) {
        requireNonNull(scope).close();
        Setting.close(costs);
      }
    }
  }
}
