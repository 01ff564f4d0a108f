package io.costaware.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.CostAware;
import io.costaware.budget.Budget;
import io.costaware.budget.NearLimit;
import io.costaware.call.CallRefusedException;
import io.costaware.client.CostAwareClient;
import io.costaware.client.Prompt;
import io.costaware.event.CallEvent;
import io.costaware.event.HoldBasis;
import io.costaware.event.RefusedEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a budget has tried before it refuses is tried, and reaches the provider. */
interface NearLimitPromises extends Staged {
  /** 500 tokens by the estimate, which is on the high side. */
  String LONG = "word ".repeat(300);

  private CostAware limited(NearLimit near) {
    return stage()
        .costs(b -> b.budget(Budget.named("tight").limitTokens(400).lifetime().nearLimit(near)));
  }

  private Prompt longPrompt() {
    return Prompt.to(stage().provider.model()).user(LONG).maxTokens(100);
  }

  private void assertAdmittedByCount() {
    CallEvent event = stage().events.awaitCalls(1, ContractStage.LIMIT).get(0);
    assertThat(event.call().basis().inputTokens()).isEqualTo(200);
    assertThat(event.call().basis().inputKnown()).contains("counted");
    assertThat(stage().events.events()).hasSize(1);
  }

  @Test
  default void B5_aCountByTheProviderAdmitsWhatTheEstimateWouldRefuse() {
    CostAware costs = limited(new NearLimit(true, 0, Duration.ZERO));
    stage().provider.count(200);
    stage().provider.answer(200, 5, "Hello");

    stage().client(costs).converse(longPrompt());

    assertAdmittedByCount();
  }

  @Test
  default void B5_aCountByTheProviderAdmitsAStreamToo() {
    CostAware costs = limited(new NearLimit(true, 0, Duration.ZERO));
    stage().provider.count(200);
    stage().provider.answer(200, 5, "Hel", "lo");

    ContractStage.read(stage().client(costs).converseStream(longPrompt()));

    assertAdmittedByCount();
  }

  @Test
  default void B8_aProviderThatDoesNotCountLeavesTheRefusalAsItWas() {
    CostAware costs = limited(new NearLimit(true, 0, Duration.ZERO));
    CostAwareClient client = stage().client(costs);
    stage().provider.refuseToCount();

    assertThatThrownBy(() -> client.converse(longPrompt()))
        .isInstanceOf(CallRefusedException.class);

    List<RefusedEvent> refused = stage().events.awaitRefusals(1, ContractStage.LIMIT);
    assertThat(refused.get(0).call().decisions())
        .anyMatch(decision -> decision.startsWith("the input was not counted"));
    assertThat(costs.health().openHolds()).isZero();
  }

  @Test
  default void B6_theCapIsLoweredToWhatIsLeftInTheRequestThatIsSent() throws Exception {
    CostAware costs = limited(new NearLimit(false, 50, Duration.ZERO));
    CostAwareClient client = stage().client(costs);
    stage().provider.answerAlways(1, 0, "Hello");
    Prompt prompt = Prompt.to(stage().provider.model()).user("Hi").maxTokens(5_000);

    client.converse(prompt);
    assertClamped(1);
    ContractStage.get(client.converseAsync(prompt));
    assertClamped(2);
    ContractStage.read(client.converseStream(prompt));
    assertClamped(3);
  }

  private void assertClamped(int calls) {
    List<CallEvent> told = stage().events.awaitCalls(calls, ContractStage.LIMIT);
    HoldBasis basis = told.get(calls - 1).call().basis();
    assertThat(basis.outputCap()).isEqualTo(HoldBasis.OutputCap.CLAMP);
    assertThat(basis.outputTokens()).isBetween(50L, 400L);
    assertThat(stage().provider.lastBody())
        .contains(Long.toString(basis.outputTokens()))
        .doesNotContain("5000");
  }
}
