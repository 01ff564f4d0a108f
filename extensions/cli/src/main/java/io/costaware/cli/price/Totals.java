package io.costaware.cli.price;

import com.fasterxml.jackson.core.JsonGenerator;
import io.costaware.money.Money;
import io.costaware.pricing.Receipt;
import io.costaware.recorded.PricedCall;
import io.costaware.usage.Meter;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What many calls cost together, by provider, model and outcome. */
final class Totals {
  private record Key(String provider, String model, String outcome) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::provider).thenComparing(Key::model).thenComparing(Key::outcome);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  private static final class Sum {
    private final Map<Meter, BigInteger> usage = new EnumMap<>(Meter.class);
    private long calls;
    private @Nullable Money cost;
    private @Nullable Money shadow;

    void add(Receipt receipt) {
      calls++;
      receipt.usage().forEach((meter, quantity) -> add(meter, BigInteger.valueOf(quantity)));
      cost = plus(cost, receipt.total());
      shadow = plus(shadow, receipt.shadow());
    }

    void add(Sum other) {
      calls += other.calls;
      other.usage.forEach(this::add);
      cost = plus(cost, other.cost);
      shadow = plus(shadow, other.shadow);
    }

    private void add(Meter meter, BigInteger quantity) {
      usage.merge(meter, quantity, BigInteger::add);
    }
  }

  private final Map<Key, Sum> sums = new TreeMap<>();
  private long invalid;

  void add(PricedCall priced) {
    Key key =
        new Key(priced.call().provider().id(), priced.model(), priced.receipt().outcome().id());
    sums.computeIfAbsent(key, absent -> new Sum()).add(priced.receipt());
  }

  void addInvalid() {
    invalid++;
  }

  void add(Totals other) {
    other.sums.forEach((key, sum) -> sums.computeIfAbsent(key, absent -> new Sum()).add(sum));
    invalid += other.invalid;
  }

  private static @Nullable Money plus(@Nullable Money one, @Nullable Money other) {
    return one == null ? other : other == null ? one : one.plus(other);
  }

  /** Writes an object for each provider, model and outcome, and one for all of them. */
  void write(JsonGenerator json) throws IOException {
    Sum all = new Sum();
    for (Map.Entry<Key, Sum> entry : sums.entrySet()) {
      Key key = entry.getKey();
      json.writeStartObject();
      json.writeStringField("provider", key.provider());
      json.writeStringField("model", key.model());
      json.writeStringField("outcome", key.outcome());
      fields(json, entry.getValue());
      json.writeEndObject();
      all.add(entry.getValue());
    }
    json.writeStartObject();
    json.writeStringField("outcome", "all");
    fields(json, all);
    json.writeNumberField("invalid", invalid);
    json.writeEndObject();
  }

  private static void fields(JsonGenerator json, Sum sum) throws IOException {
    json.writeNumberField("calls", sum.calls);
    json.writeObjectFieldStart("usage");
    for (Map.Entry<Meter, BigInteger> quantity : sum.usage.entrySet()) {
      json.writeFieldName(quantity.getKey().id());
      json.writeNumber(quantity.getValue());
    }
    json.writeEndObject();
    money(json, "cost", sum.cost);
    json.writeFieldName("currency");
    json.writeString(sum.cost == null ? null : sum.cost.currency().getCurrencyCode());
    money(json, "shadowCost", sum.shadow);
  }

  private static void money(JsonGenerator json, String name, @Nullable Money amount)
      throws IOException {
    json.writeFieldName(name);
    if (amount == null) {
      json.writeNull();
    } else {
      json.writeString(amount.decimal());
    }
  }
}
