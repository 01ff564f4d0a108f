package io.costaware.call;

import io.costaware.budget.Demand;
import io.costaware.budget.Hold;
import io.costaware.budget.StreamRule;
import io.costaware.event.CallFacts;
import io.costaware.event.Refusal;
import io.costaware.pricing.RateCard;
import org.jspecify.annotations.Nullable;

/**
 * What admission found and decided of a call.
 *
 * <p>Immutable.
 *
 * @param facts what was asked and what is sent
 * @param clampTokens the output cap that the request must carry; 0 if it stays as it is
 * @param clampedInsteadOf the refusal that the cap averted; null if no budget set it
 * @param card the prices of the hold; null if there are none
 * @param ceiling the most that the call is reckoned to take
 * @param hold what is held; null if nothing is
 * @param streams what is done if its stream grows past the hold
 * @param streamsBudget the budget that says so; null if none does
 */
record Admitted(
    CallFacts facts,
    long clampTokens,
    @Nullable Refusal clampedInsteadOf,
    @Nullable RateCard card,
    Demand ceiling,
    @Nullable Hold hold,
    StreamRule streams,
    @Nullable String streamsBudget) {}
