package io.costaware.bedrock.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.admission.Verdict;
import io.costaware.call.CallRefusedException;
import io.costaware.event.CallEvent;
import io.costaware.pricing.UnknownPricePolicy;
import io.costaware.profiles.Profile;
import io.costaware.profiles.ProfileRegistry;
import io.costaware.tags.TagScope;
import io.costaware.tags.Tags;
import io.costaware.target.RoutingScope;
import io.costaware.testkit.wire.BedrockReply;
import io.costaware.usage.Meter;
import io.costaware.usage.Usage;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;

class ProfileAndGuardrailTest {
  private static final String ARN =
      "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/support1";

  private final Rig rig = new Rig().budgeted();

  @AfterEach
  void close() {
    rig.close();
  }

  private void withProfileOfSupport() {
    Profile profile =
        new Profile(
            ARN,
            Tags.of("team", "support"),
            "anthropic.claude-sonnet-4-6",
            RoutingScope.GLOBAL,
            "support");
    rig.profiles =
        ProfileRegistry.builder(() -> List.of(profile), System::nanoTime, new Random(7))
            .keyTags("team")
            .build();
  }

  @Test
  void P4_aCallGoesOutWithTheProfileOfItsTagsAndIsPricedByTheModelBehind() {
    withProfileOfSupport();
    rig.server.enqueue(BedrockReply.text("Hi").usage(10, 5));

    try (TagScope scope = TagScope.open(Tags.of("team", "support"))) {
      rig.sync().converse(Rig.hello().build());
    }

    assertThat(rig.server.requests().get(0).modelId()).isEqualTo(ARN);
    CallEvent event = rig.call();
    assertThat(event.call().requestedModel()).isEqualTo(Rig.MODEL);
    assertThat(event.receipt().total().toString()).contains("0.000105");
  }

  @Test
  void aRequiredProfileThatIsMissingRefusesTheCall() {
    withProfileOfSupport();
    rig.profileRequired = true;
    BedrockRuntimeClient client = rig.sync();

    try (TagScope scope = TagScope.open(Tags.of("team", "sales"))) {
      assertThatThrownBy(() -> client.converse(Rig.hello().build()))
          .isInstanceOf(CallRefusedException.class)
          .hasMessageContaining("inference profile");
    }

    assertThat(rig.server.requests()).isEmpty();
  }

  @Test
  void U6_aGuardrailThatBlocksTheInputCostsItsUnitsAndNoModel() {
    rig.server.enqueue(
        BedrockReply.text("blocked")
            .usage(6, 3)
            .stopReason("guardrail_intervened")
            .trace(
                "{\"guardrail\":{\"inputAssessment\":{\"g1\":{\"invocationMetrics\":{"
                    + "\"guardrailProcessingLatency\":9,\"usage\":{\"topicPolicyUnits\":1,"
                    + "\"contentPolicyUnits\":1,\"wordPolicyUnits\":1,"
                    + "\"sensitiveInformationPolicyUnits\":0,"
                    + "\"sensitiveInformationPolicyFreeUnits\":1,"
                    + "\"contextualGroundingPolicyUnits\":0}}}}}}"));

    rig.sync().converse(Rig.hello().build());

    assertThat(rig.call().outcome().usage())
        .isEqualTo(Usage.builder().add(Meter.GUARDRAIL_UNIT, 2).build());
    assertThat(rig.call().outcome().raw().orZero("inputTokens")).isEqualTo(6);
    assertThat(rig.call().outcome().raw().orZero("guardrail.wordPolicyUnits")).isEqualTo(1);
  }

  @Test
  void aPromptRoutersChoicePricesTheCall() {
    rig.unknownPrices = UnknownPricePolicy.allow();
    rig.server.enqueue(
        BedrockReply.text("Hi")
            .usage(1_000, 1_000)
            .routedTo(
                "arn:aws:bedrock:us-east-1:111122223333:inference-profile/"
                    + "us.amazon.nova-lite-v1:0"));

    rig.sync()
        .converse(
            Rig.hello()
                .modelId("arn:aws:bedrock:us-east-1:111122223333:default-prompt-router/nova:1")
                .build());

    assertThat(rig.call().receipt().total()).isNotNull();
    assertThat(rig.call().receipt().target().model()).isEqualTo("amazon.nova-lite-v1:0");
  }

  @Test
  void aPolicysClampIsWrittenIntoTheSettings() {
    rig.policies.add(request -> new Verdict.Clamp(64, "test"));
    rig.server.enqueue(BedrockReply.text("Hi"), BedrockReply.text("Hi"), BedrockReply.text("Hi"));
    BedrockRuntimeClient client = rig.sync();

    client.converse(Rig.hello().inferenceConfig(c -> c.temperature(0.5f)).build());
    client.converse(Rig.hello().inferenceConfig(c -> c.maxTokens(10)).build());

    assertThat(rig.server.requests().get(0).body().at("/inferenceConfig/maxTokens").asInt())
        .isEqualTo(64);
    assertThat(rig.server.requests().get(0).body().at("/inferenceConfig/temperature").asDouble())
        .isEqualTo(0.5);
    assertThat(rig.server.requests().get(1).body().at("/inferenceConfig/maxTokens").asInt())
        .isEqualTo(10);
  }

  @Test
  void aPromptAsModelTakesNoSettingsAndTheClampIsFlagged() {
    rig.unknownPrices = UnknownPricePolicy.allow();
    rig.policies.add(request -> new Verdict.Clamp(64, "test"));
    rig.server.enqueue(BedrockReply.text("Hi"));

    rig.sync()
        .converse(
            ConverseRequest.builder()
                .modelId("arn:aws:bedrock:us-east-1:111122223333:prompt/ABCDEFGHIJ:1")
                .build());

    assertThat(rig.server.requests().get(0).body().has("inferenceConfig")).isFalse();
    assertThat(rig.call().flags()).anyMatch(flag -> flag.contains("clamp of 64"));
  }

  @Test
  void E5_neitherPromptNorAnswerReachesAnEvent() {
    rig.server.enqueue(BedrockReply.text("secret-answer"));

    rig.sync().converse(Rig.hello().messages(Rig.user("secret-prompt")).build());

    assertThat(rig.events.toString())
        .doesNotContain("secret-answer")
        .doesNotContain("secret-prompt");
  }

  @Test
  void U4_cacheWritesKeepTheirLifetime() {
    rig.server.enqueue(BedrockReply.text("Hi").usage(433, 16).cacheWrite("1h", 2_000));

    rig.sync().converse(Rig.hello().build());

    assertThat(rig.call().outcome().usage().get(Meter.CACHE_WRITE_1H)).isEqualTo(2_000);
    assertThat(rig.call().outcome().usage().get(Meter.CACHE_WRITE_5M)).isZero();
  }
}
