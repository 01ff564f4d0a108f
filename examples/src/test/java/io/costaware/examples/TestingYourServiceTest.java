package io.costaware.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.CostAware;
import io.costaware.budget.Budget;
import io.costaware.target.Provider;
import io.costaware.testkit.fake.FakeAnswer;
import io.costaware.testkit.fake.FakeCostAwareClient;
import io.costaware.testkit.fake.RecordingSink;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How to test a service without a cloud account: real metering, a model in memory. */
class TestingYourServiceTest {
  private final RecordingSink events = new RecordingSink();
  private final CostAware costs =
      CostAware.builder()
          .alias("triage-model", "bedrock:amazon.nova-lite-v1:0")
          .budget(
              Budget.named("support")
                  .where("team", "support")
                  .limit("0.00015", "USD")
                  .perDay(ZoneOffset.UTC))
          .beginAtZero()
          .sink(events)
          .build();
  private final FakeCostAwareClient model = FakeCostAwareClient.on(costs, Provider.BEDROCK);
  private final TicketTriage triage = new TicketTriage(model);

  @AfterEach
  void close() {
    model.close();
    costs.close();
  }

  @Test
  void ticketsAreSortedAndTheirCostIsKnown() {
    model.answering(FakeAnswer.text(" login ").tokens(400, 2));

    assertThat(triage.queueFor("I cannot get in")).isEqualTo("login");

    assertThat(model.prompts()).hasSize(1);
    assertThat(events.awaitCalls(1, Duration.ofSeconds(10)).get(0).receipt().total())
        .hasToString("0.00002448 USD");
  }

  @Test
  void ticketsWaitUnsortedWhenTheBudgetIsSpent() {
    model.answering(FakeAnswer.text("billing").tokens(2480, 1));
    triage.queueFor("This one spends nearly all of it");

    assertThat(triage.queueFor("I was charged twice")).isEqualTo("unsorted");

    assertThat(model.prompts()).as("sent").hasSize(1);
    assertThat(events.awaitRefusals(1, Duration.ofSeconds(10)).get(0).refusal().describe())
        .startsWith("Budget 'support' allows 0.00015 USD");
  }
}
