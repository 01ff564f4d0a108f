package io.costaware.budget;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * How a budget treats the calls that it covers.
 *
 * <p>Immutable.
 *
 * @param mode what it does with calls that do not fit
 * @param raises room on top of the limit for a time
 * @param thresholdPercents parts of the limit whose crossing somebody wants to know, rising
 * @param output what it reckons with for calls without an output cap
 * @param nearLimit what is tried before a call is refused
 * @param streams what it does with streams that grow past their hold
 * @param storeFailure what it does while a fleet's store cannot be asked
 * @param maxSubjects of how many subjects it keeps a count at a time, if each has a share of its
 *     own; more are refused
 */
public record BudgetRules(
    BudgetMode mode,
    List<Raise> raises,
    List<Integer> thresholdPercents,
    OutputExpectation output,
    NearLimit nearLimit,
    StreamRule streams,
    StoreFailure storeFailure,
    int maxSubjects) {
  /** What counts where nothing is said. */
  public static final BudgetRules USUAL =
      new BudgetRules(
          BudgetMode.ENFORCE,
          List.of(),
          List.of(),
          OutputExpectation.LEARNED,
          NearLimit.REFUSE,
          StreamRule.EXTEND,
          StoreFailure.REFUSE,
          1_000_000);

  /** Refuses nulls and copies the lists. */
  public BudgetRules {
    requireNonNull(mode, "mode");
    raises = List.copyOf(raises);
    thresholdPercents = List.copyOf(thresholdPercents);
    requireNonNull(output, "output");
    requireNonNull(nearLimit, "nearLimit");
    requireNonNull(streams, "streams");
    requireNonNull(storeFailure, "storeFailure");
  }

  BudgetRules mode(BudgetMode next) {
    return new BudgetRules(
        next, raises, thresholdPercents, output, nearLimit, streams, storeFailure, maxSubjects);
  }

  BudgetRules raises(List<Raise> next) {
    return new BudgetRules(
        mode, next, thresholdPercents, output, nearLimit, streams, storeFailure, maxSubjects);
  }

  BudgetRules thresholds(List<Integer> next) {
    return new BudgetRules(
        mode, raises, next, output, nearLimit, streams, storeFailure, maxSubjects);
  }

  BudgetRules output(OutputExpectation next) {
    return new BudgetRules(
        mode, raises, thresholdPercents, next, nearLimit, streams, storeFailure, maxSubjects);
  }

  BudgetRules nearLimit(NearLimit next) {
    return new BudgetRules(
        mode, raises, thresholdPercents, output, next, streams, storeFailure, maxSubjects);
  }

  BudgetRules streams(StreamRule next) {
    return new BudgetRules(
        mode, raises, thresholdPercents, output, nearLimit, next, storeFailure, maxSubjects);
  }

  BudgetRules storeFailure(StoreFailure next) {
    return new BudgetRules(
        mode, raises, thresholdPercents, output, nearLimit, streams, next, maxSubjects);
  }

  BudgetRules maxSubjects(int next) {
    return new BudgetRules(
        mode, raises, thresholdPercents, output, nearLimit, streams, storeFailure, next);
  }
}
