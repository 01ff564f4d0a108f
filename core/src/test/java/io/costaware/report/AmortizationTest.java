package io.costaware.report;

import static io.costaware.report.PastEvents.HAIKU;
import static io.costaware.report.PastEvents.SONNET;
import static io.costaware.report.PastEvents.book;
import static io.costaware.report.PastEvents.model;
import static io.costaware.report.PastEvents.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.money.Money;
import io.costaware.pricing.PriceBook;
import io.costaware.target.ServiceTier;
import io.costaware.usage.Meter;
import io.costaware.usage.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class AmortizationTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-10-15T00:00:00Z");
  private static final Instant NEXT = Instant.parse("2026-10-16T00:00:00Z");
  private static final PriceBook BOOK =
      book("1", model(SONNET, "3", "15") + "," + model(HAIKU, "1", "5"));

  private final ListedEvents store = new ListedEvents();
  private final PastEvents past = new PastEvents();

  private void call(Instant at, String team, long input) {
    store.accept(
        past.call(BOOK, at, team, target(SONNET), ServiceTier.PROVISIONED, Usage.tokens(input, 0)));
  }

  private static Commitment tenAnHour(Instant from, Instant to) {
    return Commitment.of("sonnet units", target(SONNET), ServiceTier.PROVISIONED, from, to)
        .perHour(Money.usd("10"));
  }

  private AmortizedCommitment amortized(Instant from, Instant to, Commitment commitment) {
    return Amortization.of(store, from, to, BOOK, List.of(commitment))
        .by(Breakdown.tag("team"))
        .report()
        .commitments()
        .get(0);
  }

  @Test
  void anHourIsSpreadByListPriceAndHoursWithoutCallsAreIdle() {
    call(MIDNIGHT.plusSeconds(10), "support", 2_000_000);
    call(MIDNIGHT.plusSeconds(3_599), "lab", 1_000_000);
    call(MIDNIGHT.plusSeconds(3_600), "lab", 1);

    AmortizedCommitment line = amortized(MIDNIGHT, NEXT, tenAnHour(MIDNIGHT, NEXT));

    assertThat(line.hours()).isEqualTo(24);
    assertThat(line.idleHours()).isEqualTo(22);
    assertThat(line.cost()).isEqualTo(Money.usd("240"));
    assertThat(line.idle()).isEqualTo(Money.usd("220"));
    assertThat(line.shares())
        .containsEntry("support", Money.usd("6.666666666667"))
        .containsEntry("lab", Money.usd("13.333333333333"));
    assertThat(line.calls()).isEqualTo(3);
    assertThat(line.listPrice()).isEqualTo(Money.usd("9.000003"));
  }

  @Test
  void aBegunHourCountsWhole() {
    Commitment ninetyMinutes = tenAnHour(MIDNIGHT, MIDNIGHT.plusSeconds(5_400));

    AmortizedCommitment line = amortized(MIDNIGHT, NEXT, ninetyMinutes);

    assertThat(line.hours()).isEqualTo(2);
    assertThat(line.cost()).isEqualTo(Money.usd("20"));
  }

  @Test
  void R1_anHourBelongsToTheRangeInWhichItBeginsSoThatRangesAddUp() {
    Commitment oddStart = tenAnHour(MIDNIGHT.plusSeconds(1_234), NEXT.plusSeconds(1_000));
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      call(MIDNIGHT.plusSeconds(random.nextInt(100_000)), "team" + i % 3, 1 + random.nextInt(999));
    }
    AmortizedCommitment whole = amortized(MIDNIGHT, NEXT.plusSeconds(7_200), oddStart);

    List<AmortizedCommitment> parts = new ArrayList<>();
    Instant from = MIDNIGHT;
    for (int seconds : new int[] {1, 7_777, 20_000, 60_001, 93_600}) {
      parts.add(amortized(from, MIDNIGHT.plusSeconds(seconds), oddStart));
      from = MIDNIGHT.plusSeconds(seconds);
    }

    assertThat(parts.stream().mapToLong(AmortizedCommitment::hours).sum())
        .isEqualTo(whole.hours())
        .isEqualTo(24);
    assertThat(parts.stream().mapToLong(AmortizedCommitment::calls).sum()).isEqualTo(whole.calls());
    assertThat(sum(parts.stream().map(AmortizedCommitment::cost).toList())).isEqualTo(whole.cost());
    for (String team : List.of("team0", "team1", "team2")) {
      assertThat(
              sum(
                  parts.stream()
                      .map(part -> part.shares().getOrDefault(team, Money.usd("0")))
                      .toList()))
          .isEqualTo(whole.shares().get(team));
    }
  }

  @Property(tries = 100)
  void R1_sharesAndIdleCostAddUpToTheCommitmentExactly(@ForAll long seed) {
    Random random = new Random(seed);
    ListedEvents events = new ListedEvents();
    PastEvents calls = new PastEvents();
    for (int i = random.nextInt(60); i > 0; i--) {
      events.accept(
          calls.call(
              BOOK,
              MIDNIGHT.plusMillis(random.nextInt(86_400_000)),
              "team" + random.nextInt(7),
              target(SONNET),
              ServiceTier.PROVISIONED,
              Usage.tokens(random.nextInt(10_000_000), random.nextInt(3))));
    }
    Commitment commitment =
        Commitment.of("units", target(SONNET), ServiceTier.PROVISIONED, MIDNIGHT, NEXT)
            .perHour(Money.usd("0.0" + random.nextInt(Integer.MAX_VALUE) + "1"));

    for (String quantum : List.of("0.000000000001", "0.01", "0.3", "5")) {
      AmortizedCommitment line =
          Amortization.of(events, MIDNIGHT, NEXT, BOOK, List.of(commitment))
              .by(Breakdown.tag("team"))
              .quantum(Money.usd(quantum))
              .report()
              .commitments()
              .get(0);

      assertThat(sum(line.shares().values()).plus(line.idle())).isEqualTo(line.cost());
      assertThat(line.shares().values()).noneMatch(Money::isNegative);
    }
  }

  @Test
  void onlyCallsOfItsModelScopeAndTierAreCovered() {
    call(MIDNIGHT, "support", 1_000);
    Usage usage = Usage.tokens(1_000, 0);
    store.accept(past.call(BOOK, MIDNIGHT, "lab", SONNET, usage));
    store.accept(past.call(BOOK, MIDNIGHT, "lab", target(HAIKU), ServiceTier.PROVISIONED, usage));
    store.accept(past.call(BOOK, MIDNIGHT, "lab", target(SONNET), ServiceTier.RESERVED, usage));
    store.accept(past.free(MIDNIGHT, "lab"));

    AmortizedCommitment line = amortized(MIDNIGHT, NEXT, tenAnHour(MIDNIGHT, NEXT));

    assertThat(line.calls()).isEqualTo(1);
    assertThat(line.shares()).containsOnlyKeys("support");
  }

  @Test
  void callsThatNameAProvisionedModelAreWeighedByTheModelThatTheCommitmentNames() {
    String arn = "arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abc123";
    store.accept(past.unresolved(MIDNIGHT, arn, Usage.tokens(1_000_000, 0)));

    AmortizedCommitment line = amortized(MIDNIGHT, NEXT, tenAnHour(MIDNIGHT, NEXT).named(arn));

    assertThat(line.calls()).isEqualTo(1);
    assertThat(line.listPrice()).isEqualTo(Money.usd("3"));
    assertThat(line.shares()).containsEntry("support", Money.usd("10"));
  }

  @Test
  void callsWithoutAListPriceBearNothingAndAreCounted() {
    store.accept(
        past.call(
            BOOK,
            MIDNIGHT,
            "support",
            target("amazon.unheard-of"),
            ServiceTier.PROVISIONED,
            Usage.tokens(1_000, 0)));
    Commitment commitment =
        Commitment.of("units", target("amazon.unheard-of"), ServiceTier.PROVISIONED, MIDNIGHT, NEXT)
            .perHour(Money.usd("1"));

    AmortizedCommitment line = amortized(MIDNIGHT, NEXT, commitment);

    assertThat(line.callsWithoutListPrice()).isEqualTo(1);
    assertThat(line.idle()).isEqualTo(line.cost()).isEqualTo(Money.usd("24"));
  }

  @Test
  void aCommitmentWithoutAKnownPriceIsRefusedAndNeverFree() {
    Commitment commitment =
        Commitment.of("units", target(SONNET), ServiceTier.PROVISIONED, MIDNIGHT, NEXT)
            .units(Meter.PROVISIONED_MODEL_UNIT, 2);

    assertThatThrownBy(() -> amortized(MIDNIGHT, NEXT, commitment))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no price of provisioned_model_unit")
        .hasMessageContaining("perHour");
  }

  @Test
  void theHourlyPriceIsThatOfTheSheetAtTheBeginningOfEachHour() {
    PriceBook capacity =
        book(
            "1",
            """
            {"provider": "bedrock", "model": "%s", "prices": [
              {"scope": "global", "rates": {"input": "3", "output": "15"}},
              {"scope": "global", "tier": "reserved:1m", "to": "2026-10-15T12:00:00Z",
                "rates": {"reserved_input_tpm": "0.06", "reserved_output_tpm": "0.3"}},
              {"scope": "global", "tier": "reserved:1m", "from": "2026-10-15T12:00:00Z",
                "rates": {"reserved_input_tpm": "0.05", "reserved_output_tpm": "0.2"}}]}
            """
                .formatted(SONNET));
    store.accept(
        past.call(
            capacity,
            MIDNIGHT,
            "support",
            target(SONNET),
            ServiceTier.RESERVED,
            Usage.tokens(1_000, 0)));
    Commitment commitment =
        Commitment.of("reserved", target(SONNET), new ServiceTier("reserved:1m"), MIDNIGHT, NEXT)
            .units(Meter.RESERVED_INPUT_TPM, 100)
            .units(Meter.RESERVED_OUTPUT_TPM, 10);

    AmortizedCommitment line =
        Amortization.of(store, MIDNIGHT, NEXT, capacity, List.of(commitment))
            .report()
            .commitments()
            .get(0);

    assertThat(line.cost()).isEqualTo(Money.usd("192"));
    assertThat(line.idle()).isEqualTo(Money.usd("183"));
    assertThat(line.listPrice()).isEqualTo(Money.usd("0.003"));
  }

  @Test
  void whatCannotBeCommittedToIsRefused() {
    assertThatThrownBy(
            () -> Commitment.of("units", target(SONNET), ServiceTier.STANDARD, MIDNIGHT, NEXT))
        .hasMessageContaining("not bought beforehand");
    assertThatThrownBy(() -> tenAnHour(MIDNIGHT, NEXT).units(Meter.INPUT, 1))
        .hasMessageContaining("priced by the hour");
    assertThatThrownBy(() -> tenAnHour(MIDNIGHT, NEXT).perHour(Money.usd("-1")))
        .hasMessageContaining("below zero");
    assertThatThrownBy(() -> tenAnHour(NEXT, MIDNIGHT)).hasMessageContaining("before it begins");
    assertThatThrownBy(
            () -> Amortization.of(store, MIDNIGHT, NEXT, BOOK, List.of()).quantum(Money.usd("0")))
        .hasMessageContaining("above zero");
  }

  @Test
  void theReportSaysItsRangeItsQuantumAndItsSum() {
    call(MIDNIGHT, "support", 1_000);

    String text =
        Amortization.of(store, MIDNIGHT, NEXT, BOOK, List.of(tenAnHour(MIDNIGHT, NEXT)))
            .quantum(Money.usd("0.01"))
            .report()
            .toString();

    assertThat(text)
        .contains("shares in multiples of 0.01 USD")
        .contains("sonnet units: 240 USD for 24 hours, 1 calls of 0.003 USD on demand")
        .contains("23 idle hours")
        .contains("In all: 240 USD");
  }

  private static Money sum(Iterable<Money> amounts) {
    Money sum = Money.zero(Money.USD);
    for (Money amount : amounts) {
      sum = sum.plus(amount);
    }
    return sum;
  }
}
