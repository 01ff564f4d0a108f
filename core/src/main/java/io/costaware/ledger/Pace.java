package io.costaware.ledger;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * How fast a slice is used up, and from that how much room it should have and when it should report
 * next.
 *
 * <p>For use by one thread.
 */
final class Pace {
  private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000L);
  // Of what is left no node asks for more than this part of its due share at once.
  private static final int SHARE = 4;
  // What a counter that is not known yet asks for, in calls.
  private static final int FIRST_CALLS = 8;
  private static final int FEW_CALLS = 2;
  // A rate taken over less time says more about chance than about the pace.
  private static final long SHORTEST_SPELL_NANOS = 50_000_000L;

  private final SliceSettings settings;
  private long sinceNanos;
  private BigInteger usedBefore = BigInteger.ZERO;
  private BigInteger settledBefore = BigInteger.ZERO;
  private @Nullable BigInteger perSecond;
  private BigInteger fleetPerSecond = BigInteger.ZERO;
  private @Nullable BigInteger fleetSettledBefore;
  private long fleetSinceNanos;
  private @Nullable BigInteger left;
  private int nodes = 1;

  Pace(SliceSettings settings, long nowNanos) {
    this.settings = settings;
    this.sinceNanos = nowNanos;
    this.fleetSinceNanos = nowNanos;
  }

  /** Notes what the node has committed and settled by now. */
  void used(BigInteger committed, BigInteger settled, long nowNanos) {
    long spell = nowNanos - sinceNanos;
    if (spell < SHORTEST_SPELL_NANOS) {
      return;
    }
    BigInteger more =
        committed.subtract(usedBefore).max(settled.subtract(settledBefore)).max(BigInteger.ZERO);
    perSecond = smoothed(perSecond, rate(more, spell));
    usedBefore = committed;
    settledBefore = settled;
    sinceNanos = nowNanos;
  }

  /** Notes what the store told of the fleet. */
  void heard(SliceGrant grant, BigInteger ownRoom, long nowNanos) {
    left = grant.left().add(ownRoom).max(BigInteger.ZERO);
    nodes = Math.max(1, grant.nodes());
    BigInteger before = fleetSettledBefore;
    long spell = nowNanos - fleetSinceNanos;
    if (before == null) {
      fleetSettledBefore = grant.settled();
      fleetSinceNanos = nowNanos;
    } else if (spell >= SHORTEST_SPELL_NANOS) {
      BigInteger more = grant.settled().subtract(before).max(BigInteger.ZERO);
      fleetPerSecond = smoothed(fleetPerSecond, rate(more, spell));
      fleetSettledBefore = grant.settled();
      fleetSinceNanos = nowNanos;
    }
  }

  private static BigInteger rate(BigInteger more, long spellNanos) {
    return more.multiply(NANOS).divide(BigInteger.valueOf(spellNanos));
  }

  /** Follows a faster pace at once and a slower one by halves. */
  private static BigInteger smoothed(@Nullable BigInteger before, BigInteger now) {
    return before == null || now.compareTo(before) >= 0 ? now : before.add(now).shiftRight(1);
  }

  /**
   * The room to ask for.
   *
   * @param typical what one call holds
   */
  BigInteger wanted(BigInteger typical) {
    BigInteger rate = perSecond;
    BigInteger most =
        rate == null
            ? typical.multiply(BigInteger.valueOf(FIRST_CALLS))
            : rate.max(
                    typical
                        .multiply(BigInteger.valueOf(settings.callsPerTrip()))
                        .min(during(rate, settings.lease().toNanos() / 2)))
                .max(typical.multiply(BigInteger.valueOf(FEW_CALLS)));
    BigInteger share = share();
    return share == null ? most : most.min(share);
  }

  /** The part of what is left that is this node's due; null if nothing is known of it yet. */
  private @Nullable BigInteger share() {
    BigInteger all = left;
    if (all == null) {
      return null;
    }
    BigInteger rate = perSecond;
    BigInteger due =
        rate == null || rate.signum() == 0 || fleetPerSecond.compareTo(rate) < 0
            ? all.divide(BigInteger.valueOf(nodes))
            : all.multiply(rate).divide(fleetPerSecond);
    return due.divide(BigInteger.valueOf(SHARE));
  }

  /**
   * When to report again: before the slice is used up, before the lease runs out, and near the
   * limit ever sooner, so that room that nobody uses comes back in time.
   *
   * @param room what the slice has now
   */
  long untilNextNanos(BigInteger room) {
    long longest = settings.lease().toNanos() / 2;
    BigInteger rate = perSecond;
    long next = longest;
    if (rate != null && rate.signum() > 0) {
      next = Math.min(next, nanos(room, rate));
    }
    BigInteger all = left;
    if (all != null && fleetPerSecond.signum() > 0) {
      next = Math.min(next, nanos(all, fleetPerSecond) / SHARE);
    }
    return Math.max(next, Math.min(longest, settings.shortestTrip().toNanos()));
  }

  private static long nanos(BigInteger amount, BigInteger perSecond) {
    BigInteger nanos = amount.multiply(NANOS).divide(perSecond);
    return nanos.bitLength() < Long.SIZE ? nanos.longValue() : Long.MAX_VALUE;
  }

  private static BigInteger during(BigInteger perSecond, long nanos) {
    return perSecond.multiply(BigInteger.valueOf(nanos)).divide(NANOS);
  }
}
