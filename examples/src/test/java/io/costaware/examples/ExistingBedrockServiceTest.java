package io.costaware.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.CostAware;
import io.costaware.bedrock.CostAwareBedrock;
import io.costaware.event.CallEvent;
import io.costaware.pricing.Receipt;
import io.costaware.tags.TagScope;
import io.costaware.tags.Tags;
import io.costaware.testkit.fake.RecordingSink;
import io.costaware.testkit.wire.BedrockReply;
import io.costaware.testkit.wire.BedrockWireServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClientBuilder;

class ExistingBedrockServiceTest {
  @Test
  void theServiceIsMeteredThoughItKnowsNothingOfIt() {
    RecordingSink events = new RecordingSink();
    try (BedrockWireServer server = BedrockWireServer.start();
        CostAware costs = CostAware.builder().sink(events).build();
        BedrockRuntimeClient bedrock = CostAwareBedrock.build(sdk(server), costs);
        TagScope tags = TagScope.open(Tags.of("team", "support"))) {
      server.enqueue(BedrockReply.text("They cannot log in.").usage(1000, 100));

      String summary = new ExistingBedrockService(bedrock).summarise("I cannot log in!");

      assertThat(summary).isEqualTo("They cannot log in.");
      CallEvent event = events.awaitCalls(1, Duration.ofSeconds(10)).get(0);
      assertThat(event.call().tags()).isEqualTo(Tags.of("team", "support"));
      assertThat(event.receipt().outcome()).isEqualTo(Receipt.Outcome.PRICED);
      assertThat(event.receipt().total()).hasToString("0.000084 USD");
    }
  }

  private static BedrockRuntimeClientBuilder sdk(BedrockWireServer server) {
    return BedrockRuntimeClient.builder()
        .region(Region.US_EAST_1)
        .endpointOverride(server.endpoint())
        .credentialsProvider(AnonymousCredentialsProvider.create());
  }
}
