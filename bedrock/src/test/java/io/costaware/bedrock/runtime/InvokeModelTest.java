package io.costaware.bedrock.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.admission.Verdict;
import io.costaware.event.CallEvent;
import io.costaware.event.CallResult;
import io.costaware.event.HoldBasis;
import io.costaware.event.Outcome;
import io.costaware.event.Provenance;
import io.costaware.tags.TagScope;
import io.costaware.tags.Tags;
import io.costaware.target.ServiceTier;
import io.costaware.testkit.wire.BedrockReply;
import io.costaware.usage.Meter;
import io.costaware.usage.Usage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;

class InvokeModelTest {
  private static final String BODY =
      "{\"anthropic_version\":\"bedrock-2023-05-31\", \"max_tokens\" : 700,"
          + "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";

  private final Rig rig = new Rig().budgeted();

  @AfterEach
  void close() {
    rig.close();
  }

  private static InvokeModelRequest.Builder invoke() {
    return InvokeModelRequest.builder().modelId(Rig.MODEL).body(SdkBytes.fromUtf8String(BODY));
  }

  private void stream() throws Exception {
    rig.async()
        .invokeModelWithResponseStream(
            InvokeModelWithResponseStreamRequest.builder()
                .modelId(Rig.MODEL)
                .body(SdkBytes.fromUtf8String(BODY))
                .build(),
            InvokeModelWithResponseStreamResponseHandler.builder().subscriber(event -> {}).build())
        .get(20, TimeUnit.SECONDS);
  }

  @Test
  void headersAreReadFirstAndTheBodyForTheSplit() {
    rig.server.enqueue(
        BedrockReply.invoke(
                "{\"usage\":{\"input_tokens\":9,\"output_tokens\":9,\"cache_creation\":{"
                    + "\"ephemeral_1h_input_tokens\":40}}}")
            .counted(100, 51)
            .cacheWrite(50)
            .serviceTier("default"));

    rig.sync().invokeModel(invoke().build());

    assertThat(rig.call().outcome().usage())
        .isEqualTo(
            Usage.builder()
                .add(Meter.INPUT, 100)
                .add(Meter.OUTPUT, 51)
                .add(Meter.CACHE_WRITE_5M, 10)
                .add(Meter.CACHE_WRITE_1H, 40)
                .build());
    assertThat(rig.call().outcome().servedTier()).isEqualTo(ServiceTier.STANDARD);
    assertThat(rig.call().call().basis().outputCap()).isEqualTo(HoldBasis.OutputCap.REQUEST);
    assertThat(rig.call().call().basis().outputTokens()).isEqualTo(700);
  }

  @Test
  void U5_anAnswerWithoutAnyCountIsBookedAtAnEstimate() {
    rig.server.enqueue(BedrockReply.invoke("{\"outputs\":[{\"text\":\"Hi\"}]}"));

    rig.sync().invokeModel(invoke().build());

    assertThat(rig.call().provenance()).isEqualTo(Provenance.ESTIMATED);
    assertThat(rig.call().outcome().result()).isEqualTo(CallResult.SUCCEEDED);
  }

  @Test
  void aPolicysClampIsWrittenIntoTheBody() {
    rig.policies.add(request -> new Verdict.Clamp(64, "test"));
    rig.server.enqueue(BedrockReply.invoke("{}").counted(1, 1));

    rig.sync().invokeModel(invoke().build());

    assertThat(rig.server.requests().get(0).body().get("max_tokens").asInt()).isEqualTo(64);
    assertThat(rig.server.requests().get(0).body().get("messages")).hasSize(1);
  }

  @Test
  void tagsGoOutAsAHeaderWhereTheSdkHasTheFieldAndWhereNot() {
    rig.server.enqueue(BedrockReply.invoke("{}").counted(1, 1));

    try (TagScope tags = TagScope.open(Tags.of("team", "support"))) {
      rig.sync().invokeModel(invoke().build());
    }

    assertThat(rig.server.requests().get(0).header("X-Amzn-Bedrock-Request-Metadata"))
        .contains("{\"team\":\"support\"}");
  }

  @Test
  void aStreamIsCountedByBedrocksMetricsAndKeepsTheModelsNumbers() throws Exception {
    rig.server.enqueue(
        BedrockReply.invokeStream(
                "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":300,"
                    + "\"output_tokens\":1}}}",
                "{\"type\":\"message_delta\",\"usage\":{\"output_tokens\":144}}",
                "{\"type\":\"message_stop\"}")
            .metrics(300, 108));

    stream();

    CallEvent event = rig.call();
    assertThat(event.outcome().usage()).isEqualTo(Usage.tokens(300, 108));
    assertThat(event.outcome().raw().orZero("usage.output_tokens")).isEqualTo(144);
    assertThat(event.provenance()).isEqualTo(Provenance.MEASURED);
  }

  @Test
  void U5_aCutStreamKeepsWhatIsKnownAndEstimatesTheRest() throws Exception {
    rig.server.enqueue(
        BedrockReply.invokeStream(
                "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":300,"
                    + "\"output_tokens\":1}}}",
                "{\"type\":\"content_block_delta\",\"delta\":{\"text\":\"Hel\"}}",
                "{\"type\":\"message_delta\",\"usage\":{\"output_tokens\":144}}")
            .endAfter(2));

    stream();

    CallEvent event = rig.call();
    assertThat(event.outcome().knowledge()).isEqualTo(Outcome.Knowledge.PART);
    assertThat(event.outcome().usage().get(Meter.INPUT)).isEqualTo(300);
    assertThat(event.provenance()).isEqualTo(Provenance.ESTIMATED);
    assertThat(event.booked().tokens()).isEqualTo(1_000);
  }
}
