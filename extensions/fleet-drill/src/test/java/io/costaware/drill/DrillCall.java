package io.costaware.drill;

/**
 * A call as its node meant it: what it holds, and what it will turn out to take.
 *
 * @param id within its life
 * @param atMillis the moment by its node's clock
 */
record DrillCall(
    long id,
    String tenant,
    long atMillis,
    long heldPicos,
    long heldTokens,
    long actualPicos,
    long actualTokens) {}
