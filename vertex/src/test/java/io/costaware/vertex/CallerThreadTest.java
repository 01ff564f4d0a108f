package io.costaware.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.genai.Client;
import com.google.genai.types.AutomaticFunctionCallingConfig;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.Tool;
import io.costaware.call.EventScope;
import io.costaware.event.CallEvent;
import io.costaware.tags.TagScope;
import io.costaware.tags.Tags;
import io.costaware.testkit.wire.GeminiReply;
import io.costaware.testkit.wire.RecordedRequest;
import io.costaware.usage.Usage;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CallerThreadTest {
  private static final String MODEL = "gemini-2.5-flash";

  private final Bench bench = Bench.plain();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void T3_sixtyCallsQueuedBehindFiveSlotsKeepTheTagsOfTheirCallers() {
    CountDownLatch gate = new CountDownLatch(1);
    bench.server.always(request -> GeminiReply.text("Hi").heldUntil(gate));
    Client client = bench.client();
    List<CompletableFuture<?>> futures = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      try (TagScope scope = TagScope.open(Tags.of("n", "n" + i))) {
        String prompt = "prompt " + scope.tags().get("n");
        futures.add(client.async.models.generateContent(MODEL, prompt, null));
      }
    }
    bench.server.awaitRequests(5, Bench.LIMIT);
    gate.countDown();
    futures.forEach(CompletableFuture::join);

    for (int i = 0; i < 60; i++) {
      assertThat(bench.call().call().tags().get("n")).isNotNull();
    }
    assertThat(bench.server.requests()).hasSize(60).allSatisfy(CallerThreadTest::labelFitsPrompt);
  }

  private static void labelFitsPrompt(RecordedRequest request) {
    String prompt = request.body().at("/contents/0/parts/0/text").asText();
    assertThat(prompt).isEqualTo("prompt " + request.body().at("/labels/n").asText());
  }

  @Test
  void tagsFollowATaskThatIsHandedOver() throws Exception {
    bench.server.always(request -> GeminiReply.text("Hi"));
    Client client = bench.client();
    ExecutorService pool = Executors.newFixedThreadPool(3);
    try {
      ExecutorService carrying = TagScope.wrap(pool);
      List<CompletableFuture<?>> futures = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        try (TagScope scope = TagScope.open(Tags.of("n", "n" + i))) {
          String prompt = "prompt " + scope.tags().get("n");
          futures.add(
              CompletableFuture.runAsync(
                  () -> client.models.generateContent(MODEL, prompt, null), carrying));
        }
      }
      futures.forEach(CompletableFuture::join);
    } finally {
      pool.shutdown();
    }

    assertThat(bench.server.requests()).hasSize(20).allSatisfy(CallerThreadTest::labelFitsPrompt);
  }

  @Test
  void theReceiptOfAnAsyncCallIsInTheScopeWhenItsFutureCompletes() {
    bench.server.enqueue(GeminiReply.text("Hi").usage(10, 5));

    try (EventScope scope = EventScope.open()) {
      bench.client().async.models.generateContent(MODEL, "hello", null).join();

      assertThat(scope.last().outcome().usage()).isEqualTo(Usage.tokens(10, 5));
    }
  }

  @SuppressWarnings("unused")
  public static String weather() {
    return "sunny";
  }

  private static GenerateContentConfig withFunctions() {
    try {
      Method function = CallerThreadTest.class.getMethod("weather");
      return GenerateContentConfig.builder()
          .tools(Tool.builder().functions(function).build())
          .automaticFunctionCalling(AutomaticFunctionCallingConfig.builder().build())
          .build();
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  private void enqueueLoop() {
    bench.server.enqueue(GeminiReply.functionCall("weather", "{}").usage(100, 11));
    bench.server.enqueue(GeminiReply.functionCall("weather", "{}").usage(120, 10));
    bench.server.enqueue(GeminiReply.text("sunny").usage(150, 9));
  }

  private void assertOneOperationOfThreeCalls() {
    CallEvent first = bench.call();
    CallEvent second = bench.call();
    CallEvent third = bench.call();
    assertThat(first.outcome().usage()).isEqualTo(Usage.tokens(100, 11));
    assertThat(second.outcome().usage()).isEqualTo(Usage.tokens(120, 10));
    assertThat(third.outcome().usage()).isEqualTo(Usage.tokens(150, 9));
    for (CallEvent event : List.of(first, second, third)) {
      assertThat(event.call().tags()).isEqualTo(Tags.of("team", "support"));
      assertThat(event.call().operationId()).isEqualTo(first.call().operationId());
    }
    assertThat(bench.events).isEmpty();
  }

  @Tag("litellm#37358")
  @Test
  void E1_eachInnerCallOfFunctionCallingIsMetered() {
    enqueueLoop();
    try (TagScope scope = TagScope.open(Tags.of("team", "support"))) {
      String text = bench.client().models.generateContent(MODEL, "hello", withFunctions()).text();
      assertThat(text).isEqualTo("sunny");
      assertThat(scope.tags().size()).isEqualTo(1);
    }
    assertOneOperationOfThreeCalls();
  }

  @Test
  void E1_eachInnerCallOfAsyncFunctionCallingCarriesTheTagsOfItsCaller() {
    enqueueLoop();
    CompletableFuture<?> future;
    EventScope events = EventScope.open();
    try (events;
        TagScope scope = TagScope.open(Tags.of("team", "support"))) {
      future = bench.client().async.models.generateContent(MODEL, "hello", withFunctions());
      assertThat(scope.tags().size()).isEqualTo(1);
    }
    future.join();
    assertOneOperationOfThreeCalls();
    assertThat(events.events()).hasSize(3);
  }

  @Test
  void asyncLoopsWithEqualPromptsAreToldApartByTheirHttpOptions() {
    bench.server.always(
        request ->
            request.body().path("contents").size() < 3
                ? GeminiReply.functionCall("weather", "{}")
                : GeminiReply.text("sunny"));
    Client client = bench.client();
    List<CompletableFuture<?>> futures = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      GenerateContentConfig config =
          withFunctions().toBuilder()
              .httpOptions(HttpOptions.builder().timeout(20_000).build())
              .build();
      try (TagScope scope = TagScope.open(Tags.of("n", "n" + i))) {
        futures.add(client.async.models.generateContent(MODEL, "hello", config));
        assertThat(scope.tags().size()).isEqualTo(1);
      }
    }
    futures.forEach(CompletableFuture::join);

    Map<Object, List<String>> byOperation = new HashMap<>();
    for (int i = 0; i < 40; i++) {
      CallEvent event = bench.call();
      byOperation
          .computeIfAbsent(event.call().operationId(), id -> new ArrayList<>())
          .add(String.valueOf(event.call().tags().get("n")));
    }
    assertThat(byOperation).hasSize(20);
    assertThat(byOperation.values())
        .allSatisfy(tags -> assertThat(tags).hasSize(2).doesNotContain("null"))
        .allSatisfy(tags -> assertThat(tags.get(0)).isEqualTo(tags.get(1)));
  }

  @Test
  void labelsOfTheRequestAreTagsInEveryInnerCall() {
    enqueueLoop();
    GenerateContentConfig config =
        withFunctions().toBuilder().labels(Map.of("team", "support")).build();

    bench.client().async.models.generateContent(MODEL, "hello", config).join();

    assertOneOperationOfThreeCalls();
  }
}
