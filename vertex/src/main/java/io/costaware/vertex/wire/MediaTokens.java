package io.costaware.vertex.wire;

import io.costaware.usage.TokenHeuristic;
import java.io.IOException;

/**
 * Reckons what pictures, sound, films and documents in a prompt come to, on the high side. Google
 * counts 258 tokens for a tile of a picture and for a page, 32 for a second of sound and 263 for a
 * second of film; how many tiles, pages and seconds there are is guessed from the size.
 *
 * <p>For use by one thread.
 */
final class MediaTokens {
  /** A large picture: four tiles and an overview. */
  static final long IMAGE = 5 * 258;

  private static final long PAGE = 258;
  private static final long AUDIO_SECOND = 32;
  private static final long VIDEO_SECOND = 263 + AUDIO_SECOND;

  /** Bytes for a page, a second of sound, a second of film: small ones, so that there are many. */
  private static final long PAGE_BYTES = 20_000;

  private static final long AUDIO_SECOND_BYTES = 4_000;
  private static final long VIDEO_SECOND_BYTES = 40_000;

  /** For a file whose size is not in the request. */
  private static final long ASSUMED_PAGES = 100;

  private static final long ASSUMED_SECONDS = 300;

  private long tokens;
  private boolean any;
  private boolean assumed;

  long tokens() {
    return tokens;
  }

  boolean any() {
    return any;
  }

  /** Whether the length of something had to be assumed. */
  boolean assumed() {
    return assumed;
  }

  void inline(JsonBody body) throws IOException {
    if (!body.entersObject()) {
      return;
    }
    String type = "";
    long bytes = 0;
    for (String name = body.nextName(); name != null; name = body.nextName()) {
      int from = body.at();
      if (name.equals("mimeType")) {
        type = typeOf(body);
      } else {
        body.skip();
      }
      if (name.equals("data")) {
        bytes = (body.at() - from) * 3L / 4;
      }
    }
    add(type, bytes);
  }

  void file(JsonBody body) throws IOException {
    if (!body.entersObject()) {
      return;
    }
    String type = "";
    for (String name = body.nextName(); name != null; name = body.nextName()) {
      if (name.equals("mimeType")) {
        type = typeOf(body);
      } else {
        body.skip();
      }
    }
    assumed = true;
    if (type.startsWith("audio/")) {
      add(type, ASSUMED_SECONDS * AUDIO_SECOND_BYTES);
    } else if (type.startsWith("image/")) {
      add(type, 0);
    } else if (type.startsWith("application/") || type.startsWith("text/")) {
      add("application/pdf", ASSUMED_PAGES * PAGE_BYTES);
    } else {
      add("video/", ASSUMED_SECONDS * VIDEO_SECOND_BYTES);
    }
  }

  private static String typeOf(JsonBody body) throws IOException {
    String type = body.string();
    return type == null ? "" : type;
  }

  private void add(String type, long bytes) {
    any = true;
    if (type.startsWith("image/")) {
      tokens += IMAGE;
    } else if (type.startsWith("audio/")) {
      tokens += (1 + bytes / AUDIO_SECOND_BYTES) * AUDIO_SECOND;
    } else if (type.startsWith("video/")) {
      tokens += (1 + bytes / VIDEO_SECOND_BYTES) * VIDEO_SECOND;
    } else if (type.startsWith("text/")) {
      tokens += TokenHeuristic.tokensOfBytes(bytes);
    } else {
      tokens += (1 + bytes / PAGE_BYTES) * PAGE;
    }
  }
}
