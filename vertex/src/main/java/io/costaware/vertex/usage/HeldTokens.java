package io.costaware.vertex.usage;

import com.fasterxml.jackson.databind.JsonNode;
import io.costaware.event.Outcome.Knowledge;
import io.costaware.usage.Meter;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A context cache that was kept for some time, billed by tokens times hours. The time counts in
 * begun seconds, and the product is rounded up to a whole token-hour.
 *
 * <p>Safe for use by many threads.
 */
final class HeldTokens {
  private static final BigInteger SECONDS_PER_HOUR = BigInteger.valueOf(3600);
  private static final BigInteger ALMOST_AN_HOUR = BigInteger.valueOf(3599);

  private HeldTokens() {}

  static Reading of(JsonNode response, RequestFacts facts) {
    if (response.has("error")) {
      return Reading.without(Knowledge.FREE);
    }
    JsonNode counts = response.path("usageMetadata");
    OptionalLong tokens =
        RequestFacts.count("usageMetadata.totalTokenCount", counts.path("totalTokenCount"));
    OptionalLong seconds = seconds(response, facts);
    if (tokens.isEmpty()) {
      return Reading.without(Knowledge.NOTHING);
    }
    RawUsage raw = RawUsage.builder().put("totalTokenCount", tokens.getAsLong()).build();
    if (seconds.isEmpty()) {
      return Reading.of(Knowledge.NOTHING, Usage.none(), raw)
          .remarking(List.of("how long the cache was kept is not told"));
    }
    long hours = tokenHours(tokens.getAsLong(), seconds.getAsLong());
    return Reading.of(
        Knowledge.WHOLE, Usage.builder().add(Meter.CACHE_STORAGE, hours).build(), raw);
  }

  /**
   * Token-hours, a begun one counted whole.
   *
   * @throws ArithmeticException if they are more than a {@code long} holds
   */
  static long tokenHours(long tokens, long seconds) {
    return BigInteger.valueOf(tokens)
        .multiply(BigInteger.valueOf(seconds))
        .add(ALMOST_AN_HOUR)
        .divide(SECONDS_PER_HOUR)
        .longValueExact();
  }

  /** How long it was kept in truth, or else until it expires, or else how long it was asked to. */
  private static OptionalLong seconds(JsonNode response, RequestFacts facts) {
    OptionalLong told = facts.count("durationSeconds");
    if (told.isPresent()) {
      return told;
    }
    Instant from = instant(response, "createTime");
    Instant deleted = instant(response, "deleteTime");
    Instant to = deleted == null ? instant(response, "expireTime") : deleted;
    if (from != null && to != null) {
      if (to.isBefore(from)) {
        throw new IllegalArgumentException(
            "the cache was made at " + from + " and ended at " + to + ", before it was made");
      }
      Duration kept = Duration.between(from, to);
      return OptionalLong.of(kept.getNano() == 0 ? kept.getSeconds() : kept.getSeconds() + 1);
    }
    OptionalLong ttl = SpeechRecord.seconds("ttl", response.path("ttl"));
    return ttl.isPresent() ? ttl : facts.seconds("ttl");
  }

  private static @Nullable Instant instant(JsonNode response, String name) {
    JsonNode node = response.path(name);
    if (!node.isTextual()) {
      return null;
    }
    try {
      return OffsetDateTime.parse(node.asText()).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          name + " is " + node.asText() + "; write an instant such as 2026-01-31T12:00:00Z", e);
    }
  }
}
