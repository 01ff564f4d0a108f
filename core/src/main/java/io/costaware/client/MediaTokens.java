package io.costaware.client;

import io.costaware.media.ImageSize;
import io.costaware.media.PageCount;
import io.costaware.media.PlayingTime;
import io.costaware.usage.TextShape;
import io.costaware.usage.TokenFamily;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What pictures, sound, films and documents come to in tokens, by the rules that the vendors
 * publish, from their pixels, seconds and pages and never from their bytes.
 *
 * <ul>
 *   <li>Gemini, <a href="https://ai.google.dev/gemini-api/docs/tokens">Understand and count
 *       tokens</a>: 258 for a picture of up to 384 pixels a side, or for each tile of 768 pixels;
 *       32 for a second of sound; 263 for a second of film; 258 for a page. From Gemini 3 on, by <a
 *       href="https://ai.google.dev/gemini-api/docs/media-resolution">media resolution</a> as it is
 *       set unless told otherwise: 1,120 for a picture, 70 for a second of film, 560 for a page.
 *   <li>Claude, <a href="https://docs.claude.com/en/docs/build-with-claude/vision">Vision</a>: a
 *       token for 750 pixels, up to 1,600, and to 4,784 from Opus 4.7 on; <a
 *       href="https://docs.claude.com/en/docs/build-with-claude/pdf-support">PDF support</a>: 1,500
 *       to 3,000 for the text of a page, of which the middle is taken.
 *   <li>Nova, <a
 *       href="https://docs.aws.amazon.com/nova/latest/userguide/modalities-image.html">Image
 *       understanding</a>: some 800 for 900 by 450 pixels up to 2,600 for 1,300 by 1,300, about a
 *       token for 640 pixels; 230 for any picture with Nova 2; 288 for a second of film, up to 960
 *       seconds.
 * </ul>
 *
 * <p>Others are reckoned as Claude's pictures and pages, and Gemini's seconds.
 */
final class MediaTokens {
  /** For what does not tell its size. */
  private static final ImageSize ASSUMED_IMAGE = new ImageSize(1_024, 1_024);

  private static final long ASSUMED_SECONDS = 60;
  private static final long ASSUMED_PAGES = 10;

  private static final long PAGE_OF_TEXT = 2_250;

  private final String model;
  private final TokenFamily family;
  private boolean assumed;

  MediaTokens(String model) {
    this.model = model.toLowerCase(Locale.ROOT);
    this.family = TokenFamily.of(model);
  }

  /** Whether something did not tell its size. */
  boolean assumed() {
    return assumed;
  }

  private boolean isNova() {
    return model.contains("nova-");
  }

  /** Gemini 3 and later count by a resolution that is set, not by tiles. */
  private boolean countsByResolution() {
    int at = model.indexOf("gemini-");
    int digit = at + "gemini-".length();
    return at >= 0
        && digit < model.length()
        && model.charAt(digit) >= '3'
        && model.charAt(digit) <= '9';
  }

  long image(Media media) {
    ImageSize told = media instanceof Media.Bytes file ? ImageSize.of(file.bytes()) : null;
    if (family == TokenFamily.GEMINI && countsByResolution()) {
      return 1_120;
    }
    if (model.contains("nova-2-")) {
      return 230;
    }
    assumed |= told == null;
    ImageSize size = told == null ? ASSUMED_IMAGE : told;
    long pixels = (long) size.width() * size.height();
    if (family == TokenFamily.GEMINI) {
      return tiles(size) * 258;
    }
    if (isNova()) {
      return Math.min(2_600, Math.max(800, pixels / 640));
    }
    return Math.min(family == TokenFamily.CLAUDE_NEW ? 4_784 : 1_600, pixels / 750 + 1);
  }

  private static long tiles(ImageSize size) {
    boolean small = size.width() <= 384 && size.height() <= 384;
    return small ? 1 : ((size.width() + 767L) / 768) * ((size.height() + 767L) / 768);
  }

  long audio(Media media) {
    return Math.multiplyExact(seconds(media), 32L);
  }

  long video(Media media) {
    long seconds = seconds(media);
    if (isNova()) {
      return Math.min(960, seconds) * 288;
    }
    return Math.multiplyExact(
        seconds, family == TokenFamily.GEMINI && countsByResolution() ? 70L + 32 : 263L);
  }

  private long seconds(Media media) {
    long told =
        media instanceof Media.Bytes file ? PlayingTime.seconds(file.bytes()) : PlayingTime.UNKNOWN;
    assumed |= told == PlayingTime.UNKNOWN;
    return told == PlayingTime.UNKNOWN ? ASSUMED_SECONDS : told;
  }

  /** A document of plain text counts as its text. */
  long document(Media media) {
    if (media instanceof Media.Bytes file && isText(media.mimeType())) {
      return TextShape.of(new String(file.bytes(), StandardCharsets.UTF_8)).tokens(family);
    }
    long told = media instanceof Media.Bytes file ? PageCount.of(file.bytes()) : PageCount.UNKNOWN;
    assumed |= told == PageCount.UNKNOWN;
    long pages = told == PageCount.UNKNOWN ? ASSUMED_PAGES : told;
    long page = family == TokenFamily.GEMINI ? (countsByResolution() ? 560 : 258) : PAGE_OF_TEXT;
    return Math.multiplyExact(pages, page);
  }

  private static boolean isText(String mimeType) {
    return mimeType.startsWith("text/") || mimeType.equals("application/json");
  }
}
