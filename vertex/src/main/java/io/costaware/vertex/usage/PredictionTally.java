package io.costaware.vertex.usage;

import io.costaware.usage.RawUsage;

/**
 * Adds up the entries of predict's answer: tokens of embeddings, images made or embedded, seconds
 * of video.
 *
 * <p>For use by one thread.
 */
final class PredictionTally {
  /** Of all embeddings; -1 if none has told. */
  long tokens = -1;

  /** Of all videos that were embedded. */
  long seconds;

  private long images;
  private long embeddedImages;
  private boolean noneDelivered;

  private boolean image;
  private boolean filtered;
  private boolean typed;
  private long secondsHere;

  /** The list begins; until an entry shows another kind, it is one of images. */
  void begin() {
    noneDelivered = true;
  }

  /** An object or array in an entry. */
  void entry(String key) {
    embeddedImages += key.equals("imageEmbedding") ? 1 : 0;
  }

  /** A text in an entry that is not empty. */
  void text(String key) {
    switch (key) {
      case "bytesBase64Encoded", "gcsUri" -> image = true;
      case "mimeType" -> typed = true;
      case "raiFilteredReason" -> filtered = true;
      default -> {}
    }
  }

  /** A part of the entry's video ends after so many seconds. */
  void lasts(long until) {
    secondsHere = Math.max(secondsHere, until);
  }

  long secondsHere() {
    return secondsHere;
  }

  void endEntry() {
    // Recordings may leave the bytes out; what was filtered says so.
    images += image || (typed && !filtered) ? 1 : 0;
    noneDelivered &= filtered;
    image = false;
    filtered = false;
    typed = false;
    secondsHere = 0;
  }

  void putInto(RawUsage.Builder raw) {
    if (tokens >= 0) {
      raw.put(GeminiAnswer.PREDICTED_TOKENS, tokens);
    }
    if (images > 0 || noneDelivered) {
      raw.put(GeminiAnswer.PREDICTED_IMAGES, images);
    }
    if (embeddedImages > 0) {
      raw.put(GeminiAnswer.EMBEDDED_IMAGES, embeddedImages);
    }
    if (seconds > 0) {
      raw.put(GeminiAnswer.EMBEDDED_SECONDS, seconds);
    }
  }
}
