package io.costaware.usage;

import static java.util.Objects.requireNonNull;

/**
 * Tokens of an answer while it still comes: those that the provider has reported so far, and for
 * what came since then a reckoning by {@link TextShape}. Each piece is looked at once and not kept.
 *
 * <p>What a model thinks and does not show is in no piece, so that without a report the figure is
 * on the low side for such models.
 *
 * <p>For use by one thread.
 */
public final class OutputTally {
  private final TokenFamily family;
  private final TextShape unreported = new TextShape();
  private final JsonCharacters json = new JsonCharacters(unreported);
  private long reported;
  private boolean told;

  /** Nothing has come yet. */
  public OutputTally(TokenFamily family) {
    this.family = requireNonNull(family, "family");
  }

  /** Takes the next piece of text, thought or tool input. */
  public void text(CharSequence piece) {
    told = false;
    unreported.append(piece);
  }

  /**
   * Takes the next piece of a text that stands in JSON: bytes of UTF-8 between its quotes, escapes
   * and all, from {@code start} up to but not with {@code end}. A piece may end anywhere.
   */
  public void json(byte[] bytes, int start, int end) {
    told = false;
    json.take(bytes, start, end);
  }

  /**
   * Takes what the provider counts for all that has come until now, in place of what was reckoned.
   *
   * @param tokens all tokens of output since the answer began; negative ones are passed over
   */
  public void reported(long tokens) {
    if (tokens >= 0) {
      reported = tokens;
      told = true;
      unreported.clear();
    }
  }

  /** Whether the provider has counted all that has come until now. */
  public boolean isReported() {
    return told;
  }

  /** Tokens of output until now. */
  public long tokens() {
    return reported + unreported.tokens(family);
  }
}
