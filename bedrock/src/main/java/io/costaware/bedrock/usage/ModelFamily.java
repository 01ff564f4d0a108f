package io.costaware.bedrock.usage;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The families of models whose numbers mean something of their own: the same field is net for one
 * and gross for another.
 *
 * <p>Immutable.
 */
public enum ModelFamily {
  /** OpenAI's models: their input includes what was read from and written to a cache. */
  OPENAI("openai.", null),
  /** Images from Amazon, priced by size and quality, each of which has a value when not given. */
  AMAZON_IMAGE("nova-canvas", "titan-image"),
  /** Images from Stability AI. */
  STABILITY("stability.", null),
  /** Video from Amazon; there is one resolution. */
  NOVA_REEL("nova-reel", null),
  /** Video from Luma AI. */
  LUMA("luma.", null),
  /** Answers about a video, billed by its seconds and by output tokens, not by input tokens. */
  PEGASUS("twelvelabs.pegasus", null),
  /** Vectors of text, images, sound or video. */
  EMBEDDING("embed", "marengo"),
  /** Models that order documents. */
  RERANK("rerank", null),
  /** All others: input is what was neither read from nor written to a cache. */
  OTHER(null, null);

  private static final ModelFamily[] ALL = values();

  /** Names seen before, because each call asks; callers may make up names, so not all are kept. */
  private static final Map<String, ModelFamily> KNOWN = new ConcurrentHashMap<>();

  private static final int REMEMBERED = 1_024;

  private final @Nullable String sign;
  private final @Nullable String otherSign;

  ModelFamily(@Nullable String sign, @Nullable String otherSign) {
    this.sign = sign;
    this.otherSign = otherSign;
  }

  /**
   * The family of a model.
   *
   * @param names what is known of its name, the surest first: ids, profiles, ARNs; null and names
   *     that tell no family are passed over
   */
  public static ModelFamily of(@Nullable String... names) {
    for (String name : names) {
      ModelFamily family = name == null ? OTHER : named(name);
      if (family != OTHER) {
        return family;
      }
    }
    return OTHER;
  }

  private static ModelFamily named(String name) {
    ModelFamily known = KNOWN.get(name);
    if (known != null) {
      return known;
    }
    ModelFamily family = OTHER;
    String lower = name.toLowerCase(Locale.ROOT);
    for (ModelFamily candidate : ALL) {
      if (candidate.isNamedIn(lower)) {
        family = candidate;
        break;
      }
    }
    if (KNOWN.size() < REMEMBERED) {
      KNOWN.put(name, family);
    }
    return family;
  }

  private boolean isNamedIn(String lower) {
    return (sign != null && lower.contains(sign))
        || (otherSign != null && lower.contains(otherSign));
  }

  /** Whether the input that Converse reports includes what was cached. */
  public boolean countsInputGross() {
    return this == OPENAI;
  }

  /** Whether it makes images. */
  public boolean makesImages() {
    return this == AMAZON_IMAGE || this == STABILITY;
  }

  /** Whether it makes videos. */
  public boolean makesVideo() {
    return this == NOVA_REEL || this == LUMA;
  }

  /** Whether it bills no tokens of its input, but what the input asks for or holds. */
  public boolean billsNoInputTokens() {
    return makesImages() || makesVideo() || this == PEGASUS || this == RERANK;
  }

  /** Whether its answers hold no text to be billed. */
  public boolean makesNoText() {
    return makesImages() || makesVideo() || this == EMBEDDING || this == RERANK;
  }
}
