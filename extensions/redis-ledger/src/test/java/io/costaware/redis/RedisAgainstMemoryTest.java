package io.costaware.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.ledger.InMemorySliceStore;
import io.costaware.ledger.LostSlice;
import io.costaware.ledger.SliceGrant;
import io.costaware.ledger.SliceKey;
import io.costaware.ledger.SliceReport;
import io.costaware.ledger.SliceStore;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script answers as {@link InMemorySliceStore} does, whatever nodes report: sensible figures,
 * lies, repetitions, late arrivals, leases that end and losses.
 */
class RedisAgainstMemoryTest {
  private static final long HOUR = 3_600_000;
  private static final List<String> NODES = List.of("a", "b", "c");

  @TempDir private static Path directory;
  private static RealRedis redis;

  @BeforeAll
  static void start() {
    redis = new RealRedis(directory);
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @Test
  void reportsOfAnyKindAreAnsweredAlike() {
    var connection = redis.connect();
    for (int seed = 0; seed < 100; seed++) {
      RedisSliceOptions options = RedisSliceStoreTest.PATIENT.withPrefix("trial " + seed + ":");
      RedisSliceStore.setUp(connection, options);
      try (SliceStore store = RedisSliceStore.open(connection, options)) {
        new Trial(seed, store).run(60);
      }
    }
  }

  /** One sequence of random calls, to both. */
  private static final class Trial {
    private final int seed;
    private final Random random;
    private final SliceStore store;
    private final InMemorySliceStore model;
    private final List<SliceKey> keys = new ArrayList<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private final Map<String, BigInteger> allowances = new HashMap<>();
    private final List<Sent> sent = new ArrayList<>();
    private final BigInteger unit;
    private Instant now = Instant.now();

    private record Sent(String node, List<SliceReport> reports) {}

    Trial(int seed, SliceStore store) {
      this.seed = seed;
      this.store = store;
      random = new Random(seed);
      model = new InMemorySliceStore(() -> now);
      // From single requests to thousands of dollars in picos.
      unit = BigInteger.TEN.pow(random.nextInt(4) * 8);
      long start = now.toEpochMilli() / HOUR * HOUR;
      for (int i = 0; i < 3; i++) {
        keys.add(
            new SliceKey("b", "token", "", "3 hours", start - i * HOUR, start + (1 - i) * HOUR));
      }
      // One whose counter may have been forgotten on purpose.
      keys.add(new SliceKey("b", "token", "", "3 hours", start - 60 * HOUR, start - 36 * HOUR));
    }

    void run(int steps) {
      for (int step = 0; step < steps; step++) {
        String where = "seed " + seed + ", step " + step;
        switch (random.nextInt(12)) {
          case 0 -> {
            SliceKey key = key();
            String node = node();
            BigInteger actual = amount(60);
            assertThat(store.reconcile(key, node, actual))
                .as(where)
                .isEqualTo(model.reconcile(key, node, actual));
          }
          case 1 -> {
            if (!sent.isEmpty()) {
              exchange(where, sent.get(random.nextInt(sent.size())));
            }
          }
          case 2 -> exchange(where, new Sent(node(), List.of(report("a", keys.get(0), true))));
          default -> {
            String node = node();
            List<SliceReport> reports = new ArrayList<>();
            reports.add(report(node, key(), false));
            exchange(where, new Sent(node, reports));
          }
        }
        for (SliceKey key : step % 5 == 4 ? keys : List.<SliceKey>of()) {
          assertThat(store.totals(key)).as(where).isEqualTo(model.totals(key));
          assertThat(store.lost(key))
              .as(where)
              .containsExactlyInAnyOrder(model.lost(key).toArray(LostSlice[]::new));
        }
      }
    }

    private void exchange(String where, Sent reports) {
      List<SliceGrant> grants = store.exchange(reports.node(), reports.reports());
      assertThat(grants)
          .as("%s: %s", where, reports)
          .isEqualTo(model.exchange(reports.node(), reports.reports()));
      sent.add(reports);
      for (SliceGrant grant : grants) {
        allowances.put(reports.node() + grant.key(), grant.allowance());
      }
      if (reports.reports().stream().anyMatch(report -> report.leaseMillis() == 1)) {
        letLeasesEnd();
      }
    }

    /** Those of one millisecond; all others last for the whole trial. */
    private void letLeasesEnd() {
      long until = System.nanoTime() + 4_000_000;
      while (System.nanoTime() < until) {
        LockSupport.parkNanos(200_000);
      }
      now = now.plusMillis(4);
    }

    private SliceReport report(String node, SliceKey key, boolean lossy) {
      String slice = node + key;
      long sequence = sequences.merge(slice, 1L, Long::sum);
      long acknowledged = random.nextInt(3) == 0 ? 0 : sequence - 1;
      if (lossy && random.nextInt(4) == 0) {
        acknowledged = sequence + 3;
        sequence = sequences.merge(slice, 4L, Long::sum);
      }
      BigInteger allowance =
          random.nextInt(4) == 0 ? amount(60) : allowances.getOrDefault(slice, BigInteger.ZERO);
      BigInteger needed = random.nextBoolean() ? BigInteger.ZERO : amount(50);
      return new SliceReport(
          key,
          key.equals(keys.get(0)) ? keys.subList(1, 1 + random.nextInt(3)) : List.of(),
          unit.multiply(BigInteger.valueOf(100)),
          sequence,
          acknowledged,
          amount(30),
          amount(30),
          allowance,
          needed,
          needed.add(amount(40)),
          random.nextInt(4) == 0 ? 1 : HOUR,
          random.nextInt(10) == 0);
    }

    private BigInteger amount(int units) {
      BigInteger whole = unit.multiply(BigInteger.valueOf(random.nextInt(units)));
      return whole.add(new BigInteger(unit.bitLength() - 1, random));
    }

    private SliceKey key() {
      return keys.get(random.nextInt(keys.size()));
    }

    private String node() {
      return NODES.get(random.nextInt(NODES.size()));
    }
  }
}
