package io.costaware.ledger;

import java.util.function.BiConsumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.ActionChainArbitrary;
import net.jqwik.api.state.Transformer;

/** Whatever is asked of a ledger in whatever order, it says what the plainest books say. */
class LedgerModelTest {
  private static final Arbitrary<Integer> WHICH = Arbitraries.integers().between(0, 40);
  private static final Arbitrary<ModelDemand> DEMAND =
      Combinators.combine(
              Arbitraries.integers().between(0, 60),
              Arbitraries.integers().between(0, 30),
              Arbitraries.of(ModelDemand.Cost.values()))
          .as(ModelDemand::new);

  @Property(tries = 400)
  @Tag("litellm#40050")
  @Tag("litellm#36926")
  void B1_B2_B3_B4_theLedgerSaysWhatThePlainestBooksSay(
      @ForAll("chains") ActionChain<LedgerModel> chain) {
    chain.withInvariant(LedgerModel::check).run();
  }

  @Provide
  ActionChainArbitrary<LedgerModel> chains() {
    return ActionChain.startWith(LedgerModel::new)
        .withAction(
            6,
            doing(
                "hold",
                Combinators.combine(DEMAND, Arbitraries.of("acme", "other", ""))
                    .as(ModelDemand.OfTenant::new),
                (model, asked) -> model.hold(asked.demand(), asked.tenant())))
        .withAction(
            2,
            doing(
                "extend",
                Combinators.combine(WHICH, DEMAND).as(ModelDemand.OfHold::new),
                (model, asked) -> model.extend(asked.which(), asked.demand())))
        .withAction(
            1,
            doing(
                "extend regardless",
                Combinators.combine(WHICH, DEMAND).as(ModelDemand.OfHold::new),
                (model, asked) -> model.extendRegardless(asked.which(), asked.demand())))
        .withAction(
            3,
            doing(
                "settle",
                Combinators.combine(WHICH, DEMAND).as(ModelDemand.OfHold::new),
                (model, asked) -> model.settle(asked.which(), asked.demand())))
        .withAction(1, doing("release", WHICH, LedgerModel::release))
        .withAction(
            3,
            doing(
                "minutes pass",
                Arbitraries.of(0, 1, 7, 15, 16, 61, 1440),
                LedgerModel::minutesPass))
        .withAction(1, doing("sweep", Arbitraries.just(0), (model, none) -> model.sweep()))
        .withAction(
            1, doing("replace", Arbitraries.integers().between(0, 26), LedgerModel::replace))
        .withMaxTransformations(60);
  }

  private static <T> Action.Independent<LedgerModel> doing(
      String what, Arbitrary<T> with, BiConsumer<LedgerModel, T> step) {
    return () ->
        with.map(
            value -> Transformer.mutate(what + " " + value, model -> step.accept(model, value)));
  }
}
