package io.costaware.call;

import io.costaware.event.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has been decided of a call on its way in.
 *
 * <p>For use by one thread.
 */
final class Decisions {
  private List<String> words = List.of();
  private @Nullable Refusal unrefused;
  private @Nullable Refusal clampedInsteadOf;
  private long clampTokens = CallIntent.Size.UNCAPPED;

  void add(String decision) {
    List<String> more = new ArrayList<>(words);
    more.add(decision);
    words = List.copyOf(more);
  }

  /** Lowers the output cap for a policy, if there is no lower one. */
  void clamp(long tokens, String reason) {
    if (clampTokens < 0 || tokens < clampTokens) {
      clampTokens = tokens;
      add("output clamped to " + tokens + " tokens: " + reason);
    }
  }

  /** Lowers the output cap for a budget, which would have refused the call otherwise. */
  void clamp(long tokens, Refusal.OfBudget averted) {
    clampedInsteadOf = averted;
    clamp(
        tokens,
        "no more is left of budget '"
            + averted.shortfall().budget()
            + "', which allows "
            + averted.shortfall().limit()
            + " in the "
            + averted.shortfall().window());
  }

  /** Notes a refusal that lets the call pass; the first is kept. */
  void letPass(Refusal refusal) {
    unrefused = unrefused == null ? refusal : unrefused;
  }

  List<String> words() {
    return words;
  }

  @Nullable Refusal unrefused() {
    return unrefused;
  }

  @Nullable Refusal clampedInsteadOf() {
    return clampedInsteadOf;
  }

  /** The output cap that was decided; {@link CallIntent.Size#UNCAPPED} if none was. */
  long clampTokens() {
    return clampTokens;
  }
}
