package io.costaware.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.CostAware;
import io.costaware.CostAwareBuilder;
import io.costaware.budget.Amount;
import io.costaware.budget.BudgetStatus;
import io.costaware.client.AnswerPart;
import io.costaware.client.AnswerStream;
import io.costaware.client.CostAwareClient;
import io.costaware.client.Prompt;
import io.costaware.event.CallEvent;
import io.costaware.money.Money;
import io.costaware.testkit.fake.RecordingSink;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What one test of the contract plays on: the provider, a sink that remembers, clients. */
final class ContractStage implements AutoCloseable {
  static final Duration LIMIT = Duration.ofSeconds(20);

  final ScriptedProvider provider;
  final RecordingSink events = new RecordingSink();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private @Nullable CostAwareClient plain;

  ContractStage(ScriptedProvider provider) {
    this.provider = provider;
  }

  /** A cost engine with the contract's prices and this stage's sink. */
  CostAware costs(UnaryOperator<CostAwareBuilder> settings) {
    CostAware costs =
        settings
            .apply(CostAware.builder().prices(new ContractPrices()).beginAtZero().sink(events))
            .build();
    opened.push(costs);
    return costs;
  }

  CostAwareClient client(CostAware costs) {
    CostAwareClient client = provider.client(costs);
    opened.push(client);
    return client;
  }

  /** The client without rules and budgets, the same one each time. */
  CostAwareClient client() {
    CostAwareClient made = plain;
    if (made == null) {
      made = client(costs(settings -> settings));
      plain = made;
    }
    return made;
  }

  Prompt prompt(String text) {
    return Prompt.to(provider.model()).user(text).maxTokens(100);
  }

  /** Reads a stream to its end by iterating. */
  static List<AnswerPart> read(AnswerStream stream) {
    List<AnswerPart> parts = new ArrayList<>();
    try (stream) {
      for (AnswerPart part : stream) {
        parts.add(part);
      }
    }
    return parts;
  }

  static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  /** A wait that no event can shorten. */
  static void await(String what, BooleanSupplier reached) {
    CountDownLatch never = new CountDownLatch(1);
    for (long waited = 0; !reached.getAsBoolean(); waited += 5) {
      assertThat(waited).as("milliseconds waited until " + what).isLessThan(LIMIT.toMillis());
      try {
        if (never.await(5, TimeUnit.MILLISECONDS)) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("Interrupted while waiting until " + what, e);
      }
    }
  }

  /** Waits until no hold is left and checks that the budgets took what the events tell. */
  void assertSettledAsTold(CostAware costs, int calls) {
    List<CallEvent> told = events.awaitCalls(calls, LIMIT);
    await("every hold has ended", () -> costs.health().openHolds() == 0);
    Money sum = Money.usd("0");
    for (CallEvent event : told) {
      sum = sum.plus(event.booked().cost());
    }
    for (BudgetStatus budget : costs.budgets()) {
      assertThat(budget.held()).as("held").isEqualTo(new Amount.OfMoney(Money.usd("0")));
      assertThat(budget.settled()).as("settled").isEqualTo(new Amount.OfMoney(sum));
    }
  }

  @Override
  public void close() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
    provider.close();
  }
}
