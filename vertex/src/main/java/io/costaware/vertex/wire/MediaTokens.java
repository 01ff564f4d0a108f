package io.costaware.vertex.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
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

  void inline(JsonParser parser) throws IOException {
    String type = "";
    long bytes = 0;
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    JsonToken token = parser.nextToken();
    while (token == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      long from = parser.currentTokenLocation().getByteOffset();
      type = name.equals("mimeType") ? parser.getValueAsString("") : type;
      parser.skipChildren();
      // Where the next token begins says how long the data is, without decoding it.
      token = parser.nextToken();
      if (name.equals("data")) {
        bytes = (parser.currentTokenLocation().getByteOffset() - from) * 3 / 4;
      }
    }
    add(type, bytes);
  }

  void file(JsonParser parser) throws IOException {
    String type = "";
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean isType = parser.currentName().equals("mimeType");
      parser.nextToken();
      type = isType ? parser.getValueAsString("") : type;
      parser.skipChildren();
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
