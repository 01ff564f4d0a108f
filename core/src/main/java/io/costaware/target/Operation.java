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
  /** Gemini generateContent. */
  GENERATE_CONTENT(Provider.VERTEX, "generateContent", false, false),
  /** Gemini streamGenerateContent. */
  STREAM_GENERATE_CONTENT(Provider.VERTEX, "streamGenerateContent", true, false),
  /** Gemini embedContent. */
  EMBED_CONTENT(Provider.VERTEX, "embedContent", false, false),
  /** Vertex predict: embeddings of the older models and images. */
  PREDICT(Provider.VERTEX, "predict", false, false),
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
