package io.costaware.testkit.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.CostAware;
import io.costaware.budget.Budget;
import io.costaware.budget.NearLimit;
import io.costaware.budget.StreamRule;
import io.costaware.call.CallRefusedException;
import io.costaware.call.CallStoppedException;
import io.costaware.client.AnswerPart;
import io.costaware.client.AnswerStream;
import io.costaware.client.Prompt;
import io.costaware.event.CallEvent;
import io.costaware.event.CallResult;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What budgets do near their limit, seen by a caller of the neutral client. */
class FakeNearLimitTest {
  private static final String MODEL = "amazon.nova-lite-v1:0";

  private final RecordingSink events = new RecordingSink();

  private CostAware costs(Budget budget) {
    return CostAware.builder().beginAtZero().budget(budget).sink(events).build();
  }

  private static Budget tokens(long limit) {
    return Budget.named("daily").limitTokens(limit).perDay(ZoneOffset.UTC);
  }

  @Tag("envoyproxy/ai-gateway#2394")
  @Test
  void B5_aStreamThatTheLimitDoesNotCoverIsStoppedAndTheNextCallRefused() {
    Budget budget = tokens(1_000).defaultOutputTokens(500).streams(StreamRule.EXTEND_OR_STOP);
    List<AnswerPart> delivered = new ArrayList<>();
    try (CostAware costs = costs(budget);
        FakeCostAwareClient client = FakeCostAwareClient.on(costs)) {
      client.answering(FakeAnswer.pieces("a", "b", "c", "d").tokens(2, 1_200));
      Prompt prompt = Prompt.to(MODEL).user("Hi");

      assertThatThrownBy(
              () -> {
                try (AnswerStream stream = client.converseStream(prompt)) {
                  for (AnswerPart part : stream) {
                    delivered.add(part);
                  }
                }
              })
          .isInstanceOf(CallStoppedException.class)
          .hasMessageContaining("after 1200 output tokens")
          .hasMessageContaining("daily");
      assertThat(delivered).hasSize(4);
      assertThatThrownBy(() -> client.converse(prompt)).isInstanceOf(CallRefusedException.class);
    }
    assertThat(events.calls())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.outcome().result()).isEqualTo(CallResult.STOPPED);
              assertThat(event.booked().tokens()).isEqualTo(1_202);
              assertThat(event.flags()).anyMatch(flag -> flag.startsWith("stopped in the stream"));
            });
  }

  @Test
  void theProvidersCountIsAskedForBeforeARefusal() {
    Budget budget = tokens(150).nearLimit(new NearLimit(true, 0, Duration.ZERO));
    try (CostAware costs = costs(budget);
        FakeCostAwareClient client = FakeCostAwareClient.on(costs)) {
      client.counting(prompt -> 40).answering(FakeAnswer.text("Yes.").tokens(40, 3));

      CallEvent event =
          client.converse(Prompt.to(MODEL).user("word ".repeat(200)).maxTokens(100)).event();

      assertThat(event.call().basis().inputTokens()).isEqualTo(40);
      assertThat(event.call().basis().inputKnown()).contains("counted");
    }
  }
}
