package io.costaware.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaFactsTest {
  private static byte[] latin(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static byte[] picture(String format, int width, int height) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    assertThat(ImageIO.write(image, format, file)).isTrue();
    return file.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "gif"})
  void aPictureTellsItsPixels(String format) throws IOException {
    byte[] file = picture(format, 1_023, 771);
    assertThat(ImageSize.of(file)).isEqualTo(new ImageSize(1_023, 771));
    assertThat(ImageSize.of(Arrays.copyOf(file, 7))).isNull();
  }

  @Test
  void eachKindOfWebPTellsItsPixels() {
    String riff = "RIFF\0\0\0\0WEBP";
    assertThat(ImageSize.of(latin(riff + "VP8X\n\0\0\0\0\0\0\0\u00ff\u0003\0\u00ff\u0002\0")))
        .isEqualTo(new ImageSize(1_024, 768));
    assertThat(ImageSize.of(latin(riff + "VP8 \0\0\0\0\0\0\0\u009d\u0001*@\u0001\u00f0\0")))
        .isEqualTo(new ImageSize(320, 240));
    int bits = (640 - 1) | ((480 - 1) << 14);
    byte[] lossless = latin(riff + "VP8L\0\0\0\0/" + "\0".repeat(9));
    for (int i = 0; i < 4; i++) {
      lossless[21 + i] = (byte) (bits >> (8 * i));
    }
    assertThat(ImageSize.of(lossless)).isEqualTo(new ImageSize(640, 480));
  }

  @Test
  void aWaveFileTellsItsSeconds() throws IOException {
    AudioFormat format = new AudioFormat(8_000, 16, 1, true, false);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    AudioSystem.write(
        new AudioInputStream(new ByteArrayInputStream(new byte[2 * 8_000 * 7 + 2]), format, 56_001),
        AudioFileFormat.Type.WAVE,
        file);
    assertThat(PlayingTime.seconds(file.toByteArray())).isEqualTo(8);
    assertThat(PlayingTime.seconds(Arrays.copyOf(file.toByteArray(), 30)))
        .isEqualTo(PlayingTime.UNKNOWN);
  }

  private static byte[] box(String type, byte[] content) {
    return ByteBuffer.allocate(8 + content.length)
        .putInt(8 + content.length)
        .put(latin(type))
        .put(content)
        .array();
  }

  private static byte[] movie(byte[] header) {
    byte[] moov = box("moov", box("mvhd", header));
    byte[] type = box("ftyp", latin("isom\0\0\0\0"));
    byte[] data = box("mdat", new byte[33]);
    return ByteBuffer.allocate(type.length + data.length + moov.length)
        .put(type)
        .put(data)
        .put(moov)
        .array();
  }

  @Test
  void aMovieTellsItsSecondsInEitherFormOfItsHeader() {
    byte[] narrow =
        ByteBuffer.allocate(32).putInt(0).putLong(0).putInt(1_000).putInt(95_400).array();
    byte[] wide =
        ByteBuffer.allocate(40)
            .putInt(1 << 24)
            .putLong(0)
            .putLong(0)
            .putInt(600)
            .putLong(36_000)
            .array();
    assertThat(PlayingTime.seconds(movie(narrow))).isEqualTo(96);
    assertThat(PlayingTime.seconds(movie(wide))).isEqualTo(60);
    assertThat(PlayingTime.seconds(movie(new byte[32]))).isEqualTo(PlayingTime.UNKNOWN);
    assertThat(PlayingTime.seconds(latin("ID3 some mp3"))).isEqualTo(PlayingTime.UNKNOWN);
  }

  @Test
  void aPdfTellsItsPagesWhereItSaysThemInTheClear() {
    assertThat(
            PageCount.of(
                latin(
                    "%PDF-1.4\n<</Type /Pages /Count 3>>"
                        + "<</Type /Page>><</Type/Page/Parent 1 0 R>><</Type /Page>>")))
        .isEqualTo(3);
    assertThat(PageCount.of(latin("%PDF-1.7\n<</Type/Pages/Count 12/Kids[]>>"))).isEqualTo(12);
    assertThat(PageCount.of(latin("%PDF-1.7\n<</Count 999999999999>>")))
        .isEqualTo(PageCount.UNKNOWN);
    assertThat(PageCount.of(latin("PK office file /Type /Page"))).isEqualTo(PageCount.UNKNOWN);
  }

  @Test
  void noBytesAreReadBeyondTheirEndAndNoneThrow() {
    Random random = new Random(7);
    String[] heads = {
      "\u0089PNG",
      "GIF8",
      "RIFF1234WEBPVP8X",
      "RIFF1234WEBPVP8L",
      "\u00ff\u00d8\u00ff",
      "%PDF /Count ",
      "RIFF1234WAVE",
      "\0\0\0\u0010ftyp1234567890",
      "\0\0\0\u0001ftyp"
    };
    for (int i = 0; i < 20_000; i++) {
      byte[] file = new byte[random.nextInt(80)];
      random.nextBytes(file);
      byte[] head = latin(heads[i % heads.length]);
      System.arraycopy(head, 0, file, 0, Math.min(head.length, file.length));
      ImageSize size = ImageSize.of(file);
      assertThat(size == null || size.width() > 0).isTrue();
      assertThat(PlayingTime.seconds(file)).isGreaterThanOrEqualTo(PlayingTime.UNKNOWN);
      assertThat(PageCount.of(file)).isNotZero().isGreaterThanOrEqualTo(PageCount.UNKNOWN);
    }
  }

  @Test
  void aPictureWithoutPixelsCannotBe() {
    assertThatThrownBy(() -> new ImageSize(0, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 by 5");
  }
}
