package io.costaware.bedrock.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.budget.Budget;
import io.costaware.call.CallRefusedException;
import io.costaware.call.EventScope;
import io.costaware.event.CallEvent;
import io.costaware.event.CallResult;
import io.costaware.event.Outcome;
import io.costaware.event.Provenance;
import io.costaware.tags.TagRules;
import io.costaware.tags.TagScope;
import io.costaware.tags.Tags;
import io.costaware.target.ServiceTier;
import io.costaware.testkit.wire.BedrockReply;
import io.costaware.testkit.wire.WireReply;
import io.costaware.usage.Meter;
import io.costaware.usage.Usage;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

class MeteredSyncTest {
  private final Rig rig = new Rig().budgeted();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void U1_aCallIsSentPricedSettledAndTold() {
    rig.server.enqueue(BedrockReply.text("Hi").usage(433, 16).cacheRead(2_752));

    ConverseResponse response = rig.sync().converse(Rig.hello().build());

    assertThat(response.output().message().content().get(0).text()).isEqualTo("Hi");
    CallEvent event = rig.call();
    assertThat(event.outcome().usage())
        .isEqualTo(
            Usage.builder()
                .add(Meter.INPUT, 433)
                .add(Meter.OUTPUT, 16)
                .add(Meter.CACHE_READ, 2_752)
                .build());
    assertThat(event.outcome().raw().orZero("totalTokens")).isEqualTo(3_201);
    assertThat(event.provenance()).isEqualTo(Provenance.MEASURED);
    assertThat(event.attempt()).isEqualTo(1);
    assertThat(event.attemptsKnown()).isTrue();
    assertThat(event.outcome().requestId()).isEqualTo("00000000-0000-4000-8000-000000000001");
    assertThat(rig.budget().settled().toString()).contains("0.0023646");
  }

  @Tag("litellm#39455")
  @Tag("reyn#3047")
  @Test
  void E1_eachAttemptOfARetryIsAnEventOfItsOwn() {
    rig.server.enqueue(
        BedrockReply.throttled(), BedrockReply.unavailable(), BedrockReply.text("Hi").usage(10, 5));

    rig.sync().converse(Rig.hello().build());

    assertThat(rig.calls()).extracting(CallEvent::attempt).containsExactly(1, 2, 3);
    assertThat(rig.calls())
        .extracting(e -> e.outcome().error())
        .containsExactly("ThrottlingException 429", "ServiceUnavailableException 503", null);
    assertThat(rig.calls())
        .extracting(e -> e.outcome().knowledge())
        .containsExactly(Outcome.Knowledge.FREE, Outcome.Knowledge.FREE, Outcome.Knowledge.WHOLE);
    assertThat(rig.calls())
        .extracting(e -> e.call().operationId())
        .containsOnly(rig.calls().get(0).call().operationId());
    assertThat(rig.server.requests()).hasSize(3);
  }

  @Test
  void E1_whenAllAttemptsFailTheLastOneIsToldWithItsException() {
    rig.server.always(request -> BedrockReply.throttled());

    BedrockRuntimeClient client = rig.sync();
    assertThatThrownBy(() -> client.converse(Rig.hello().build()))
        .isInstanceOf(ThrottlingException.class);

    assertThat(rig.calls()).hasSize(4);
    assertThat(rig.calls())
        .extracting(e -> e.outcome().error())
        .containsOnly("ThrottlingException 429");
    assertThat(rig.budget().settled().toString()).startsWith("0 ");
  }

  @Test
  void aWrappedClientTellsOneEventWhoseAttemptsAreUnknown() {
    rig.server.enqueue(BedrockReply.throttled(), BedrockReply.text("Hi").usage(10, 5));

    rig.clients().wrap(rig.syncBuilder().build()).converse(Rig.hello().build());

    assertThat(rig.call().attemptsKnown()).isFalse();
    assertThat(rig.call().attempt()).isEqualTo(1);
    assertThat(rig.server.requests()).hasSize(2);
  }

  @Test
  void aWrappedClientShowsItsAttemptsIfAsked() {
    rig.showsAttempts = true;
    rig.server.enqueue(BedrockReply.throttled(), BedrockReply.text("Hi").usage(10, 5));

    rig.clients().wrap(rig.syncBuilder().build()).converse(Rig.hello().build());

    assertThat(rig.calls()).extracting(CallEvent::attempt).containsExactly(1, 2);
    assertThat(rig.calls()).allMatch(CallEvent::attemptsKnown);
  }

  @Test
  void aValidationErrorCostsNothing() {
    rig.server.enqueue(BedrockReply.validation("no such thing as secret-prompt"));

    BedrockRuntimeClient client = rig.sync();
    assertThatThrownBy(() -> client.converse(Rig.hello().build()))
        .isInstanceOf(ValidationException.class);

    assertThat(rig.call().outcome().knowledge()).isEqualTo(Outcome.Knowledge.FREE);
    assertThat(rig.call().outcome().result()).isEqualTo(CallResult.FAILED);
    assertThat(rig.call().outcome().error()).isEqualTo("ValidationException 400");
    assertThat(rig.call().toString()).as("E5").doesNotContain("secret-prompt");
  }

  @Test
  void U5_aModelThatTimedOutIsBookedAtAnEstimate() {
    rig.server.always(request -> BedrockReply.modelTimeout());

    BedrockRuntimeClient client = rig.sync();
    assertThatThrownBy(
            () -> client.converse(Rig.hello().inferenceConfig(c -> c.maxTokens(100)).build()))
        .isInstanceOf(software.amazon.awssdk.core.exception.SdkServiceException.class);

    CallEvent last = rig.calls().get(rig.calls().size() - 1);
    assertThat(last.provenance()).isEqualTo(Provenance.ESTIMATED);
    assertThat(last.outcome().error()).isEqualTo("ModelTimeoutException 408");
    assertThat(last.booked().tokens()).isGreaterThanOrEqualTo(100);
    assertThat(rig.budget().settled().toString()).doesNotStartWith("0 ");
  }

  @Test
  void aConnectionThatBreaksMayHaveBeenBilled() {
    rig.server.always(request -> WireReply.reset());

    BedrockRuntimeClient client = rig.sync();
    assertThatThrownBy(() -> client.converse(Rig.hello().build()))
        .isInstanceOf(SdkClientException.class);

    assertThat(rig.calls()).hasSize(4);
    assertThat(rig.calls()).allMatch(e -> e.outcome().knowledge() == Outcome.Knowledge.NOTHING);
  }

  @Test
  void aServerThatIsNotThereCostsNothing() {
    BedrockRuntimeClient client = rig.sync();
    rig.server.close();

    assertThatThrownBy(() -> client.converse(Rig.hello().build()))
        .isInstanceOf(SdkClientException.class);

    CallEvent last = rig.calls().get(rig.calls().size() - 1);
    assertThat(last.outcome().knowledge()).isEqualTo(Outcome.Knowledge.FREE);
  }

  @Test
  void T1_aCallWithoutItsTagsIsRefusedAndNothingIsSent() {
    rig.rules = TagRules.require("team", "app");
    BedrockRuntimeClient client = rig.sync();

    assertThatThrownBy(() -> client.converse(Rig.hello().build()))
        .isInstanceOf(CallRefusedException.class)
        .hasMessageContaining("team")
        .hasMessageContaining("app");

    assertThat(rig.server.requests()).isEmpty();
    assertThat(rig.refusals()).hasSize(1);
    assertThat(rig.calls()).isEmpty();
  }

  @Test
  void B8_aSpentBudgetRefusesAndNothingIsSent() {
    rig.budgets.add(Budget.named("tiny").limit("0.000001", "USD").lifetime());
    BedrockRuntimeClient client = rig.sync();

    assertThatThrownBy(() -> client.converse(Rig.hello().build()))
        .isInstanceOf(CallRefusedException.class)
        .hasMessageContaining("tiny");

    assertThat(rig.server.requests()).isEmpty();
  }

  @Test
  void T2_tagsGoOutAsRequestMetadataBesideTheCallersOwn() {
    rig.server.enqueue(BedrockReply.text("Hi"));

    try (TagScope scope = TagScope.open(Tags.of("team", "support", "app", "chat"))) {
      assertThat(scope).isNotNull();
      rig.sync().converse(Rig.hello().requestMetadata(Map.of("env", "prod")).build());
    }

    assertThat(rig.server.requests().get(0).body().get("requestMetadata").toString())
        .contains("\"team\":\"support\"", "\"app\":\"chat\"", "\"env\":\"prod\"");
    assertThat(rig.call().call().tags())
        .isEqualTo(Tags.of("team", "support", "app", "chat", "env", "prod"));
  }

  @Test
  void T2_noTagsMeanNoMetadata() {
    rig.server.enqueue(BedrockReply.text("Hi"));

    rig.sync().converse(Rig.hello().build());

    assertThat(rig.server.requests().get(0).body().has("requestMetadata")).isFalse();
  }

  @Test
  void T2_aTagThatBedrockWouldRefuseIsRefusedHere() {
    BedrockRuntimeClient client = rig.sync();

    try (TagScope scope = TagScope.open(Tags.of("team", "café"))) {
      assertThat(scope).isNotNull();
      assertThatThrownBy(() -> client.converse(Rig.hello().build()))
          .isInstanceOf(CallRefusedException.class)
          .hasMessageContaining("requestMetadata");
    }

    assertThat(rig.server.requests()).isEmpty();
    assertThat(rig.refusals()).hasSize(1);
  }

  @Test
  void M6_theTierServedPricesTheCall() {
    rig.server.enqueue(BedrockReply.text("Hi").serviceTier("default"));

    rig.sync()
        .converse(
            Rig.hello()
                .modelId("openai.gpt-oss-120b-1:0")
                .serviceTier(t -> t.type("priority"))
                .build());

    assertThat(rig.call().call().requestedTier()).isEqualTo(ServiceTier.PRIORITY);
    assertThat(rig.call().outcome().servedTier()).isEqualTo(ServiceTier.STANDARD);
    assertThat(rig.call().receipt().tier()).isEqualTo(ServiceTier.STANDARD);
  }

  @Test
  void theReceiptReachesItsCallerThroughAScope() {
    rig.server.enqueue(BedrockReply.text("Hi").usage(350, 900).cacheRead(120_000));

    try (EventScope scope = EventScope.open()) {
      rig.sync().converse(Rig.hello().build());

      assertThat(scope.lastReceipt()).isNotNull();
      assertThat(scope.lastReceipt().total().toString()).contains("0.05055");
    }
  }

  @Test
  void aliasesAreResolvedBeforeTheCallIsSent() {
    rig.models.alias("claude", "bedrock:" + Rig.MODEL);
    rig.server.enqueue(BedrockReply.text("Hi"));

    rig.sync().converse(Rig.hello().modelId("claude").build());

    assertThat(rig.server.requests().get(0).modelId()).isEqualTo(Rig.MODEL);
    assertThat(rig.call().call().requestedModel()).isEqualTo("claude");
  }
}
