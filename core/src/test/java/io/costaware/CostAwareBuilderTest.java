package io.costaware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.ledger.InMemoryLedger;
import io.costaware.money.Money;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CostAwareBuilderTest {
  private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

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
}
