package io.costaware.testkit.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A model's answer to predict (any number of vectors, each with its own token count) and to
 * embedContent (one vector, the count in {@code usageMetadata}). Immutable.
 */
public final class EmbedReply implements WireReply {

  private static final List<String> OPERATIONS = List.of("predict", "embedContent");

  private record Embedding(int tokens, List<Float> values) {}

  private final List<Embedding> embeddings;
  private final int billableCharacters;

  private EmbedReply(List<Embedding> embeddings, int billableCharacters) {
    this.embeddings = embeddings;
    this.billableCharacters = billableCharacters;
  }

  static EmbedReply empty() {
    return new EmbedReply(List.of(), 0);
  }

  /** Adds a vector for the next input. */
  public EmbedReply embedding(int tokens, float... values) {
    var vector = new ArrayList<Float>();
    for (float value : values) {
      vector.add(value);
    }
    var all = new ArrayList<>(embeddings);
    all.add(new Embedding(tokens, vector));
    return new EmbedReply(all, billableCharacters);
  }

  /** The characters that predict says are billed; 0 unless set. */
  public EmbedReply billableCharacters(int count) {
    return new EmbedReply(embeddings, count);
  }

  @Override
  public WireAnswer answer(RecordedRequest request) {
    return switch (request.operation()) {
      case "predict" -> WireAnswer.json(200, predictions());
      case "embedContent" -> WireAnswer.json(200, single(request));
      default -> throw GeminiReply.mismatch(OPERATIONS, request);
    };
  }

  private ObjectNode predictions() {
    ObjectNode body = Json.object();
    ArrayNode predictions = body.putArray("predictions");
    for (Embedding embedding : embeddings) {
      ObjectNode one = predictions.addObject().putObject("embeddings");
      one.putObject("statistics").put("truncated", false).put("token_count", embedding.tokens());
      values(one, embedding);
    }
    body.putObject("metadata").put("billableCharacterCount", billableCharacters);
    return body;
  }

  private ObjectNode single(RecordedRequest request) {
    if (embeddings.size() != 1) {
      throw new IllegalArgumentException(
          "embedContent takes one vector, the scripted reply for "
              + request
              + " has "
              + embeddings.size());
    }
    Embedding embedding = embeddings.get(0);
    ObjectNode body = Json.object().put("truncated", false);
    values(body.putObject("embedding"), embedding);
    ObjectNode usage =
        body.putObject("usageMetadata")
            .put("promptTokenCount", embedding.tokens())
            .put("totalTokenCount", embedding.tokens());
    usage
        .putArray("promptTokensDetails")
        .addObject()
        .put("modality", "TEXT")
        .put("tokenCount", embedding.tokens());
    return body;
  }

  private static void values(ObjectNode node, Embedding embedding) {
    ArrayNode values = node.putArray("values");
    embedding.values().forEach(values::add);
  }
}
