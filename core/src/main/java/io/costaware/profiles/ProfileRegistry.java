package io.costaware.profiles;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.costaware.tags.Tags;
import io.costaware.target.RoutingScope;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the inference profile of a call by its model and key tags, out of everything that one
 * account and Region has.
 *
 * <p>A profile fits a call if its model is the call's, its routing scope is the one wanted, and for
 * every key tag its value equals the call's; a tag that both lack counts as equal.
 *
 * <p>All profiles are listed at once, in the background, and looked up in one immutable snapshot: a
 * hit does no I/O and takes no lock, also while a refresh runs. Once the snapshot is older than its
 * TTL the next look-up starts a refresh and is still answered from the old snapshot, which stays
 * for as long as listing fails. A key that nothing fits starts a refresh as soon as the snapshot is
 * older than the negative TTL. Only before the first listing does a look-up wait, up to the cold
 * wait.
 *
 * <p>Safe for use by many threads.
 */
public final class ProfileRegistry implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ProfileRegistry.class);
  private static final int GONE_REMEMBERED = 1_000;

  private final ProfileSource source;
  private final Set<String> keyTags;
  private final boolean firstByArn;
  private final RefreshSchedule schedule;
  private final long negativeTtl;
  private final Duration coldWait;
  private final LongSupplier nanos;
  private final ExecutorService executor;
  // The service lists a deleted profile for a while, so those said to be gone are kept out that
  // long.
  private final Cache<String, Boolean> gone;
  private final Object publishing = new Object();
  private final AtomicReference<@Nullable CompletableFuture<ProfileStatus>> running =
      new AtomicReference<>();
  private volatile Snapshot snapshot;

  /** Everything that a look-up reads, swapped as a whole. */
  private record Snapshot(
      ProfileIndex index,
      boolean loaded,
      long loadedAt,
      long dueAt,
      long earlyDueAt,
      int failures,
      @Nullable String error) {

    Snapshot with(ProfileIndex otherIndex, long otherDueAt) {
      return new Snapshot(otherIndex, loaded, loadedAt, otherDueAt, otherDueAt, failures, error);
    }
  }

  ProfileRegistry(ProfileRegistryBuilder builder) {
    this.source = builder.source;
    this.keyTags = Set.copyOf(builder.keyTags);
    this.firstByArn = builder.firstByArn;
    this.schedule = builder.schedule();
    this.negativeTtl = builder.negativeTtl.toNanos();
    this.coldWait = builder.coldWait;
    this.nanos = builder.nanos;
    this.executor = builder.executor.get();
    this.gone =
        Caffeine.newBuilder()
            .maximumSize(GONE_REMEMBERED)
            .expireAfterWrite(builder.ttl)
            .ticker(nanos::getAsLong)
            .executor(Runnable::run)
            .build();
    long now = nanos.getAsLong();
    this.snapshot = new Snapshot(index(List.of()), false, now, now, now, 0, null);
  }

  /**
   * A builder.
   *
   * @param source lists the profiles
   * @param nanos elapsed time in nanoseconds, from any origin
   * @param random spreads refreshes; used by one thread at a time
   */
  public static ProfileRegistryBuilder builder(
      ProfileSource source, LongSupplier nanos, RandomGenerator random) {
    return new ProfileRegistryBuilder(source, nanos, random);
  }

  /**
   * A key that holds those of a call's tags that choose a profile here. Worth keeping: a look-up
   * with it allocates nothing.
   *
   * @param scope the routing scope that the profile must have; null for any
   */
  public ProfileKey key(String model, @Nullable RoutingScope scope, Tags tags) {
    return ProfileKey.of(model, scope, tags.restrict(keyTags));
  }

  /** Looks for the profile of a key. Blocks before the first listing only, up to the cold wait. */
  public Resolution resolve(ProfileKey key) {
    Snapshot now = snapshot;
    Resolution hit = key.in(now.index);
    if (hit == null) {
      return resolveMissing(key);
    }
    if (isPast(now.dueAt)) {
      refresh(false);
    }
    return hit;
  }

  private Resolution resolveMissing(ProfileKey key) {
    String waiting = awaitFirstListing();
    if (waiting != null) {
      return new Resolution.Absent(waiting);
    }
    ProfileKey projected = key(key.model(), key.scope(), key.tags());
    Resolution hit = snapshot.index.get(projected);
    refresh(hit == null);
    return hit != null
        ? hit
        : new Resolution.Absent(
            "No inference profile fits "
                + ProfileIndex.describe(projected)
                + " (key tags "
                + keyTags.stream().sorted().toList()
                + "); create or tag one, which is noticed after "
                + Duration.ofNanos(negativeTtl));
  }

  /**
   * The profile of an ARN, so that a call made with the ARN is priced by the model behind it.
   * Blocks before the first listing only, up to the cold wait.
   *
   * @return the profile; null if the account and Region that are listed have none with that ARN, or
   *     if they could not be listed, which {@link #status()} tells
   */
  public @Nullable Profile find(String arn) {
    requireNonNull(arn, "arn");
    Snapshot now = snapshot;
    Profile hit = now.index.find(arn);
    if (hit == null && awaitFirstListing() == null) {
      hit = snapshot.index.find(arn);
      refresh(hit == null);
    } else if (isPast(now.dueAt)) {
      refresh(false);
    }
    return hit;
  }

  /**
   * Drops a profile that the service says is gone, and starts a refresh. It stays out for one TTL,
   * because the service may go on listing it for a while. Does nothing if the profile is not known.
   *
   * @return whether it was known; if so, looking once more may find another
   */
  public boolean invalidate(String arn) {
    requireNonNull(arn, "arn");
    synchronized (publishing) {
      Snapshot now = snapshot;
      if (now.index.find(arn) == null) {
        return false;
      }
      gone.put(arn, true);
      // After a failure the back-off still counts: a service that throttles is left alone.
      long dueAt = now.failures == 0 ? nanos.getAsLong() : now.dueAt;
      snapshot = now.with(now.index.without(Set.of(arn)), dueAt);
    }
    refresh(false);
    return true;
  }

  /**
   * Starts the first listing if nothing has, without waiting. Worth calling at start-up, so that no
   * call waits.
   *
   * @return the status when the listing has ended, well or not; never completes exceptionally
   */
  public CompletableFuture<ProfileStatus> warmUp() {
    if (!snapshot.loaded) {
      refresh(false);
    }
    CompletableFuture<ProfileStatus> attempt = running.get();
    return attempt == null || snapshot.loaded
        ? CompletableFuture.completedFuture(status())
        : attempt.copy();
  }

  /** How the registry is doing. */
  public ProfileStatus status() {
    Snapshot now = snapshot;
    return new ProfileStatus(
        now.index.size(),
        now.loaded ? Duration.ofNanos(nanos.getAsLong() - now.loadedAt) : null,
        running.get() != null,
        now.failures,
        now.error);
  }

  /** Ends the background thread. Look-ups go on with the last snapshot. */
  @Override
  public void close() {
    executor.shutdownNow();
    CompletableFuture<ProfileStatus> attempt = running.get();
    if (attempt != null) {
      attempt.complete(status());
    }
  }

  private boolean isPast(long moment) {
    return nanos.getAsLong() - moment >= 0;
  }

  /** Waits until there is a snapshot; answers why there is none, or null if there is one. */
  private @Nullable String awaitFirstListing() {
    if (snapshot.loaded) {
      return null;
    }
    try {
      warmUp().get(coldWait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "The wait for inference profiles was interrupted";
    } catch (TimeoutException e) {
      return "Inference profiles are still being listed after " + coldWait + "; try again later";
    } catch (ExecutionException e) {
      throw new AssertionError("a listing ends without an exception", e);
    }
    Snapshot now = snapshot;
    if (now.loaded) {
      return null;
    }
    return now.error == null ? "Inference profiles were never listed: closed" : now.error;
  }

  /** Starts a refresh if one is due and none runs; {@code running} tells which. */
  private void refresh(boolean early) {
    if (running.get() != null || !isDue(early)) {
      return;
    }
    CompletableFuture<ProfileStatus> attempt = new CompletableFuture<>();
    if (!running.compareAndSet(null, attempt)) {
      return;
    }
    // Another may have begun and ended between the first look and now.
    if (!isDue(early)) {
      end(attempt);
      return;
    }
    try {
      executor.execute(() -> list(attempt));
    } catch (RejectedExecutionException closed) {
      end(attempt);
    }
  }

  private boolean isDue(boolean early) {
    Snapshot now = snapshot;
    return isPast(now.dueAt) || (early && isPast(now.earlyDueAt));
  }

  private void end(CompletableFuture<ProfileStatus> attempt) {
    running.set(null);
    attempt.complete(status());
  }

  private void list(CompletableFuture<ProfileStatus> attempt) {
    try {
      List<Profile> profiles = source.list();
      publish(index(requireNonNull(profiles, "the source answered null")));
    } catch (Throwable e) { // Plugged-in code may throw anything, and nobody else would notice.
      fail(e);
    } finally {
      end(attempt);
    }
  }

  private ProfileIndex index(List<Profile> profiles) {
    return new ProfileIndex(profiles, keyTags, firstByArn);
  }

  private void publish(ProfileIndex listed) {
    synchronized (publishing) {
      Set<String> out = gone.asMap().keySet();
      long now = nanos.getAsLong();
      snapshot =
          new Snapshot(
              out.isEmpty() ? listed : listed.without(out),
              true,
              now,
              now + schedule.afterSuccess(),
              now + negativeTtl,
              0,
              null);
    }
  }

  private void fail(Throwable cause) {
    String error = "Inference profiles could not be listed: " + cause;
    int failures;
    synchronized (publishing) {
      Snapshot now = snapshot;
      failures = now.failures + 1;
      long next = nanos.getAsLong() + schedule.afterFailure(failures);
      snapshot = new Snapshot(now.index, now.loaded, now.loadedAt, next, next, failures, error);
    }
    if (executor.isShutdown()) {
      log.debug("{}, while closing", error);
    } else if (failures == 1) {
      log.warn("{}; the {} known ones serve until it works", error, snapshot.index.size());
    } else {
      log.debug("{}, {} times in a row", error, failures);
    }
  }

  /** The key tags and the status. */
  @Override
  public String toString() {
    return "ProfileRegistry by " + keyTags + ": " + status();
  }
}
