package io.costaware.testkit.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.costaware.CostAware;
import io.costaware.client.NativeRequest;
import io.costaware.target.Provider;
import org.junit.jupiter.api.Test;

class FakeOfVertexTest {
  @Test
  void aCallThatTheRealClientLacksIsLackingHereToo() {
    RecordingSink events = new RecordingSink();
    try (CostAware costs = CostAware.builder().beginAtZero().sink(events).build();
        FakeCostAwareClient client = FakeCostAwareClient.on(costs, Provider.VERTEX)) {
      NativeRequest request =
          NativeRequest.to("gemini-2.5-flash", JsonNodeFactory.instance.objectNode());

      assertThatThrownBy(() -> client.invoke(request))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("converse");
      assertThat(client.nativeRequests()).isEmpty();
    }
    assertThat(events.events()).isEmpty();
  }
}
