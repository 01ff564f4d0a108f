package io.costaware.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.budget.Amount;
import io.costaware.budget.Budget;
import io.costaware.budget.Shortfall;
import io.costaware.money.Money;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RollingFleetTest {
  private final FleetOnTrial fleet = new FleetOnTrial();

  @Test
  void B8_whatOthersSpentInARollingWindowHasPassedOutByTheMomentThatIsTold() {
    Budget rolling = Budget.named("all").limit("10", "USD").perRolling(Duration.ofMinutes(1), 6);
    SlicedLedger one = fleet.node(rolling);
    SlicedLedger two = fleet.node(rolling);
    long begin = fleet.now.get();
    fleet.spend(one, "10");
    fleet.pass(Duration.ofSeconds(15));

    assertThat(fleet.refusal(one, "1").resetsAt())
        .as("its own spend: the end of its bucket and a minute")
        .isEqualTo(Instant.ofEpochMilli(begin + 70_000));
    Shortfall lack = fleet.refusal(two, "1");
    assertThat(lack.settled()).isEqualTo(new Amount.OfMoney(Money.usd("10")));
    assertThat(lack.resetsAt())
        .as("another's spend, in whichever bucket: the end of this one and a minute")
        .isEqualTo(Instant.ofEpochMilli(begin + 80_000));
    fleet.pass(Duration.ofSeconds(65));
    fleet.hold(two, "1");
  }
}
