package io.costaware.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvocationLogTest {
  private static ObjectNode record(String id, String operation, long input, long output) {
    return Lines.object(
        """
        {"schemaType": "ModelInvocationLog", "schemaVersion": "1.0",
         "timestamp": "2026-08-21T09:30:00Z", "accountId": "123456789012", "region": "us-east-1",
         "inferenceRegion": "us-west-2", "requestId": "%s", "operation": "%s",
         "modelId": "amazon.nova-lite-v1:0",
         "input": {"inputContentType": "application/json", "inputTokenCount": %d},
         "output": {"outputContentType": "application/json", "outputTokenCount": %d}}
        """
            .formatted(id, operation, input, output));
  }

  private static Run price(String log) {
    return Run.of(log, "price", "--format", "bedrock-invocation-log");
  }

  @ParameterizedTest
  @CsvSource({
    "Converse",
    "ConverseStream",
    "InvokeModel",
    "InvokeModelWithResponseStream",
  })
  void theCountsOfARecordArePriced(String operation) {
    Run run = price(record("r-1", operation, 1000, 100) + "\n");

    assertThat(run.exitCode).isZero();
    JsonNode line = run.json(0);
    assertThat(line.get("id").textValue()).isEqualTo("r-1");
    assertThat(line.get("outcome").textValue()).isEqualTo("priced");
    assertThat(line.get("scope").textValue()).isEqualTo("in_region");
    assertThat(line.get("cost").textValue()).isEqualTo("0.000084");
  }

  @Test
  void pricesBoundToAnAccountAndATagReachTheRecordsThatTellThem(@TempDir Path directory)
      throws IOException {
    Path overlay =
        Files.writeString(
            directory.resolve("overlay.json"),
            """
            {"overlays": [{"name": "contract", "discountPercent": "50",
              "where": {"account": "123456789012", "tags": {"team": "lab"}}}]}
            """);
    ObjectNode tagged = record("r-1", "Converse", 1000, 100);
    tagged.withObject("/requestMetadata").put("team", "lab");

    Run run =
        Run.of(
            tagged + "\n" + record("r-2", "Converse", 1000, 100) + "\n",
            "price",
            "--format",
            "bedrock-invocation-log",
            "--overlay",
            overlay.toString());

    assertThat(run.json(0).get("cost").textValue()).isEqualTo("0.000042");
    assertThat(run.json(1).get("cost").textValue()).isEqualTo("0.000084");
  }

  @Test
  void bothRecordsOfAStreamAreOneCall() {
    String zeroed = record("s-1", "ConverseStream", 0, 0).toString();
    String full = record("s-1", "ConverseStream", 1000, 100).toString();
    String other = record("s-2", "ConverseStream", 10, 1).toString();

    for (String log :
        new String[] {
          zeroed + "\n" + other + "\n" + full, full + "\n" + other + "\n" + zeroed,
        }) {
      Run run = price(log);
      assertThat(run.lines()).hasSize(2);
      assertThat(run.json(0).get("id").textValue()).isEqualTo("s-1");
      assertThat(run.json(0).get("cost").textValue()).isEqualTo("0.000084");
      assertThat(run.json(1).get("id").textValue()).isEqualTo("s-2");
    }
  }

  @Test
  void zerosThatNothingFollowedSayNothing() {
    Run run = price(record("s-1", "ConverseStream", 0, 0) + "\n");

    assertThat(run.json(0).get("outcome").textValue()).isEqualTo("missing");
  }

  @Test
  void recordsFarApartFindEachOtherAndMemoryStaysSmall() {
    StringBuilder log = new StringBuilder();
    log.append(record("first", "ConverseStream", 0, 0)).append('\n');
    for (int i = 0; i < 4000; i++) {
      log.append(record("r" + i, "Converse", 1, 1)).append('\n');
    }
    log.append(record("first", "ConverseStream", 1000, 100)).append('\n');
    for (int i = 4000; i < 9000; i++) {
      log.append(record("r" + i, "Converse", 1, 1)).append('\n');
    }

    Run run = price(log.toString());

    assertThat(run.lines()).hasSize(9001);
    assertThat(run.json(0).get("cost").textValue()).isEqualTo("0.000084");
    assertThat(run.json(9000).get("id").textValue()).isEqualTo("r8999");
  }

  @Test
  void aBodyTellsTheLifetimesOfCacheWritesAndTheTier() {
    ObjectNode log = record("c-1", "Converse", 100, 10);
    log.put("modelId", "anthropic.claude-sonnet-4-6");
    log.withObject("/input").put("cacheWriteInputTokenCount", 1000);
    log.withObject("/output")
        .set(
            "outputBodyJson",
            Lines.object(
                """
                {"output": {"message": {"role": "assistant", "content": [{"text": "hello"}]}},
                 "usage": {"inputTokens": 100, "outputTokens": 10, "totalTokens": 1110,
                           "cacheWriteInputTokens": 1000,
                           "cacheDetails": [{"ttl": "1h", "inputTokens": 1000}]}}
                """));

    assertThat(price(log + "\n").json(0).get("usage"))
        .isEqualTo(Lines.object("{\"input\": 100, \"output\": 10, \"cache_write_1h\": 1000}"));

    ObjectNode flex = record("f-1", "Converse", 100, 10).put("modelId", "openai.gpt-oss-120b-1:0");
    flex.withObject("/output/outputBodyJson/serviceTier").put("type", "flex");
    assertThat(price(flex + "\n").json(0).get("tier").textValue()).isEqualTo("flex");
  }

  @ParameterizedTest
  @CsvSource({
    "ThrottlingException, zero",
    "ValidationException, zero",
    "AccessDeniedException, zero",
    "ModelTimeoutException, missing",
    "InternalServerException, missing",
  })
  void anErrorCodeSaysWhetherTheCallWasBilled(String code, String outcome) {
    ObjectNode log = record("e-1", "Converse", 0, 0).put("errorCode", code);
    log.withObject("/input").remove("inputTokenCount");
    log.withObject("/output").remove("outputTokenCount");

    assertThat(price(log + "\n").json(0).get("outcome").textValue()).isEqualTo(outcome);
  }

  @Test
  void recordsAreFoundInEveryFormThatLogsAreKeptIn() {
    String record = record("r-1", "Converse", 1000, 100).toString();
    ObjectNode wrapped = JsonNodeFactory.instance.objectNode().put("message", record);
    wrapped.put("timestamp", 1_787_304_600_000L);
    ObjectNode events = JsonNodeFactory.instance.objectNode();
    events.putArray("events").add(wrapped);

    for (String log :
        new String[] {
          record,
          wrapped.toString(),
          "2026-08-21T09:30:05.000Z " + record,
          "[" + record + "]",
          "[\n" + wrapped + "\n]",
          events.toString(),
          "\n" + events.toPrettyString() + "\n",
          Lines.object(record).toPrettyString(),
        }) {
      Run run = price(log);
      assertThat(run.lines()).as(log).hasSize(1);
      assertThat(run.json(0).get("cost").textValue()).as(log).isEqualTo("0.000084");
    }
  }

  @Test
  void aBadRecordIsToldWithItsLineAndTheOthersGoOn() {
    String good = record("r-1", "Converse", 1000, 100).toString();
    ObjectNode negative = record("r-2", "Converse", -1, 0);
    ObjectNode strange = record("r-3", "TeachModel", 1, 1);

    Run run = price(good + "\nno record\n" + negative + "\n" + strange + "\n");

    assertThat(run.exitCode).isEqualTo(1);
    assertThat(run.lines()).hasSize(4);
    long invalid =
        run.lines().stream().filter(line -> line.contains("\"outcome\":\"invalid\"")).count();
    assertThat(invalid).isEqualTo(3);
    assertThat(run.out).contains("\"line\":2", "\"line\":3", "\"line\":4", "inputTokenCount is -1");
  }

  @Test
  void aBrokenDocumentIsToldAndWhatCameBeforeIsPriced() {
    String good = record("r-1", "Converse", 1000, 100).toString();

    Run run = price("[" + good + ",\n{\"operation\": }]");

    assertThat(run.exitCode).isEqualTo(1);
    assertThat(run.out).contains("\"outcome\":\"priced\"", "\"outcome\":\"invalid\"", "\"line\":2");
  }

  @Test
  void imagesAreCountedThoughTheirBodyIsElsewhere() {
    ObjectNode log = record("i-1", "InvokeModel", 0, 0).put("modelId", "amazon.nova-canvas-v1:0");
    log.withObject("/input").remove("inputTokenCount");
    log.withObject("/output").remove("outputTokenCount");
    log.withObject("/output").put("outputImagesCount", 2);
    log.withObject("/input/inputBodyJson/imageGenerationConfig")
        .put("width", 1024)
        .put("height", 1024)
        .put("quality", "standard");

    JsonNode line = price(log + "\n").json(0);

    assertThat(line.at("/usage/output_image_each").longValue()).as("%s", line).isEqualTo(2);
  }
}
