package io.costaware.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.genai.Client;
import io.costaware.budget.Amount;
import io.costaware.budget.Budget;
import io.costaware.budget.Shortfall;
import io.costaware.call.CallRefusedException;
import io.costaware.event.Refusal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A budget without room, asked through every way that the drop-in has. */
class SpentBudgetTest {
  private static final String MODEL = "gemini-2.5-flash";

  private final Bench bench =
      Bench.of(
          settings ->
              settings.budgets(Budget.named("tiny").limitTokens(3).perMonth(ZoneId.of("UTC"))));

  @AfterEach
  void close() {
    bench.close();
  }

  record Way(String name, Function<Client, Object> call) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Way way(String name, Function<Client, Object> call) {
    return new Way(name, call);
  }

  static Stream<Way> ways() {
    return Stream.of(
        way("sync", c -> c.models.generateContent(MODEL, "hello", null)),
        way("async", c -> c.async.models.generateContent(MODEL, "hello", null).join()),
        way("stream", c -> c.models.generateContentStream(MODEL, "hello", null)),
        way("async stream", c -> c.async.models.generateContentStream(MODEL, "hello", null).join()),
        way("chat", c -> c.chats.create(MODEL).sendMessage("hello")),
        way("chat stream", c -> c.chats.create(MODEL).sendMessageStream("hello")),
        way("async chat", c -> c.async.chats.create(MODEL).sendMessage("hello").join()));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void B8_theOneExceptionHasAllFactsAndNothingIsSent(Way way) {
    Client client = bench.client();

    Throwable thrown = catchThrowable(() -> way.call().apply(client));

    CallRefusedException refused = CallRefusedException.find(thrown);
    assertThat(refused).isNotNull();
    if (!(thrown instanceof CompletionException)) {
      assertThat(thrown).as("a blocking caller catches it itself").isSameAs(refused);
    }
    long asked = refused.call().basis().inputTokens() + refused.call().basis().allOutputTokens();
    assertThat(asked).isGreaterThan(3);
    Shortfall lack = ((Refusal.OfBudget) refused.refusal()).shortfall();
    assertThat(lack)
        .isEqualTo(
            new Shortfall(
                Shortfall.Cause.EXHAUSTED,
                "tiny",
                "",
                "month from 2026-11-01 in UTC",
                new Amount.OfTokens(3),
                new Amount.OfTokens(0),
                new Amount.OfTokens(0),
                new Amount.OfTokens(asked),
                Instant.parse("2026-12-01T00:00:00Z"),
                false));
    assertThat(refused).hasMessageContaining(lack.describe());
    assertThat(bench.refusal().refusal()).isEqualTo(refused.refusal());
    assertThat(bench.events).isEmpty();
    assertThat(bench.server.requests()).isEmpty();
    assertThat(bench.ledger.openHolds()).isZero();
  }
}
