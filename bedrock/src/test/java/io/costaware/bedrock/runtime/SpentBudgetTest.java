package io.costaware.bedrock.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.costaware.budget.Amount;
import io.costaware.budget.Budget;
import io.costaware.budget.Shortfall;
import io.costaware.call.CallRefusedException;
import io.costaware.event.Refusal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;

/** A budget without room, asked through every way that the drop-in has. */
class SpentBudgetTest {
  private static final SdkBytes BODY =
      SdkBytes.fromUtf8String(
          "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":700,"
              + "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}");

  private final Rig rig = new Rig();

  @AfterEach
  void close() {
    rig.close();
  }

  record Way(String name, Consumer<Rig> call) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Way> ways() {
    return Stream.of(
        new Way("converse", rig -> rig.sync().converse(Rig.hello().build())),
        new Way("invokeModel", rig -> rig.sync().invokeModel(invocation())),
        new Way("async converse", rig -> rig.async().converse(Rig.hello().build()).join()),
        new Way("async invokeModel", rig -> rig.async().invokeModel(invocation()).join()),
        new Way(
            "converseStream",
            rig -> rig.async().converseStream(streamed(), StreamTape.all()).join()),
        new Way(
            "invokeModelWithResponseStream",
            rig ->
                rig.async()
                    .invokeModelWithResponseStream(
                        InvokeModelWithResponseStreamRequest.builder()
                            .modelId(Rig.MODEL)
                            .body(BODY)
                            .build(),
                        InvokeModelWithResponseStreamResponseHandler.builder()
                            .subscriber(event -> {})
                            .build())
                    .join()));
  }

  private static InvokeModelRequest invocation() {
    return InvokeModelRequest.builder().modelId(Rig.MODEL).body(BODY).build();
  }

  private static ConverseStreamRequest streamed() {
    return ConverseStreamRequest.builder().modelId(Rig.MODEL).messages(Rig.user("Hello")).build();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void B8_theOneExceptionHasAllFactsAndNothingIsSent(Way way) {
    rig.budgets.add(Budget.named("tiny").limitTokens(3).perMonth(ZoneId.of("UTC")));

    Throwable thrown = catchThrowable(() -> way.call().accept(rig));

    Throwable failure = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    assertThat(failure).isExactlyInstanceOf(CallRefusedException.class);
    CallRefusedException refused = (CallRefusedException) failure;
    long asked = refused.call().basis().inputTokens() + refused.call().basis().allOutputTokens();
    assertThat(asked).isGreaterThan(3);
    Shortfall lack = ((Refusal.OfBudget) refused.refusal()).shortfall();
    assertThat(lack)
        .isEqualTo(
            new Shortfall(
                Shortfall.Cause.EXHAUSTED,
                "tiny",
                "",
                "month from 2026-11-01 in UTC",
                new Amount.OfTokens(3),
                new Amount.OfTokens(0),
                new Amount.OfTokens(0),
                new Amount.OfTokens(asked),
                Instant.parse("2026-12-01T00:00:00Z"),
                false));
    assertThat(refused).hasMessageContaining(lack.describe());
    assertThat(rig.refusals())
        .singleElement()
        .satisfies(event -> assertThat(event.refusal()).isEqualTo(refused.refusal()));
    assertThat(rig.calls()).isEmpty();
    assertThat(rig.server.requests()).isEmpty();
    assertThat(rig.ledger().openHolds()).isZero();
  }
}
