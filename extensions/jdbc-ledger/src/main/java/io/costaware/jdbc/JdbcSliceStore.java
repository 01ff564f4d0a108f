package io.costaware.jdbc;

import static java.util.Objects.requireNonNull;

import io.costaware.ledger.LostSlice;
import io.costaware.ledger.SliceGrant;
import io.costaware.ledger.SliceKey;
import io.costaware.ledger.SliceRecord;
import io.costaware.ledger.SliceReport;
import io.costaware.ledger.SliceRules;
import io.costaware.ledger.SliceStore;
import io.costaware.ledger.SliceStoreException;
import io.costaware.ledger.SliceTotals;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shares the budgets of a fleet in PostgreSQL. One transaction an exchange: it locks the rows of
 * its counters in one order for all, so that exchanges never wait for each other in a circle, and
 * measures leases by the database's clock. An exchange takes three round trips however many reports
 * it has.
 *
 * <p>What the database has acknowledged survives its restart. If the tables were restored, copied
 * to another server or lost their marks, or if a replica was promoted, the store grants nothing for
 * the longest lease there was; so it does when a node remembers an answer that the tables do not.
 *
 * <p>Safe for use by many threads.
 */
public final class JdbcSliceStore implements SliceStore {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcSliceStore.class);

  /** The first connection of a pool takes longer than any later one. */
  private static final Duration OPENING = Duration.ofSeconds(10);

  private static final int CREATIONS = 3;

  private final Transactions transactions;
  private final Statements statements;
  private final TableLayout layout;
  private final EndedCounters ended;
  private final Duration limit;
  private final boolean serverTells;

  private JdbcSliceStore(Transactions transactions, JdbcSliceOptions options) {
    this.transactions = transactions;
    this.statements = new Statements(options);
    this.layout = new TableLayout(options.tablePrefix(), statements);
    this.ended = new EndedCounters(statements);
    this.limit = options.timeout();
    this.serverTells = transactions.run(OPENING, layout::check);
    if (!serverTells) {
      LOG.info(
          "PostgreSQL does not tell its cluster and timeline to this role; that tables were restored"
              + " is noticed only where they were made anew, and by nodes that remember more");
    }
  }

  /**
   * Makes the tables with the standard names where they are missing.
   *
   * @throws SliceStoreException if the database does not answer, refuses, or has tables of another
   *     layout
   */
  public static void setUp(DataSource source) {
    setUp(source, JdbcSliceOptions.standard());
  }

  /**
   * Makes the tables where they are missing. It may run at each start of each node; its role needs
   * the right to create tables only where they are missing.
   *
   * @throws SliceStoreException if the database does not answer, refuses, or has tables of another
   *     layout
   */
  public static void setUp(DataSource source, JdbcSliceOptions options) {
    try (Transactions transactions = new Transactions(source, options.tablePrefix())) {
      transactions.run(
          OPENING, new TableLayout(options.tablePrefix(), new Statements(options))::setUp);
    }
  }

  /**
   * A store in the tables with the standard names, which answers within half a second.
   *
   * @throws SliceStoreException if the database does not answer within ten seconds, refuses the
   *     credentials, or has no tables or tables of another layout
   */
  public static JdbcSliceStore open(DataSource source) {
    return open(source, JdbcSliceOptions.standard());
  }

  /**
   * A store.
   *
   * @param source gives connections to the primary; a pool, as a rule. It stays the caller's and is
   *     not closed with the store
   * @throws SliceStoreException if the database does not answer within ten seconds, refuses the
   *     credentials, or has no tables or tables of another layout
   */
  public static JdbcSliceStore open(DataSource source, JdbcSliceOptions options) {
    Transactions transactions = new Transactions(source, options.tablePrefix());
    try {
      return new JdbcSliceStore(transactions, options);
    } catch (RuntimeException e) {
      transactions.close();
      throw e;
    }
  }

  @Override
  public List<SliceGrant> exchange(String node, List<SliceReport> reports) {
    requireNonNull(node, "node");
    if (reports.isEmpty()) {
      throw new IllegalArgumentException("An exchange without a report asks for nothing");
    }
    List<SliceReport> all = List.copyOf(reports);
    List<SliceGrant> grants =
        transactions.run(limit, connection -> exchange(connection, node, all));
    if (ended.dueAfter(all.size())) {
      transactions.beside(
          limit, ended::forget, fault -> LOG.debug("Ended counters are kept for now", fault));
    }
    return grants;
  }

  private List<SliceGrant> exchange(Connection connection, String node, List<SliceReport> reports)
      throws SQLException {
    LockedCounters counters = lockForReports(connection, node, reports);
    StoreMarks marks = counters.marks();
    layout.check(marks.layout());
    reports.forEach(report -> marks.lease(report.leaseMillis()));
    marks.recognise();
    List<SliceGrant> grants = new ArrayList<>(reports.size());
    for (SliceReport report : reports) {
      SliceRecord own = counters.own(report.key());
      BigInteger earlier = BigInteger.ZERO;
      BigInteger earlierSettled = BigInteger.ZERO;
      for (SliceKey key : report.earlier()) {
        SliceTotals before = counters.totals(key);
        earlier = earlier.add(before.reserved());
        earlierSettled = earlierSettled.add(before.settled());
      }
      SliceRules.Decision decision =
          SliceRules.apply(
              counters.totals(report.key()),
              earlier,
              earlierSettled,
              own,
              node,
              report,
              marks.nowMillis(),
              marks.recovering());
      // Once is enough: when the longest lease has run out, everybody has told what they know. And
      // a
      // fleet that writes the marks with each report would wait for itself.
      if (decision.regressed() && !marks.recovering()) {
        marks.recover();
      }
      if (!decision.record().equals(own)) {
        counters.put(report.key(), decision.record());
      }
      grants.add(decision.grant());
    }
    counters.write(connection, statements);
    return grants;
  }

  /** Locks the counters of the reports and the earlier ones; makes those of the reports. */
  private LockedCounters lockForReports(
      Connection connection, String node, List<SliceReport> reports) throws SQLException {
    Set<SliceKey> keys = new LinkedHashSet<>();
    for (SliceReport report : reports) {
      keys.add(report.key());
      keys.addAll(report.earlier());
    }
    for (int creation = 0; creation <= CREATIONS; creation++) {
      LockedCounters counters = LockedCounters.of(connection, statements, serverTells, keys, node);
      List<SliceKey> missing =
          reports.stream().map(SliceReport::key).filter(key -> !counters.has(key)).toList();
      if (missing.isEmpty()) {
        return counters;
      }
      // Made while no other row is locked: who waits for a row that another node is making must
      // hold nothing that it may want.
      connection.rollback();
      LockedCounters.create(connection, statements, missing);
      connection.commit();
    }
    throw new SliceStoreException(
        "A counter was forgotten as often as it was made, " + CREATIONS + " times", null);
  }

  @Override
  public SliceTotals totals(SliceKey key) {
    byte[] id = CounterId.of(key).bytes();
    return transactions.run(
        limit,
        connection -> {
          try (PreparedStatement read = connection.prepareStatement(statements.readTotals())) {
            read.setBytes(1, id);
            ResultSet rows = ResultRows.execute(read).next();
            return rows.next()
                ? new SliceTotals(
                    ResultRows.whole(rows, 1), ResultRows.whole(rows, 2), rows.getInt(3))
                : SliceTotals.NOTHING;
          }
        });
  }

  @Override
  public List<LostSlice> lost(SliceKey key) {
    byte[] id = CounterId.of(key).bytes();
    return transactions.run(
        limit,
        connection -> {
          try (PreparedStatement read = connection.prepareStatement(statements.readLost())) {
            read.setBytes(1, id);
            ResultSet rows = ResultRows.execute(read).next();
            List<LostSlice> lost = new ArrayList<>();
            while (rows.next()) {
              lost.add(
                  new LostSlice(
                      key,
                      rows.getString(1),
                      ResultRows.whole(rows, 2),
                      ResultRows.whole(rows, 3)));
            }
            return lost;
          }
        });
  }

  @Override
  public boolean reconcile(SliceKey key, String node, BigInteger actual) {
    requireNonNull(node, "node");
    requireNonNull(actual, "actual");
    return transactions.run(
        limit,
        connection -> {
          LockedCounters counters =
              LockedCounters.of(connection, statements, serverTells, List.of(key), node);
          layout.check(counters.marks().layout());
          SliceRecord record = counters.own(key);
          boolean lost = record != null && !record.live() && record.held().signum() > 0;
          if (record != null && lost) {
            counters.put(key, record.reconciled(actual));
          }
          counters.write(connection, statements);
          return lost;
        });
  }

  /** Lets go of the store's threads; the data source stays open. */
  @Override
  public void close() {
    transactions.close();
  }
}
