package io.costaware.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long SECOND = 1_000_000_000L;
  private static final SliceSettings SETTINGS = SliceSettings.USUAL;
  private static final BigInteger CALL = number(10);
  private static final SliceKey KEY = new SliceKey("b", "token", "", "lifetime", 0, Long.MAX_VALUE);

  private final Pace pace = new Pace(SETTINGS, 0);

  private static BigInteger number(long value) {
    return BigInteger.valueOf(value);
  }

  private void hear(long left, long fleetSettled, long settled, long room, int nodes, long nanos) {
    SliceGrant grant =
        new SliceGrant(
            KEY,
            1,
            number(settled + room),
            number(left - room),
            number(fleetSettled),
            number(fleetSettled + room),
            nodes,
            false);
    pace.heard(grant, number(settled), number(room), nanos);
  }

  /** A node that settles 20 a second out of 200 of its fleet, for two minutes. */
  private void settleATenth(long left, int nodes) {
    for (long i = 0; i <= 12; i++) {
      pace.used(number(200 * i), number(200 * i), 10 * i * SECOND);
      hear(left, 2_000 * i, 200 * i, 4_000, nodes, 10 * i * SECOND);
    }
  }

  @Test
  void anUnknownCounterBeginsWithAFewCalls() {
    assertThat(pace.wanted(CALL)).isEqualTo(number(80));
  }

  @Test
  void aSliceGrowsByStepsWhateverTheFirstAnswersTell() {
    hear(1_000_000, 0, 0, 80, 1, SECOND);
    pace.used(number(1_000), BigInteger.ZERO, 2 * SECOND);

    assertThat(pace.wanted(CALL)).isEqualTo(number(320));
  }

  @Test
  void awayFromTheLimitItLastsForTheCallsOfATripButForNoMoreThanALease() {
    settleATenth(1_000_000_000, 10);

    // 20 a second make 1,200 in a lease; 400 calls would hold 4,000.
    assertThat(pace.wanted(CALL)).isEqualTo(number(1_200));
    assertThat(pace.wanted(number(2))).isEqualTo(number(800));
  }

  @Test
  void nearTheLimitItIsHalfOfTheShareThatFollowsFromTheOwnPartOfTheSpend() {
    settleATenth(10_000, 4);

    assertThat(pace.wanted(CALL)).isEqualTo(number(500));
  }

  @Test
  void noShareIsManyTimesTheMean() {
    settleATenth(10_000, 4_000);

    // The mean is 2, a tenth of what is left would be 1,000.
    assertThat(pace.wanted(CALL)).isEqualTo(number(8));
  }

  @Test
  void aShareThatServesHardlyAnyCallIsNotAskedFor() {
    settleATenth(40, 10);

    assertThat(pace.wanted(CALL)).isZero();
  }

  @Test
  void reportsComeInTimeForTheLeaseAndSoonerNearTheLimit() {
    long lease = SETTINGS.lease().toNanos();

    assertThat(pace.untilNextNanos(number(1_000), CALL)).isEqualTo(lease / 4 * 3);

    settleATenth(2_000, 10);

    assertThat(pace.untilNextNanos(number(1_000), CALL))
        .isBetween(Duration.ofSeconds(9).toNanos(), Duration.ofSeconds(11).toNanos());
  }

  @Test
  void atTheLimitANodeReportsNoMoreOftenThanItHasCalls() {
    settleATenth(0, 10);

    assertThat(pace.untilNextNanos(number(1_000), CALL))
        .isEqualTo(SETTINGS.shortestTrip().toNanos());
    assertThat(pace.untilNextNanos(BigInteger.ZERO, CALL)).isEqualTo(SECOND);
  }
}
