package io.costaware.redis;

import static java.util.Objects.requireNonNull;

import io.costaware.ledger.LostSlice;
import io.costaware.ledger.SliceGrant;
import io.costaware.ledger.SliceKey;
import io.costaware.ledger.SliceReport;
import io.costaware.ledger.SliceStore;
import io.costaware.ledger.SliceTotals;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the budgets of a fleet in Redis 6.2 or later. One script applies each report, so that Redis
 * alone decides who gets the last room; its clock measures the leases.
 *
 * <p>Redis may lose its last writes when it ends. So a run id that is another than before (it was
 * started again, or a replica took over) and marks that are gone mean: nothing is granted until the
 * longest lease has run out, and meanwhile every node tells again what it has spent.
 *
 * <p>Safe for use by many threads.
 */
public final class RedisSliceStore implements SliceStore {
  /** Windows that end later than this have no end. */
  private static final long NEVER = Long.MAX_VALUE / 4;

  private final RedisLink link;
  private final KeyNames names;
  private final SliceScript script;
  private final ScriptRunner runner;

  private RedisSliceStore(RedisLink link, RedisSliceOptions options) {
    this.link = link;
    names = new KeyNames(options.prefix());
    script = new SliceScript(options);
    runner = new ScriptRunner(link, script, options.timeout());
  }

  /**
   * Connects with {@link RedisSliceOptions#standard()}.
   *
   * @param uri for example {@code rediss://user:password@redis.example.com:6380/0}, or {@code
   *     redis-sentinel://...}
   * @throws IllegalArgumentException if it is not an address of Redis
   * @throws io.costaware.ledger.SliceStoreException if Redis can't be reached, refuses the
   *     credentials, is not set up, was set up by another layout, or may evict what it is to keep
   */
  public static RedisSliceStore open(String uri) {
    return open(uri, RedisSliceOptions.standard());
  }

  /** As {@link #open(String)}, with other options. */
  public static RedisSliceStore open(String uri, RedisSliceOptions options) {
    return open(RedisLink.to(parsed(uri), options.timeout()), options);
  }

  /**
   * Uses a connection that stays the caller's, who closes it after this store. It should reject
   * commands while it is cut off ({@code DisconnectedBehavior.REJECT_COMMANDS}), so that they fail
   * at once.
   *
   * @throws io.costaware.ledger.SliceStoreException as {@link #open(String)}
   */
  public static RedisSliceStore open(
      StatefulRedisConnection<String, String> connection, RedisSliceOptions options) {
    return open(RedisLink.over(connection), options);
  }

  /** As the one before, for a cluster. */
  public static RedisSliceStore open(
      StatefulRedisClusterConnection<String, String> connection, RedisSliceOptions options) {
    return open(RedisLink.over(connection), options);
  }

  private static RedisSliceStore open(RedisLink link, RedisSliceOptions options) {
    RedisSliceStore store = new RedisSliceStore(link, options);
    try {
      new Deployment(link, store.names, store.script, store.runner).check();
      return store;
    } catch (RuntimeException e) {
      link.close();
      throw e;
    }
  }

  /**
   * Prepares Redis, once, as a part of the deployment; does nothing where that is done.
   *
   * @throws io.costaware.ledger.SliceStoreException if Redis can't be reached, refuses the
   *     credentials, or was set up by another layout
   */
  public static void setUp(String uri) {
    setUp(uri, RedisSliceOptions.standard());
  }

  /** As {@link #setUp(String)}, with other options. */
  public static void setUp(String uri, RedisSliceOptions options) {
    setUp(RedisLink.to(parsed(uri), options.timeout()), options);
  }

  /** As {@link #setUp(String)}, over a connection that stays the caller's. */
  public static void setUp(
      StatefulRedisConnection<String, String> connection, RedisSliceOptions options) {
    setUp(RedisLink.over(connection), options);
  }

  /** As {@link #setUp(String)}, over a connection to a cluster that stays the caller's. */
  public static void setUp(
      StatefulRedisClusterConnection<String, String> connection, RedisSliceOptions options) {
    setUp(RedisLink.over(connection), options);
  }

  private static void setUp(RedisLink link, RedisSliceOptions options) {
    try (RedisSliceStore store = new RedisSliceStore(link, options)) {
      new Deployment(link, store.names, store.script, store.runner).mark();
    }
  }

  private static RedisURI parsed(String uri) {
    try {
      return RedisURI.create(requireNonNull(uri, "uri"));
    } catch (IllegalArgumentException e) {
      // Without the cause, which shows the address and so perhaps a password.
      throw new IllegalArgumentException(
          "Not an address of Redis (not shown, for it may hold a password); write"
              + " redis://user:password@host:port, with what is special in user and password"
              + " percent-encoded");
    }
  }

  @Override
  public List<SliceGrant> exchange(String node, List<SliceReport> reports) {
    requireNonNull(node, "node");
    List<SliceScript.Call> calls = new ArrayList<>(reports.size());
    for (SliceReport report : reports) {
      calls.add(call(node, report));
    }
    List<List<Object>> answers = runner.run(calls);
    List<SliceGrant> grants = new ArrayList<>(reports.size());
    for (int i = 0; i < reports.size(); i++) {
      grants.add(grant(reports.get(i), answers.get(i)));
    }
    return grants;
  }

  private SliceScript.Call call(String node, SliceReport report) {
    SliceKey key = report.key();
    List<String> keys = keys(key);
    for (SliceKey earlier : report.earlier()) {
      if (!earlier.family().equals(key.family())) {
        throw new IllegalArgumentException(
            "Earlier buckets belong to the same budget, unit, subject and window; "
                + earlier
                + " does not belong to "
                + key);
      }
      keys.add(names.counter(earlier));
      keys.add(names.leases(earlier));
    }
    return script.call(
        keys,
        "exchange",
        node,
        forgetAt(key),
        Long.toString(key.endMillis()),
        report.limit().toString(),
        Long.toString(report.sequence()),
        Long.toString(report.acknowledged()),
        report.settled().toString(),
        report.held().toString(),
        report.allowance().toString(),
        report.needed().toString(),
        report.wanted().toString(),
        Long.toString(report.leaseMillis()),
        report.leaving() ? "1" : "0");
  }

  private static SliceGrant grant(SliceReport report, List<Object> answer) {
    return new SliceGrant(
        report.key(),
        report.sequence(),
        amount(answer.get(0)),
        amount(answer.get(1)),
        amount(answer.get(2)),
        amount(answer.get(3)),
        Integer.parseInt((String) answer.get(4)),
        answer.get(5).equals("1"));
  }

  @Override
  public SliceTotals totals(SliceKey key) {
    List<Object> answer = runner.run(script.call(keys(key), "totals"));
    return new SliceTotals(
        amount(answer.get(0)), amount(answer.get(1)), Integer.parseInt((String) answer.get(2)));
  }

  @Override
  public List<LostSlice> lost(SliceKey key) {
    List<LostSlice> lost = new ArrayList<>();
    for (Object part : runner.run(script.call(keys(key), "lost"))) {
      List<?> fields = (List<?>) part;
      lost.add(
          new LostSlice(key, (String) fields.get(0), amount(fields.get(1)), amount(fields.get(2))));
    }
    return lost;
  }

  @Override
  public boolean reconcile(SliceKey key, String node, BigInteger actual) {
    requireNonNull(node, "node");
    return runner
        .run(script.call(keys(key), "reconcile", node, actual.toString()))
        .get(0)
        .equals("1");
  }

  /** Closes the connection, unless it was handed over. */
  @Override
  public void close() {
    link.close();
  }

  private List<String> keys(SliceKey key) {
    List<String> keys = new ArrayList<>();
    keys.add(names.marks(names.partition(key)));
    keys.add(names.counter(key));
    keys.add(names.leases(key));
    return keys;
  }

  private static String forgetAt(SliceKey key) {
    return key.endMillis() > NEVER
        ? ""
        : Long.toString(Math.max(1, key.endMillis() + KEPT_AFTER_END.toMillis()));
  }

  private static BigInteger amount(Object text) {
    return new BigInteger((String) text);
  }
}
