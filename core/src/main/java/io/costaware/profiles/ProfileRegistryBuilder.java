package io.costaware.profiles;

import static java.util.Objects.requireNonNull;

import io.costaware.tags.Tags;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Settings of a {@link ProfileRegistry}. Key tags must be named; everything else has a default.
 *
 * <p>For use by one thread.
 */
public final class ProfileRegistryBuilder {
  private static final Duration LONGEST = Duration.ofDays(1);

  final ProfileSource source;
  final LongSupplier nanos;
  private final RandomGenerator random;
  final Set<String> keyTags = new LinkedHashSet<>();
  boolean firstByArn;
  Duration ttl = Duration.ofMinutes(5);
  Duration negativeTtl = Duration.ofSeconds(30);
  Duration coldWait = Duration.ofSeconds(5);
  Supplier<? extends ExecutorService> executor = ProfileRegistryBuilder::oneDaemonThread;
  private int jitterPercent = 10;
  private Duration firstBackoff = Duration.ofSeconds(1);
  private Duration longestBackoff = Duration.ofMinutes(1);

  ProfileRegistryBuilder(ProfileSource source, LongSupplier nanos, RandomGenerator random) {
    this.source = requireNonNull(source, "source");
    this.nanos = requireNonNull(nanos, "nanos");
    this.random = requireNonNull(random, "random");
  }

  /**
   * The tags of a call that choose its profile, for example {@code team} and {@code app}.
   *
   * @throws IllegalArgumentException if a key is not legal as a tag
   */
  public ProfileRegistryBuilder keyTags(String... keys) {
    for (String key : keys) {
      keyTags.add(Tags.of(key, "").keyAt(0));
    }
    return this;
  }

  /** How old a snapshot gets before it is refreshed: up to one day; 5 minutes by default. */
  public ProfileRegistryBuilder ttl(Duration duration) {
    ttl = checked("ttl", duration);
    return this;
  }

  /**
   * How old a snapshot must be for an unknown key to refresh it early: not more than the TTL; 30
   * seconds by default.
   */
  public ProfileRegistryBuilder negativeTtl(Duration duration) {
    negativeTtl = checked("negativeTtl", duration);
    return this;
  }

  /** By how much of the TTL at most a refresh comes early: 0 to 50 per cent; 10 by default. */
  public ProfileRegistryBuilder jitterPercent(int percent) {
    if (percent < 0 || percent > 50) {
      throw new IllegalArgumentException(
          "A jitter of " + percent + " per cent is out of range; use 0 to 50");
    }
    jitterPercent = percent;
    return this;
  }

  /**
   * How long to leave the source alone after it failed: {@code first}, doubled with each failure in
   * a row up to {@code longest}, each less a random part of at most half; 1 second and 1 minute by
   * default.
   */
  public ProfileRegistryBuilder backoff(Duration first, Duration longest) {
    firstBackoff = checked("first backoff", first);
    longestBackoff = checked("longest backoff", longest);
    if (first.compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          "The first backoff " + first + " is longer than the longest, " + longest);
    }
    return this;
  }

  /**
   * How long a look-up waits for the very first listing: up to one day, 0 for not at all; 5 seconds
   * by default.
   */
  public ProfileRegistryBuilder coldWait(Duration duration) {
    coldWait = duration.isZero() ? duration : checked("coldWait", duration);
    return this;
  }

  /**
   * Where several profiles fit, takes the first by ARN instead of answering that it is ambiguous.
   */
  public ProfileRegistryBuilder firstByArn() {
    firstByArn = true;
    return this;
  }

  /**
   * Makes the executor that lists, called once; the registry shuts it down when it is closed. One
   * daemon thread by default, which ends when it is idle.
   */
  public ProfileRegistryBuilder executor(Supplier<? extends ExecutorService> factory) {
    executor = requireNonNull(factory, "factory");
    return this;
  }

  /**
   * The registry; nothing is listed yet.
   *
   * @throws IllegalArgumentException if no key tag is named, or the negative TTL is longer than the
   *     TTL
   */
  public ProfileRegistry build() {
    if (keyTags.isEmpty()) {
      throw new IllegalArgumentException(
          "No key tag is named, so any profile would fit any call; name those that choose the"
              + " profile, for example team");
    }
    if (negativeTtl.compareTo(ttl) > 0) {
      throw new IllegalArgumentException(
          "The negative TTL " + negativeTtl + " is longer than the TTL " + ttl + "; shorten it");
    }
    return new ProfileRegistry(this);
  }

  RefreshSchedule schedule() {
    return RefreshSchedule.of(ttl, jitterPercent, firstBackoff, longestBackoff, random);
  }

  private static Duration checked(String what, Duration duration) {
    if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "The " + what + " is " + duration + "; use more than 0 and at most " + LONGEST);
    }
    return duration;
  }

  private static ExecutorService oneDaemonThread() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            1,
            1,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "costaware-profiles");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
