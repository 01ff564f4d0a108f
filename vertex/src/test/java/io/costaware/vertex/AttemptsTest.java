package io.costaware.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.genai.Client;
import com.google.genai.errors.ClientException;
import com.google.genai.errors.GenAiIOException;
import com.google.genai.errors.ServerException;
import com.google.genai.types.HttpOptions;
import io.costaware.budget.Budget;
import io.costaware.call.CallRefusedException;
import io.costaware.event.CallEvent;
import io.costaware.event.CallResult;
import io.costaware.event.Outcome;
import io.costaware.event.Provenance;
import io.costaware.tags.TagScope;
import io.costaware.tags.Tags;
import io.costaware.testkit.wire.GeminiReply;
import io.costaware.testkit.wire.WireReply;
import io.costaware.usage.Usage;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttemptsTest {
  private static final String MODEL = "gemini-2.5-flash";

  private final Bench bench =
      Bench.of(settings -> settings.budgets(Budget.named("all").limit("100", "USD").lifetime()));

  @AfterEach
  void close() {
    bench.close();
  }

  @Tag("litellm#39455")
  @Test
  void E1_eachTryOfARetryHasItsOwnEvent() {
    bench.server.enqueue(GeminiReply.unavailable(), GeminiReply.unavailable());
    bench.server.enqueue(GeminiReply.text("Hi").usage(10, 5));

    bench.client().models.generateContent(MODEL, "hello", null);

    CallEvent first = bench.call();
    CallEvent second = bench.call();
    CallEvent third = bench.call();
    assertThat(first.attempt()).isEqualTo(1);
    assertThat(second.attempt()).isEqualTo(2);
    assertThat(third.attempt()).isEqualTo(3);
    assertThat(first.outcome().error()).isEqualTo("HTTP 503");
    assertThat(first.outcome().knowledge()).isEqualTo(Outcome.Knowledge.FREE);
    assertThat(first.flags()).anyMatch(flag -> flag.contains("503"));
    assertThat(third.outcome().usage()).isEqualTo(Usage.tokens(10, 5));
    assertThat(third.attemptsKnown()).isTrue();
    assertThat(second.call().operationId()).isEqualTo(first.call().operationId());
    assertThat(third.call().operationId()).isEqualTo(first.call().operationId());
    assertThat(bench.server.requests()).hasSize(3);
    assertThat(bench.ledger.openHolds()).isZero();
  }

  @Test
  void everyTryOfARetryCarriesTheSameBody() {
    bench.server.enqueue(GeminiReply.exhausted());
    bench.server.enqueue(GeminiReply.text("Hi"));
    try (TagScope scope = TagScope.open(Tags.of("team", "a"))) {
      bench.client().models.generateContent(MODEL, "hello", null);
      assertThat(scope.tags().isEmpty()).isFalse();
    }

    assertThat(bench.server.requests().get(0).body())
        .isEqualTo(bench.server.requests().get(1).body());
    assertThat(bench.server.requests().get(0).body().path("labels").path("team").asText())
        .isEqualTo("a");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 429})
  void anErrorOfTheCallerCostsNothing(int status) {
    bench.server.always(request -> GeminiReply.error(status, "REFUSED", "the secret message"));
    Client client = bench.keep(bench.builder().httpOptions(bench.httpOptions(1)).build());

    assertThat(catchThrowable(() -> client.models.generateContent(MODEL, "hello", null)))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("secret message");

    CallEvent event = bench.call();
    assertThat(event.outcome().result()).isEqualTo(CallResult.FAILED);
    assertThat(event.outcome().error()).isEqualTo("HTTP " + status);
    assertThat(event.booked().picos()).isZero();
    assertThat(event.provenance()).isEqualTo(Provenance.MEASURED);
    assertThat(event.toString()).doesNotContain("secret message");
    assertThat(bench.events).isEmpty();
    assertThat(bench.ledger.openHolds()).isZero();
  }

  @Test
  void aBreakdownOfTheProviderIsTakenAsFreeAndFlagged() {
    bench.server.always(request -> GeminiReply.internal());
    Client client = bench.keep(bench.builder().httpOptions(bench.httpOptions(1)).build());

    assertThat(catchThrowable(() -> client.models.generateContent(MODEL, "hello", null)))
        .isInstanceOf(ServerException.class);

    CallEvent event = bench.call();
    assertThat(event.booked().picos()).isZero();
    assertThat(event.flags()).anyMatch(flag -> flag.contains("taken as not billed"));
  }

  @Test
  void aTryThatBrokeOffAfterItWasSentMayHaveBeenBilled() {
    bench.server.enqueue(WireReply.reset(), GeminiReply.text("Hi"));

    bench.client().models.generateContent(MODEL, "hello", null);

    CallEvent broken = bench.call();
    assertThat(broken.outcome().knowledge()).isEqualTo(Outcome.Knowledge.NOTHING);
    assertThat(broken.provenance()).isEqualTo(Provenance.ESTIMATED);
    assertThat(broken.booked().picos()).isPositive();
    assertThat(broken.flags()).anyMatch(flag -> flag.contains("may have billed"));
    assertThat(bench.call().attempt()).isEqualTo(2);
    assertThat(bench.ledger.openHolds()).isZero();
  }

  @Test
  void B5_aFurtherTryHoldsOnceMoreAndIsRefusedWhereThereIsNoRoom() {
    try (Bench tight =
        Bench.of(
            settings ->
                settings.budgets(
                    Budget.named("tight").limit("0.20", "USD").lifetime().holdModelMaximum()))) {
      tight.server.always(request -> WireReply.reset());
      Client client = tight.client();

      // One call holds 65,536 tokens of output, 0.16 dollars; a second does not fit beside the
      // first.
      assertThat(catchThrowable(() -> client.models.generateContent(MODEL, "hello", null)))
          .isExactlyInstanceOf(CallRefusedException.class);
      CompletableFuture<?> future = client.async.models.generateContent(MODEL, "hello", null);

      assertThat(CallRefusedException.find(catchThrowable(future::get))).isNotNull();
      assertThat(tight.server.requests()).hasSize(2);
      assertThat(tight.ledger.openHolds()).isZero();
    }
  }

  @Test
  void aRefusedConnectionSentNothingAndCostsNothing() {
    Client client = bench.client();
    bench.server.close();

    assertThat(catchThrowable(() -> client.models.generateContent(MODEL, "hello", null)))
        .isInstanceOf(GenAiIOException.class);

    CallEvent event = bench.call();
    assertThat(event.attempt()).isZero();
    assertThat(event.outcome().knowledge()).isEqualTo(Outcome.Knowledge.FREE);
    assertThat(event.outcome().error()).isEqualTo("ConnectException");
    assertThat(bench.events).isEmpty();
    assertThat(bench.ledger.openHolds()).isZero();
  }

  @Test
  void aCutBodyIsAFailureOfUnknownCost() {
    bench.server.enqueue(GeminiReply.text("Hi there").cutInside(0));
    Client client = bench.client();

    assertThat(catchThrowable(() -> client.models.generateContent(MODEL, "hello", null)))
        .isInstanceOf(GenAiIOException.class);

    CallEvent event = bench.call();
    assertThat(event.outcome().result()).isEqualTo(CallResult.FAILED);
    assertThat(event.provenance()).isEqualTo(Provenance.ESTIMATED);
    assertThat(event.booked().picos()).isPositive();
    assertThat(bench.server.requests()).hasSize(1);
    assertThat(bench.ledger.openHolds()).isZero();
  }

  @Test
  void anAnswerWithoutUsageIsEstimated() {
    bench.server.enqueue(GeminiReply.text("Hi there").withoutUsage());

    bench.client().models.generateContent(MODEL, "hello", null);

    CallEvent event = bench.call();
    assertThat(event.outcome().result()).isEqualTo(CallResult.SUCCEEDED);
    assertThat(event.provenance()).isEqualTo(Provenance.ESTIMATED);
  }

  @Test
  void aTimeOutOfTheHttpOptionsEndsTheCall() {
    CountDownLatch gate = new CountDownLatch(1);
    bench.server.enqueue(GeminiReply.text("Hi").heldUntil(gate));
    HttpOptions options = bench.httpOptions(1).toBuilder().timeout(200).build();
    Client client = bench.keep(bench.builder().httpOptions(options).build());

    assertThat(catchThrowable(() -> client.models.generateContent(MODEL, "hello", null)))
        .isInstanceOf(GenAiIOException.class);

    gate.countDown();
    CallEvent event = bench.call();
    assertThat(event.outcome().result()).isEqualTo(CallResult.FAILED);
    assertThat(event.provenance()).isEqualTo(Provenance.ESTIMATED);
  }

  @Test
  void aTimeOutGoesIntoTheUsersOwnHttpClientToo() {
    CountDownLatch gate = new CountDownLatch(1);
    bench.server.enqueue(GeminiReply.text("Hi").heldUntil(gate));
    Client client =
        bench.keep(
            bench
                .builder()
                .httpOptions(bench.httpOptions(1))
                .httpClient(new OkHttpClient())
                .timeout(Duration.ofMillis(200))
                .build());

    assertThat(catchThrowable(() -> client.models.generateContent(MODEL, "hello", null)))
        .isInstanceOf(GenAiIOException.class);
    gate.countDown();
    assertThat(bench.call().outcome().result()).isEqualTo(CallResult.FAILED);
  }

  @Tag("litellm#13245")
  @Test
  void aCancelledFutureIsSettledWithTheCountsThatTheCallTook() {
    CountDownLatch gate = new CountDownLatch(1);
    bench.server.always(request -> GeminiReply.text("Hi").usage(10, 5).heldUntil(gate));
    Client client = bench.client();
    for (int i = 0; i < 5; i++) {
      CompletableFuture<?> future = client.async.models.generateContent(MODEL, "hello", null);
      bench.server.awaitRequests(i + 1, Bench.LIMIT);
      assertThat(future.cancel(true)).isTrue();
    }
    gate.countDown();

    for (int i = 0; i < 5; i++) {
      CallEvent event = bench.call();
      assertThat(event.outcome().usage()).isEqualTo(Usage.tokens(10, 5));
      assertThat(event.provenance()).isEqualTo(Provenance.MEASURED);
    }
    assertThat(bench.ledger.openHolds()).isZero();
  }
}
