package io.costaware.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.ledger.LostSlice;
import io.costaware.ledger.SliceGrant;
import io.costaware.ledger.SliceKey;
import io.costaware.ledger.SliceReport;
import io.costaware.ledger.SliceStore;
import io.costaware.ledger.SliceTotals;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every store of slices must do. Extend it, say how to connect to your store, and run it.
 *
 * <p>For use by one thread.
 */
public abstract class SliceStoreContract extends SliceLossPromises {
  /** For your test class. */
  protected SliceStoreContract() {}

  @ParameterizedTest
  @ValueSource(ints = {2, 8, 32})
  @Tag("litellm#23714")
  @Tag("litellm#33325")
  @Tag("litellm#39390")
  void B1_nodesThatRaceForTheLastRoomNeverGetMoreThanTheLimit(int nodes) {
    SliceKey key = month();
    List<TrialNode> fleet = fleet(nodes, key, 1_000);
    Race.of(
        nodes,
        racer -> {
          TrialNode node = fleet.get(racer);
          for (int i = 0; i < 320 / nodes; i++) {
            // All that a node gets it holds, so that each request needs more.
            node.ask(7, 7);
            node.stands(BigInteger.ZERO, node.allowance());
          }
        });
    long committed = fleet.stream().mapToLong(node -> node.allowance().longValueExact()).sum();
    assertThat(committed).isEqualTo(1_000 / 7 * 7);
    assertTotals(connect(), key, committed, 0, nodes);
  }

  @Test
  @Tag("litellm#34732")
  @Tag("litellm#26672")
  void B1_roomThatGoesBackAndForthIsNeverInTwoHands() {
    SliceKey key = month();
    List<TrialNode> fleet = fleet(8, key, 100);
    Race.of(
        8,
        racer -> {
          TrialNode node = fleet.get(racer);
          for (int i = 0; i < 40; i++) {
            SliceGrant grant = node.ask(30, 60);
            assertThat(grant.left()).isGreaterThanOrEqualTo(BigInteger.ZERO);
            assertThat(grant.reserved()).isLessThanOrEqualTo(BigInteger.valueOf(100));
            node.claims(0).tell();
          }
        });
    assertTotals(connect(), key, 0, 0, 8);
  }

  @Test
  void B1_theThreadsOfOneConnectionDoNotDisturbEachOther() {
    SliceStore shared = connect();
    SliceKey key = month();
    List<TrialNode> fleet = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      fleet.add(new TrialNode(shared, "node " + i, key, BigInteger.valueOf(100), LONG));
    }
    Race.of(
        8,
        racer -> {
          TrialNode node = fleet.get(racer);
          for (int i = 1; i <= 20; i++) {
            node.claims(0).stands(0, racer);
            assertThat(node.tell().allowance()).isEqualTo(racer);
          }
        });
    assertTotals(connect(), key, 28, 0, 8);
  }

  @Test
  void aFirstNodeGetsNoMoreThanHalfOfWhatIsFree() {
    SliceKey key = month();
    assertGrant(node("first", key, 101).ask(1, 80), 50, 51, 0, 50, 1);
    assertGrant(node("second", key, 101).ask(0, 80), 25, 26, 0, 75, 2);
    assertGrant(node("third", key, 101).ask(0, 4), 4, 22, 0, 79, 3);
  }

  @Test
  void aNodeGetsMoreThanHalfIfACallNeedsIt() {
    SliceKey key = month();
    assertGrant(node("first", key, 100).ask(80, 90), 80, 20, 0, 80, 1);
    assertGrant(node("second", key, 100).ask(20, 90), 20, 0, 0, 100, 2);
  }

  @Test
  void B1_moreThanIsFreeIsNotGrantedInPart() {
    SliceKey key = month();
    node("first", key, 100).ask(60, 60);
    TrialNode second = node("second", key, 100);
    assertGrant(second.ask(41, 50), 0, 40, 0, 60, 2);
    assertGrant(second.ask(40, 50), 40, 0, 0, 100, 2);
    assertGrant(second.ask(1, 50), 40, 0, 0, 100, 2);
  }

  @Test
  void roomThatANodeGivesBackIsAnothers() {
    SliceKey key = month();
    TrialNode first = node("first", key, 100);
    first.ask(90, 90);
    assertGrant(first.claims(30).stands(10, 5).tell(), 30, 70, 10, 30, 1);
    assertGrant(node("second", key, 100).ask(70, 70), 70, 0, 10, 100, 2);
  }

  @Test
  void whatCallsTookBeyondTheirHoldIsCounted() {
    SliceKey key = month();
    TrialNode node = node("node", key, 100);
    node.ask(50, 50);
    assertGrant(node.stands(130, 5).ask(1, 10), 135, -35, 130, 135, 1);
    assertGrant(node("other", key, 100).ask(1, 10), 0, -35, 130, 135, 2);
  }

  @Test
  void aLimitThatIsLoweredTakesNoRoomBackAndGrantsNone() {
    SliceKey key = month();
    TrialNode node = node("node", key, 100);
    node.ask(60, 60);
    assertGrant(node.limit(BigInteger.valueOf(40)).ask(0, 10), 60, -20, 0, 60, 1);
    assertGrant(node("other", key, 40).ask(0, 10), 0, -20, 0, 60, 2);
    assertGrant(node("other again", key, 0).ask(0, 0), 0, -60, 0, 60, 3);
  }

  @Test
  @Tag("litellm#30460")
  void B3_aReportThatIsSentAgainChangesNothingAndIsAnsweredTheSame() {
    SliceKey key = month();
    TrialNode node = node("node", key, 100);
    node.ask(20, 20);
    SliceReport report = node.stands(50, 3).next(10, 10);
    SliceGrant first = node.send(report);
    assertThat(node.send(report)).isEqualTo(first);
    assertThat(node.send(report)).isEqualTo(first);
    assertTotals(connect(), key, 63, 50, 1);
  }

  @Test
  @Tag("litellm#30460")
  void B3_aWriteThatTimedOutAndIsMadeAgainCountsOnce() {
    SliceKey key = month();
    TrialNode node = node("node", key, 100).stands(14, 0);
    SliceReport lost = node.next(10, 10);
    // It is applied, but its answer never arrives; the node tells again, under another sequence.
    connect().exchange("node", List.of(lost));
    node.claims(14);
    assertGrant(node.ask(10, 10), 24, 76, 14, 24, 1);
    assertTotals(connect(), key, 24, 14, 1);
  }

  @Test
  @Tag("litellm#30460")
  void B3_aReportThatArrivesAfterALaterOneChangesNothing() {
    SliceKey key = month();
    TrialNode node = node("node", key, 100);
    SliceReport slow = node.stands(10, 30).next(0, 0);
    node.stands(40, 0).tell();
    assertGrant(connect().exchange("node", List.of(slow)).get(0), 40, 60, 40, 40, 1);
    assertTotals(connect(), key, 40, 40, 1);
  }

  @Test
  @Tag("litellm#35569")
  void B3_aReportThatIsSentTwiceAtOnceCountsOnce() {
    SliceKey key = month();
    TrialNode node = node("node", key, 1_000_000);
    List<SliceReport> reports = new ArrayList<>();
    for (int i = 1; i <= 40; i++) {
      reports.add(node.stands(i * 10L, i).next(0, 0));
    }
    List<SliceStore> connections = List.of(connect(), connect());
    Race.inStep(
        2,
        reports.size(),
        (racer, round) ->
            connections.get(racer).exchange(node.name(), List.of(reports.get(round))));
    assertTotals(connect(), key, 440, 400, 1);
  }

  @Test
  @Tag("litellm#28247")
  void B7_nodesThatReportToAColdCounterAreCountedOnceEach() {
    SliceKey key = month();
    List<TrialNode> fleet = fleet(8, key, 1_000);
    Race.of(
        8,
        racer -> {
          TrialNode node = fleet.get(racer).stands(racer + 1, 1).claims(racer + 2);
          for (int i = 0; i < 5; i++) {
            node.tell();
          }
        });
    assertTotals(connect(), key, 36 + 8, 36, 8);
  }

  @Test
  void B3_whatWasSettledNeverBecomesLess() {
    SliceKey key = month();
    TrialNode node = node("node", key, 100);
    node.stands(50, 0).tell();
    node.claims(0);
    assertGrant(node.stands(20, 5).tell(), 55, 45, 50, 55, 1);
    assertGrant(node("other", key, 100).ask(45, 45), 45, 0, 50, 100, 2);
  }

  @Test
  void B1_amountsFarBeyondALongAreExact() {
    SliceKey key = month();
    BigInteger limit = BigInteger.TEN.pow(27);
    BigInteger spent = limit.subtract(new BigInteger("123456789012345678901"));
    TrialNode large = node("large", key, limit);
    large.ask(spent, spent);
    SliceGrant told = large.stands(spent.subtract(BigInteger.TWO), BigInteger.TWO).tell();
    assertThat(told.allowance()).isEqualTo(spent);
    assertThat(told.left()).isEqualTo(new BigInteger("123456789012345678901"));
    TrialNode small = node("small", key, limit);
    assertThat(small.ask(told.left().add(BigInteger.ONE), limit).allowance()).isEqualTo(0);
    assertThat(small.ask(BigInteger.ONE, limit).allowance())
        .isEqualTo(new BigInteger("61728394506172839450"));
    small.stands(BigInteger.ZERO, small.allowance());
    assertThat(small.ask(new BigInteger("61728394506172839451"), limit).left()).isEqualTo(0);
    assertThat(node("last", key, limit).ask(1, 1).allowance()).isEqualTo(0);
    assertThat(connect().totals(key))
        .isEqualTo(new SliceTotals(limit, spent.subtract(BigInteger.TWO), 3));
  }

  @Test
  void B4_eachWindowIsACounterOfItsOwn() {
    SliceKey key = month();
    node("node", key, 100).stands(100, 0).tell();
    SliceKey next =
        new SliceKey(
            key.budget(),
            key.unit(),
            key.subject(),
            key.window(),
            key.endMillis(),
            key.endMillis() + 1_000_000_000L);
    assertGrant(node("node", next, 100).ask(10, 10), 10, 90, 0, 10, 1);
    assertTotals(connect(), key, 100, 100, 1);
  }

  @Test
  void aWindowMayHaveNeitherStartNorEnd() {
    SliceKey key = new SliceKey("all", "request", "", "lifetime", Long.MIN_VALUE, Long.MAX_VALUE);
    assertGrant(node("node", key, 100).stands(1, 2).ask(10, 10), 13, 87, 1, 13, 1);
    assertTotals(connect(), key, 13, 1, 1);
  }

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
  void manyReportsInOneExchangeAreAnsweredInTheirOrderEachForItself() {
    List<SliceKey> keys = new ArrayList<>();
    List<SliceReport> reports = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      keys.add(month("budget " + i));
      TrialNode node = node("node", keys.get(i), 30).stands(i, 0);
      reports.add(node.next(1, 100));
    }
    Collections.reverse(reports);
    List<SliceGrant> grants = connect().exchange("node", reports);
    assertThat(grants).hasSize(40);
    for (int i = 0; i < 40; i++) {
      SliceGrant grant = grants.get(39 - i);
      assertThat(grant.key()).isEqualTo(keys.get(i));
      assertThat(grant.sequence()).isEqualTo(1);
      // Half of what is free, which is at least the one that is needed.
      long room = i >= 30 ? 0 : Math.max(1, (30 - i) / 2);
      assertGrant(grant, i + room, 30 - i - room, i, i + room, 1);
    }
  }

  @Test
  void anyCharactersMayStandInNames() {
    List<String> names =
        List.of(
            " ",
            "a",
            "A",
            "a ",
            "á",
            "a:b",
            "{a}",
            "a}{b",
            "a%b",
            "a_b",
            "a'b; drop table x; --",
            "a\"b\\c",
            "a\tb#c|d/e",
            "a=b,c=d",
            "日本語 🙂",
            "x".repeat(200));
    SliceStore store = connect();
    List<SliceKey> keys = new ArrayList<>();
    for (String name : names) {
      // Two that run together where the parts of a name are joined carelessly.
      keys.add(new SliceKey(name + ":b", "request", name, "day in UTC", 0, Long.MAX_VALUE));
      keys.add(new SliceKey(name, "request", "b:" + name, "day in UTC", 0, Long.MAX_VALUE));
    }
    BigInteger limit = BigInteger.TEN.pow(6);
    for (int i = 0; i < keys.size(); i++) {
      String name = names.get(i / 2);
      String other = names.get((i / 2 + 1) % names.size());
      new TrialNode(store, name, keys.get(i), limit, LONG).stands(i, 100 + i).leave();
      new TrialNode(store, other, keys.get(i), limit, LONG).stands(i, 500 + i).leave();
    }
    for (int i = 0; i < keys.size(); i++) {
      BigInteger settled = BigInteger.valueOf(i);
      String other = names.get((i / 2 + 1) % names.size());
      assertThat(store.lost(keys.get(i)))
          .containsExactlyInAnyOrder(
              new LostSlice(keys.get(i), names.get(i / 2), settled, BigInteger.valueOf(100 + i)),
              new LostSlice(keys.get(i), other, settled, BigInteger.valueOf(500 + i)));
    }
  }

  @Test
  void ofACounterThatNobodyReportedAboutThereIsNothing() {
    SliceStore store = connect();
    assertThat(store.totals(month())).isEqualTo(SliceTotals.NOTHING);
    assertThat(store.lost(month())).isEmpty();
  }

  @Test
  void whatIsToldOutlivesTheConnection() {
    SliceKey key = month();
    SliceStore closed = open();
    new TrialNode(closed, "node", key, BigInteger.valueOf(100), LONG).stands(10, 5).tell();
    closed.close();
    assertTotals(connect(), key, 15, 10, 1);
    assertGrant(node("other", key, 100).ask(85, 85), 85, 0, 10, 100, 2);
  }

  private List<TrialNode> fleet(int size, SliceKey key, long limit) {
    List<TrialNode> fleet = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      fleet.add(node("node " + i, key, limit));
    }
    return fleet;
  }
}
