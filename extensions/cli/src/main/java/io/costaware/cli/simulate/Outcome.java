package io.costaware.cli.simulate;

import com.fasterxml.jackson.core.JsonGenerator;
import io.costaware.money.Money;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * What came of a run. Amounts are in picos.
 *
 * <p>Immutable.
 *
 * @param scenario what was simulated
 * @param spent what all calls have taken, those that were in flight at the end included
 * @param overshoot by how much spent and held passed the limit at the worst moment
 * @param bound by how much the formula allows them to
 * @param left of the limit, neither spent nor held when the run ended
 * @param trips to the store
 * @param endedNanos when the run ended
 * @param tally counts
 * @param nearLimit when nine tenths of the limit were spent or held; null if they never were
 * @param firstRefusal when a call was first refused because of the limit, rightly or not; null if
 *     none was
 */
record Outcome(
    Scenario scenario,
    long spent,
    long overshoot,
    long bound,
    long left,
    long trips,
    long endedNanos,
    Tally tally,
    @Nullable Standing nearLimit,
    @Nullable Standing firstRefusal) {
  private static final int PLACES = 6;

  void writeTo(JsonGenerator json) throws IOException {
    Standing first = firstRefusal;
    json.writeNumberField("nodes", scenario.nodes());
    json.writeStringField("limit", money(scenario.limit()));
    json.writeStringField("spent", money(spent));
    json.writeStringField("overshoot", money(overshoot));
    json.writeStringField("bound", money(bound));
    json.writeFieldName("utilisationAtFirstRefusal");
    json.writeNumber(utilisation());
    json.writeNumberField("falseRefusals", tally.falseRefusals);
    json.writeFieldName("storeTripsPerCall");
    json.writeNumber(tripsPerCallUntil(firstRefusal));
    json.writeFieldName("storeTripsPerCallAwayFromLimit");
    json.writeNumber(tripsPerCallUntil(nearLimit));
    json.writeNumberField("seed", scenario.seed());
    json.writeNumberField("crashes", tally.crashes);
    json.writeNumberField("cuts", tally.cuts);
    json.writeNumberField("pauses", tally.pauses);
    json.writeFieldName("factor");
    json.writeNumber(factor());
    json.writeNumberField("calls", tally.admitted + tally.refused);
    json.writeNumberField("refused", tally.refused);
    json.writeNumberField("refusedWithoutStore", tally.unreachable);
    json.writeNumberField("storeTrips", trips);
    json.writeFieldName("storeTripsPerCallInAll");
    json.writeNumber(ratio(trips, tally.admitted + tally.refused));
    json.writeStringField("left", money(left));
    json.writeFieldName("firstRefusalAt");
    json.writeNumber(first == null ? null : seconds(first.nanos()));
    json.writeFieldName("duration");
    json.writeNumber(seconds(endedNanos));
  }

  /** Spent and held by the limit, at most 1, when a call was first refused; null if none was. */
  @Nullable BigDecimal utilisation() {
    Standing first = firstRefusal;
    return first == null
        ? null
        : ratio(Math.min(first.committed(), scenario.limit()), scenario.limit());
  }

  /** Whether the limit was passed by no more than the formula allows. */
  boolean isWithinBound() {
    return overshoot <= bound;
  }

  /** Up to a moment; of the whole run if that never came. */
  BigDecimal tripsPerCallUntil(@Nullable Standing moment) {
    return moment == null
        ? ratio(trips, tally.admitted + tally.refused)
        : ratio(moment.trips(), moment.calls());
  }

  /** The limit by all nodes' largest hold. */
  BigDecimal factor() {
    return BigDecimal.valueOf(scenario.limit())
        .divide(
            BigDecimal.valueOf(scenario.traffic().largestHold())
                .multiply(BigDecimal.valueOf(scenario.nodes())),
            3,
            RoundingMode.HALF_EVEN);
  }

  private static BigDecimal ratio(long part, long whole) {
    return whole == 0
        ? BigDecimal.ZERO
        : BigDecimal.valueOf(part)
            .divide(BigDecimal.valueOf(whole), PLACES, RoundingMode.HALF_EVEN);
  }

  static BigDecimal seconds(long nanos) {
    return BigDecimal.valueOf(nanos, 9).setScale(3, RoundingMode.HALF_EVEN);
  }

  static String money(long picos) {
    return Money.ofPicos(picos, Money.USD).decimal();
  }
}
