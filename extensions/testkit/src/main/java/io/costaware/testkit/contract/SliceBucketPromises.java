package io.costaware.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.ledger.SliceGrant;
import io.costaware.ledger.SliceKey;
import io.costaware.ledger.SliceReport;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the buckets of a rolling window, which share a limit, promise each other. */
abstract class SliceBucketPromises extends SliceStoreOnTrial {
  @Test
  void earlierBucketsCountAgainstTheSameLimit() {
    SliceKey now = hour(0);
    TrialNode first = node("first", hour(2), 100);
    first.ask(30, 30);
    first.stands(20, 0).tell();
    node("second", hour(1), 100).stands(15, 5).tell();
    TrialNode node = node("first", now, 100).earlier(hour(2), hour(1), hour(3));
    assertGrant(node.ask(51, 51), 0, 50, 35, 50, 1);
    assertGrant(node.stands(1, 0).ask(9, 40), 1 + 24, 25, 36, 75, 1);
    // A bucket that has left the window counts no more, and none counts in the totals of another.
    assertGrant(node.earlier(hour(1)).tell(), 25, 55, 16, 45, 1);
    assertTotals(connect(), now, 25, 1, 1);
  }

  @Test
  void B7_theRoomOfTheDeadInEarlierBucketsGoesBackToo() {
    TrialNode dead = node("dead", hour(1), 100).lease(shortLease());
    dead.ask(90, 90);
    dead.stands(10, 20).tell();
    letPass(shortLease());
    TrialNode node = node("node", hour(0), 100).earlier(hour(1));
    assertGrant(node.ask(70, 70), 70, 0, 10, 100, 1);
  }

  @Test
  void B1_whatAnExchangeTellsOfOneBucketCountsForTheReportsAfterIt() {
    TrialNode older = node("node", hour(1), 100).earlier(hour(0));
    TrialNode latest = node("node", hour(0), 100).earlier(hour(1));
    latest.ask(100, 100);
    List<SliceGrant> grants =
        connect()
            .exchange(
                "node", List.of(older.stands(0, 100).next(0, 0), latest.claims(0).next(1, 100)));
    // Over the limit for a moment, for what is held is held; but nothing is granted on top of it.
    assertGrant(grants.get(0), 100, -100, 0, 200, 1);
    assertGrant(grants.get(1), 0, 0, 0, 100, 1);
    grants =
        connect().exchange("node", List.of(older.stands(0, 0).next(0, 0), latest.next(70, 70)));
    assertGrant(grants.get(0), 0, 100, 0, 0, 1);
    assertGrant(grants.get(1), 70, 30, 0, 70, 1);
  }

  @Test
  void B1_allBucketsOfALongWindowInOneExchangeShareTheLimitInTheirOrder() {
    int buckets = 61;
    List<SliceKey> keys = new ArrayList<>();
    for (int i = 0; i < buckets; i++) {
      keys.add(hour(i));
    }
    List<SliceReport> reports = new ArrayList<>();
    for (SliceKey key : keys) {
      SliceKey[] others = keys.stream().filter(k -> !k.equals(key)).toArray(SliceKey[]::new);
      reports.add(node("node", key, 40).earlier(others).next(1, 1));
    }
    List<SliceGrant> grants = connect().exchange("node", reports);
    for (int i = 0; i < buckets; i++) {
      int taken = Math.min(i + 1, 40);
      assertGrant(grants.get(i), i < 40 ? 1 : 0, 40 - taken, 0, taken, 1);
    }
  }

  @Test
  void B1_nodesInNeighbouringBucketsThatRaceForTheLastRoomNeverBothGetIt() {
    int rounds = 40;
    List<List<TrialNode>> fleets = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      SliceKey before = hour("race " + round, 1);
      SliceKey after = hour("race " + round, 0);
      // A node whose clock is ahead is in the next bucket already.
      List<TrialNode> fleet =
          List.of(
              node("behind", before, 100).earlier(after),
              node("ahead", after, 100).earlier(before));
      if (round % 2 == 1) {
        fleet.forEach(TrialNode::tell);
      }
      fleets.add(fleet);
    }
    Race.inStep(2, rounds, (racer, round) -> fleets.get(round).get(racer).ask(100, 100));
    for (List<TrialNode> fleet : fleets) {
      assertThat(fleet)
          .extracting(TrialNode::allowance)
          .containsExactlyInAnyOrder(BigInteger.ZERO, BigInteger.valueOf(100));
    }
  }
}
