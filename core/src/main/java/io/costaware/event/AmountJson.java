package io.costaware.event;

import com.fasterxml.jackson.core.JsonGenerator;
import io.costaware.budget.Amount;
import io.costaware.budget.Demand;
import io.costaware.money.Money;
import java.io.IOException;
import java.util.Currency;

/** Demands on budgets and the amounts they limit, as objects of an event. */
final class AmountJson {
  private AmountJson() {}

  static void write(JsonGenerator json, Demand demand) throws IOException {
    json.writeStartObject();
    if (demand.costKnown()) {
      json.writeStringField("cost", demand.cost().decimal());
    }
    json.writeStringField("currency", demand.currency().getCurrencyCode());
    json.writeNumberField("tokens", demand.tokens());
    json.writeNumberField("requests", demand.requests());
    json.writeEndObject();
  }

  static Demand readDemand(JsonFields fields) {
    Currency currency = fields.currency("currency");
    Money cost = fields.moneyOrNull("cost", currency);
    long tokens = fields.number("tokens");
    long requests = fields.number("requests");
    if ((cost != null && cost.isNegative()) || tokens < 0 || requests < 0) {
      throw fields.damaged("cost", "or a count beside it is negative");
    }
    return cost == null
        ? Demand.costUnknown(currency, tokens, requests)
        : Demand.of(cost, tokens, requests);
  }

  static void write(JsonGenerator json, Amount amount) throws IOException {
    json.writeStartObject();
    if (amount instanceof Amount.OfMoney money) {
      json.writeStringField("money", money.money().decimal());
      json.writeStringField("currency", money.money().currency().getCurrencyCode());
    } else if (amount instanceof Amount.OfTokens tokens) {
      json.writeNumberField("tokens", tokens.count());
    } else if (amount instanceof Amount.OfRequests requests) {
      json.writeNumberField("requests", requests.count());
    }
    json.writeEndObject();
  }

  static Amount readAmount(JsonFields fields) {
    if (fields.has("money")) {
      return new Amount.OfMoney(fields.money("money", fields.currency("currency")));
    }
    return fields.has("tokens")
        ? new Amount.OfTokens(fields.number("tokens"))
        : new Amount.OfRequests(fields.number("requests"));
  }
}
