package io.costaware.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputTallyTest {
  private static final JsonMapper PLAIN = new JsonMapper();
  private static final JsonMapper ESCAPED =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 40})
  void aTextInPiecesHasTheTokensOfTheWhole(int size) {
    for (CountedTexts.Counted counted : CountedTexts.read().all()) {
      OutputTally tally = new OutputTally(TokenFamily.GPT);
      String text = counted.text();

      for (int at = 0; at < text.length(); at += size) {
        tally.text(text.substring(at, Math.min(text.length(), at + size)));
      }

      assertThat(tally.tokens()).as(counted.id()).isEqualTo(whole(text));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 40})
  void aTextInJsonHasThemTooWhereverItsBytesAreCut(int size) throws JsonProcessingException {
    for (CountedTexts.Counted counted : CountedTexts.read().all()) {
      String text = counted.text() + "\r\n\t\"\\ \uD83D\uDE00";
      for (JsonMapper json : new JsonMapper[] {PLAIN, ESCAPED}) {
        byte[] quoted = json.writeValueAsString(text).getBytes(StandardCharsets.UTF_8);
        OutputTally tally = new OutputTally(TokenFamily.GPT);

        for (int at = 1; at < quoted.length - 1; at += size) {
          tally.json(quoted, at, Math.min(quoted.length - 1, at + size));
        }

        assertThat(tally.tokens()).as(counted.id()).isEqualTo(whole(text));
      }
    }
  }

  @Test
  void bytesThatAreNoTextBreakNothing() {
    byte[] odd = {(byte) 0x80, (byte) 0xF8, '\\', 'u', 'Z', '1', '2', '3', (byte) 0xE2, 'a', '\\'};
    OutputTally tally = new OutputTally(TokenFamily.OTHER);

    tally.json(odd, 0, odd.length);
    tally.json(odd, 0, odd.length);

    assertThat(tally.tokens()).isPositive();
  }

  @Test
  void aReportOfTheProviderStandsForAllThatCameBefore() {
    OutputTally tally = new OutputTally(TokenFamily.CLAUDE);
    assertThat(tally.tokens()).isZero();

    tally.text("some words that came first");
    tally.reported(40);
    assertThat(tally.tokens()).isEqualTo(40);
    assertThat(tally.isReported()).isTrue();

    tally.text("more");
    assertThat(tally.isReported()).isFalse();
    assertThat(tally.tokens()).isEqualTo(40 + tokens("more", TokenFamily.CLAUDE));

    tally.reported(-1);
    assertThat(tally.tokens()).isGreaterThan(40);
    tally.reported(38);
    assertThat(tally.tokens()).isEqualTo(38);
  }

  @Test
  void textsThatStandByThemselvesAreNotJoined() {
    TextShape apart = new TextShape().add("every").add("thing");
    TextShape joined = new TextShape().append("every").append("thing");

    assertThat(apart.tokens(TokenFamily.GPT)).isGreaterThan(joined.tokens(TokenFamily.GPT));
    assertThat(joined.tokens(TokenFamily.GPT)).isEqualTo(whole("everything"));
  }

  private static long whole(String text) {
    return tokens(text, TokenFamily.GPT);
  }

  private static long tokens(String text, TokenFamily family) {
    return TextShape.of(text).tokens(family);
  }
}
