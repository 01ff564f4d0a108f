package io.costaware.event;

import io.costaware.tags.Tags;
import io.costaware.target.Operation;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is the same for all attempts of a call.
 *
 * <p>Immutable.
 *
 * @param operationId joins the attempts of one operation
 * @param operation what was called
 * @param requestedModel the model as the caller named it: alias, id, profile or ARN
 * @param sentModel the model as the provider was given it
 * @param target the priceable aim; null if the name leads to none
 * @param requestedTier the tier that the request asks for
 * @param tags all tags of the call
 * @param basis how the hold was reckoned
 * @param decisions what policies and budgets changed or let pass, each with its reason
 * @param unrefused what would have been refused, where nothing is refused or a budget only warns;
 *     else null
 * @param account the AWS account or Google Cloud project that pays, which negotiated prices may be
 *     bound to; null where not known
 */
public record CallFacts(
    EventId operationId,
    Operation operation,
    String requestedModel,
    String sentModel,
    @Nullable Target target,
    ServiceTier requestedTier,
    Tags tags,
    HoldBasis basis,
    List<String> decisions,
    @Nullable Refusal unrefused,
    @Nullable String account) {
  /** Facts of a call of which nobody knows who pays. */
  public CallFacts(
      EventId operationId,
      Operation operation,
      String requestedModel,
      String sentModel,
      @Nullable Target target,
      ServiceTier requestedTier,
      Tags tags,
      HoldBasis basis,
      List<String> decisions,
      @Nullable Refusal unrefused) {
    this(
        operationId,
        operation,
        requestedModel,
        sentModel,
        target,
        requestedTier,
        tags,
        basis,
        decisions,
        unrefused,
        null);
  }
}
