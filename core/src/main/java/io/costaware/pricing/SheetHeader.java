package io.costaware.pricing;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a sheet says of itself beside its models.
 *
 * <p>Immutable.
 *
 * @param name what it is called
 * @param version usually the date of the prices
 * @param currency of every price
 * @param sources short names of sources and what they are; empty if not listed
 * @param newestSeen the newest date on which any price was seen; null if none says
 * @param staleAfterDays days after which its prices count as old
 */
record SheetHeader(
    String name,
    String version,
    Currency currency,
    Map<String, String> sources,
    @Nullable Instant newestSeen,
    int staleAfterDays) {
  /** Days after which prices count as old where a sheet does not say. */
  static final int STALE_AFTER_DAYS = 120;

  static final int MOST_DAYS = 36_500;

  private static final int DATE_LENGTH = 10;

  SheetHeader {
    sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
  }

  /** The newest date of the sheet, of its version or of what was seen; null if it has none. */
  private @Nullable Instant newest() {
    Instant dated = SheetValues.instant(version);
    if (dated == null || newestSeen == null) {
      return dated == null ? newestSeen : dated;
    }
    return dated.isAfter(newestSeen) ? dated : newestSeen;
  }

  /** First millisecond of the epoch at which the prices count as old; the greatest if never. */
  long staleFromMillis() {
    Instant newest = newest();
    return newest == null
        ? Long.MAX_VALUE
        : newest.plus(Duration.ofDays(staleAfterDays)).toEpochMilli() + 1;
  }

  /** What a receipt says from then on. */
  String staleWarning() {
    Instant newest = newest();
    return newest == null
        ? ""
        : "stale price: the newest of "
            + name
            + "-"
            + version
            + " is of "
            + newest.toString().substring(0, DATE_LENGTH)
            + ", more than "
            + staleAfterDays
            + " days before the call; bring the sheet up to date";
  }
}
