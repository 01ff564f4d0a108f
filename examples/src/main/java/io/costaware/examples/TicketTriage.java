package io.costaware.examples;

import io.costaware.call.CallRefusedException;
import io.costaware.client.CostAwareClient;
import io.costaware.client.Prompt;

/**
 * A service of yours, to be tested without a cloud account: see {@code TestingYourServiceTest},
 * where a fake takes the place of the client.
 */
final class TicketTriage {
  private final CostAwareClient model;

  TicketTriage(CostAwareClient model) {
    this.model = model;
  }

  /** The queue that the ticket belongs to; {@code unsorted} if the budget has no room left. */
  String queueFor(String ticket) {
    try {
      return model
          .converse(
              Prompt.to("triage-model")
                  .system("Answer with one word: billing, login or other.")
                  .user(ticket)
                  .tag("team", "support")
                  .maxTokens(5))
          .text()
          .strip();
    } catch (CallRefusedException refused) {
      return "unsorted";
    }
  }
}
