package io.costaware.vertex.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.costaware.call.CallIntent;
import java.io.IOException;
import java.util.Map;
import okhttp3.RequestBody;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestScanTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static RequestScan scan(String body) throws IOException {
    return RequestScan.of(body.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        " { } ",
        "{\"contents\":[]}",
        "{\"generationConfig\":{}}",
        "{\"generationConfig\":{\"maxOutputTokens\":900}, \"labels\":{\"a\":\"1\"}}\n",
        "{\"labels\" : {\"a\":\"1\"},\"generationConfig\": {\"temperature\":1, \"maxOutputTokens\" : 900 }}",
        "{\"labels\":{},\"generationConfig\":{\"maxOutputTokens\":900.0},\"x\":{\"labels\":{\"b\":\"}\"}}}",
        "{\"labels\":{\"ä\":\"ü\"},\"contents\":[{\"parts\":[{\"text\":\"ß\\\"}{\"}]}],\"x\":\"€\"}"
      })
  void aRewriteChangesOnlyWhatItIsAskedTo(String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    RequestScan scan = RequestScan.of(bytes);

    RequestBody changed =
        new RequestRewrite(bytes, scan)
            .labels(Map.of("team", "say \"hi\""), new LabelJson())
            .cap(50)
            .body(null);
    Buffer sent = new Buffer();
    changed.writeTo(sent);
    assertThat(changed.contentLength()).isEqualTo(sent.size());
    JsonNode rewritten = JSON.readTree(sent.readByteArray());

    ObjectNode expected = (ObjectNode) JSON.readTree(body);
    expected.putObject("labels").put("team", "say \"hi\"");
    expected.withObject("/generationConfig").put("maxOutputTokens", 50);
    assertThat(rewritten).isEqualTo(expected);
  }

  @Test
  void nothingToChangeIsNoChange() throws IOException {
    byte[] bytes = "{\"generationConfig\":{\"maxOutputTokens\":9}}".getBytes(UTF_8);
    RequestScan scan = RequestScan.of(bytes);

    assertThat(new RequestRewrite(bytes, scan).labels(Map.of(), new LabelJson()).cap(50).isChange())
        .isFalse();
  }

  @Test
  void mediaAreReckonedAndMarked() throws IOException {
    RequestScan image =
        scan(
            """
            {"contents":[{"role":"user","parts":[
              {"inlineData":{"mimeType":"image/png","data":"%s"}},{"text":"what is it"}]}]}
            """
                .formatted("A".repeat(100_000)));
    assertThat(image.media.any()).isTrue();
    assertThat(image.media.assumed()).isFalse();
    assertThat(image.media.tokens()).isEqualTo(MediaTokens.IMAGE);
    assertThat(image.textTokens).isEqualTo(4);

    RequestScan audio =
        scan(
            "{\"contents\":[{\"parts\":[{\"inlineData\":{\"data\":\""
                + "A".repeat(400_000)
                + "\",\"mimeType\":\"audio/mp3\"}}]}]}");
    // 300,000 bytes at 4,000 a second and 32 tokens for each.
    assertThat(audio.media.tokens()).isBetween(2_400L, 2_500L);

    RequestScan file =
        scan(
            "{\"contents\":[{\"parts\":[{\"fileData\":{\"fileUri\":\"gs://b/o\",\"mimeType\":\"video/mp4\"}}]}]}");
    assertThat(file.media.assumed()).isTrue();
    assertThat(file.media.tokens()).isGreaterThan(80_000);
  }

  @Test
  void toolsAreInputAndSomeMayCostFees() throws IOException {
    RequestScan functions =
        scan(
            "{\"tools\":[{\"functionDeclarations\":[{\"name\":\"weather\",\"description\":\"tells the weather\"}]}]}");
    assertThat(functions.declaresFunctions).isTrue();
    assertThat(functions.openEnded).isFalse();
    assertThat(functions.textTokens).isGreaterThan(15);
    assertThat(scan("{\"tools\":[{\"googleSearch\":{}}]}").openEnded).isTrue();
    assertThat(scan("{\"tools\":[{\"enterpriseWebSearch\":{}}]}").enterpriseSearch).isTrue();
  }

  @Test
  void capsTierCandidatesAndModalitiesAreRead() throws IOException {
    RequestScan scan =
        scan(
            "{\"serviceTier\":\"flex\",\"cachedContent\":\"c\",\"generationConfig\":{\"candidateCount\":3,"
                + "\"maxOutputTokens\":7,\"responseModalities\":[\"TEXT\",\"IMAGE\"]}}");
    assertThat(scan.serviceTier).isEqualTo("flex");
    assertThat(scan.usesCache).isTrue();
    assertThat(scan.candidates).isEqualTo(3);
    assertThat(scan.maxOutputTokens).isEqualTo(7);
    assertThat(scan.richOutput).isTrue();
    assertThat(scan("{}").maxOutputTokens).isEqualTo(CallIntent.Size.UNCAPPED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{",
        "{\"contents\":[",
        "{\"contents\":[{\"parts\":[{\"text\":\"x"
      })
  void whatIsNoJsonObjectIsSaidToBeNone(String body) {
    assertThatThrownBy(() -> scan(body)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"contents\":\"x\"}",
        "{\"contents\":[1,null,[2],{\"parts\":\"x\"},{\"parts\":[7]}]}",
        "{\"tools\":7,\"labels\":[],\"generationConfig\":null,\"instances\":\"x\"}",
        "{\"tools\":[7,[8],{\"x\":9}],\"generationConfig\":{\"maxOutputTokens\":{},\"responseModalities\":{}}}",
        "{\"contents\":[{\"parts\":[{\"text\":{\"a\":1}},{\"inlineData\":[1]},{\"fileData\":[]}]}]}",
        "{\"labels\":{\"a\":{\"b\":1}},\"content\":{\"parts\":{\"text\":5}}}"
      })
  void strangeShapesAreReadWithoutAFault(String body) throws IOException {
    assertThat(scan(body).end).isEqualTo(body.length() - 1);
  }

  @Test
  void aConversationIsFoundAgainInTheOneThatGoesOnFromIt() throws IOException {
    String first = "{\"parts\":[{\"text\":\"hello\"}],\"role\":\"user\"}";
    String call = "{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"name\":\"f\"}}]}";
    String answer = "{\"role\":\"user\",\"parts\":[{\"functionResponse\":{\"name\":\"f\"}}]}";
    Turns one = scan("{\"contents\":[" + first + "]}").turns;
    Turns two = scan("{\"x\":1,\"contents\":[" + first + "," + call + "," + answer + "]}").turns;
    Turns three =
        scan("{\"contents\":[" + String.join(",", first, call, answer, call, answer) + "]}").turns;

    assertThat(one.answersFunction()).isFalse();
    assertThat(two.answersFunction()).isTrue();
    assertThat(two.fingerprintBefore()).isEqualTo(one.fingerprint());
    assertThat(three.fingerprintBefore()).isEqualTo(two.fingerprint());
    assertThat(three.fingerprint()).isNotEqualTo(two.fingerprint());
  }

  @Test
  void U6_parametersOfVideoAreRead() throws IOException {
    RequestScan scan =
        RequestScan.of(
            "{\"parameters\":{\"sampleCount\":2,\"durationSeconds\":6,\"resolution\":\"4K\",\"generateAudio\":false,\"x\":{}}}"
                .getBytes(UTF_8));
    assertThat(scan.samples).isEqualTo(2);
    assertThat(scan.seconds).isEqualTo(6);
    assertThat(scan.resolution).isEqualTo("4K");
    assertThat(scan.sound).isFalse();

    RequestScan silent = RequestScan.of("{\"parameters\":{}}".getBytes(UTF_8));
    assertThat(silent.samples).isEqualTo(-1);
    assertThat(silent.sound).isNull();
  }
}
