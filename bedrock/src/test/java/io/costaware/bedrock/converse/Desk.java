package io.costaware.bedrock.converse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.costaware.CostAware;
import io.costaware.CostAwareBuilder;
import io.costaware.bedrock.runtime.MeteredClients;
import io.costaware.client.CostAwareClient;
import io.costaware.client.Prompt;
import io.costaware.event.CallEvent;
import io.costaware.event.CostEvent;
import io.costaware.tags.TagMapping;
import io.costaware.testkit.wire.BedrockWireServer;
import io.costaware.testkit.wire.RecordedRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClientBuilder;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClientBuilder;

/** A wire server, the SDK's own clients for it, and the common interface over them. */
final class Desk implements AutoCloseable {
  static final String MODEL = "global.anthropic.claude-sonnet-4-6";
  static final Duration SOON = Duration.ofSeconds(20);

  // Closing one waits two seconds for its event loop; all tests share it.
  private static final SdkAsyncHttpClient HTTP1 =
      NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP1_1).build();
  private static final ObjectMapper JSON = new ObjectMapper();

  final BedrockWireServer server = BedrockWireServer.start();
  final BedrockRuntimeClient sync = syncBuilder(server).build();
  final BedrockRuntimeAsyncClient async = asyncBuilder(server).build();
  final List<CostEvent> events = new CopyOnWriteArrayList<>();
  final CostAware costs;
  final MeteredClients metering;
  final CostAwareClient client;

  Desk() {
    this(plain -> plain);
  }

  Desk(UnaryOperator<CostAwareBuilder> settings) {
    costs =
        settings
            .apply(CostAware.builder().beginAtZero().alias("sonnet", "bedrock:" + MODEL))
            .sink("list", events::add)
            .build();
    metering =
        new MeteredClients(
            costs.meter(), TagMapping.BEDROCK_REQUEST_METADATA, null, false, false, false, null);
    client = BedrockCostAwareClient.of(metering, costs.models(), sync, async);
  }

  static BedrockRuntimeClientBuilder syncBuilder(BedrockWireServer server) {
    return aimed(BedrockRuntimeClient.builder(), server);
  }

  static BedrockRuntimeAsyncClientBuilder asyncBuilder(BedrockWireServer server) {
    return aimed(BedrockRuntimeAsyncClient.builder(), server).httpClient(HTTP1);
  }

  private static <B extends AwsClientBuilder<B, C>, C> B aimed(
      B builder, BedrockWireServer server) {
    return builder
        .endpointOverride(server.endpoint())
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

  static Prompt hello() {
    return Prompt.to(MODEL).user("Hello").maxTokens(100);
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  RecordedRequest lastRequest() {
    List<RecordedRequest> all = server.requests();
    return all.get(all.size() - 1);
  }

  /** The content of the last request's last message. */
  JsonNode lastContent() {
    JsonNode messages = lastRequest().body().path("messages");
    return messages.path(messages.size() - 1).path("content");
  }

  /** The calls told to the sink, once there are so many. */
  List<CallEvent> calls(int count) {
    await(() -> events.stream().filter(CallEvent.class::isInstance).count() >= count);
    return events.stream().filter(CallEvent.class::isInstance).map(CallEvent.class::cast).toList();
  }

  static void await(BooleanSupplier reached) {
    long end = System.nanoTime() + SOON.toNanos();
    while (!reached.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Waited " + SOON);
      }
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    client.close();
    costs.close();
    sync.close();
    server.close();
  }
}
