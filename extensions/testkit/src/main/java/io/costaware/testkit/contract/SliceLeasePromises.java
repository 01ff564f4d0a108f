package io.costaware.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.ledger.LostSlice;
import io.costaware.ledger.SliceKey;
import io.costaware.ledger.SliceStore;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/** What becomes of the parts of nodes that are not heard of again, that leave or come late. */
abstract class SliceLeasePromises extends SliceBucketPromises {
  @Test
  void B7_whatADeadNodeDidNotSpendIsAnothersAfterItsLease() {
    SliceKey key = month();
    TrialNode dead = node("dead", key, 100);
    TrialNode other = node("other", key, 100);
    dead.ask(100, 100);
    assertThat(other.ask(1, 1).allowance()).isEqualTo(0);
    dead.lease(shortLease()).stands(10, 20).tell();
    letPass(shortLease());
    assertGrant(other.ask(70, 70), 70, 0, 10, 100, 1);
  }

  @Test
  void B7_whatADeadNodeSettledAndHeldStaysCounted() {
    SliceKey key = month();
    TrialNode dead = node("dead", key, 100).lease(shortLease());
    dead.ask(60, 60);
    dead.stands(10, 20).tell();
    letPass(shortLease());
    SliceStore store = connect();
    assertTotals(store, key, 30, 10, 0);
    assertThat(store.lost(key))
        .containsExactly(
            new LostSlice(key, "dead", BigInteger.valueOf(10), BigInteger.valueOf(20)));
  }

  @Test
  void B7_whoLooksForLostPartsFindsThoseThatNobodyElseHasEndedYet() {
    SliceKey key = month();
    node("first", key, 100).lease(shortLease()).stands(1, 2).tell();
    node("second", key, 100).lease(shortLease()).stands(3, 0).tell();
    node("third", key, 100).lease(shortLease()).stands(5, 6).tell();
    node("living", key, 100).stands(7, 8).tell();
    letPass(shortLease());
    assertThat(connect().lost(key))
        .containsExactlyInAnyOrder(
            new LostSlice(key, "first", BigInteger.valueOf(1), BigInteger.valueOf(2)),
            new LostSlice(key, "third", BigInteger.valueOf(5), BigInteger.valueOf(6)));
    assertTotals(connect(), key, 32, 16, 1);
  }

  @Test
  void B7_aNodeThatResumesAfterItsLeaseDoesNotHaveItsRoomTwice() {
    SliceKey key = month();
    TrialNode paused = node("paused", key, 100).lease(shortLease());
    TrialNode other = node("other", key, 100);
    paused.ask(100, 100);
    paused.stands(10, 0).tell();
    letPass(shortLease());
    assertThat(other.ask(90, 90).allowance()).isEqualTo(90);
    paused.claims(100).lease(LONG);
    assertGrant(paused.ask(1, 50), 10, 0, 10, 100, 2);
  }

  @Test
  void B7_aNodeThatResumesGetsAgainWhatIsStillFree() {
    SliceKey key = month();
    TrialNode paused = node("paused", key, 100).lease(shortLease());
    paused.ask(80, 80);
    letPass(shortLease());
    node("other", key, 100).ask(60, 60);
    paused.lease(LONG);
    assertGrant(paused.stands(10, 0).tell(), 40, 0, 10, 100, 2);
  }

  @Test
  void B7_aLateReportOfADeadNodeReplacesWhatIsKnownOfIt() {
    SliceKey key = month();
    TrialNode dead = node("dead", key, 100).lease(shortLease());
    dead.stands(10, 20).ask(5, 5);
    letPass(shortLease());
    assertTotals(connect(), key, 30, 10, 0);
    dead.lease(LONG).claims(25);
    assertGrant(dead.stands(25, 0).tell(), 25, 75, 25, 25, 1);
    assertThat(connect().lost(key)).isEmpty();
  }

  @Test
  void B7_aReportRenewsTheLease() {
    SliceKey key = month();
    TrialNode node = node("node", key, 100).lease(shortLease());
    node.ask(40, 40);
    node.lease(LONG).tell();
    letPass(shortLease());
    assertTotals(connect(), key, 40, 0, 1);
  }

  @Test
  void B7_aReportCanShortenTheLease() {
    SliceKey key = month();
    TrialNode node = node("node", key, 100);
    node.ask(40, 40);
    node.lease(shortLease()).tell();
    letPass(shortLease());
    assertTotals(connect(), key, 0, 0, 0);
  }

  @Test
  void B7_aReportOfTheDeadIsAnsweredAgainFromWhatIsLeftOfThem() {
    SliceKey key = month();
    TrialNode dead = node("dead", key, 100).lease(shortLease()).stands(10, 20);
    var report = dead.next(40, 40);
    dead.send(report);
    letPass(shortLease());
    assertGrant(dead.send(report), 30, 70, 10, 30, 0);
  }

  @Test
  void whatALeavingNodeSettledAndHeldStaysCounted() {
    SliceKey key = month();
    TrialNode leaving = node("leaving", key, 100);
    leaving.ask(80, 80);
    assertGrant(leaving.stands(10, 20).leave(), 30, 70, 10, 30, 0);
    SliceStore store = connect();
    assertThat(store.lost(key))
        .containsExactly(
            new LostSlice(key, "leaving", BigInteger.valueOf(10), BigInteger.valueOf(20)));
    assertThat(node("other", key, 100).ask(70, 70).allowance()).isEqualTo(70);
  }

  @Test
  void aNodeThatLeftAndComesBackGetsWhatIsFree() {
    SliceKey key = month();
    TrialNode node = node("node", key, 100);
    node.ask(80, 80);
    node.stands(10, 0).leave();
    assertGrant(node.ask(90, 90), 100, 0, 10, 100, 1);
  }

  @Test
  void aLostPartIsReconciledWithWhatItsCallsReallyTook() {
    SliceKey key = month();
    node("lost", key, 100).stands(10, 50).leave();
    SliceStore store = connect();
    assertThat(store.reconcile(key, "lost", BigInteger.valueOf(35))).isTrue();
    assertTotals(store, key, 35, 35, 0);
    assertThat(store.lost(key)).isEmpty();
    assertThat(store.reconcile(key, "lost", BigInteger.valueOf(90))).isFalse();
    assertTotals(store, key, 35, 35, 0);
  }

  @Test
  void reconcilingNeverTakesBackWhatWasSettled() {
    SliceKey key = month();
    node("lost", key, 100).stands(10, 50).leave();
    assertThat(connect().reconcile(key, "lost", BigInteger.valueOf(3))).isTrue();
    assertTotals(connect(), key, 10, 10, 0);
  }

  @Test
  void aPartIsReconciledBeyondTheLimitIfItsCallsTookMore() {
    SliceKey key = month();
    node("lost", key, 100).lease(shortLease()).stands(10, 50).tell();
    letPass(shortLease());
    assertThat(connect().reconcile(key, "lost", BigInteger.valueOf(120))).isTrue();
    assertGrant(node("other", key, 100).ask(1, 1), 0, -20, 120, 120, 1);
  }

  @Test
  void onlyLostPartsAreReconciled() {
    SliceKey key = month();
    node("living", key, 100).stands(10, 50).tell();
    node("settled", key, 100).stands(5, 0).leave();
    SliceStore store = connect();
    assertThat(store.reconcile(key, "living", BigInteger.valueOf(20))).isFalse();
    assertThat(store.reconcile(key, "settled", BigInteger.valueOf(20))).isFalse();
    assertThat(store.reconcile(key, "unknown", BigInteger.valueOf(20))).isFalse();
    assertThat(store.reconcile(month("unknown"), "living", BigInteger.valueOf(20))).isFalse();
    assertTotals(store, key, 65, 15, 1);
  }

  @Test
  void aNodeThatComesBackAfterItsPartWasReconciledIsCountedOnce() {
    SliceKey key = month();
    TrialNode late = node("late", key, 100).lease(shortLease()).stands(10, 50);
    late.tell();
    letPass(shortLease());
    connect().reconcile(key, "late", BigInteger.valueOf(35));
    late.lease(LONG);
    // It knows of less than its events tell: the larger figure stands.
    assertGrant(late.stands(30, 0).tell(), 35 + 25, 40, 35, 60, 1);
    late.claims(0);
    assertGrant(late.stands(60, 0).tell(), 60, 40, 60, 60, 1);
  }
}
