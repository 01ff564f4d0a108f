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
  // A node asks for at most half of its due share of what is left, so that all slices together hold
  // about a third of it: near the limit each trip then leaves about half as much for the next one,
  // and from two minutes before the limit to the last calls a node makes about twenty of them.
  // Quarters make more than twice as many; the whole share leaves too much with nodes that turn
  // quiet.
  private static final int SHARE = 2;
  // What a counter that is not known yet asks for, in calls: enough to learn its pace from.
  private static final int FIRST_CALLS = 8;
  // How many times larger than the last one a slice may be: what is known of the fleet is as old as
  // the last answer, and when many nodes start at once the first answers tell of few nodes and of
  // much that is left.
  private static final int MOST_GROWTH = 4;
  // What a node that has hardly any calls asks for, so that not each of them waits for a trip.
  private static final int FEW_CALLS = 2;
  // A share of less than this part of a larger call's hold serves hardly any call and only lies
  // about; from there on each call fetches its own room.
  private static final int SMALLEST_PART = 4;
  // A rate taken over less time says more about chance than about the pace.
  private static final long SHORTEST_SPELL_NANOS = 50_000_000L;
  // Over which part of a lease the own pace is averaged: calls that come at random differ much
  // within seconds, and a node that became busier should be noticed before its lease is over.
  private static final int OWN_PART = 4;
  // How many times more or less than the mean of all nodes one node's share may be. What others
  // have settled is heard of with delay, so that when many nodes become busy at once each takes
  // itself for the busiest one; this keeps the first of them from taking all.
  private static final int MOST_SKEW = 8;

  private final SliceSettings settings;
  private final Average own;
  private final Average fleet;
  // What the node itself settled, averaged as the fleet's figures are, so that both compare.
  private final Average part;
  private long sinceNanos;
  private BigInteger usedBefore = BigInteger.ZERO;
  private BigInteger settledBefore = BigInteger.ZERO;
  private @Nullable BigInteger fleetSettledBefore;
  private BigInteger ownSettledBefore = BigInteger.ZERO;
  private long fleetSinceNanos;
  private @Nullable BigInteger left;
  private BigInteger lastRoom = BigInteger.ZERO;
  private int nodes = 1;

  /** A rate over about the last so many nanoseconds; over what there is while that is less. */
  private static final class Average {
    private final long longestNanos;
    private BigInteger perSecond = BigInteger.ZERO;
    private long overNanos;

    Average(long longestNanos) {
      this.longestNanos = longestNanos;
    }

    void add(BigInteger more, long spellNanos) {
      if (spellNanos > longestNanos) {
        overNanos = 0; // After such a silence what was before says nothing.
      }
      perSecond =
          perSecond
              .multiply(BigInteger.valueOf(overNanos))
              .add(more.multiply(NANOS))
              .divide(BigInteger.valueOf(overNanos + spellNanos));
      overNanos = spellNanos > longestNanos ? 1 : Math.min(longestNanos, overNanos + spellNanos);
    }

    boolean isKnown() {
      return overNanos > 0;
    }

    boolean isFull() {
      return overNanos == longestNanos;
    }
  }

  Pace(SliceSettings settings, long nowNanos) {
    this.settings = settings;
    this.own = new Average(settings.lease().toNanos() / OWN_PART);
    // The fleet is heard of in lumps, as its nodes report, and they do so about once in a lease.
    this.fleet = new Average(settings.lease().toNanos());
    this.part = new Average(settings.lease().toNanos());
    this.sinceNanos = nowNanos;
    this.fleetSinceNanos = nowNanos;
  }

  /** Notes what the node has committed and settled by now. */
  void used(BigInteger committed, BigInteger settled, long nowNanos) {
    long spell = nowNanos - sinceNanos;
    if (spell < SHORTEST_SPELL_NANOS) {
      return;
    }
    own.add(
        committed.subtract(usedBefore).max(settled.subtract(settledBefore)).max(BigInteger.ZERO),
        spell);
    usedBefore = committed;
    settledBefore = settled;
    sinceNanos = nowNanos;
  }

  /**
   * Notes what the store told of the fleet.
   *
   * @param settled what this node had settled when it asked
   */
  void heard(SliceGrant grant, BigInteger settled, BigInteger ownRoom, long nowNanos) {
    left = grant.left().add(ownRoom).max(BigInteger.ZERO);
    lastRoom = ownRoom;
    nodes = Math.max(1, grant.nodes());
    BigInteger before = fleetSettledBefore;
    long spell = nowNanos - fleetSinceNanos;
    if (before != null && spell < SHORTEST_SPELL_NANOS) {
      return;
    }
    if (before != null) {
      fleet.add(grant.settled().subtract(before).max(BigInteger.ZERO), spell);
      part.add(settled.subtract(ownSettledBefore).max(BigInteger.ZERO), spell);
    }
    ownSettledBefore = settled;
    fleetSettledBefore = grant.settled();
    fleetSinceNanos = nowNanos;
  }

  /**
   * The room to ask for: for as many calls as the settings say, but for no longer than a lease, and
   * no more than this node's part of what is left. Nothing if that would serve hardly any call.
   *
   * @param typical what the larger calls hold
   */
  BigInteger wanted(BigInteger typical) {
    BigInteger first = typical.multiply(BigInteger.valueOf(FIRST_CALLS));
    BigInteger most = first;
    if (own.isKnown()) {
      most =
          typical
              .multiply(BigInteger.valueOf(settings.callsPerTrip()))
              .min(during(own.perSecond, settings.lease().toNanos()))
              .max(own.perSecond)
              .min(first.max(lastRoom.multiply(BigInteger.valueOf(MOST_GROWTH))))
              .max(typical.multiply(BigInteger.valueOf(FEW_CALLS)));
    }
    BigInteger share = share();
    if (share == null) {
      return most;
    }
    boolean serves = share.multiply(BigInteger.valueOf(SMALLEST_PART)).compareTo(typical) >= 0;
    return serves ? most.min(share) : BigInteger.ZERO;
  }

  /** The part of what is left that is this node's due; null if nothing is known of it yet. */
  private @Nullable BigInteger share() {
    BigInteger all = left;
    if (all == null) {
      return null;
    }
    BigInteger mean = all.divide(BigInteger.valueOf(nodes));
    BigInteger due = mean;
    if (fleet.isFull() && fleet.perSecond.signum() > 0) {
      BigInteger skew = BigInteger.valueOf(MOST_SKEW);
      due =
          all.multiply(part.perSecond)
              .divide(fleet.perSecond)
              .max(mean.divide(skew))
              .min(mean.multiply(skew))
              .min(all);
    }
    return due.divide(BigInteger.valueOf(SHARE));
  }

  /**
   * When to report again if calls do not use the slice up before: in time for the lease, and near
   * the limit ever sooner, so that room that nobody uses comes back.
   *
   * @param room what the slice has now
   * @param typical what the larger calls hold
   */
  long untilNextNanos(BigInteger room, BigInteger typical) {
    // A node counts on nine tenths of its lease; what remains is for trying again.
    long longest = settings.lease().toNanos() / 4 * 3;
    long next = longest;
    BigInteger all = left;
    if (all != null && fleet.perSecond.signum() > 0) {
      // What is left beside all slices: it is used up before the limit is reached.
      next = Math.min(next, nanos(all, fleet.perSecond));
    }
    if (room.compareTo(typical) < 0) {
      // There is nothing to give back but what calls leave of their holds.
      BigInteger rate = own.perSecond;
      BigInteger few = typical.multiply(BigInteger.valueOf(FEW_CALLS));
      next = Math.max(next, rate.signum() == 0 ? longest : nanos(few, rate));
    }
    return Math.min(longest, Math.max(next, settings.shortestTrip().toNanos()));
  }

  private static long nanos(BigInteger amount, BigInteger perSecond) {
    BigInteger nanos = amount.multiply(NANOS).divide(perSecond);
    return nanos.bitLength() < Long.SIZE ? nanos.longValue() : Long.MAX_VALUE;
  }

  private static BigInteger during(BigInteger perSecond, long nanos) {
    return perSecond.multiply(BigInteger.valueOf(nanos)).divide(NANOS);
  }
}
