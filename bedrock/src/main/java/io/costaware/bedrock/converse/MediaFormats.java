package io.costaware.bedrock.converse;

import io.costaware.client.Media;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.S3Location;

/** MIME types in Bedrock's words for formats, and where the bytes are. */
final class MediaFormats {
  private static final Map<String, String> DOCUMENTS =
      Map.of(
          "application/pdf", "pdf",
          "text/csv", "csv",
          "application/msword", "doc",
          "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx",
          "application/vnd.ms-excel", "xls",
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx",
          "text/html", "html",
          "text/plain", "txt",
          "text/markdown", "md");

  private static final Map<String, String> AUDIO =
      Map.of("mpeg", "mp3", "wave", "wav", "vnd.wave", "wav", "matroska", "mka", "l16", "pcm");

  private static final Map<String, String> VIDEO =
      Map.of("quicktime", "mov", "matroska", "mkv", "ms-wmv", "wmv", "3gpp", "three_gp");

  private MediaFormats() {}

  static String image(Media media) {
    String kind = subtype(media, "image");
    return kind.equals("jpg") ? "jpeg" : kind;
  }

  static String audio(Media media) {
    String kind = subtype(media, "audio");
    return AUDIO.getOrDefault(kind, kind);
  }

  static String video(Media media) {
    String kind = subtype(media, "video");
    return VIDEO.getOrDefault(kind, kind);
  }

  static String document(Media media) {
    String format = DOCUMENTS.get(bare(media));
    if (format == null) {
      throw new IllegalArgumentException(
          "A document of type '"
              + media.mimeType()
              + "' is none that Bedrock takes; use one of "
              + new TreeSet<>(DOCUMENTS.keySet()));
    }
    return format;
  }

  /** The MIME type of what a model made. */
  static String mimeType(String kind, String format) {
    return kind + "/" + (format.equals("mp3") ? "mpeg" : format);
  }

  /** The bytes; null if they lie elsewhere. */
  static @Nullable SdkBytes bytes(Media media) {
    return media instanceof Media.Bytes bytes ? SdkBytes.fromByteArrayUnsafe(bytes.bytes()) : null;
  }

  /** Where they lie. */
  static S3Location place(Media media) {
    String uri = media instanceof Media.Uri place ? place.uri() : "";
    if (!uri.startsWith("s3://")) {
      throw new IllegalArgumentException(
          "Bedrock cannot read media from '" + uri + "'; use s3://bucket/key, or give the bytes");
    }
    return S3Location.builder().uri(uri).build();
  }

  private static String subtype(Media media, String kind) {
    String type = bare(media);
    int slash = type.indexOf('/');
    if (!type.substring(0, slash).equals(kind)) {
      throw new IllegalArgumentException(
          "'"
              + media.mimeType()
              + "' is no type of "
              + kind
              + "; write one such as "
              + kind
              + (kind.equals("image") ? "/png" : kind.equals("audio") ? "/wav" : "/mp4"));
    }
    String subtype = type.substring(slash + 1);
    return subtype.startsWith("x-") ? subtype.substring(2) : subtype;
  }

  /** Without parameters such as a charset. */
  private static String bare(Media media) {
    String type = media.mimeType();
    int parameters = type.indexOf(';');
    return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
  }
}
