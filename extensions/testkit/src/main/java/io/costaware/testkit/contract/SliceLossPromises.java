package io.costaware.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.costaware.ledger.SliceGrant;
import io.costaware.ledger.SliceKey;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a store does that remembers less than its nodes. */
abstract class SliceLossPromises extends SliceLeasePromises {
  @Test
  @Tag("litellm#34238")
  @Tag("litellm#30684")
  void B7_aStoreThatRemembersLessThanANodeGrantsNobodyAnything() {
    SliceKey key = month();
    TrialNode known = node("known", key, 100).remembers(7).claims(40).stands(20, 10);
    SliceGrant told = known.ask(1, 20);
    assertThat(told.recovering()).isTrue();
    assertThat(told.allowance()).as("what it may commit by earlier grants").isEqualTo(40);
    assertThat(told.settled()).isEqualTo(20);
    SliceGrant other = node("other", key, 100).ask(1, 1);
    assertThat(other.recovering()).isTrue();
    assertThat(other.allowance()).isEqualTo(0);
    SliceGrant again = known.ask(20, 20);
    assertThat(again.recovering()).isTrue();
    assertThat(again.allowance()).isEqualTo(40);
    assertTotals(connect(), key, 40, 20, 2);
  }

  @Test
  @Tag("litellm#34238")
  void B7_theOtherWindowsOfThatCounterGrantNothingEither() {
    SliceKey key = month();
    TrialNode known = node("known", key, 100).remembers(7).claims(40).stands(20, 10);
    assertThat(known.tell().recovering()).isTrue();
    // At least these: a store that is spread over machines may know of each machine by itself.
    SliceKey next =
        new SliceKey(
            key.budget(),
            key.unit(),
            key.subject(),
            key.window(),
            key.endMillis(),
            key.endMillis() + Duration.ofDays(30).toMillis());
    SliceGrant grant = node("other", next, 100).ask(1, 1);
    assertThat(grant.recovering()).isTrue();
    assertThat(grant.allowance()).isEqualTo(0);
  }

  @Test
  @Tag("litellm#34238")
  void B7_aRecoveringStoreTakesEveryNodesWordAndCountsItOnce() {
    SliceKey key = month();
    for (int i = 1; i <= 3; i++) {
      TrialNode node = node("node " + i, key, 100).remembers(4).claims(20).stands(5, i);
      assertThat(node.ask(1, 50).allowance()).isEqualTo(20);
      assertThat(node.stands(6, i).ask(1, 50).allowance()).isEqualTo(20);
    }
    assertTotals(connect(), key, 60, 18, 3);
  }

  @Test
  @Tag("litellm#30684")
  void B7_roomIsGrantedAgainOnceTheLongestLeaseHasRunOut() {
    SliceKey key = month();
    TrialNode known = node("known", key, 100).lease(shortLease());
    TrialNode other = node("other", key, 100).lease(shortLease());
    known.remembers(7).claims(40).stands(20, 10);
    Instant lost = now();
    assertThat(known.tell().recovering()).isTrue();
    SliceGrant grant = other.ask(1, 100);
    while (grant.recovering()) {
      assertThat(grant.allowance()).isEqualTo(0);
      letPass(Duration.ofMillis(10));
      grant = other.ask(1, 100);
    }
    assertThat(Duration.between(lost, now()))
        .isGreaterThanOrEqualTo(shortLease().minusMillis(20))
        .isLessThan(shortLease().plusSeconds(10));
    // What the node told is counted, and what it did not use has gone back.
    assertThat(grant.settled()).isEqualTo(20);
    assertThat(grant.reserved().add(grant.left())).isEqualTo(100);
    letPass(shortLease());
    other.lease(LONG);
    assertThat(other.ask(1, 100).allowance()).isBetween(BigInteger.ONE, BigInteger.valueOf(70));
    assertTotals(connect(), key, 30 + other.allowance().longValueExact(), 20, 1);
  }

  @Test
  void aReportThatWasNeverAnsweredIsNoLoss() {
    SliceKey key = month();
    TrialNode node = node("node", key, 100);
    // Three reports that did not arrive.
    node.next(1, 1);
    node.next(1, 1);
    node.next(1, 1);
    assertGrant(node.ask(10, 10), 10, 90, 0, 10, 1);
  }

  @Test
  void aWindowLongOverMayBeForgotten() {
    Instant end = now().minus(Duration.ofHours(36));
    SliceKey key =
        new SliceKey(
            "support",
            "request",
            "",
            "day in UTC",
            end.minus(Duration.ofDays(1)).toEpochMilli(),
            end.toEpochMilli());
    SliceGrant grant = node("late", key, 100).remembers(7).stands(20, 0).tell();
    assertThat(grant.recovering()).isFalse();
    assertThat(grant.allowance()).isGreaterThanOrEqualTo(BigInteger.valueOf(20));
    assertGrant(node("other", month(), 100).ask(10, 10), 10, 90, 0, 10, 1);
  }

  @Test
  void aWindowThatIsForgottenTakesLateReportsAllTheSame() {
    Instant end = now().minus(Duration.ofDays(5));
    SliceKey key =
        new SliceKey(
            "support",
            "request",
            "",
            "day in UTC",
            end.minus(Duration.ofDays(1)).toEpochMilli(),
            end.toEpochMilli());
    SliceGrant grant = node("late", key, 100).remembers(7).stands(20, 3).tell();
    assertThat(grant.recovering()).isFalse();
    assertThat(grant.allowance()).isGreaterThanOrEqualTo(BigInteger.valueOf(23));
    assertThat(grant.sequence()).isEqualTo(8);
  }

  @Test
  @Tag("litellm#34238")
  void B7_aStoreThatComesBackWithAnOldStateGrantsNothingThatIsSpent() {
    SliceKey key = month();
    TrialNode first = node("spender", key, 100);
    first.ask(10, 10);
    Optional<Runnable> restore = snapshot();
    assumeTrue(restore.isPresent(), "The store cannot be brought back to an old state here");
    first.stands(10, 0).ask(80, 80);
    first.stands(85, 5).tell();
    restore.get().run();

    TrialNode spender =
        node("spender", key, 100).remembers(3).stands(85, 5).claims(first.allowance().longValue());
    SliceGrant told = spender.ask(1, 10);
    assertThat(told.recovering()).isTrue();
    assertThat(told.allowance()).isEqualTo(90);
    assertThat(told.settled()).isEqualTo(85);
    SliceGrant other = node("other", key, 100).ask(1, 50);
    assertThat(other.recovering()).isTrue();
    assertThat(other.allowance()).isEqualTo(0);
    assertTotals(connect(), key, 90, 85, 2);
  }
}
