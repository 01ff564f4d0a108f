package io.costaware.jdbc;

import io.costaware.ledger.SliceStoreException;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says what went wrong with PostgreSQL, and what to do; never with credentials. */
final class Faults {
  /** Hears of work that failed and that nobody waited for. */
  interface Listener {
    void failed(SliceStoreException fault);
  }

  private static final Pattern CREDENTIALS =
      Pattern.compile("(?i)passw(or)?d\\s*[=:]|://[^/\\s]*:[^/\\s]*@|[?&]user=");

  private final String prefix;

  Faults(String prefix) {
    this.prefix = prefix;
  }

  SliceStoreException of(Exception fault) {
    if (fault instanceof SliceStoreException said) {
      return said;
    }
    String state = state(fault);
    String code = state == null ? "" : " (SQLSTATE " + state + ")";
    if (state != null && state.startsWith("28")) {
      return new SliceStoreException(
          "PostgreSQL refused the credentials of the data source"
              + code
              + ". Give it a user that exists and its password, and let pg_hba.conf admit it",
          null);
    }
    boolean secret = tellsCredentials(fault);
    return new SliceStoreException(
        "The tables "
            + prefix
            + "* in PostgreSQL could not be asked"
            + code
            + ": "
            + reason(state, secret ? "the driver's reason is not shown" : said(fault)),
        secret ? null : fault);
  }

  private String reason(@Nullable String state, String said) {
    if (state == null) {
      return said;
    }
    return switch (state) {
      case "42P01" -> missing(said);
      case "42501" -> said + ". Grant the role SELECT, INSERT, UPDATE and DELETE on these tables";
      case "55P03" ->
          "another transaction held the rows for too long. Nothing was changed; it may be tried"
              + " again";
      case "57014" ->
          "the server did not finish in time. Nothing was changed; it may be tried again";
      case "25006" -> said + ". It is a replica, or read only; connect to the primary";
      default -> said;
    };
  }

  private String missing(String said) {
    return said
        + ". Layout "
        + StoreMarks.LAYOUT
        + " is wanted, and there is none; run JdbcSliceStore.setUp once, or tables.sql of this"
        + " library, in the database and schema that the data source uses (prefix "
        + prefix
        + ")";
  }

  /** The first SQLSTATE that says more than that there is no connection. */
  private static @Nullable String state(@Nullable Throwable fault) {
    String first = null;
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        String state = sql.getSQLState();
        if (state.startsWith("28")) {
          return state;
        }
        first = first == null ? state : first;
      }
    }
    return first;
  }

  private static String said(Exception fault) {
    String message = fault.getMessage();
    return message == null
        ? fault.getClass().getSimpleName()
        : message.lines().findFirst().orElse("").strip();
  }

  private static boolean tellsCredentials(@Nullable Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null && CREDENTIALS.matcher(cause.getMessage()).find()) {
        return true;
      }
    }
    return false;
  }
}
