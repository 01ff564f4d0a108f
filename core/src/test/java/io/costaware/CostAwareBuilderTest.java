package io.costaware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.budget.Budget;
import io.costaware.ledger.InMemoryLedger;
import io.costaware.money.Money;
import io.costaware.target.Provider;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostAwareBuilderTest {
  private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

  private static final InstantSource NOW =
      InstantSource.fixed(Instant.parse("2026-11-26T12:00:00Z"));

  private static InMemoryLedger ledger() {
    return InMemoryLedger.of(List.of(), Money.USD, InstantSource.system());
  }

  @Test
  void aLedgerOfYourOwnContradictsWhatIsSetForOurs() {
    assertThatThrownBy(
            () -> CostAware.builder().ledger(ledger()).holdLifetime(Duration.ofMinutes(1)).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("holdLifetime")
        .hasMessageContaining("ledger");
    assertThatThrownBy(
            () -> CostAware.builder().history((from, to) -> Stream.of()).ledger(ledger()).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("history");
    assertThatThrownBy(() -> CostAware.builder().beginAtZero().ledger(ledger()).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("beginAtZero");
  }

  @Test
  void anAbsurdIdleLimitIsRefusedAtOnceAndNotAtEachSweep() {
    assertThatThrownBy(() -> CostAware.builder().streamIdleLimit(FOR_EVER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("streamIdleLimit")
        .hasMessageContaining("PT8784H");
    assertThatThrownBy(() -> CostAware.builder().holdLifetime(FOR_EVER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("holdLifetime");
  }

  @Test
  void closingMayTakeForEver() {
    CostAware costs = CostAware.builder().build();

    assertThat(costs.close(FOR_EVER).isComplete()).isTrue();
  }

  private static Budget onModel(String model) {
    return Budget.named("sonnet").model(model).limit("5", "USD").lifetime();
  }

  @ParameterizedTest
  @CsvSource({
    "us.anthropic.claude-sonnet-4-6, anthropic.claude-sonnet-4-6",
    "global.anthropic.claude-sonnet-4-6, anthropic.claude-sonnet-4-6",
    "Anthropic.Claude-Sonnet-4-6, anthropic.claude-sonnet-4-6",
    "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0, amazon.nova-lite-v1:0",
    "publishers/google/models/gemini-2.5-flash, gemini-2.5-flash",
  })
  @Tag("vigil#964")
  void aBudgetOnANameThatIsNoBaseIdIsRefusedWithTheIdToWrite(String model, String base) {
    InMemoryLedger own = InMemoryLedger.of(List.of(onModel(model)), Money.USD, NOW);
    for (CostAwareBuilder builder :
        List.of(
            CostAware.builder().budget(onModel(model)).beginAtZero(),
            CostAware.builder().ledger(own))) {
      assertThatThrownBy(builder::build)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll(
              "Budget 'sonnet'", "'" + model + "'", "write its base id " + base);
    }
    CostAware.builder().budget(onModel(base)).beginAtZero().build().close();
  }

  @Test
  @Tag("vigil#964")
  void aModelThatNoSheetKnowsIsTakenAsTheFileTakesIt() {
    for (Budget fine :
        List.of(
            onModel("acme.model-of-tomorrow-v1:0"),
            onModel("us.anthropic.gemini").provider(Provider.VERTEX))) {
      CostAware.builder().budget(fine).beginAtZero().build().close();
    }
    assertThatThrownBy(
            () ->
                CostAware.builder()
                    .budget(onModel("projects/p/locations/l/endpoints/7"))
                    .beginAtZero()
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("write its base id, such as anthropic.claude-sonnet-4-6");
  }
}
