package io.costaware.benchmarks;

import io.costaware.CostAware;
import io.costaware.bedrock.CostAwareBedrock;
import io.costaware.tags.TagScope;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClientBuilder;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;

/**
 * {@code converseStream} by the SDK's async client, raw and with costaware. Everything runs on the
 * caller's thread, so that no hand-over between threads hides the work.
 */
final class StreamCalls {
  private StreamCalls() {}

  /** The SDK's client alone. */
  static Caller raw() {
    return caller(inMemory().build(), Map.of(), null);
  }

  /** The SDK's client alone, which sends what costaware sends. */
  static Caller rawWithMetadata() {
    return caller(inMemory().build(), Setting.SIX_TAGS.asMap(), null);
  }

  /** The drop-in that costaware builds. */
  static Caller built() {
    CostAware costs = Setting.costAware(new DrainedSink());
    return caller(CostAwareBedrock.build(inMemory(), costs), Map.of(), costs);
  }

  static BedrockRuntimeAsyncClientBuilder inMemory() {
    return BedrockRuntimeAsyncClient.builder()
        .httpClient(new InMemoryAsyncHttp())
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(BedrockCalls.CREDENTIALS)
        .asyncConfiguration(
            async ->
                async.advancedOption(
                    SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run));
  }

  private static Caller caller(
      BedrockRuntimeAsyncClient client, Map<String, String> metadata, @Nullable CostAware costs) {
    TagScope scope = costs == null ? null : TagScope.open(Setting.SIX_TAGS);
    return new Caller() {
      @Override
      public void call() {
        StringBuilder text = new StringBuilder(Answers.TEXT.length());
        client
            .converseStream(
                request(metadata),
                ConverseStreamResponseHandler.builder()
                    .subscriber(
                        ConverseStreamResponseHandler.Visitor.builder()
                            .onContentBlockDelta(delta -> text.append(delta.delta().text()))
                            .build())
                    .build())
            .join();
        Answers.check(text.toString());
      }

      @Override
      public void close() {
        client.close();
        if (costs != null && scope != null) {
          scope.close();
          Setting.close(costs);
        }
      }
    };
  }

  private static ConverseStreamRequest request(Map<String, String> metadata) {
    ConverseRequest like = BedrockCalls.request(metadata);
    ConverseStreamRequest.Builder request =
        ConverseStreamRequest.builder()
            .modelId(like.modelId())
            .messages(like.messages())
            .inferenceConfig(like.inferenceConfig());
    return metadata.isEmpty() ? request.build() : request.requestMetadata(metadata).build();
  }
}
