package io.costaware.call;

import static java.util.Objects.requireNonNull;

import io.costaware.admission.AdmissionPolicy;
import io.costaware.admission.AdmissionRequest;
import io.costaware.admission.Verdict;
import io.costaware.event.Refusal;
import io.costaware.tags.Tags;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The asking of all policies about one call.
 *
 * <p>For use by one thread.
 */
final class PolicyRound {
  private final MeterSettings settings;
  private final MeterFaults faults;
  private final CallIntent intent;
  private final Tags tags;
  private final CallAim aim;
  private final Decisions decisions;
  private final Consumer<Refusal> refusing;

  /**
   * A round that has not begun.
   *
   * @param refusing takes a refusal; goes on where nothing is refused
   */
  PolicyRound(
      MeterSettings settings,
      MeterFaults faults,
      CallIntent intent,
      Tags tags,
      CallAim aim,
      Decisions decisions,
      Consumer<Refusal> refusing) {
    this.settings = settings;
    this.faults = faults;
    this.intent = intent;
    this.tags = tags;
    this.aim = aim;
    this.decisions = decisions;
    this.refusing = refusing;
  }

  /** Asks all; after a substitution once more about the model that was put in. */
  void ask() {
    if (settings.policies().isEmpty()) {
      return;
    }
    Verdict.Substitute substitute = askEach();
    if (substitute == null) {
      return;
    }
    decisions.add(
        "model "
            + aim.model().id()
            + " replaced by "
            + substitute.model().id()
            + ": "
            + substitute.reason());
    aim.aimAt(substitute.model());
    Verdict.Substitute second = askEach();
    if (second != null) {
      refusing.accept(
          new Refusal.OfPolicy(
              "a second substitution, by "
                  + second.model().id()
                  + ", is not made; let one policy choose the model"));
    }
  }

  /** Asks each policy; stops at a substitution, which starts the round anew. */
  private Verdict.@Nullable Substitute askEach() {
    AdmissionRequest request =
        new AdmissionRequest(
            intent.operation(),
            aim.model(),
            aim.target(),
            tags,
            intent.size().inputTokens(),
            Math.max(0, intent.size().maxOutputTokens()));
    for (AdmissionPolicy policy : settings.policies()) {
      Verdict verdict = ask(policy, request);
      if (verdict instanceof Verdict.Refuse refused) {
        refusing.accept(new Refusal.OfPolicy(refused.reason()));
      } else if (settings.observeOnly()) {
        decideNothing(verdict);
      } else if (verdict instanceof Verdict.Clamp clamp) {
        decisions.clamp(clamp.maxOutputTokens(), clamp.reason());
      } else if (verdict instanceof Verdict.Substitute substitute) {
        if (substitute.model().provider() == aim.model().provider()) {
          return substitute;
        }
        decisions.add(
            "a policy's substitute " + substitute.model() + " is of another provider; ignored");
      }
    }
    return null;
  }

  private Verdict ask(AdmissionPolicy policy, AdmissionRequest request) {
    try {
      return requireNonNull(policy.admit(request), "an admission policy answered null");
    } catch (RuntimeException | LinkageError e) {
      faults.add("An admission policy failed; it is taken to allow the call", e);
      return Verdict.allow();
    }
  }

  /** Observing changes no call; the event says what a policy would have done. */
  private void decideNothing(Verdict verdict) {
    if (verdict instanceof Verdict.Clamp clamp) {
      decisions.add(
          "would have clamped the output to "
              + clamp.maxOutputTokens()
              + " tokens: "
              + clamp.reason());
    } else if (verdict instanceof Verdict.Substitute substitute) {
      decisions.add(
          "would have replaced the model by "
              + substitute.model().id()
              + ": "
              + substitute.reason());
    }
  }
}
