package io.costaware.admission;

import io.costaware.tags.Tags;
import io.costaware.target.ModelId;
import io.costaware.target.Operation;
import io.costaware.target.Target;
import org.jspecify.annotations.Nullable;

/**
 * What a policy is told of a call.
 *
 * <p>Immutable.
 *
 * @param operation what is called
 * @param model the model that the call names, aliases resolved
 * @param target its priceable aim; null if its name leads to none
 * @param tags all tags of the call
 * @param inputTokens tokens of input, estimated
 * @param maxOutputTokens the request's own output cap; 0 if it has none
 */
public record AdmissionRequest(
    Operation operation,
    ModelId model,
    @Nullable Target target,
    Tags tags,
    long inputTokens,
    long maxOutputTokens) {}
