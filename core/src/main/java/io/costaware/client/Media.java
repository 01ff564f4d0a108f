package io.costaware.client;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/**
 * Bytes of an image, a document, a sound or a film, or where they lie.
 *
 * <p>Immutable.
 */
public sealed interface Media {
  /** The MIME type, for example {@code image/png}. */
  String mimeType();

  /**
   * The bytes themselves.
   *
   * <p>Immutable.
   */
  final class Bytes implements Media {
    private final String mimeType;
    private final byte[] bytes;

    private Bytes(String mimeType, byte[] bytes) {
      this.mimeType = requireMimeType(mimeType);
      this.bytes = bytes.clone();
    }

    @Override
    public String mimeType() {
      return mimeType;
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
      return bytes.clone();
    }

    /** How many bytes. */
    public int size() {
      return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes that
          && mimeType.equals(that.mimeType)
          && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return 31 * mimeType.hashCode() + Arrays.hashCode(bytes);
    }

    /** The type and the size, never the bytes. */
    @Override
    public String toString() {
      return mimeType + ", " + bytes.length + " bytes";
    }
  }

  /**
   * A place that the provider reads from: {@code s3://} for Bedrock, {@code gs://} for Vertex AI.
   *
   * <p>Immutable.
   *
   * @param mimeType the MIME type
   * @param uri the place
   */
  record Uri(String mimeType, String uri) implements Media {
    /** Refuses an empty type or place. */
    public Uri {
      requireMimeType(mimeType);
      requireNonNull(uri, "uri");
      if (uri.isBlank()) {
        throw new IllegalArgumentException(
            "A media URI is empty; write one such as s3://bucket/key");
      }
    }
  }

  /**
   * Bytes of a MIME type; they are copied.
   *
   * @throws IllegalArgumentException if the type is none
   */
  static Media bytes(String mimeType, byte[] bytes) {
    return new Bytes(mimeType, bytes);
  }

  /**
   * Media that the provider fetches itself.
   *
   * @throws IllegalArgumentException if the type or the place is empty
   */
  static Media uri(String mimeType, String uri) {
    return new Uri(mimeType, uri);
  }

  private static String requireMimeType(String mimeType) {
    requireNonNull(mimeType, "mimeType");
    int slash = mimeType.indexOf('/');
    if (slash <= 0 || slash == mimeType.length() - 1) {
      throw new IllegalArgumentException(
          "'" + mimeType + "' is no MIME type; write one such as image/png");
    }
    return mimeType;
  }

  /** The part of the MIME type behind the slash, for example {@code png}. */
  default String subtype() {
    return mimeType().substring(mimeType().indexOf('/') + 1);
  }
}
