package io.costaware.target;

/**
 * A provider's operation that costs money, or is known to be free.
 *
 * <p>Immutable.
 */
public enum Operation {
  /** Bedrock Converse. */
  CONVERSE(Provider.BEDROCK, "converse", false, false),
  /** Bedrock ConverseStream. */
  CONVERSE_STREAM(Provider.BEDROCK, "converse_stream", true, false),
  /** Bedrock InvokeModel. */
  INVOKE_MODEL(Provider.BEDROCK, "invoke_model", false, false),
  /** Bedrock InvokeModelWithResponseStream. */
  INVOKE_MODEL_STREAM(Provider.BEDROCK, "invoke_model_stream", true, false),
  /** Bedrock CountTokens, which is free. */
  COUNT_TOKENS(Provider.BEDROCK, "count_tokens", false, true),
  /** The OpenAI-compatible endpoint of Bedrock; known from recorded calls alone. */
  RESPONSES(Provider.BEDROCK, "responses", false, false),
  /** Bedrock Rerank. */
  RERANK(Provider.BEDROCK, "rerank", false, false),
  /** Bedrock ApplyGuardrail. */
  APPLY_GUARDRAIL(Provider.BEDROCK, "apply_guardrail", false, false),
  /** Bedrock InvokeGuardrailChecks. */
  INVOKE_GUARDRAIL_CHECKS(Provider.BEDROCK, "invoke_guardrail_checks", false, false),
  /** Bedrock StartAsyncInvoke: video, billed by what the request asks for. */
  START_ASYNC_INVOKE(Provider.BEDROCK, "start_async_invoke", false, false),
  /** Bedrock InvokeModelWithBidirectionalStream: speech. */
  INVOKE_MODEL_BIDIRECTIONAL(Provider.BEDROCK, "invoke_model_bidirectional", true, false),
  /** One record of a Bedrock batch job. */
  BATCH(Provider.BEDROCK, "batch", false, false),
  /** Gemini generateContent. */
  GENERATE_CONTENT(Provider.VERTEX, "generateContent", false, false),
  /** Gemini streamGenerateContent. */
  STREAM_GENERATE_CONTENT(Provider.VERTEX, "streamGenerateContent", true, false),
  /** Gemini embedContent. */
  EMBED_CONTENT(Provider.VERTEX, "embedContent", false, false),
  /** Vertex predict: embeddings of the older models and images. */
  PREDICT(Provider.VERTEX, "predict", false, false),
  /** Vertex predictLongRunning: video. */
  PREDICT_LONG_RUNNING(Provider.VERTEX, "predictLongRunning", false, false),
  /** Vertex rawPredict: a partner's model in its own form. */
  RAW_PREDICT(Provider.VERTEX, "rawPredict", false, false),
  /** Vertex streamRawPredict: a partner's model in its own form. */
  STREAM_RAW_PREDICT(Provider.VERTEX, "streamRawPredict", true, false),
  /** Gemini batchEmbedContents. */
  BATCH_EMBED_CONTENTS(Provider.VERTEX, "batchEmbedContents", false, false),
  /** Speech recognition. */
  RECOGNIZE(Provider.VERTEX, "recognize", false, false),
  /** A context cache, kept for some time. */
  CACHE_STORAGE(Provider.VERTEX, "cacheStorage", false, false),
  /** One record of a Vertex batch job. */
  BATCH_VERTEX(Provider.VERTEX, "batch", false, false),
  /** A live session of Gemini; it is not metered, but it can be refused. */
  LIVE(Provider.VERTEX, "live", true, false),
  /** Vertex countTokens and computeTokens, which are free. */
  COUNT_TOKENS_VERTEX(Provider.VERTEX, "countTokens", false, true);

  private final Provider provider;
  private final String id;
  private final boolean stream;
  private final boolean free;

  Operation(Provider provider, String id, boolean stream, boolean free) {
    this.provider = provider;
    this.id = id;
    this.stream = stream;
    this.free = free;
  }

  /** The provider that offers it. */
  public Provider provider() {
    return provider;
  }

  /** The name in events and files, for example {@code converse_stream}. */
  public String id() {
    return id;
  }

  /** Whether the answer comes in pieces. */
  public boolean isStream() {
    return stream;
  }

  /** Whether the provider charges nothing for it. */
  public boolean isFree() {
    return free;
  }

  /**
   * The operation of that provider and name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Operation of(Provider provider, String id) {
    for (Operation operation : values()) {
      if (operation.provider == provider && operation.id.equals(id)) {
        return operation;
      }
    }
    throw new IllegalArgumentException("Unknown operation '" + id + "' of " + provider.id());
  }
}
