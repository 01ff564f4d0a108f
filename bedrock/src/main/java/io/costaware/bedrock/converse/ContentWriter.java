package io.costaware.bedrock.converse;

import io.costaware.client.Content;
import io.costaware.client.Media;
import java.util.Base64;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.AudioBlock;
import software.amazon.awssdk.services.bedrockruntime.model.AudioSource;
import software.amazon.awssdk.services.bedrockruntime.model.CachePointBlock;
import software.amazon.awssdk.services.bedrockruntime.model.CachePointType;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.DocumentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.DocumentSource;
import software.amazon.awssdk.services.bedrockruntime.model.ImageBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ImageSource;
import software.amazon.awssdk.services.bedrockruntime.model.ReasoningContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.SystemContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultStatus;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlock;
import software.amazon.awssdk.services.bedrockruntime.model.VideoBlock;
import software.amazon.awssdk.services.bedrockruntime.model.VideoSource;

/** Pieces of messages as Bedrock's blocks. */
final class ContentWriter {
  /** Marks the signature of thinking that came encrypted, so that it goes back as it came. */
  static final String REDACTED = "redacted:";

  private ContentWriter() {}

  static ContentBlock block(Content content) {
    if (content instanceof Content.Text text) {
      return ContentBlock.fromText(text.text());
    } else if (content instanceof Content.Image image) {
      return ContentBlock.fromImage(image(image.media()));
    } else if (content instanceof Content.Document document) {
      return ContentBlock.fromDocument(document(document));
    } else if (content instanceof Content.Audio audio) {
      return ContentBlock.fromAudio(audio(audio.media()));
    } else if (content instanceof Content.Video video) {
      return ContentBlock.fromVideo(video(video.media()));
    } else if (content instanceof Content.ToolUse use) {
      return ContentBlock.fromToolUse(
          ToolUseBlock.builder()
              .toolUseId(use.id())
              .name(use.name())
              .input(JsonDocuments.document(use.input()))
              .build());
    } else if (content instanceof Content.ToolResult result) {
      return ContentBlock.fromToolResult(result(result));
    } else if (content instanceof Content.Reasoning reasoning) {
      return ContentBlock.fromReasoningContent(reasoning(reasoning));
    }
    return ContentBlock.fromCachePoint(cachePoint((Content.CachePoint) content));
  }

  static SystemContentBlock instruction(Content content) {
    if (content instanceof Content.Text text) {
      return SystemContentBlock.fromText(text.text());
    }
    if (content instanceof Content.CachePoint point) {
      return SystemContentBlock.fromCachePoint(cachePoint(point));
    }
    throw new IllegalArgumentException(
        "An instruction of Bedrock is text or a cache point, not "
            + content.getClass().getSimpleName()
            + "; put it into a message");
  }

  private static ImageBlock image(Media media) {
    SdkBytes bytes = MediaFormats.bytes(media);
    return ImageBlock.builder()
        .format(MediaFormats.image(media))
        .source(
            bytes == null
                ? ImageSource.fromS3Location(MediaFormats.place(media))
                : ImageSource.fromBytes(bytes))
        .build();
  }

  private static DocumentBlock document(Content.Document document) {
    SdkBytes bytes = MediaFormats.bytes(document.media());
    return DocumentBlock.builder()
        .name(document.name())
        .format(MediaFormats.document(document.media()))
        .source(
            bytes == null
                ? DocumentSource.fromS3Location(MediaFormats.place(document.media()))
                : DocumentSource.fromBytes(bytes))
        .build();
  }

  private static AudioBlock audio(Media media) {
    SdkBytes bytes = MediaFormats.bytes(media);
    return AudioBlock.builder()
        .format(MediaFormats.audio(media))
        .source(
            bytes == null
                ? AudioSource.fromS3Location(MediaFormats.place(media))
                : AudioSource.fromBytes(bytes))
        .build();
  }

  private static VideoBlock video(Media media) {
    SdkBytes bytes = MediaFormats.bytes(media);
    return VideoBlock.builder()
        .format(MediaFormats.video(media))
        .source(
            bytes == null
                ? VideoSource.fromS3Location(MediaFormats.place(media))
                : VideoSource.fromBytes(bytes))
        .build();
  }

  private static ToolResultBlock result(Content.ToolResult result) {
    List<ToolResultContentBlock> content =
        result.content().stream().map(ContentWriter::result).toList();
    ToolResultBlock.Builder block =
        ToolResultBlock.builder().toolUseId(result.id()).content(content);
    // Some models know no status, so success goes without one.
    return (result.failed() ? block.status(ToolResultStatus.ERROR) : block).build();
  }

  private static ToolResultContentBlock result(Content content) {
    if (content instanceof Content.Text text) {
      return ToolResultContentBlock.fromText(text.text());
    } else if (content instanceof Content.Image image) {
      return ToolResultContentBlock.fromImage(image(image.media()));
    } else if (content instanceof Content.Document document) {
      return ToolResultContentBlock.fromDocument(document(document));
    } else if (content instanceof Content.Video video) {
      return ToolResultContentBlock.fromVideo(video(video.media()));
    }
    throw new IllegalArgumentException(
        "A tool's result on Bedrock holds text, images, documents and videos, not "
            + content.getClass().getSimpleName());
  }

  private static ReasoningContentBlock reasoning(Content.Reasoning reasoning) {
    String signature = reasoning.signature();
    if (signature != null && signature.startsWith(REDACTED)) {
      byte[] bytes = Base64.getDecoder().decode(signature.substring(REDACTED.length()));
      return ReasoningContentBlock.fromRedactedContent(SdkBytes.fromByteArrayUnsafe(bytes));
    }
    return ReasoningContentBlock.fromReasoningText(
        text -> text.text(reasoning.text()).signature(signature));
  }

  private static CachePointBlock cachePoint(Content.CachePoint point) {
    CachePointBlock.Builder block = CachePointBlock.builder().type(CachePointType.DEFAULT);
    // Five minutes is what every model does unasked; only some know a lifetime.
    return (point.lifetime() == Content.CachePoint.Lifetime.ONE_HOUR ? block.ttl("1h") : block)
        .build();
  }
}
