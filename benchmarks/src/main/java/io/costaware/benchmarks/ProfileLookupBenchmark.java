package io.costaware.benchmarks;

import io.costaware.profiles.Profile;
import io.costaware.profiles.ProfileKey;
import io.costaware.profiles.ProfileRegistry;
import io.costaware.profiles.Resolution;
import io.costaware.tags.Tags;
import io.costaware.target.RoutingScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** Finding the inference profile of a call among a thousand, with a key that was built before. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 8, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx512m", "-Xms512m"})
public class ProfileLookupBenchmark {
  private static final int PROFILES = 1_000;
  private static final String MODEL = "anthropic.claude-sonnet-4-6";

  /**
   * What runs meanwhile: nothing; or one listing that never ends; or one new snapshot every ten
   * milliseconds, whose own work and bytes are in the figures.
   */
  @Param({"nothing", "listing", "snapshots"})
  public String meanwhile = "";

  private final LongAdder listings = new LongAdder();
  private ProfileRegistry registry;
  private ProfileKey key;
  private Tags tags;

  /** Builds the registry and waits for its first snapshot. */
  @Setup(Level.Trial)
  public void setUp() {
    List<Profile> profiles = new ArrayList<>();
    for (int i = 0; i < PROFILES; i++) {
      profiles.add(
          new Profile(
              "arn:aws:bedrock:eu-central-1:111122223333:application-inference-profile/p" + i,
              Tags.of("team", "team-" + i, "app", "chat"),
              MODEL,
              RoutingScope.GLOBAL,
              "p" + i));
    }
    Duration ttl = meanwhile.equals("nothing") ? Duration.ofHours(1) : Duration.ofMillis(10);
    registry =
        ProfileRegistry.builder(
                () -> list(profiles), System::nanoTime, RandomGenerator.getDefault())
            .keyTags("team", "app")
            .ttl(ttl)
            .negativeTtl(ttl)
            .build();
    var unused = registry.warmUp().join();
    tags = Tags.of("team", "team-7", "app", "chat");
    key = registry.key(MODEL, RoutingScope.GLOBAL, tags);
  }

  private List<Profile> list(List<Profile> profiles) throws InterruptedException {
    listings.increment();
    if (meanwhile.equals("listing") && listings.sum() > 1) {
      Thread.sleep(Duration.ofHours(1).toMillis());
    }
    return profiles;
  }

  /** Checks that what was to run meanwhile did. */
  @TearDown(Level.Trial)
  public void tearDown() {
    registry.close();
    long least = meanwhile.equals("nothing") ? 1 : meanwhile.equals("listing") ? 2 : 10;
    if (listings.sum() < least) {
      throw new IllegalStateException("Only " + listings + " listings ran meanwhile");
    }
  }

  /** With the key kept, on one thread. */
  @Benchmark
  @Threads(1)
  public Resolution hit() {
    return registry.resolve(key);
  }

  /** With the key kept and shared, on two threads. */
  @Benchmark
  @Threads(2)
  public Resolution hitOnTwoThreads() {
    return registry.resolve(key);
  }

  /** With a key that is made for each call. */
  @Benchmark
  @Threads(1)
  public Resolution hitWithNewKey() {
    return registry.resolve(registry.key(MODEL, RoutingScope.GLOBAL, tags));
  }
}
