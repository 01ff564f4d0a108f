package io.costaware.event;

/**
 * A call that was not sent.
 *
 * <p>Immutable.
 *
 * @param id unique
 * @param call what was asked
 * @param atMillis milliseconds of the epoch at which it was refused
 * @param refusal why
 */
public record RefusedEvent(EventId id, CallFacts call, long atMillis, Refusal refusal)
    implements CostEvent {}
