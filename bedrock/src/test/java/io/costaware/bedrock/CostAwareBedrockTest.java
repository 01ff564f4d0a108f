package io.costaware.bedrock;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.CostAware;
import io.costaware.call.EventScope;
import io.costaware.tags.TagMapping;
import io.costaware.testkit.wire.BedrockReply;
import io.costaware.testkit.wire.BedrockWireServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClientBuilder;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.Message;

class CostAwareBedrockTest {
  private static BedrockRuntimeClientBuilder builder() {
    return BedrockRuntimeClient.builder()
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(AnonymousCredentialsProvider.create());
  }

  @Test
  void aClientIsMeteredByOneCostAwareOnly() {
    try (CostAware one = CostAware.builder().build();
        CostAware other = CostAware.builder().build();
        BedrockRuntimeClient built = CostAwareBedrock.build(builder(), one)) {
      assertThat(CostAwareBedrock.wrap(built, one)).isSameAs(built);
      assertThatThrownBy(() -> CostAwareBedrock.wrap(built, other))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("metered by another CostAware");
    }
  }

  @Test
  void optionsRefuseWhatContradictsItself() {
    assertThatThrownBy(() -> BedrockOptions.standard().profileRequired())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("profiles(...)");
    assertThat(
            BedrockOptions.standard()
                .requestMetadata(TagMapping.BEDROCK_REQUEST_METADATA.replaceIllegalWith('_'))
                .attemptsShown()
                .closingWrapped())
        .isNotSameAs(BedrockOptions.standard());
  }

  @Test
  void theAccountOfTheOptionsPaysForCallsByAPlainId() {
    BedrockOptions options = BedrockOptions.standard().account(" 123456789012 ");
    try (BedrockWireServer server = BedrockWireServer.start();
        CostAware costs = CostAware.builder().build();
        BedrockRuntimeClient client =
            CostAwareBedrock.build(builder().endpointOverride(server.endpoint()), costs, options);
        EventScope scope = EventScope.open()) {
      server.enqueue(BedrockReply.text("Hi").usage(10, 5));

      client.converse(
          request ->
              request
                  .modelId("amazon.nova-lite-v1:0")
                  .messages(
                      List.of(
                          Message.builder()
                              .role("user")
                              .content(ContentBlock.fromText("Hello"))
                              .build())));

      assertThat(requireNonNull(scope.last()).call().account()).isEqualTo("123456789012");
    }
    assertThatThrownBy(() -> BedrockOptions.standard().account(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("twelve digits");
  }
}
