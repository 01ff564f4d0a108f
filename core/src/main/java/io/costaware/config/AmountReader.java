package io.costaware.config;

import io.costaware.budget.Amount;
import io.costaware.budget.Budget;
import io.costaware.config.Setting.Kind;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an amount of money, tokens or requests.
 *
 * <p>For use by one thread.
 */
final class AmountReader {
  private static final List<String> FIELDS = List.of("amount", "currency", "tokens", "requests");

  private final Faults faults;
  private final SettingValues values;

  AmountReader(Faults faults) {
    this.faults = faults;
    this.values = new SettingValues(faults);
  }

  /** Whether two amounts can be added up. */
  static boolean sameUnit(Amount one, Amount other) {
    if (one instanceof Amount.OfMoney money && other instanceof Amount.OfMoney more) {
      return money.money().currency().equals(more.money().currency());
    }
    return one.getClass().equals(other.getClass());
  }

  /** The amount; null, and a fault, if it is none. */
  @Nullable Amount read(Setting setting) {
    Fields fields = values.fields(setting, FIELDS);
    Setting said =
        fields == null
            ? null
            : fields.oneOf(
                List.of("amount", "tokens", "requests"),
                "write {amount: \"100\", currency: USD}, {tokens: ...} or {requests: ...}");
    if (fields == null || said == null) {
      return null;
    }
    Setting currency = fields.get("currency");
    if (fields.has("amount")) {
      return money(said, fields);
    }
    if (currency != null) {
      faults.add(currency, "goes with amount alone; leave it out");
    }
    Long count =
        values.number(said, fields.has("tokens") ? "tokens" : "requests", 1, Budget.MAX_LIMIT);
    if (count == null) {
      return null;
    }
    return fields.has("tokens") ? new Amount.OfTokens(count) : new Amount.OfRequests(count);
  }

  private @Nullable Amount money(Setting said, Fields fields) {
    Setting currencySetting = fields.needed("currency", "write an ISO 4217 code such as USD");
    Currency currency = currencySetting == null ? null : currency(currencySetting);
    if (!isAboveZero(said) || currency == null) {
      return null;
    }
    // A budget knows what its limit can be.
    Budget limited =
        faults.made(
            said, () -> Budget.named("(amount)").limit(said.text(), currency.getCurrencyCode()));
    return limited == null ? null : limited.limit();
  }

  private boolean isAboveZero(Setting setting) {
    if (setting.kind() == Kind.TEXT || setting.kind() == Kind.NUMBER) {
      try {
        if (new BigDecimal(setting.text()).signum() > 0) {
          return true;
        }
        faults.add(
            setting,
            "is "
                + setting.shown()
                + ", which would refuse every call; write one above 0, leave the budget out to"
                + " limit nothing, or write mode: pause to stop its calls");
        return false;
      } catch (NumberFormatException e) {
        // Refused below, with the value.
      }
    }
    faults.add(
        setting,
        "is " + setting.shown() + ", which is no decimal number; write one such as \"10000\"");
    return false;
  }

  private @Nullable Currency currency(Setting setting) {
    String code = values.text(setting, "an ISO 4217 code such as USD");
    try {
      return code == null ? null : Currency.getInstance(code);
    } catch (IllegalArgumentException e) {
      faults.add(setting, "is " + setting.shown() + "; write an ISO 4217 code such as USD");
      return null;
    }
  }
}
