package io.costaware.profiles;

import static io.costaware.profiles.Shelf.key;
import static io.costaware.profiles.Shelf.profile;
import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.tags.Tags;
import io.costaware.target.RoutingScope;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The registry with its own background thread, and many that ask it. */
@Timeout(60)
class ProfileRegistryThreadsTest {
  private static final ProfileKey SUPPORT = key("team", "support");

  private final AtomicLong nanos = new AtomicLong();
  private final Profile plain = profile("plain", "team", "support");
  private final Shelf shelf = new Shelf(plain);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ProfileRegistry registry = builder().build();

  @AfterEach
  void close() {
    shelf.gate.get().countDown();
    registry.close();
    threads.shutdownNow();
  }

  @Test
  void P2_sixtyFourColdThreadsCauseOneListing() throws Exception {
    for (int round = 1; round <= 20; round++) {
      try (ProfileRegistry cold = builder().build()) {
        CyclicBarrier start = new CyclicBarrier(64);
        List<Future<Resolution>> answers = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
          answers.add(
              threads.submit(
                  () -> {
                    start.await();
                    return cold.resolve(SUPPORT);
                  }));
        }
        for (Future<Resolution> answer : answers) {
          assertThat(answer.get()).isEqualTo(new Resolution.Found(plain));
        }
        assertThat(shelf.lists).hasValue(round);
      }
    }
  }

  @Test
  void aColdCallerWaitsNoLongerThanItsLimit() {
    shelf.shut();
    try (ProfileRegistry hasty = builder().coldWait(Duration.ofMillis(1)).build()) {
      assertThat(reason(hasty.resolve(SUPPORT))).contains("still being listed after PT0.001S");
      assertThat(hasty.find(plain.arn())).isNull();
    }
  }

  @Test
  void closingLetsColdCallersGo() throws Exception {
    shelf.shut();
    ProfileRegistry patient = builder().coldWait(Duration.ofHours(1)).build();
    var ready = patient.warmUp();
    Future<Resolution> waiting = threads.submit(() -> patient.resolve(SUPPORT));
    patient.close();
    assertThat(waiting.get(10, TimeUnit.SECONDS)).isInstanceOf(Resolution.Absent.class);
    assertThat(ready.get(10, TimeUnit.SECONDS).isLoaded()).isFalse();
  }

  @Test
  void warmingUpListsBeforeAnyCall() throws Exception {
    assertThat(registry.warmUp().get(10, TimeUnit.SECONDS).profiles()).isEqualTo(1);
    assertThat(registry.resolve(SUPPORT)).isEqualTo(new Resolution.Found(plain));
    assertThat(registry.warmUp()).isCompleted();
    assertThat(shelf.lists).hasValue(1);
  }

  @Test
  void P1_aHitNeverWaitsForARefresh() throws Exception {
    registry.warmUp().get(10, TimeUnit.SECONDS);
    CountDownLatch gate = shelf.shut();
    nanos.addAndGet(Duration.ofMinutes(6).toNanos());
    for (int i = 0; i < 1_000; i++) {
      assertThat(registry.resolve(SUPPORT)).isEqualTo(new Resolution.Found(plain));
      assertThat(registry.resolve(key("team", "x"))).isInstanceOf(Resolution.Absent.class);
    }
    assertThat(registry.status().refreshing()).isTrue();
    shelf.profiles.set(List.of());
    gate.countDown();
    registry.close();
    assertThat(shelf.lists.get()).isLessThanOrEqualTo(2);
  }

  @Test
  void P1_aHitAllocatesNothingAlsoWhileARefreshRuns() throws Exception {
    registry.warmUp().get(10, TimeUnit.SECONDS);
    assertThat(bytesOfManyHits()).isLessThan(1_000);
    shelf.shut();
    nanos.addAndGet(Duration.ofMinutes(6).toNanos());
    assertThat(bytesOfManyHits()).isLessThan(1_000);
    assertThat(registry.status().refreshing()).isTrue();
  }

  @Test
  void P1_nobodySeesHalfASnapshot() throws Exception {
    shelf.profiles.set(generation("0"));
    registry.warmUp().get(10, TimeUnit.SECONDS);
    AtomicBoolean done = new AtomicBoolean();
    List<Future<Integer>> readers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      readers.add(threads.submit(() -> readUntil(done)));
    }
    for (int generation = 1; generation <= 200; generation++) {
      shelf.profiles.set(generation(Integer.toString(generation)));
      nanos.addAndGet(Duration.ofMinutes(6).toNanos());
      await("t0", Integer.toString(generation));
    }
    done.set(true);
    for (Future<Integer> reader : readers) {
      assertThat(reader.get()).isEqualTo(200);
    }
    assertThat(shelf.lists).hasValue(201);
  }

  /** Reads the first team, then the last: in a later snapshot or the same one, never an older. */
  private int readUntil(AtomicBoolean done) {
    int last = 0;
    while (true) {
      boolean finishing = done.get();
      for (String team : List.of("t0", "t49")) {
        Resolution resolution = registry.resolve(key("team", team));
        assertThat(resolution).isInstanceOf(Resolution.Found.class);
        int seen = Integer.parseInt(((Resolution.Found) resolution).profile().name());
        assertThat(seen).isGreaterThanOrEqualTo(last);
        last = seen;
      }
      if (finishing) {
        return last;
      }
    }
  }

  private void await(String team, String name) {
    while (true) {
      Resolution resolution = registry.resolve(key("team", team));
      if (((Resolution.Found) resolution).profile().name().equals(name)) {
        return;
      }
      Thread.onSpinWait();
    }
  }

  private static List<Profile> generation(String name) {
    List<Profile> profiles = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      profiles.add(
          new Profile(
              "arn:" + i, Tags.of("team", "t" + i), Shelf.SONNET, RoutingScope.IN_REGION, name));
    }
    return profiles;
  }

  private long bytesOfManyHits() {
    com.sun.management.ThreadMXBean bean =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < 20_000; i++) {
      registry.resolve(SUPPORT);
    }
    long before = bean.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 20_000; i++) {
      registry.resolve(SUPPORT);
    }
    return bean.getCurrentThreadAllocatedBytes() - before;
  }

  private static String reason(Resolution resolution) {
    return resolution.fold(Profile::arn, reason -> reason, Resolution.Ambiguous::reason);
  }

  private ProfileRegistryBuilder builder() {
    return ProfileRegistry.builder(shelf, nanos::get, new SplittableRandom(7)).keyTags("team");
  }
}
