package io.costaware.benchmarks;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.bedrock.BedrockChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.output.TokenUsage;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.instrumentation.awssdk.v2_2.AwsSdkTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.ai.bedrock.converse.BedrockChatOptions;
import org.springframework.ai.bedrock.converse.BedrockProxyChatModel;
import org.springframework.ai.chat.prompt.Prompt;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

/** The same call by other Java libraries that watch calls, each set up as its guide says. */
final class PeerCalls {
  private PeerCalls() {}

  /** LangChain4j's model with one listener that adds up tokens. */
  static Caller langChain4j() {
    BedrockRuntimeClient client = BedrockCalls.inMemory().build();
    LongAdder tokens = new LongAdder();
    ChatModelListener listener =
        new ChatModelListener() {
          @Override
          public void onResponse(ChatModelResponseContext context) {
            TokenUsage usage = context.chatResponse().tokenUsage();
            tokens.add(usage.totalTokenCount());
          }
        };
    BedrockChatModel model =
        BedrockChatModel.builder()
            .client(client)
            .modelId(Setting.BEDROCK_MODEL)
            .listeners(List.of(listener))
            .build();
    return new Caller() {
      @Override
      public void call() {
        ChatRequest request =
            ChatRequest.builder()
                .messages(UserMessage.from(Answers.PROMPT))
                .maxOutputTokens(BedrockCalls.MAX_TOKENS)
                .build();
        Answers.check(model.chat(request).aiMessage().text());
      }

      @Override
      public void close() {
        client.close();
        refuseZero(tokens.sum());
      }
    };
  }

  /** Spring AI's model with a registry that has one handler. */
  static Caller springAi() {
    BedrockRuntimeClient client = BedrockCalls.inMemory().build();
    BedrockRuntimeAsyncClient async = StreamCalls.inMemory().build();
    LongAdder stopped = new LongAdder();
    ObservationRegistry registry = ObservationRegistry.create();
    registry.observationConfig().observationHandler(counting(stopped));
    BedrockProxyChatModel model =
        BedrockProxyChatModel.builder()
            .bedrockRuntimeClient(client)
            .bedrockRuntimeAsyncClient(async)
            .observationRegistry(registry)
            .defaultOptions(
                BedrockChatOptions.builder()
                    .model(Setting.BEDROCK_MODEL)
                    .maxTokens(BedrockCalls.MAX_TOKENS)
                    .build())
            .build();
    return new Caller() {
      @Override
      public void call() {
        Answers.check(model.call(new Prompt(Answers.PROMPT)).getResult().getOutput().getText());
      }

      @Override
      public void close() {
        client.close();
        async.close();
        refuseZero(stopped.sum());
      }
    };
  }

  private static ObservationHandler<Observation.Context> counting(LongAdder stopped) {
    return new ObservationHandler<>() {
      @Override
      public void onStop(Observation.Context context) {
        stopped.increment();
      }

      @Override
      public boolean supportsContext(Observation.Context context) {
        return true;
      }
    };
  }

  /** The SDK's client with OpenTelemetry's interceptor and nothing behind it. */
  static Caller openTelemetryNoop() {
    return BedrockCalls.rawCaller(traced(OpenTelemetry.noop()), Map.of());
  }

  /** The same with OpenTelemetry's SDK, which batches spans into memory. */
  static Caller openTelemetrySdk() {
    InMemorySpanExporter spans = InMemorySpanExporter.create();
    OpenTelemetrySdk telemetry =
        OpenTelemetrySdk.builder()
            .setTracerProvider(
                SdkTracerProvider.builder()
                    .addSpanProcessor(BatchSpanProcessor.builder(spans).build())
                    .build())
            .setMeterProvider(
                SdkMeterProvider.builder()
                    .registerMetricReader(InMemoryMetricReader.create())
                    .build())
            .build();
    Caller calls = BedrockCalls.rawCaller(traced(telemetry), Map.of());
    return new Caller() {
      @Override
      public void call() {
        calls.call();
      }

      @Override
      public void between() {
        var unused = telemetry.getSdkTracerProvider().forceFlush().join(10, TimeUnit.SECONDS);
        refuseZero(spans.getFinishedSpanItems().size());
        spans.reset();
      }

      @Override
      public void close() {
        calls.close();
        telemetry.close();
      }
    };
  }

  private static BedrockRuntimeClient traced(OpenTelemetry telemetry) {
    return BedrockCalls.inMemory()
        .overrideConfiguration(
            override ->
                override.addExecutionInterceptor(
                    AwsSdkTelemetry.builder(telemetry).build().createExecutionInterceptor()))
        .build();
  }

  private static void refuseZero(long watched) {
    if (watched == 0) {
      throw new IllegalStateException("A peer was set up so that it watched no call");
    }
  }
}
