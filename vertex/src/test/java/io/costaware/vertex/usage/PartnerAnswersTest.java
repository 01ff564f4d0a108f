package io.costaware.vertex.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.event.Outcome.Knowledge;
import io.costaware.recorded.RecordedAnswer;
import io.costaware.target.ServiceTier;
import io.costaware.usage.Meter;
import io.costaware.usage.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartnerAnswersTest {
  private static final String CLAUDE = "claude-sonnet-4-5@20250929";

  private static Recordings body(String model, String usage) {
    return Recordings.of(model, "rawPredict").answered("{usage: {" + usage + "}}");
  }

  // claude-relay-service#1081: what the lifetimes do not explain is written too.
  @Test
  void U1_U4_claudesInputIsNetAndItsWritesKeepTheirLifetime() {
    assertThat(
            body(
                    CLAUDE,
                    "input_tokens: 3, cache_read_input_tokens: 100, cache_creation_input_tokens: 90,"
                        + " cache_creation: {ephemeral_5m_input_tokens: 20,"
                        + " ephemeral_1h_input_tokens: 60}, output_tokens: 7,"
                        + " server_tool_use: {web_search_requests: 2}")
                .usage())
        .isEqualTo(
            Usage.builder()
                .add(Meter.INPUT, 3)
                .add(Meter.CACHE_READ, 100)
                .add(Meter.CACHE_WRITE_5M, 30)
                .add(Meter.CACHE_WRITE_1H, 60)
                .add(Meter.OUTPUT, 7)
                .add(Meter.WEB_SEARCH, 2)
                .build());
  }

  @Test
  void U4_aSplitThatExceedsItsSumIsToldAndPaid() {
    RecordedAnswer answer =
        body(
                CLAUDE,
                "input_tokens: 1, cache_creation_input_tokens: 5,"
                    + " cache_creation: {ephemeral_1h_input_tokens: 8}")
            .read();
    assertThat(answer.usage().get(Meter.CACHE_WRITE_1H)).isEqualTo(8);
    assertThat(answer.remarks())
        .containsExactly("5 tokens were written to the cache, by lifetime they are 8");
  }

  @Test
  void U3_aLaterZeroErasesNoEarlierCount() {
    Recordings stream =
        Recordings.of(CLAUDE, "streamRawPredict")
            .streamed(
                "[{type: 'message_start', message: {model: 'claude', usage: {input_tokens: 10,"
                    + " cache_read_input_tokens: 500, output_tokens: 1, service_tier: 'priority'}}},"
                    + " {type: 'ping'}, {type: 'message_delta', usage: {output_tokens: 40,"
                    + " cache_read_input_tokens: 0, input_tokens: 0}}, {type: 'message_stop'}]");

    assertThat(stream.usage())
        .isEqualTo(
            Usage.builder()
                .add(Meter.INPUT, 10)
                .add(Meter.CACHE_READ, 500)
                .add(Meter.OUTPUT, 40)
                .build());
    assertThat(stream.read().tier()).isEqualTo(ServiceTier.PRIORITY);
  }

  // litellm#35958: a stream that was cut keeps what it had told.
  @Test
  void U5_aStreamThatWasCutIsKnownInPart() {
    RecordedAnswer answer =
        Recordings.of(CLAUDE, "streamRawPredict")
            .streamed(
                "[{type: 'message_start', message: {usage: {input_tokens: 10, output_tokens: 1}}}]")
            .read();
    assertThat(answer.knowledge()).isEqualTo(Knowledge.PART);
    assertThat(answer.usage()).isEqualTo(Usage.tokens(10, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "mistral-medium-3; prompt_tokens: 20, completion_tokens: 5, total_tokens: 25; 20; 0; 5",
        "meta/llama-4-maas; prompt_tokens: 20, completion_tokens: 5, prompt_tokens_details: {cached_tokens: 8}; 12; 8; 5",
        "deepseek-v3-maas; prompt_tokens: 20, completion_tokens: 5, prompt_cache_hit_tokens: 4; 16; 4; 5",
        "grok-4; prompt_tokens: 20, completion_tokens: 5, total_tokens: 32, completion_tokens_details: {reasoning_tokens: 7}; 20; 0; 12",
        "gpt-oss-20b; prompt_tokens: 20, completion_tokens: 5, total_tokens: 25, completion_tokens_details: {reasoning_tokens: 3}; 20; 0; 5",
        "gpt-oss-20b; input_tokens: 20, output_tokens: 5, input_tokens_details: {cached_tokens: 6}; 14; 6; 5"
      })
  void U1_U2_theFormsAfterOpenAisAreGross(
      String model, String usage, long input, long read, long output) {
    assertThat(body(model, usage).usage())
        .isEqualTo(
            Usage.builder()
                .add(Meter.INPUT, input)
                .add(Meter.CACHE_READ, read)
                .add(Meter.OUTPUT, output)
                .build());
  }

  @Test
  void U3_chunksWithoutUsageStandBeforeTheOneThatHasIt() {
    assertThat(
            Recordings.of("mistral-medium-3", "streamRawPredict")
                .streamed(
                    "[{choices: []}, {usage: null}, {usage: {prompt_tokens: 20,"
                        + " completion_tokens: 5}}]")
                .usage())
        .isEqualTo(Usage.tokens(20, 5));
  }

  @Test
  void U6_pagesArePaidByThePage() {
    assertThat(
            Recordings.of("mistral-ocr-2505", "rawPredict")
                .answered("{usage_info: {pages_processed: 3}}")
                .usage())
        .isEqualTo(Usage.builder().add(Meter.OCR_PAGE, 3).build());
  }

  @Test
  void U5_silenceIsUnknownAndCountingIsFree() {
    assertThat(Recordings.of(CLAUDE, "rawPredict").answered("{content: []}").knowledge())
        .isEqualTo(Knowledge.NOTHING);
    assertThat(
            Recordings.of("count-tokens", "rawPredict").answered("{input_tokens: 5}").knowledge())
        .isEqualTo(Knowledge.FREE);
    assertThat(Recordings.of(CLAUDE, "rawPredict").failed(429).knowledge())
        .isEqualTo(Knowledge.FREE);
  }

  @Test
  void U1_aCountThatIsNoneIsAnErrorThatNamesIt() {
    assertThatThrownBy(() -> body(CLAUDE, "input_tokens: -4").read())
        .hasMessageStartingWith("usage.input_tokens is -4");
    assertThatThrownBy(
            () -> body(CLAUDE, "cache_creation: {ephemeral_1h_input_tokens: 'x'}").read())
        .hasMessageStartingWith("usage.cache_creation.ephemeral_1h_input_tokens is ");
  }
}
