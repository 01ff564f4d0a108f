package io.costaware.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.CostAware;
import io.costaware.tags.TagMapping;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClientBuilder;

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
}
