package io.costaware.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What a store knows of itself: its layout, which server wrote it, the longest lease that anybody
 * had, and until when it grants nothing because it may have lost data.
 */
final class StoreMarks {
  /** The layout that this version reads and writes. */
  static final int LAYOUT = 1;

  /** In the place of a server's identity where it does not tell it. */
  static final String UNTOLD = "?";

  /** Of tables that were just made and that nobody has used: nothing can be lost. */
  static final String NEW = "new";

  /** Of tables that hold counters but had no marks. */
  static final String UNKNOWN = "";

  private final long nowMillis;
  private final String here;
  private final @Nullable Integer layout;
  private String server;
  private long longestLeaseMillis;
  private long recoveringUntilMillis;
  private boolean changed;

  private StoreMarks(
      long nowMillis,
      String here,
      @Nullable Integer layout,
      String server,
      long longestLeaseMillis,
      long recoveringUntilMillis) {
    this.nowMillis = nowMillis;
    this.here = here;
    this.layout = layout;
    this.server = server;
    this.longestLeaseMillis = longestLeaseMillis;
    this.recoveringUntilMillis = recoveringUntilMillis;
  }

  /** Reads the one row of {@link Statements#readMarks}. */
  static StoreMarks read(ResultSet rows) throws SQLException {
    rows.next();
    int layout = rows.getInt("layout");
    boolean gone = rows.wasNull();
    return new StoreMarks(
        rows.getLong("now"),
        rows.getString("here"),
        gone ? null : layout,
        gone ? UNKNOWN : rows.getString("server"),
        rows.getLong("longest_lease"),
        gone ? Long.MIN_VALUE : rows.getLong("recovering_until"));
  }

  /** The moment by the database's clock. */
  long nowMillis() {
    return nowMillis;
  }

  /** Null if the marks are gone. */
  @Nullable Integer layout() {
    return layout;
  }

  boolean recovering() {
    return nowMillis < recoveringUntilMillis;
  }

  /** Takes note of a lease that is about to be given. */
  void lease(long millis) {
    if (millis > longestLeaseMillis) {
      longestLeaseMillis = millis;
      changed = true;
    }
  }

  /**
   * Recovers if another server, or the same one in another of its lives, wrote this; it may have
   * come back without its last writes.
   */
  void recognise() {
    if (server.equals(here)) {
      return;
    }
    if (!server.equals(NEW)) {
      if (sameLife()) {
        if (here.startsWith(UNTOLD)) {
          return;
        }
      } else {
        recover();
      }
    }
    server = here;
    changed = true;
  }

  /** As far as both tell. */
  private boolean sameLife() {
    boolean untold = here.startsWith(UNTOLD) || server.startsWith(UNTOLD);
    int table = server.lastIndexOf(':');
    return untold && table >= 0 && here.endsWith(server.substring(table));
  }

  /** Grants nothing until every lease that was given has run out. */
  void recover() {
    recoveringUntilMillis = Math.max(recoveringUntilMillis, nowMillis + longestLeaseMillis);
    changed = true;
  }

  /** Writes what has changed. */
  void write(Connection connection, Statements statements) throws SQLException {
    if (!changed) {
      return;
    }
    try (PreparedStatement write = connection.prepareStatement(statements.writeMarks())) {
      write.setInt(1, LAYOUT);
      write.setString(2, server);
      write.setLong(3, longestLeaseMillis);
      write.setLong(4, recoveringUntilMillis);
      write.executeUpdate();
    }
  }
}
