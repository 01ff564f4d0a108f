package io.costaware.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.CostAware;
import io.costaware.budget.Budget;
import io.costaware.call.CallRefusedException;
import io.costaware.client.Counting;
import io.costaware.client.Prompt;
import io.costaware.money.Money;
import io.costaware.pricing.Estimate;
import io.costaware.tags.TagRules;
import io.costaware.tags.TagScope;
import io.costaware.tags.Tags;
import io.costaware.usage.Meter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What estimates before a call keep. */
interface EstimatePromises extends Staged {
  @Test
  default void anEstimateSendsAndHoldsNothing() {
    CostAware costs =
        stage().costs(b -> b.budget(Budget.named("all").limit("10", "USD").lifetime()));

    Estimate estimate = stage().client(costs).estimate(stage().prompt("How much is this?"));

    Money ceiling = estimate.ceiling().total();
    assertThat(ceiling).isNotNull();
    assertThat(ceiling).isGreaterThan(ContractPrices.of(1, 100).minus(Money.usd("0.0000001")));
    assertThat(stage().provider.requests()).isZero();
    assertThat(costs.health().openHolds()).isZero();
    assertThat(stage().events.events()).isEmpty();
  }

  @Test
  default void theLikelierCostIsNotAboveTheCeiling() {
    String text =
        "A longer question, of which the ceiling makes more than is likely: why? ".repeat(9);

    Estimate estimate = stage().client().estimate(stage().prompt(text));

    long likelier = estimate.expected().usage().get(Meter.INPUT);
    assertThat(likelier).isPositive().isLessThan(estimate.ceiling().usage().promptTokens());
    assertThat(estimate.basis()).contains("estimated").contains("likelier " + likelier);
  }

  @Test
  default void whatTheProviderCountsIsTheInputOfCeilingAndExpectation() {
    CostAware costs =
        stage().costs(b -> b.budget(Budget.named("all").limit("10", "USD").lifetime()));
    stage().provider.count(4_321);

    Estimate estimate =
        stage().client(costs).estimate(stage().prompt("Count this"), Counting.BY_PROVIDER);

    assertThat(estimate.ceiling().usage().promptTokens()).isEqualTo(4_321);
    assertThat(estimate.expected().usage().promptTokens()).isEqualTo(4_321);
    assertThat(estimate.expected().total()).isEqualTo(ContractPrices.of(4_321, 100));
    assertThat(estimate.basis()).contains("counted by the provider at 4321 tokens");
    assertThat(costs.health().openHolds()).isZero();
    assertThat(stage().events.events()).isEmpty();
  }

  @Test
  default void whereTheProviderDoesNotCountTheInputIsReckonedAndTheBasisSaysSo() {
    Prompt prompt = stage().prompt("A text that nobody counts and no basis repeats");
    Estimate reckoned = stage().client().estimate(prompt);
    stage().provider.refuseToCount();

    Estimate estimate = stage().client().estimate(prompt, Counting.BY_PROVIDER);

    assertThat(estimate.ceiling().total()).isEqualTo(reckoned.ceiling().total());
    assertThat(estimate.expected().total()).isEqualTo(reckoned.expected().total());
    assertThat(estimate.basis())
        .startsWith(reckoned.basis())
        .contains("because the provider did not count")
        .doesNotContain("nobody counts");
    assertThat(stage().events.events()).isEmpty();
  }

  @Test
  default void anEstimateDoesNotMakeAnybodyWait() throws Exception {
    stage().provider.count(77);
    Prompt prompt = stage().prompt("Count this");

    Estimate counted =
        stage().client().estimateAsync(prompt, Counting.BY_PROVIDER).get(60, TimeUnit.SECONDS);
    Estimate reckoned =
        stage().client().estimateAsync(prompt, Counting.RECKONED).get(60, TimeUnit.SECONDS);

    assertThat(counted.expected().usage().promptTokens()).isEqualTo(77);
    assertThat(reckoned.basis()).isEqualTo(stage().client().estimate(prompt).basis());
  }

  @Test
  default void T3_anEstimateThatComesLaterHasTheTagsOfTheThreadThatAskedForIt() throws Exception {
    CostAware costs = stage().costs(b -> b.tags(TagRules.require("team")));
    Prompt prompt = stage().prompt("Hi");
    stage().provider.count(7);
    try (TagScope scope = TagScope.open(Tags.of("team", "support"))) {
      assertThat(scope).isNotNull();
      assertThat(
              stage()
                  .client(costs)
                  .estimateAsync(prompt, Counting.BY_PROVIDER)
                  .get(60, TimeUnit.SECONDS)
                  .expected()
                  .usage()
                  .promptTokens())
          .isEqualTo(7);
    }
    stage().provider.count(7);
    assertThatThrownBy(
            () ->
                stage()
                    .client(costs)
                    .estimateAsync(prompt, Counting.BY_PROVIDER)
                    .get(60, TimeUnit.SECONDS))
        .cause()
        .isInstanceOf(CallRefusedException.class);
  }
}
