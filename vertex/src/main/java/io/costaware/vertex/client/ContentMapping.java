package io.costaware.vertex.client;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.genai.types.Blob;
import com.google.genai.types.FileData;
import com.google.genai.types.FunctionCall;
import com.google.genai.types.FunctionResponse;
import com.google.genai.types.FunctionResponseBlob;
import com.google.genai.types.FunctionResponseFileData;
import com.google.genai.types.FunctionResponsePart;
import com.google.genai.types.Part;
import io.costaware.client.Content;
import io.costaware.client.Media;
import io.costaware.client.Message;
import io.costaware.client.Role;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Restates messages as the SDK's contents. */
final class ContentMapping {
  /** How the ids begin that stand in for those that Gemini does not give; never sent. */
  static final String OWN_ID = "costaware-call-";

  private static final JsonMapper JSON = new JsonMapper();

  private ContentMapping() {}

  /** Turns of nothing but cache points are left out: Gemini caches by itself. */
  static List<com.google.genai.types.Content> contents(List<Message> messages) {
    List<com.google.genai.types.Content> contents = new ArrayList<>();
    for (Message message : messages) {
      List<Part> parts = parts(message.content());
      if (!parts.isEmpty()) {
        contents.add(
            com.google.genai.types.Content.builder()
                .role(message.role() == Role.USER ? "user" : "model")
                .parts(parts)
                .build());
      }
    }
    return contents;
  }

  static com.google.genai.types.@Nullable Content system(List<Content> system) {
    List<Part> parts = parts(system);
    return parts.isEmpty() ? null : com.google.genai.types.Content.builder().parts(parts).build();
  }

  private static List<Part> parts(List<Content> pieces) {
    List<Part> parts = new ArrayList<>();
    // A thought without text is the signature of the part behind it.
    String signature = null;
    for (Content piece : pieces) {
      if (piece instanceof Content.Reasoning thought && thought.text().isEmpty()) {
        if (signature != null) {
          // It came on a part without text, which is not kept by itself.
          parts.add(signed(Part.builder().text("").build(), signature));
        }
        signature = thought.signature();
      } else if (!(piece instanceof Content.CachePoint)) {
        parts.add(signed(part(piece), signature));
        signature = null;
      }
    }
    if (signature != null) {
      parts.add(signed(Part.builder().text("").build(), signature));
    }
    return parts;
  }

  private static Part signed(Part part, @Nullable String signature) {
    if (signature == null) {
      return part;
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(signature);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "A thought in the prompt has a signature that is none of Gemini's, so another model has"
              + " thought it; leave out Content.Reasoning of other models' answers");
    }
    return part.toBuilder().thoughtSignature(bytes).build();
  }

  private static Part part(Content piece) {
    if (piece instanceof Content.Text words) {
      return Part.builder().text(words.text()).build();
    } else if (piece instanceof Content.Image image) {
      return media(image.media(), null);
    } else if (piece instanceof Content.Document document) {
      return media(document.media(), document.name());
    } else if (piece instanceof Content.Audio audio) {
      return media(audio.media(), null);
    } else if (piece instanceof Content.Video video) {
      return media(video.media(), null);
    } else if (piece instanceof Content.Reasoning thought) {
      Part part = Part.builder().text(thought.text()).thought(true).build();
      return signed(part, thought.signature());
    } else if (piece instanceof Content.ToolUse use) {
      return Part.builder().functionCall(call(use)).build();
    } else if (piece instanceof Content.ToolResult result) {
      return Part.builder().functionResponse(response(result)).build();
    }
    throw new IllegalArgumentException(
        "Content of type " + piece.getClass().getSimpleName() + " cannot be sent to Gemini");
  }

  private static Part media(Media media, @Nullable String name) {
    if (media instanceof Media.Bytes bytes) {
      Blob.Builder blob = Blob.builder().mimeType(bytes.mimeType()).data(bytes.bytes());
      return Part.builder()
          .inlineData(name == null ? blob.build() : blob.displayName(name).build())
          .build();
    }
    FileData.Builder file =
        FileData.builder().mimeType(media.mimeType()).fileUri(((Media.Uri) media).uri());
    return Part.builder()
        .fileData(name == null ? file.build() : file.displayName(name).build())
        .build();
  }

  private static FunctionCall call(Content.ToolUse use) {
    FunctionCall.Builder call = FunctionCall.builder().name(use.name()).args(map(use.input()));
    return (use.id().startsWith(OWN_ID) ? call : call.id(use.id())).build();
  }

  private static FunctionResponse response(Content.ToolResult result) {
    StringBuilder text = new StringBuilder();
    List<FunctionResponsePart> media = new ArrayList<>();
    for (Content piece : result.content()) {
      if (piece instanceof Content.Text words) {
        text.append(words.text());
      } else {
        media.add(resultMedia(piece));
      }
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put(result.failed() ? "error" : "output", text.toString());
    FunctionResponse.Builder response =
        FunctionResponse.builder().name(result.name()).response(answer);
    if (!result.id().startsWith(OWN_ID)) {
      response.id(result.id());
    }
    return (media.isEmpty() ? response : response.parts(media)).build();
  }

  private static FunctionResponsePart resultMedia(Content piece) {
    Media media;
    if (piece instanceof Content.Image image) {
      media = image.media();
    } else if (piece instanceof Content.Document document) {
      media = document.media();
    } else if (piece instanceof Content.Audio audio) {
      media = audio.media();
    } else if (piece instanceof Content.Video video) {
      media = video.media();
    } else {
      throw new IllegalArgumentException(
          "A tool's result holds a "
              + piece.getClass().getSimpleName()
              + "; Gemini takes text, images, documents, audio and video there");
    }
    if (media instanceof Media.Bytes bytes) {
      return FunctionResponsePart.builder()
          .inlineData(
              FunctionResponseBlob.builder().mimeType(bytes.mimeType()).data(bytes.bytes()).build())
          .build();
    }
    return FunctionResponsePart.builder()
        .fileData(
            FunctionResponseFileData.builder()
                .mimeType(media.mimeType())
                .fileUri(((Media.Uri) media).uri())
                .build())
        .build();
  }

  /** A JSON object as the map that the SDK takes; what is no object is an empty one. */
  static Map<String, Object> map(JsonNode object) {
    return object.isObject()
        ? JSON.convertValue(object, new TypeReference<Map<String, Object>>() {})
        : Map.of();
  }

  static Object value(JsonNode node) {
    return JSON.convertValue(node, Object.class);
  }

  static JsonNode node(Map<String, Object> map) {
    return JSON.valueToTree(map);
  }
}
