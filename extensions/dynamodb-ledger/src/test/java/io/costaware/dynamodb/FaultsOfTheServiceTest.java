package io.costaware.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.costaware.ledger.LostSlice;
import io.costaware.ledger.SliceGrant;
import io.costaware.ledger.SliceKey;
import io.costaware.ledger.SliceReport;
import io.costaware.ledger.SliceStore;
import io.costaware.ledger.SliceStoreException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Throttling, conflicts, silence, lost and restored tables, many nodes and many reports. */
class FaultsOfTheServiceTest {
  private static final String TABLE = "budgets";
  private static final SliceKey KEY = Reports.key("faults");

  private final WireServer server = new WireServer();
  private final DynamoDbClient client = Clients.of(server.endpoint());
  private SliceStore store;

  @BeforeEach
  void setUp() {
    DynamoDbSliceStore.setUp(client, TABLE);
    store = open(Duration.ofSeconds(20));
  }

  @AfterEach
  void close() throws IOException {
    store.close();
    client.close();
    server.close();
  }

  private SliceStore open(Duration limit) {
    return DynamoDbSliceStore.open(
        client, TABLE, DynamoDbSliceOptions.standard().withTimeout(limit));
  }

  private SliceGrant ask(SliceStore asked, String node, long sequence) {
    return asked.exchange(node, List.of(Reports.asking(KEY, sequence, 10))).get(0);
  }

  @Test
  void throttledRequestsAreMadeAgain() {
    server.tables().throttle(2);
    assertThat(ask(store, "node", 1).allowance()).isEqualTo(10);
  }

  @Test
  void aTableThatTakesNothingEndsTheCallWithinItsLimit() {
    SliceStore hasty = open(Duration.ofMillis(400));
    server.tables().throttle(1_000);
    assertEndsInTime(hasty, "in time");
    server.tables().throttle(0);
    assertThat(ask(store, "node", 1).allowance()).isEqualTo(10);
  }

  @Test
  void aServiceThatIsSilentEndsTheCallWithinItsLimit() {
    SliceStore hasty = open(Duration.ofMillis(400));
    server.hang(true);
    assertEndsInTime(hasty, "in time; whether it took the call is not known");
    server.hang(false);
    assertThat(ask(store, "node", 1).allowance()).isEqualTo(10);
  }

  @Test
  void conflictsWithoutEndEndTheCallWithinItsLimitAndAreCounted() {
    SliceStore hasty = open(Duration.ofMillis(400));
    server.tables().conflict(100);
    assertEndsInTime(hasty, "other nodes changed the same counters first, ");
    server.tables().conflict(0);
    assertThat(ask(store, "node", 1).allowance()).isEqualTo(10);
  }

  private void assertEndsInTime(SliceStore opened, String reason) {
    try (SliceStore hasty = opened) {
      long began = System.nanoTime();
      assertThatThrownBy(() -> ask(hasty, "hasty", 1))
          .isInstanceOf(SliceStoreException.class)
          .hasMessageContaining(reason);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  @Tag("litellm#34732")
  @Tag("litellm#26672")
  void B1_aStormOfManyThreadsWithConflictsAndThrottlingKeepsTheLimit() {
    int nodes = 12;
    server.tables().conflict(30);
    ExecutorService threads = Executors.newFixedThreadPool(nodes);
    List<CompletableFuture<BigInteger>> racers = new ArrayList<>();
    try {
      for (int n = 0; n < nodes; n++) {
        String node = "node " + n;
        Random order = new Random(n);
        racers.add(
            CompletableFuture.supplyAsync(
                () -> {
                  BigInteger got = BigInteger.ZERO;
                  for (int round = 1; round <= 6; round++) {
                    List<SliceReport> reports = new ArrayList<>();
                    for (int k = 0; k < 5; k++) {
                      reports.add(holdingAll(Reports.key("storm " + k), round, got));
                    }
                    Collections.shuffle(reports, order);
                    List<SliceGrant> grants = store.exchange(node, reports);
                    got =
                        grants.stream()
                            .map(SliceGrant::allowance)
                            .min(BigInteger::compareTo)
                            .orElseThrow();
                  }
                  return got;
                },
                threads));
      }
      racers.forEach(CompletableFuture::join);
    } finally {
      threads.shutdown();
    }
    for (int k = 0; k < 5; k++) {
      assertThat(store.totals(Reports.key("storm " + k)).reserved())
          .isLessThanOrEqualTo(Reports.LIMIT)
          .isGreaterThan(BigInteger.valueOf(900));
      assertThat(store.totals(Reports.key("storm " + k)).live()).isEqualTo(nodes);
    }
  }

  private static SliceReport holdingAll(SliceKey key, long sequence, BigInteger held) {
    return new SliceReport(
        key,
        List.of(),
        Reports.LIMIT,
        sequence,
        sequence - 1,
        BigInteger.ZERO,
        held,
        held,
        BigInteger.valueOf(20),
        BigInteger.valueOf(20),
        600_000,
        false);
  }

  /** Items of a batch are read one after the other, in whatever order. */
  @Test
  void B1_whatOthersWriteBetweenTheReadsOfABatchIsNotOverlooked() {
    for (int i = 0; i < 20; i++) {
      SliceKey key = Reports.key("torn " + i);
      store.exchange("paused", List.of(Reports.asking(key, 1, 0, 900, 60_000)));
      server
          .tables()
          .betweenReads(
              () -> {
                server.letPass(Duration.ofMinutes(2));
                store.exchange("other", List.of(Reports.asking(key, 1, 1_000)));
              });
      SliceReport resumed =
          new SliceReport(
              key,
              List.of(),
              Reports.LIMIT,
              2,
              1,
              BigInteger.ZERO,
              BigInteger.ZERO,
              BigInteger.valueOf(900),
              BigInteger.ZERO,
              BigInteger.valueOf(900),
              60_000,
              false);
      SliceGrant grant = store.exchange("paused", List.of(resumed)).get(0);
      // The other has it all by now; sums that were put together wrongly would not tell.
      assertThat(grant.allowance()).isEqualTo(0);
      assertThat(store.totals(key).reserved()).isEqualTo(Reports.LIMIT);
    }
  }

  @Test
  @Tag("litellm#34238")
  void B7_aTableThatWasRestoredUnderItsNameGrantsNothingAtFirst() {
    ask(store, "node", 1);
    LocalTable old = server.tables().table(TABLE);
    server.tables().drop(TABLE);
    assertThatThrownBy(() -> ask(store, "node", 2)).hasMessageContaining("does not exist");
    server.tables().restore(TABLE, old);
    // This node knows of nothing that the table has forgotten; it saw that the table was gone.
    SliceGrant grant = ask(store, "new", 1);
    assertThat(grant.recovering()).isTrue();
    assertThat(grant.allowance()).isEqualTo(0);
    try (SliceStore other = open(Duration.ofSeconds(5))) {
      assertThat(ask(other, "other", 1).recovering()).isTrue();
    }
    server.letPass(Duration.ofMinutes(11));
    assertThat(ask(store, "late", 1).recovering()).isFalse();
  }

  @Test
  void B7_aBackupThatIsOpenedUnderAnotherNameGrantsNothingAtFirst() {
    ask(store, "node", 1);
    server.tables().restore("restored", server.tables().table(TABLE));
    try (SliceStore restored = DynamoDbSliceStore.open(client, "restored")) {
      SliceGrant grant = ask(restored, "new", 1);
      assertThat(grant.recovering()).isTrue();
      assertThat(grant.allowance()).isEqualTo(0);
    }
    assertThat(ask(store, "new", 1).recovering()).isFalse();
  }

  @Test
  @Tag("litellm#30684")
  void B7_aTableThatWasDroppedAndMadeAnewGrantsNothingAtFirst() {
    ask(store, "node", 1);
    server.tables().drop(TABLE);
    DynamoDbSliceStore.setUp(client, TABLE);
    assertThat(ask(store, "new", 1).recovering()).isTrue();
    try (SliceStore other = open(Duration.ofSeconds(5))) {
      assertThat(ask(other, "other", 1).recovering()).isTrue();
    }
  }

  @Test
  void B7_marksThatAreGoneMakeTheStoreRecover() {
    ask(store, "node", 1);
    LocalTable table = server.tables().table(TABLE);
    for (JsonNode item : table.all()) {
      if (item.has("layout")) {
        table.remove(item);
      }
    }
    assertThat(ask(store, "new", 1).recovering()).isTrue();
    table.all().stream().filter(item -> item.has("layout")).forEach(table::remove);
    DynamoDbSliceStore.setUp(client, TABLE);
    assertThat(ask(store, "newer", 1).recovering()).isTrue();
  }

  @Test
  void B7_hundredsOfDeadNodesAreEndedInSeveralTransactions() {
    int nodes = 110;
    for (int i = 0; i < nodes; i++) {
      store.exchange("node " + i, List.of(Reports.asking(KEY, 1, 0, 2, 600_000)));
    }
    assertThat(store.totals(KEY).live()).isEqualTo(nodes);
    server.letPass(Duration.ofMinutes(11));
    SliceGrant grant = store.exchange("last", List.of(Reports.asking(KEY, 1, 1_000))).get(0);
    assertThat(grant.allowance()).isEqualTo(1_000);
    assertThat(grant.nodes()).isEqualTo(1);
  }

  @Test
  void theLostPartsOfManyNodesAreFoundOverSeveralPages() {
    int nodes = 50;
    for (int i = 0; i < nodes; i++) {
      SliceReport leaving =
          new SliceReport(
              KEY,
              List.of(),
              Reports.LIMIT,
              1,
              0,
              BigInteger.ZERO,
              BigInteger.ONE,
              BigInteger.ONE,
              BigInteger.ZERO,
              BigInteger.ZERO,
              1_000,
              true);
      store.exchange("node " + i, List.of(leaving));
    }
    assertThat(store.lost(KEY)).hasSize(nodes).extracting(LostSlice::node).doesNotHaveDuplicates();
  }

  @Test
  void anExchangeAwayFromOthersTakesTwoRequestsHoweverManyReportsItHas() {
    List<SliceReport> reports = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      reports.add(Reports.asking(Reports.key("many " + i), 1, 10));
    }
    ask(store, "node", 1);
    int before = server.requests();
    store.exchange("node", reports);
    // More only where DynamoDB leaves keys of a batch for another.
    assertThat(server.requests() - before).isBetween(2, 6);
  }

  @Test
  void itemsSayWhenTheyMayBeForgotten() {
    SliceKey day = new SliceKey("day", "request", "", "day in UTC", 0, 1_790_000_000_000L);
    store.exchange("node", List.of(Reports.asking(day, 1, 10)));
    store.exchange("node", List.of(Reports.asking(KEY, 1, 10)));
    List<String> forgetAt =
        server.tables().table(TABLE).all().stream()
            .filter(item -> item.has("forgetAt"))
            .map(item -> item.at("/forgetAt/N").asText())
            .toList();
    // The totals and the record of the day; a lifetime is never forgotten.
    assertThat(forgetAt)
        .hasSize(2)
        .allMatch(at -> new BigDecimal(at).longValueExact() == 1_790_000_000L + 2 * 86_400);
  }

  @Test
  void aRecordThatOutlivedItsTotalsIsForgottenWithThem() {
    ask(store, "node", 1);
    LocalTable table = server.tables().table(TABLE);
    table.all().stream().filter(item -> item.has("reserved")).forEach(table::remove);
    assertThat(store.totals(KEY).reserved()).isEqualTo(0);
    SliceReport late = Reports.asking(KEY, 2, 0, 5, 1_000);
    assertThat(store.exchange("node", List.of(late)).get(0).reserved()).isEqualTo(5);
  }

  @Test
  void namesOfNodesMayBeLongerThanAKey() {
    String longName = "é".repeat(2_000);
    SliceReport leaving =
        new SliceReport(
            KEY,
            List.of(),
            Reports.LIMIT,
            1,
            0,
            BigInteger.ZERO,
            BigInteger.ONE,
            BigInteger.ONE,
            BigInteger.ZERO,
            BigInteger.ZERO,
            1_000,
            true);
    store.exchange(longName, List.of(leaving));
    assertThat(store.lost(KEY))
        .containsExactly(new LostSlice(KEY, longName, BigInteger.ZERO, BigInteger.ONE));
    assertThat(store.reconcile(KEY, longName, BigInteger.TEN)).isTrue();
  }

  @Test
  void twoReportsAboutOneCounterAreBothAnswered() {
    List<SliceGrant> grants =
        store.exchange("node", List.of(Reports.asking(KEY, 1, 10), Reports.asking(KEY, 2, 20)));
    assertThat(grants).extracting(SliceGrant::sequence).containsExactly(1L, 2L);
    assertThat(store.totals(KEY).reserved()).isEqualTo(20);
  }

  @Test
  void anExchangeWithoutReportsIsRefused() {
    assertThatThrownBy(() -> store.exchange("node", List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("without a report");
  }
}
