package io.costaware.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.CostAware;
import io.costaware.call.CallRefusedException;
import io.costaware.client.Prompt;
import io.costaware.tags.TagRules;
import io.costaware.target.Provider;
import io.costaware.testkit.fake.FakeCostAwareClient;
import org.junit.jupiter.api.Test;

class TenLineSinkTest {
  @Test
  void itCountsRefusalsByReason() {
    TenLineSink sink = new TenLineSink();
    CostAware costs = CostAware.builder().tags(TagRules.require("team")).sink(sink).build();
    try (FakeCostAwareClient model = FakeCostAwareClient.on(costs, Provider.BEDROCK)) {
      Prompt prompt = Prompt.to("amazon.nova-lite-v1:0").user("Hello");
      model.converse(prompt.tag("team", "support"));
      assertThatThrownBy(() -> model.converse(prompt)).isInstanceOf(CallRefusedException.class);
    }

    costs.close();

    assertThat(sink.refusals.keySet()).containsExactly("tags");
    assertThat(sink.refusals.get("tags").sum()).isEqualTo(1);
  }
}
