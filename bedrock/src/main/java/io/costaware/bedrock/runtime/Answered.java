package io.costaware.bedrock.runtime;

import io.costaware.bedrock.usage.ModelFamily;
import io.costaware.bedrock.usage.Plausibility;
import io.costaware.call.OpenCall;
import io.costaware.event.CallFacts;
import io.costaware.usage.OutputTally;
import io.costaware.usage.TokenFamily;
import io.costaware.usage.Usage;
import org.jspecify.annotations.Nullable;

/** What reading an answer needs to know of the call that it answers. */
final class Answered {
  private Answered() {}

  /**
   * The family of the model that answered.
   *
   * @param served the model that the answer names; null if it names none
   */
  static ModelFamily family(OpenCall call, @Nullable String served) {
    CallFacts facts = call.facts();
    return facts.target() == null
        ? ModelFamily.of(served, facts.sentModel(), facts.requestedModel())
        : ModelFamily.of(served, facts.target().model());
  }

  /** Counts the output of a call while it comes. */
  static OutputTally output(OpenCall call) {
    CallFacts facts = call.facts();
    return new OutputTally(
        TokenFamily.of(facts.target() == null ? facts.sentModel() : facts.target().model()));
  }

  /** Flags writes to a cache that the prompt does not explain. */
  static void flagWrites(Usage usage, OpenCall call) {
    Plausibility.ofWrites(usage, call.facts().basis().inputTokens()).forEach(call::flag);
  }
}
