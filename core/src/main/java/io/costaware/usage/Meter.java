package io.costaware.usage;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing a provider counts and bills. Meters do not overlap: a token is in exactly one of them.
 *
 * <p>The common ones stand first, because a {@link Usage} is an array that ends at the highest
 * meter used.
 *
 * <p>Immutable.
 */
public enum Meter {
  /** Fresh input tokens, without those read from or written to a cache. */
  INPUT(Unit.TOKEN, true),
  /** Output tokens, thinking included. */
  OUTPUT(Unit.TOKEN, false),
  /** Input tokens read from a cache. */
  CACHE_READ(Unit.TOKEN, true),
  /** Input tokens written to a cache for five minutes, or with no lifetime stated. */
  CACHE_WRITE_5M(Unit.TOKEN, true),
  /** Input tokens written to a cache for one hour. */
  CACHE_WRITE_1H(Unit.TOKEN, true),
  /** Input tokens written to a cache for thirty minutes. */
  CACHE_WRITE_30M(Unit.TOKEN, true),
  /** Fresh audio input tokens, where the model prices them apart. */
  INPUT_AUDIO(Unit.TOKEN, true),
  /** Fresh image input tokens, where the model prices them apart. */
  INPUT_IMAGE(Unit.TOKEN, true),
  /** Fresh video input tokens, where the model prices them apart. */
  INPUT_VIDEO(Unit.TOKEN, true),
  /** Audio input tokens read from a cache. */
  CACHE_READ_AUDIO(Unit.TOKEN, true),
  /** Audio output tokens. */
  OUTPUT_AUDIO(Unit.TOKEN, false),
  /** Image output tokens. */
  OUTPUT_IMAGE(Unit.TOKEN, false),
  /** Video output tokens. */
  OUTPUT_VIDEO(Unit.TOKEN, false),
  /** Images handed in, where each has a price. */
  INPUT_IMAGE_EACH(Unit.IMAGE, false),
  /** Images made, where each has a price. */
  OUTPUT_IMAGE_EACH(Unit.IMAGE, false),
  /** Seconds of audio handed in. */
  INPUT_AUDIO_SECOND(Unit.SECOND, false),
  /** Seconds of video handed in. */
  INPUT_VIDEO_SECOND(Unit.SECOND, false),
  /** Seconds of video made. */
  OUTPUT_VIDEO_SECOND(Unit.SECOND, false),
  /** Characters handed in. */
  INPUT_CHARACTER(Unit.CHARACTER, false),
  /** Characters made. */
  OUTPUT_CHARACTER(Unit.CHARACTER, false),
  /** Rerank queries. */
  QUERY(Unit.QUERY, false),
  /** Pages read. */
  OCR_PAGE(Unit.PAGE, false),
  /** Web searches, or prompts grounded in them, as the model bills. */
  WEB_SEARCH(Unit.REQUEST, false),
  /** Enterprise web searches. */
  ENTERPRISE_WEB_SEARCH(Unit.REQUEST, false),
  /** Requests grounded in maps. */
  MAPS_GROUNDING(Unit.REQUEST, false),
  /** Requests grounded in the web by Amazon Nova. */
  WEB_GROUNDING(Unit.REQUEST, false),
  /** Guardrail text units. */
  GUARDRAIL_UNIT(Unit.TEXT_UNIT, false),
  /** Tokens kept in a context cache, times hours. */
  CACHE_STORAGE(Unit.TOKEN_HOUR, false),
  /** Hours of a provisioned model unit; bought beforehand, no call consumes it. */
  PROVISIONED_MODEL_UNIT(Unit.HOUR, false),
  /** Hours of a thousand reserved input tokens a minute; bought beforehand. */
  RESERVED_INPUT_TPM(Unit.HOUR, false),
  /** Hours of a thousand reserved output tokens a minute; bought beforehand. */
  RESERVED_OUTPUT_TPM(Unit.HOUR, false),
  /** Minutes of a custom model unit that serves an imported model. */
  CUSTOM_MODEL_UNIT(Unit.MINUTE, false),
  /** Months for which an imported model is stored. */
  CUSTOM_MODEL_STORAGE(Unit.MONTH, false);

  /**
   * What a meter counts.
   *
   * <p>Immutable.
   */
  public enum Unit {
    /** A token. */
    TOKEN,
    /** An image. */
    IMAGE,
    /** A second, begun ones counted whole. */
    SECOND,
    /** A character. */
    CHARACTER,
    /** A query. */
    QUERY,
    /** A page. */
    PAGE,
    /** A request. */
    REQUEST,
    /** A guardrail text unit. */
    TEXT_UNIT,
    /** A token kept for an hour, begun ones counted whole. */
    TOKEN_HOUR,
    /** An hour, begun ones counted whole. */
    HOUR,
    /** A minute, begun ones counted whole. */
    MINUTE,
    /** A month. */
    MONTH;

    /** The name on receipts, for example {@code token}. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Map<String, Meter> BY_ID = new HashMap<>();

  static {
    for (Meter meter : values()) {
      BY_ID.put(meter.id, meter);
    }
  }

  private final String id = name().toLowerCase(Locale.ROOT);
  private final Unit unit;
  private final boolean prompt;

  Meter(Unit unit, boolean prompt) {
    this.unit = unit;
    this.prompt = prompt;
  }

  /** The name in price sheets, receipts and events, for example {@code cache_read}. */
  public String id() {
    return id;
  }

  /** The place of this meter in an array of all meters; meaningless outside of one process. */
  @SuppressWarnings("EnumOrdinal") // Arrays on the way of every call; never stored.
  public int index() {
    return ordinal();
  }

  /** What it counts. */
  public Unit unit() {
    return unit;
  }

  /** Whether it counts towards the length of the prompt, which chooses the context band. */
  public boolean isPrompt() {
    return prompt;
  }

  /** The meter of that name, or null. */
  public static @Nullable Meter find(String id) {
    return BY_ID.get(id);
  }
}
