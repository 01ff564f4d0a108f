package io.costaware.jdbc;

import java.time.Duration;

/** The text of all statements, for tables of one prefix and calls of one time limit. */
final class Statements {
  private static final String NOW = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

  /**
   * What tells one life of a server from another: which cluster it is, and its timeline, which a
   * restore to an earlier point and the promotion of a replica both change. The marks' own table
   * joins in where this is read: a dump that is restored makes it anew.
   */
  private static final String SERVER =
      "(SELECT system_identifier FROM pg_control_system()) || ':'"
          + " || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8)";

  private final String prefix;
  private final String begin;

  Statements(JdbcSliceOptions options) {
    this.prefix = options.tablePrefix();
    this.begin = begin(options.timeout());
  }

  /**
   * How each transaction begins. The server's limits come before the caller's, so that its reason
   * is heard. A node that is paused in the middle loses its session, not the fleet its locks. A
   * database that acknowledges before it has written is told not to, here.
   */
  private static String begin(Duration limit) {
    long millis = limit.toMillis();
    return "SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE;"
        + " SET LOCAL lock_timeout = "
        + Math.max(1, millis * 6 / 10)
        + "; SET LOCAL statement_timeout = "
        + Math.max(1, millis * 8 / 10)
        + "; SET LOCAL idle_in_transaction_session_timeout = "
        + Math.max(1, millis)
        + "; SELECT set_config('synchronous_commit', 'local', true)"
        + " WHERE current_setting('synchronous_commit') = 'off'; ";
  }

  String prefix() {
    return prefix;
  }

  /**
   * Locks counters and reads what a report needs, in one trip. All lock in the order of the ids, so
   * that no two wait for each other. The later statements see what was committed before the locks
   * were had, because each has a snapshot of its own.
   *
   * <p>Parameters: ids; ids, node; ids, node.
   */
  String lockAndRead(boolean serverTells) {
    return begin
        + ("SELECT id, reserved, settled, live FROM %scounter WHERE id = ANY (?)"
                + " ORDER BY id FOR UPDATE; ")
            .formatted(prefix)
        + readMarks(serverTells)
        + "; "
        + ("SELECT counter, node, sequence, settled, held, allowance, expires_at, live FROM %1$sslice"
                + " WHERE counter = ANY (?) AND node = ?"
                + " UNION ALL"
                + " SELECT counter, node, sequence, settled, held, allowance, expires_at, live"
                + " FROM %1$sslice WHERE counter = ANY (?) AND node <> ?"
                + " AND live AND expires_at <= (SELECT %2$s)")
            .formatted(prefix, NOW);
  }

  /** One row, whose marks are null if they are gone. */
  String readMarks(boolean serverTells) {
    return ("SELECT %1$s AS now, %2$s || ':' || '%3$smarks'::regclass::oid AS here,"
            + " m.layout, m.server, m.longest_lease, m.recovering_until"
            + " FROM (SELECT 1) one LEFT JOIN %3$smarks m ON true")
        .formatted(NOW, serverTells ? SERVER : "'" + StoreMarks.UNTOLD + "'", prefix);
  }

  /** Parameters: ids, budgets, units, subjects, windows, starts, ends. */
  String createCounters() {
    return begin
        + ("INSERT INTO %scounter (id, budget, unit, subject, window_name, starts_at, ends_at)"
                + " SELECT * FROM unnest(?::bytea[], ?::text[], ?::text[], ?::text[], ?::text[],"
                + " ?::bigint[], ?::bigint[]) AS fresh (id) ORDER BY id ON CONFLICT DO NOTHING")
            .formatted(prefix);
  }

  /** Parameters: ids, reserved, settled, live. */
  String updateCounters() {
    return ("UPDATE %scounter c SET reserved = v.reserved, settled = v.settled, live = v.live"
            + " FROM unnest(?::bytea[], ?::numeric[], ?::numeric[], ?::integer[])"
            + " AS v (id, reserved, settled, live) WHERE c.id = v.id")
        .formatted(prefix);
  }

  /** Parameters: counters, nodes, sequences, settled, held, allowances, expiries, live. */
  String writeSlices() {
    return ("INSERT INTO %sslice AS s"
            + " (counter, node, sequence, settled, held, allowance, expires_at, live)"
            + " SELECT * FROM unnest(?::bytea[], ?::text[], ?::bigint[], ?::numeric[],"
            + " ?::numeric[], ?::numeric[], ?::bigint[], ?::boolean[])"
            + " ON CONFLICT (counter, node) DO UPDATE SET sequence = excluded.sequence,"
            + " settled = excluded.settled, held = excluded.held, allowance = excluded.allowance,"
            + " expires_at = excluded.expires_at, live = excluded.live")
        .formatted(prefix);
  }

  /** Marks only grow. Parameters: layout, server, longest lease, recovering until. */
  String writeMarks() {
    return ("INSERT INTO %smarks AS m (layout, server, longest_lease, recovering_until)"
            + " VALUES (?, ?, ?, ?) ON CONFLICT (one) DO UPDATE SET server = excluded.server,"
            + " longest_lease = greatest(m.longest_lease, excluded.longest_lease),"
            + " recovering_until = greatest(m.recovering_until, excluded.recovering_until)")
        .formatted(prefix);
  }

  /** What a counter would be if its overdue leases were ended now. Parameter: id. */
  String readTotals() {
    return begin
        + ("SELECT c.reserved - coalesce(o.room, 0) AS reserved, c.settled,"
                + " c.live - coalesce(o.leases, 0) AS live FROM %1$scounter c LEFT JOIN LATERAL"
                + " (SELECT sum(greatest(allowance - settled - held, 0)) AS room,"
                + " count(*)::integer AS leases FROM %1$sslice s WHERE s.counter = c.id AND s.live"
                + " AND s.expires_at <= (SELECT %2$s)) o ON true WHERE c.id = ?")
            .formatted(prefix, NOW);
  }

  /** Parameter: id. */
  String readLost() {
    return begin
        + ("SELECT node, settled, held FROM %sslice WHERE counter = ? AND held > 0"
                + " AND (NOT live OR expires_at <= (SELECT %s)) ORDER BY node")
            .formatted(prefix, NOW);
  }

  /**
   * Locks some counters that ended long ago; one that is locked is left for another time.
   * Parameters: milliseconds after the end, at most so many.
   */
  String lockEnded() {
    return begin
        + ("SELECT id FROM %scounter WHERE ends_at <= (SELECT %s) - ? ORDER BY ends_at LIMIT ?"
                + " FOR UPDATE SKIP LOCKED")
            .formatted(prefix, NOW);
  }

  /** Parameters: ids, at most so many; ids. */
  String forget() {
    return ("DELETE FROM %1$sslice WHERE (counter, node) IN"
            + " (SELECT counter, node FROM %1$sslice WHERE counter = ANY (?) LIMIT ?);"
            + " DELETE FROM %1$scounter c WHERE id = ANY (?)"
            + " AND NOT EXISTS (SELECT 1 FROM %1$sslice s WHERE s.counter = c.id)")
        .formatted(prefix);
  }
}
