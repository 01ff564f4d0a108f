package io.costaware.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptTokensTest {
  private static final String GEMINI = "gemini-2.5-flash";
  private static final String CLAUDE = "anthropic.claude-sonnet-4-6";

  private static Media png(int width, int height) {
    byte[] file =
        ByteBuffer.allocate(40)
            .put("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR".getBytes(ISO_8859_1))
            .putInt(width)
            .putInt(height)
            .array();
    return Media.bytes("image/png", file);
  }

  private static Media film(int seconds) {
    return Media.bytes(
        "video/mp4",
        ByteBuffer.allocate(60)
            .putInt(8)
            .put("ftyp".getBytes(ISO_8859_1))
            .putInt(52)
            .put("moov".getBytes(ISO_8859_1))
            .putInt(44)
            .put("mvhd".getBytes(ISO_8859_1))
            .put(new byte[12])
            .putInt(10)
            .putInt(10 * seconds)
            .array());
  }

  private static long tokens(String model, Content content) {
    long frame = PromptTokens.of(Prompt.to("m").user("")).tokens(model);
    return PromptTokens.of(Prompt.to("m").user(content)).tokens(model) - frame;
  }

  @ParameterizedTest(name = "{0}: {1} by {2}")
  @CsvSource({
    "gemini-2.5-flash,             384,  384,  258",
    "gemini-2.5-flash,             385,  100,  258",
    "gemini-2.5-flash,             769,  768,  516",
    "gemini-2.5-pro,              2000, 1500, 1548",
    "gemini-3-flash-preview,      2000, 1500, 1120",
    "anthropic.claude-sonnet-4-6,  750, 1000, 1001",
    "anthropic.claude-sonnet-4-6, 8000, 8000, 1600",
    "anthropic.claude-opus-4-7,   8000, 8000, 4784",
    "amazon.nova-lite-v1:0,        100,  100,  800",
    "amazon.nova-lite-v1:0,       1400,  900, 1968",
    "amazon.nova-2-lite-v1:0,     1400,  900,  230",
  })
  void aPictureCountsByItsPixels(String model, int width, int height, long tokens) {
    assertThat(tokens(model, new Content.Image(png(width, height)))).isEqualTo(tokens);
  }

  @Test
  void soundAndFilmsCountByTheirSeconds() {
    assertThat(tokens(GEMINI, new Content.Video(film(60)))).isEqualTo(60 * 263);
    assertThat(tokens("gemini-3.5-flash", new Content.Video(film(60)))).isEqualTo(60 * 102);
    assertThat(tokens("amazon.nova-pro-v1:0", new Content.Video(film(60)))).isEqualTo(60 * 288);
    assertThat(tokens("amazon.nova-pro-v1:0", new Content.Video(film(3_600)))).isEqualTo(960 * 288);
    assertThat(tokens(GEMINI, new Content.Audio(film(90)))).isEqualTo(90 * 32);
  }

  @Test
  void aDocumentCountsByItsPagesAndNotByItsBytes() {
    String pages = "<</Type /Page>>".repeat(7);
    Media small = Media.bytes("application/pdf", ("%PDF-1.4 " + pages).getBytes(ISO_8859_1));
    Media large =
        Media.bytes(
            "application/pdf", ("%PDF-1.4 " + pages + "x".repeat(100_000)).getBytes(ISO_8859_1));
    assertThat(tokens(GEMINI, new Content.Document("", small))).isEqualTo(7 * 258);
    assertThat(tokens(GEMINI, new Content.Document("", large))).isEqualTo(7 * 258);
    assertThat(tokens("gemini-3.5-flash", new Content.Document("", small))).isEqualTo(7 * 560);
    assertThat(tokens(CLAUDE, new Content.Document("", small))).isEqualTo(7 * 2_250);
  }

  @Test
  void aDocumentOfPlainTextCountsAsItsText() {
    String text = "Ten plain words of a document that stands by itself.";
    Media media = Media.bytes("text/plain", text.getBytes(ISO_8859_1));
    assertThat(tokens(CLAUDE, new Content.Document("", media)))
        .isEqualTo(tokens(CLAUDE, Content.text(text)));
  }

  @Test
  void whatDoesNotTellItsLengthIsAssumedAndTheBasisSaysSo() {
    Prompt prompt = Prompt.to("m").user(new Content.Video(Media.uri("video/mp4", "gs://b/film")));
    assertThat(PromptTokens.of(prompt).expected("").basis())
        .isEqualTo("media of unknown length assumed");
    assertThat(PromptTokens.of(prompt).tokens(GEMINI)).isGreaterThan(60 * 263);
    assertThat(PromptTokens.of(Prompt.to("m").user("Hi")).expected("").basis()).isEmpty();
    assertThat(PromptTokens.of(prompt).expected("because").basis())
        .isEqualTo("media of unknown length assumed, because");
  }

  @Test
  void everyPieceOfAPromptCounts() {
    Prompt bare = Prompt.to("m").user("What is the weather?");
    long tokens = PromptTokens.of(bare).tokens(CLAUDE);
    Prompt asked =
        bare.message(
            new Message(
                Role.ASSISTANT,
                List.of(
                    new Content.Reasoning("I should look it up first.", null),
                    new Content.ToolUse(
                        "1",
                        "weather",
                        JsonNodeFactory.instance.objectNode().put("city", "Paris")))));
    Prompt answered =
        asked.message(
            new Message(
                Role.USER,
                List.of(
                    new Content.ToolResult(
                        "1", "weather", List.of(Content.text("Rain all day long")), false))));
    Prompt tooled =
        new Prompt(
            answered.model(),
            List.of(Content.text("Answer briefly.")),
            answered.messages(),
            List.of(
                new Tool("weather", "Tells the weather", JsonNodeFactory.instance.objectNode())),
            null,
            answered.settings(),
            null,
            answered.tags(),
            answered.options());
    assertThat(PromptTokens.of(asked).tokens(CLAUDE)).isGreaterThan(tokens + 10);
    assertThat(PromptTokens.of(answered).tokens(CLAUDE))
        .isGreaterThan(PromptTokens.of(asked).tokens(CLAUDE) + 3);
    assertThat(PromptTokens.of(tooled).tokens(CLAUDE))
        .isGreaterThan(PromptTokens.of(answered).tokens(CLAUDE) + 300);
  }

  @Test
  void aCountIsAtLeastZeroOrNone() {
    assertThat(PromptCount.of(0).tokens()).isZero();
    assertThat(PromptCount.of(-1).because()).contains("told no number");
    assertThat(PromptCount.failed(new IllegalStateException("a prompt's text")).because())
        .contains("IllegalStateException")
        .doesNotContain("text");
    assertThatThrownBy(() -> new PromptCount(-2, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-2");
  }
}
