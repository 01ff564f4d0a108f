package io.costaware.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.genai.Chat;
import com.google.genai.Client;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.HttpOptions;
import io.costaware.admission.Verdict;
import io.costaware.call.CallRefusedException;
import io.costaware.event.Refusal;
import io.costaware.tags.TagRules;
import io.costaware.tags.TagScope;
import io.costaware.tags.Tags;
import io.costaware.testkit.wire.GeminiReply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("FutureReturnValueIgnored") // The futures go on as objects of a parameter.
class RefusalTest {
  private static final String MODEL = "gemini-2.5-flash";

  private final Bench bench =
      Bench.of(settings -> settings.policy(request -> new Verdict.Refuse("closed on Sundays")));
  private final Client client = bench.client();
  private final ConcurrentLinkedQueue<Throwable> uncaught = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void watchThreads() {
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
  }

  @AfterEach
  void close() {
    Thread.setDefaultUncaughtExceptionHandler(null);
    bench.close();
  }

  record Kind(String name, Function<Client, Object> call) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Kind kind(String name, Function<Client, Object> call) {
    return new Kind(name, call);
  }

  static Stream<Kind> blocking() {
    return Stream.of(
        kind("sync", c -> c.models.generateContent(MODEL, "x", null)),
        kind("sync with a time-out of its own", c -> c.models.generateContent(MODEL, "x", slow())),
        kind("stream", c -> c.models.generateContentStream(MODEL, "x", null)),
        kind("chat", c -> c.chats.create(MODEL).sendMessage("x")),
        kind("chat stream", c -> c.chats.create(MODEL).sendMessageStream("x")),
        kind("predict", c -> c.models.embedContent("text-embedding-005", "x", null)),
        kind("embed", c -> c.models.embedContent("gemini-embedding-2", "x", null)));
  }

  static Stream<Kind> async() {
    return Stream.of(
        kind("async", c -> c.async.models.generateContent(MODEL, "x", null)),
        kind("async with a time-out", c -> c.async.models.generateContent(MODEL, "x", slow())),
        kind("async stream", c -> c.async.models.generateContentStream(MODEL, "x", null)),
        kind("async chat", c -> c.async.chats.create(MODEL).sendMessage("x")),
        kind("async chat stream", c -> c.async.chats.create(MODEL).sendMessageStream("x")),
        kind("async predict", c -> c.async.models.embedContent("text-embedding-005", "x", null)),
        kind("async embed", c -> c.async.models.embedContent("gemini-embedding-2", "x", null)));
  }

  private static GenerateContentConfig slow() {
    return GenerateContentConfig.builder()
        .httpOptions(HttpOptions.builder().timeout(30_000).build())
        .build();
  }

  @ParameterizedTest
  @MethodSource("blocking")
  @Tag("bifrost#2873")
  void aBlockingCallerCatchesTheRefusalItself(Kind kind) {
    ThrowingCallable call = () -> kind.call().apply(client);

    assertThat(catchThrowable(call))
        .isExactlyInstanceOf(CallRefusedException.class)
        .hasMessageContaining("closed on Sundays");
    assertNothingSent();
  }

  @ParameterizedTest
  @MethodSource("async")
  @Tag("bifrost#2873")
  void anAsyncCallerFindsTheRefusalInTheFuture(Kind kind) {
    CompletableFuture<?> future = (CompletableFuture<?>) kind.call().apply(client);

    Throwable failure = catchThrowable(() -> future.get(20, TimeUnit.SECONDS));
    assertThat(failure).isInstanceOf(ExecutionException.class);
    assertThat(CallRefusedException.find(failure)).hasMessageContaining("closed on Sundays");
    assertThat(failure).hasRootCauseInstanceOf(CallRefusedException.class);
    assertNothingSent();
  }

  private void assertNothingSent() {
    assertThat(bench.refusal().refusal()).isInstanceOf(Refusal.OfPolicy.class);
    assertThat(bench.events).isEmpty();
    assertThat(bench.server.requests()).isEmpty();
    assertThat(uncaught).isEmpty();
    assertThat(bench.ledger.openHolds()).isZero();
  }

  @Test
  void twoHundredRefusedAsyncCallsLeaveNoThreadHarmedAndNoSlotTaken() {
    List<CompletableFuture<?>> futures = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      futures.add(client.async.models.generateContent(MODEL, "x", null));
    }

    for (CompletableFuture<?> future : futures) {
      assertThat(CallRefusedException.find(catchThrowable(() -> future.get(20, TimeUnit.SECONDS))))
          .isNotNull();
    }
    assertThat(uncaught).isEmpty();
    assertThat(bench.server.requests()).isEmpty();
    assertThat(bench.meter.refusals()).isEqualTo(200);
  }

  @Test
  void aBlockingCallInsideAnAsyncCallbackCatchesTheRefusalItself() {
    try (Bench both =
        Bench.of(
            settings ->
                settings.policy(
                    request ->
                        request.tags().get("refused") == null
                            ? Verdict.allow()
                            : new Verdict.Refuse("no")))) {
      both.server.always(request -> GeminiReply.text("Hi"));
      Client mixed = both.client();

      CompletableFuture<Throwable> caught =
          mixed
              .async
              .models
              .generateContent(MODEL, "x", null)
              .thenApply(
                  answer -> {
                    try (TagScope scope = TagScope.open(Tags.of("refused", "yes"))) {
                      return catchThrowable(
                          () -> mixed.models.generateContent(MODEL, scope.tags() + "", null));
                    }
                  });

      assertThat(caught.join()).isExactlyInstanceOf(CallRefusedException.class);
    }
  }

  @Test
  void T1_everyViolationOfTheTagRulesIsInOneMessageAndNothingIsSent() {
    try (Bench strict = Bench.of(settings -> settings.tagRules(TagRules.require("team", "app")))) {
      Chat chat = strict.client().chats.create(MODEL);

      assertThat(catchThrowable(() -> chat.sendMessage("x")))
          .isExactlyInstanceOf(CallRefusedException.class)
          .hasMessageContaining("team")
          .hasMessageContaining("app");
      assertThat(strict.server.requests()).isEmpty();
    }
  }

  @Test
  void aTagThatNoLabelCanHoldRefusesTheCallBeforeItIsSent() {
    try (Bench open = Bench.plain();
        TagScope scope = TagScope.open(Tags.of("team", "a.b"))) {
      Client labelled = open.client();
      assertThat(catchThrowable(() -> labelled.models.generateContent(MODEL, "x", null)))
          .isExactlyInstanceOf(CallRefusedException.class)
          .hasMessageContaining("team")
          .hasMessageContaining("Vertex labels");
      assertThat(open.refusal().refusal()).isInstanceOf(Refusal.OfTags.class);
      assertThat(open.server.requests()).isEmpty();
      assertThat(scope.tags().get("team")).isEqualTo("a.b");
    }
  }

  @Test
  void countingTokensIsFreeAndNeverRefused() {
    bench.server.enqueue(GeminiReply.tokens(7));

    assertThat(client.models.countTokens(MODEL, "x", null).totalTokens()).contains(7);
    assertThat(bench.events).isEmpty();
  }
}
