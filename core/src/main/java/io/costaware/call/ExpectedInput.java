package io.costaware.call;

import static java.util.Objects.requireNonNull;

import java.util.function.ToLongFunction;

/**
 * How many tokens of input a request is likely to have, beside the many that a ceiling reckons
 * with.
 *
 * <p>Immutable.
 *
 * @param basis how they are come by, in words that end the basis of an estimate
 * @param tokensOfModel answers by the base model id, which is empty where it is not known; not
 *     below zero
 */
public record ExpectedInput(String basis, ToLongFunction<String> tokensOfModel) {
  /** Refuses nulls. */
  public ExpectedInput {
    requireNonNull(basis, "basis");
    requireNonNull(tokensOfModel, "tokensOfModel");
  }
}
