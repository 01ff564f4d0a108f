package io.costaware.event;

import io.costaware.budget.Shortfall;
import io.costaware.tags.TagViolation;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why a call was not sent, or why its stream was stopped.
 *
 * <p>Immutable.
 */
public sealed interface Refusal {
  /**
   * The reason in a word: {@code tags}, {@code price}, {@code policy}, {@code model}, {@code
   * profile}, {@code budget}, {@code stream}.
   */
  String kind();

  /** What, which value, which limit, and what to do. */
  String describe();

  /**
   * Tags are missing or illegal.
   *
   * <p>Immutable.
   *
   * @param violations every one of them
   */
  record OfTags(List<TagViolation> violations) implements Refusal {
    @Override
    public String kind() {
      return "tags";
    }

    @Override
    public String describe() {
      return violations.stream()
          .map(TagViolation::problem)
          .collect(Collectors.joining("; ", "Tags refused: ", "."));
    }
  }

  /**
   * The price is not known, and the policy on unknown prices refuses.
   *
   * <p>Immutable.
   *
   * @param reason what has no price, and what to do
   */
  record OfPrice(String reason) implements Refusal {
    @Override
    public String kind() {
      return "price";
    }

    @Override
    public String describe() {
      return "Price unknown: " + reason;
    }
  }

  /**
   * An admission policy refused.
   *
   * <p>Immutable.
   *
   * @param reason the policy's own words
   */
  record OfPolicy(String reason) implements Refusal {
    @Override
    public String kind() {
      return "policy";
    }

    @Override
    public String describe() {
      return "Policy refused: " + reason;
    }
  }

  /**
   * The model's name is an alias that does not fit.
   *
   * <p>Immutable.
   *
   * @param reason what was named, and what to do
   */
  record OfModel(String reason) implements Refusal {
    @Override
    public String kind() {
      return "model";
    }

    @Override
    public String describe() {
      return "Model refused: " + reason;
    }
  }

  /**
   * No inference profile fits the call, or more than one does.
   *
   * <p>Immutable.
   *
   * @param reason what was looked for and found
   */
  record OfProfile(String reason) implements Refusal {
    @Override
    public String kind() {
      return "profile";
    }

    @Override
    public String describe() {
      return "No inference profile: " + reason;
    }
  }

  /**
   * A budget is spent or held.
   *
   * <p>Immutable.
   *
   * @param shortfall which budget lacks how much
   */
  record OfBudget(Shortfall shortfall) implements Refusal {
    @Override
    public String kind() {
      return "budget";
    }

    @Override
    public String describe() {
      return shortfall.describe();
    }
  }

  /**
   * A stream has passed what was held for its output, and a budget stops it there whether it has
   * room or not.
   *
   * <p>Immutable.
   *
   * @param budget the name of the budget; null in events of versions that did not tell
   * @param heldTokens the output tokens that were held
   */
  record OfStream(@Nullable String budget, long heldTokens) implements Refusal {
    @Override
    public String kind() {
      return "stream";
    }

    @Override
    public String describe() {
      return "Stream refused to go on: it has passed the "
          + heldTokens
          + " output tokens that were held for it, and "
          + (budget == null ? "a budget" : "budget '" + budget + "'")
          + " stops streams there; give the"
          + " request an output cap that suffices, or choose another rule for streams.";
    }
  }
}
