package io.costaware.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.budget.Amount;
import io.costaware.budget.Budget;
import io.costaware.budget.Demand;
import io.costaware.budget.Hold;
import io.costaware.budget.HoldAnswer;
import io.costaware.budget.Shortfall;
import io.costaware.budget.StoreFailure;
import io.costaware.money.Money;
import io.costaware.tags.Tags;
import java.math.BigInteger;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FleetBudgetTest {
  private static final Budget HUNDRED = Budget.named("all").limit("100", "USD").lifetime();
  private static final Duration A_WHILE = Duration.ofSeconds(3);
  private static final Duration PAST_LEASE = FleetOnTrial.LEASE.plusSeconds(1);

  private final FleetOnTrial fleet = new FleetOnTrial();

  @ParameterizedTest
  @ValueSource(ints = {2, 8, 32})
  @Tag("litellm#23714")
  @Tag("litellm#24682")
  void B7_allNodesTogetherHonourOneLimit(int nodes) {
    for (int i = 0; i < nodes; i++) {
      fleet.node(HUNDRED);
    }
    int spent = 0;
    int refusedInARow = 0;
    for (int i = 0; refusedInARow < 4 * nodes; i++) {
      SlicedLedger node = fleet.nodes.get(i % nodes);
      if (fleet.tryHold(node, "1") instanceof HoldAnswer.Granted granted) {
        node.settle(granted.hold(), Demand.of(Money.usd("1"), 0, 1));
        spent++;
        refusedInARow = 0;
      } else {
        refusedInARow++;
        fleet.pass(Duration.ofMillis(500));
      }
    }
    assertThat(spent).isEqualTo(100);
    fleet.nodes.forEach(SlicedLedger::close);
    assertThat(fleet.totals("all").settled()).isEqualTo(FleetOnTrial.picos("100"));
    assertThat(fleet.totals("all").reserved()).isEqualTo(FleetOnTrial.picos("100"));
  }

  @Test
  @Tag("litellm#33325")
  @Tag("litellm#39390")
  void B7_everyReplicaSeesWhatTheOthersSpent() {
    Budget small = Budget.named("all").limit("0.002", "USD").lifetime();
    SlicedLedger one = fleet.node(small);
    SlicedLedger two = fleet.node(small);
    for (int i = 0; i < 6; i++) {
      SlicedLedger node = i % 2 == 0 ? one : two;
      if (fleet.tryHold(node, "0.00063") instanceof HoldAnswer.Granted granted) {
        node.settle(granted.hold(), Demand.of(Money.usd("0.00063"), 0, 1));
      }
    }
    Shortfall lack = fleet.refusal(one, "0.00063");
    assertThat(lack.settled()).isEqualTo(new Amount.OfMoney(Money.usd("0.00189")));
    assertThat(fleet.totals("all").settled()).isLessThanOrEqualTo(FleetOnTrial.picos("0.002"));
  }

  @Test
  @Tag("litellm#33923")
  @Tag("litellm#34429")
  void B7_aStoreOutOfReachRefusesTheHoldItself() {
    SlicedLedger node = fleet.node(HUNDRED);
    fleet.store.unreachable(true);
    Shortfall lack = fleet.refusal(node, "1");
    assertThat(lack.cause()).isEqualTo(Shortfall.Cause.STORE_UNREACHABLE);
    assertThat(lack.describe()).contains("does not answer");
    assertThat(node.isStoreDown()).isTrue();
    fleet.store.unreachable(false);
    fleet.pass(A_WHILE);
    fleet.hold(node, "1");
    assertThat(node.isStoreDown()).isFalse();
  }

  @Test
  void B7_aBudgetThatAdmitsWithoutTheStoreCountsWhatItAdmitted() {
    Budget open =
        Budget.named("all").limit("10", "USD").lifetime().onStoreFailure(StoreFailure.ADMIT);
    SlicedLedger node = fleet.node(open);
    SlicedLedger other = fleet.node(open);
    fleet.store.unreachable(true);
    for (int i = 0; i < 12; i++) {
      fleet.spend(node, "1");
    }
    fleet.store.unreachable(false);
    fleet.pass(A_WHILE);
    assertThat(fleet.totals("all").settled()).isEqualTo(FleetOnTrial.picos("12"));
    assertThat(fleet.refusal(other, "1").cause()).isEqualTo(Shortfall.Cause.EXHAUSTED);
    assertThat(fleet.refusal(node, "1").cause()).isEqualTo(Shortfall.Cause.EXHAUSTED);
  }

  @Test
  void B7_roomThatIsGrantedLastsWhileTheStoreIsOutOfReachAndTheLeaseRuns() {
    SlicedLedger node = fleet.node(HUNDRED);
    fleet.spend(node, "1");
    fleet.store.unreachable(true);
    fleet.spend(node, "1");
    fleet.pass(PAST_LEASE);
    assertThat(fleet.refusal(node, "1").cause()).isEqualTo(Shortfall.Cause.STORE_UNREACHABLE);
  }

  @Test
  @Tag("litellm#30460")
  void B3_writesWhoseAnswersAreLostCountOnce() {
    SlicedLedger node = fleet.node(HUNDRED);
    fleet.spend(node, "1");
    fleet.store.answersLost(true);
    fleet.pass(Duration.ofSeconds(8));
    fleet.store.answersLost(false);
    fleet.pass(A_WHILE);
    fleet.spend(node, "1");
    node.close();
    assertThat(fleet.totals("all").settled()).isEqualTo(FleetOnTrial.picos("2"));
    assertThat(fleet.totals("all").reserved()).isEqualTo(FleetOnTrial.picos("2"));
  }

  @Test
  void B7_whatADeadNodeHeldCountsAsSpentUntilItIsReconciled() {
    SlicedLedger dead = fleet.node(HUNDRED);
    SlicedLedger other = fleet.node(HUNDRED);
    fleet.spend(dead, "5");
    fleet.hold(dead, "7");
    fleet.hold(other, "1");
    fleet.pass(Duration.ofSeconds(8));
    fleet.pass(PAST_LEASE, dead);
    assertThat(fleet.refusal(other, "88").held()).isEqualTo(new Amount.OfMoney(Money.usd("8")));
    Hold rest = fleet.hold(other, "87");
    other.release(rest);
    List<LostSlice> lost = other.lost();
    assertThat(lost).hasSize(1);
    assertThat(lost.get(0).settled()).isEqualTo(FleetOnTrial.picos("5"));
    assertThat(lost.get(0).held()).isEqualTo(FleetOnTrial.picos("7"));
    assertThat(other.reconcile(lost.get(0), FleetOnTrial.picos("6"))).isTrue();
    assertThat(other.reconcile(lost.get(0), FleetOnTrial.picos("6"))).isFalse();
    fleet.pass(A_WHILE, dead);
    fleet.hold(other, "93");
  }

  @Test
  void B7_aNodeThatWasPausedHoldsNothingByAnOldLease() {
    SlicedLedger paused = fleet.node(HUNDRED);
    SlicedLedger other = fleet.node(HUNDRED);
    fleet.spend(paused, "10");
    fleet.hold(other, "1");
    fleet.pass(PAST_LEASE, paused);
    fleet.spend(other, "89");
    // What it had reported of its room is gone; the store is asked, and has none.
    assertThat(fleet.refusal(paused, "1").cause()).isEqualTo(Shortfall.Cause.EXHAUSTED);
    paused.close();
    other.close();
    assertThat(fleet.totals("all").settled()).isEqualTo(FleetOnTrial.picos("99"));
  }

  @Test
  void B3_aCallThatEndsAfterItsNodeWasGivenUpIsBookedOnce() {
    SlicedLedger paused = fleet.node(HUNDRED);
    Hold late = fleet.hold(paused, "4");
    SlicedLedger other = fleet.node(HUNDRED);
    fleet.hold(other, "1");
    fleet.pass(Duration.ofSeconds(8));
    fleet.pass(PAST_LEASE, paused);
    paused.settle(late, Demand.of(Money.usd("3"), 0, 1));
    fleet.pass(A_WHILE);
    paused.close();
    assertThat(fleet.totals("all").settled()).isEqualTo(FleetOnTrial.picos("3"));
    assertThat(fleet.totals("all").reserved())
        .isGreaterThanOrEqualTo(FleetOnTrial.picos("4"))
        .isLessThan(FleetOnTrial.picos("100"));
  }

  @Test
  void B7_aNodeThatClosesGivesItsRoomBackAtOnce() {
    SlicedLedger one = fleet.node(HUNDRED);
    SlicedLedger two = fleet.node(HUNDRED);
    fleet.spend(one, "10");
    one.close();
    fleet.hold(two, "90");
  }

  @Test
  @Tag("litellm#34238")
  @Tag("litellm#30684")
  void B7_aStoreThatComesBackAsItWasNeverAdmitsAgainWhatWasSpent() {
    SlicedLedger one = fleet.node(HUNDRED);
    SlicedLedger two = fleet.node(HUNDRED);
    fleet.spend(one, "1");
    fleet.spend(two, "1");
    InMemorySliceStore old = fleet.store.snapshot();
    fleet.spend(one, "50");
    fleet.spend(two, "40");
    fleet.store.comeBackAs(old);
    assertThat(fleet.refusal(one, "40").cause()).isEqualTo(Shortfall.Cause.STORE_RECOVERING);
    fleet.pass(PAST_LEASE.plusSeconds(5));
    assertThat(fleet.refusal(one, "9").cause()).isEqualTo(Shortfall.Cause.EXHAUSTED);
    fleet.pass(A_WHILE);
    fleet.spend(one, "7");
    fleet.pass(FleetOnTrial.LEASE);
    assertThat(fleet.refusal(two, "2").settled()).isEqualTo(new Amount.OfMoney(Money.usd("99")));
  }

  @Test
  void B7_clocksThatAreHoursApartChangeNoLease() {
    SlicedLedger ahead = fleet.node(Duration.ofHours(7), HUNDRED);
    SlicedLedger behind = fleet.node(Duration.ofHours(-7), HUNDRED);
    fleet.spend(ahead, "40");
    fleet.spend(behind, "40");
    Hold held = fleet.hold(ahead, "10");
    fleet.pass(PAST_LEASE);
    assertThat(fleet.refusal(behind, "11").cause()).isEqualTo(Shortfall.Cause.EXHAUSTED);
    ahead.settle(held, Demand.of(Money.usd("10"), 0, 1));
    fleet.pass(A_WHILE);
    // Some room stays with the other node.
    fleet.hold(behind, "5");
  }

  @Test
  void B4_nodesInDifferentDaysCountInDifferentWindows() {
    Budget daily = Budget.named("day").limit("10", "USD").perDay(ZoneOffset.UTC);
    SlicedLedger today = fleet.node(daily);
    SlicedLedger tomorrow = fleet.node(daily);
    fleet.spend(today, "10");
    Demand ten = Demand.of(Money.usd("10"), 0, 1);
    long next = fleet.now.get() + Duration.ofDays(1).toMillis();
    assertThat(tomorrow.hold(tomorrow.match(Tags.none(), null), ten, next))
        .isInstanceOf(HoldAnswer.Granted.class);
    assertThat(fleet.refusal(tomorrow, "1").settled())
        .isEqualTo(new Amount.OfMoney(Money.usd("0")));
    assertThat(fleet.refusal(today, "1").cause()).isEqualTo(Shortfall.Cause.EXHAUSTED);
  }

  @Test
  void roomGrantedUnderAHigherLimitIsGivenUpWithIt() {
    SlicedLedger node = fleet.node(HUNDRED);
    fleet.spend(node, "20");
    node.replace(List.of(Budget.named("all").limit("21", "USD").lifetime()));
    assertThat(fleet.refusal(node, "2").limit()).isEqualTo(new Amount.OfMoney(Money.usd("21")));
    fleet.spend(node, "1");
    assertThat(fleet.totals("all").reserved()).isEqualTo(FleetOnTrial.picos("21"));
  }

  @Test
  void B7_aBudgetThatLeavesAndComesBackCountsWhatItHadSpent() {
    SlicedLedger node = fleet.node(HUNDRED);
    fleet.spend(node, "40");
    node.replace(List.of());
    node.replace(List.of(HUNDRED));
    fleet.pass(Duration.ofMinutes(1));
    fleet.spend(node, "60");
    assertThat(fleet.refusal(node, "1").cause()).isEqualTo(Shortfall.Cause.EXHAUSTED);
    node.close();
    assertThat(fleet.totals("all").settled()).isEqualTo(FleetOnTrial.picos("100"));
  }

  @Test
  void roomStaysUnderTermsThatAreTheSame() {
    SlicedLedger node = fleet.node(HUNDRED);
    fleet.spend(node, "1");
    node.replace(List.of(HUNDRED));
    fleet.store.unreachable(true);
    fleet.spend(node, "1");
  }

  @Test
  void aCallThatTakesNothingAsksAQuietStoreOnce() {
    SlicedLedger node = fleet.node(HUNDRED);
    fleet.spend(node, "1");
    fleet.pass(Duration.ofMinutes(2));
    long before = node.storeTrips();
    node.release(fleet.hold(node, "0"));
    assertThat(node.storeTrips()).isLessThanOrEqualTo(before + 1);
  }

  @Test
  void aBudgetThatAdmitsWithoutTheStoreDoesSoWhileItRecoversToo() {
    Budget open =
        Budget.named("all").limit("10", "USD").lifetime().onStoreFailure(StoreFailure.ADMIT);
    SlicedLedger node = fleet.node(open);
    fleet.spend(node, "1");
    InMemorySliceStore old = fleet.store.snapshot();
    fleet.spend(node, "8");
    fleet.pass(FleetOnTrial.LEASE);
    fleet.store.comeBackAs(old);
    old.recover();
    fleet.spend(node, "5");
    fleet.pass(PAST_LEASE.plusSeconds(5));
    assertThat(fleet.totals("all").settled()).isEqualTo(FleetOnTrial.picos("14"));
  }

  @Test
  void aSteadyNodeAsksTheStoreSeldom() {
    SlicedLedger node = fleet.node(Budget.named("all").limit("1000000", "USD").lifetime());
    int calls = 20_000;
    for (int i = 0; i < calls; i++) {
      fleet.spend(node, "1");
      if (i % 2 == 1) {
        fleet.now.incrementAndGet();
        node.beat();
      }
    }
    assertThat(node.storeTrips()).isLessThanOrEqualTo(calls / 200);
  }

  @Test
  void subjectsOfAFleetAreCountedApart() {
    Budget tenants = Budget.named("tenants").each("tenant").limit("5", "USD").lifetime();
    SlicedLedger one = fleet.node(tenants);
    SlicedLedger two = fleet.node(tenants);
    Demand three = Demand.of(Money.usd("3"), 0, 1);
    for (String tenant : List.of("a", "b")) {
      Tags tags = Tags.of("tenant", tenant);
      assertThat(one.hold(one.match(tags, null), three, fleet.now.get()))
          .isInstanceOf(HoldAnswer.Granted.class);
      assertThat(two.hold(two.match(tags, null), three, fleet.now.get()))
          .isInstanceOf(HoldAnswer.Refused.class);
    }
    SliceKey a =
        new SliceKey("tenants", "pico-USD", "tenant=a", "lifetime", Long.MIN_VALUE, Long.MAX_VALUE);
    assertThat(fleet.store.totals(a).reserved()).isGreaterThanOrEqualTo(BigInteger.ONE);
  }
}
