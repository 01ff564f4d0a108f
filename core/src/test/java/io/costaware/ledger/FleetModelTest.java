package io.costaware.ledger;

import io.costaware.budget.BudgetWindow;
import java.time.Duration;
import java.util.function.BiConsumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.ActionChainArbitrary;
import net.jqwik.api.state.Transformer;

/** Whatever befalls a fleet in whatever order, it keeps the limit and its store loses nothing. */
class FleetModelTest {
  private static final BudgetWindow ROLLING = BudgetWindow.rolling(Duration.ofSeconds(8), 4);
  private static final Arbitrary<Integer> PLACE = Arbitraries.integers().between(0, 2);
  private static final Arbitrary<Integer> COUNT = Arbitraries.integers().between(1, 12);
  private static final Arbitrary<Integer> MILLIS =
      Arbitraries.of(1, 15, 40, 120, 300, 700, 1_100, 2_500);

  /** What one of the nodes does with one of its calls. */
  private record Call(int place, int which, int count) {}

  private static final Arbitrary<Call> CALL =
      Combinators.combine(PLACE, Arbitraries.integers().between(0, 9), COUNT).as(Call::new);

  /** What befalls the way of one of the nodes to the store. */
  private record Way(int place, FleetNode.Cut cut) {}

  @Property(tries = 600)
  void B1_B7_aFleetKeepsTheLimitWhateverBefallsIt(
      @ForAll("troubled") ActionChain<FleetModel> chain) {
    chain.withInvariant(FleetModel::check).run().end();
  }

  @Property(tries = 300)
  void B3_B7_whatTheStoreSaysInTheEndIsWhatCallsTook(
      @ForAll("cutOnly") ActionChain<FleetModel> chain) {
    chain.withInvariant(FleetModel::check).run().end();
  }

  @Property(tries = 600)
  void B4_B7_aFleetKeepsARollingLimitWhateverBefallsIt(
      @ForAll("rolling") ActionChain<FleetModel> chain) {
    chain.withInvariant(FleetModel::check).run().end();
  }

  @Example
  void B7_aNodeWhoseClockIsBehindLeavesWhatTheNextBucketHas() {
    FleetModel fleet = new FleetModel(ROLLING);
    for (int count : new int[] {10, 6, 6, 6, 5, 6, 12}) {
      fleet.hold(0, count);
    }
    fleet.hold(2, 10);
    fleet.check();
  }

  @Provide
  ActionChainArbitrary<FleetModel> cutOnly() {
    return calls(BudgetWindow.lifetime());
  }

  @Provide
  ActionChainArbitrary<FleetModel> troubled() {
    return troubled(BudgetWindow.lifetime());
  }

  @Provide
  ActionChainArbitrary<FleetModel> rolling() {
    return troubled(ROLLING);
  }

  private static ActionChainArbitrary<FleetModel> calls(BudgetWindow window) {
    return ActionChain.startWith(() -> new FleetModel(window))
        .withAction(8, doing("hold", CALL, (fleet, call) -> fleet.hold(call.place, call.count)))
        .withAction(
            2,
            doing(
                "extend", CALL, (fleet, call) -> fleet.extend(call.place, call.which, call.count)))
        .withAction(
            5,
            doing(
                "settle", CALL, (fleet, call) -> fleet.settle(call.place, call.which, call.count)))
        .withAction(4, doing("beat", PLACE, FleetModel::beat))
        .withAction(4, doing("millis pass", MILLIS, FleetModel::timePasses))
        .withAction(
            2,
            doing(
                "cut",
                Combinators.combine(PLACE, Arbitraries.of(FleetNode.Cut.values())).as(Way::new),
                (fleet, way) -> fleet.cut(way.place, way.cut)))
        .withMaxTransformations(80);
  }

  private static ActionChainArbitrary<FleetModel> troubled(BudgetWindow window) {
    return calls(window)
        .withAction(1, doing("die", PLACE, FleetModel::dies))
        .withAction(1, doing("close", PLACE, FleetModel::closes))
        .withAction(1, doing("copy the store", PLACE, (fleet, any) -> fleet.copyStore()))
        .withAction(1, doing("the store goes back", PLACE, (fleet, any) -> fleet.storeGoesBack()));
  }

  private static <T> Action.Independent<FleetModel> doing(
      String what, Arbitrary<T> with, BiConsumer<FleetModel, T> step) {
    return () ->
        with.map(
            value -> Transformer.mutate(what + " " + value, fleet -> step.accept(fleet, value)));
  }
}
