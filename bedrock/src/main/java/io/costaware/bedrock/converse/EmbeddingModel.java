package io.costaware.bedrock.converse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The families of text embedding models, each with a body of its own.
 *
 * <p>Immutable.
 */
enum EmbeddingModel {
  /** One text a call; the length of the vectors can be chosen. */
  TITAN_V2("amazon.titan-embed-text-v2", 1, "dimensions"),

  /** One text a call. */
  TITAN_V1("amazon.titan-embed-", 1, null),

  /** Many texts a call; the length of the vectors can be chosen. */
  COHERE_V4("cohere.embed-v4", 96, "output_dimension"),

  /** Many texts a call. */
  COHERE_V3("cohere.embed-", 96, null);

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final String prefix;
  private final int textsPerCall;
  private final @Nullable String dimensionsField;

  EmbeddingModel(String prefix, int textsPerCall, @Nullable String dimensionsField) {
    this.prefix = prefix;
    this.textsPerCall = textsPerCall;
    this.dimensionsField = dimensionsField;
  }

  /**
   * The family of a base model.
   *
   * @throws IllegalArgumentException if texts cannot be embedded with it here
   */
  static EmbeddingModel of(String model) {
    for (EmbeddingModel family : values()) {
      // Titan's model for images takes a body of its own.
      if (model.startsWith(family.prefix) && !model.startsWith("amazon.titan-embed-image")) {
        return family;
      }
    }
    throw new IllegalArgumentException(
        "'"
            + model
            + "' is no text embedding model that is known here; use amazon.titan-embed-text-v2:0,"
            + " amazon.titan-embed-text-v1 or one of cohere.embed, or send its own body by invoke");
  }

  int textsPerCall() {
    return textsPerCall;
  }

  /**
   * The body for so many texts.
   *
   * @throws IllegalArgumentException if the model does not let the length be chosen
   */
  JsonNode body(List<String> texts, @Nullable Integer dimensions) {
    ObjectNode body = NODES.objectNode();
    if (textsPerCall == 1) {
      body.put("inputText", texts.get(0));
    } else {
      ArrayNode array = body.putArray("texts");
      texts.forEach(array::add);
      body.put("input_type", "search_document");
    }
    if (dimensions != null) {
      if (dimensionsField == null) {
        throw new IllegalArgumentException(
            "The vectors of "
                + prefix
                + "... have one length, but "
                + dimensions
                + " dimensions are asked for; leave them out");
      }
      body.put(dimensionsField, dimensions);
    }
    return body;
  }

  /** The vectors of an answer, in the order of the texts. */
  List<List<Float>> vectors(JsonNode answer, int texts) {
    List<List<Float>> vectors = new ArrayList<>(texts);
    if (textsPerCall == 1) {
      vectors.add(vector(answer.path("embedding")));
    } else {
      JsonNode all = answer.path("embeddings");
      // By type where types were asked for, which newer models may do by themselves.
      (all.isObject() ? all.path("float") : all).forEach(one -> vectors.add(vector(one)));
    }
    if (vectors.size() != texts || vectors.get(0).isEmpty()) {
      throw new IllegalStateException(
          "The model gave " + vectors.size() + " vectors for " + texts + " texts");
    }
    return vectors;
  }

  private static List<Float> vector(JsonNode numbers) {
    List<Float> vector = new ArrayList<>(numbers.size());
    numbers.forEach(number -> vector.add(number.floatValue()));
    return vector;
  }
}
