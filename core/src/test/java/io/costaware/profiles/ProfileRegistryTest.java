package io.costaware.profiles;

import static io.costaware.profiles.Shelf.SONNET;
import static io.costaware.profiles.Shelf.key;
import static io.costaware.profiles.Shelf.profile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.costaware.tags.Tags;
import io.costaware.target.RoutingScope;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What is found, and when it is listed again: on one thread, with a clock that a test sets. */
class ProfileRegistryTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final Profile chat = profile("chat", "team", "support", "app", "chat", "owner", "me");
  private final Profile mail = profile("mail", "team", "support", "app", "mail");
  private final Profile plain = profile("plain", "team", "support");
  private final Shelf shelf = new Shelf(chat, mail, plain);
  private final ProfileRegistry registry = builder().build();

  @Test
  void aProfileFitsIfAllKeyTagsAreTheCalls() {
    assertThat(found(key("team", "support", "app", "chat"))).isEqualTo(chat);
    assertThat(found(key("team", "support", "app", "mail"))).isEqualTo(mail);
    assertThat(absent(key("team", "sales", "app", "chat"))).contains("{app=chat, team=sales}");
    assertThat(absent(ProfileKey.of("other", Tags.of("team", "support")))).contains("'other'");
  }

  @Test
  void aKeyTagThatBothLackCountsAsEqualAndOneThatOnlyOneHasDoesNot() {
    assertThat(found(key("team", "support"))).isEqualTo(plain);
    assertThat(absent(key("app", "chat"))).contains("key tags [app, team]");
    assertThat(absent(key())).contains("{}");
  }

  @Test
  void tagsThatChooseNoProfileDoNotMatter() {
    assertThat(found(key("team", "support", "app", "chat", "owner", "you"))).isEqualTo(chat);
    assertThat(registry.key(SONNET, null, Tags.of("team", "support", "x", "y")))
        .isEqualTo(key("team", "support"));
  }

  @Test
  void P4_theRoutingScopeIsKept() {
    Profile global = profile("global", RoutingScope.GLOBAL, "team", "sales");
    Profile regional = profile("regional", RoutingScope.IN_REGION, "team", "sales");
    shelf.profiles.set(List.of(global, regional));
    Tags sales = Tags.of("team", "sales");
    assertThat(found(ProfileKey.of(SONNET, RoutingScope.GLOBAL, sales))).isEqualTo(global);
    assertThat(found(ProfileKey.of(SONNET, RoutingScope.IN_REGION, sales))).isEqualTo(regional);
    assertThat(absent(ProfileKey.of(SONNET, RoutingScope.geo("us"), sales))).contains("geo:us");
    assertThat(registry.resolve(ProfileKey.of(SONNET, null, sales)))
        .isInstanceOf(Resolution.Ambiguous.class);
  }

  @Test
  void P4_aProfileIsFoundByItsArn() {
    assertThat(registry.find(chat.arn())).isEqualTo(chat);
    assertThat(registry.find("arn:other")).isNull();
    assertThat(shelf.lists).hasValue(1);
  }

  @Test
  void P3_twoProfilesThatFitAreANamedErrorInTheOrderOfArns() {
    Profile twin = profile("a-twin", "team", "support");
    for (List<Profile> order : List.of(List.of(twin, plain), List.of(plain, twin))) {
      shelf.profiles.set(order);
      Resolution.Ambiguous answer =
          (Resolution.Ambiguous) builder().build().resolve(key("team", "support"));
      assertThat(answer.profiles()).containsExactly(twin, plain);
      assertThat(answer.reason())
          .startsWith("2 inference profiles fit model '" + SONNET + "' and tags {team=support}: ")
          .contains(twin.arn() + ", " + plain.arn());
    }
  }

  @Test
  void P3_theFirstByArnIsTakenWhereThatIsAskedFor() {
    Profile twin = profile("a-twin", "team", "support");
    shelf.profiles.set(List.of(plain, twin));
    assertThat(builder().firstByArn().build().resolve(key("team", "support")))
        .isEqualTo(new Resolution.Found(twin));
  }

  @Test
  void aProfileThatIsListedTwiceIsOne() {
    shelf.profiles.set(List.of(plain, plain));
    assertThat(found(key("team", "support"))).isEqualTo(plain);
    assertThat(registry.status().profiles()).isEqualTo(1);
  }

  @Test
  void P2_anOldSnapshotIsRefreshedOnceAndAnswersMeanwhile() {
    assertThat(found(key("team", "support"))).isEqualTo(plain);
    shelf.profiles.set(List.of());
    pass(Duration.ofMinutes(5).minusNanos(1));
    assertThat(found(key("team", "support"))).isEqualTo(plain);
    assertThat(shelf.lists).hasValue(1);
    pass(Duration.ofNanos(1));
    assertThat(found(key("team", "support"))).as("stale, but at once").isEqualTo(plain);
    assertThat(shelf.lists).hasValue(2);
    assertThat(absent(key("team", "support"))).contains("create or tag one");
  }

  @Test
  void P2_aCallerOvertakenByAWholeRefreshDoesNotStartAnother() {
    AtomicReference<Runnable> overtaking = new AtomicReference<>(() -> {});
    ProfileRegistry overtaken =
        ProfileRegistry.builder(
                shelf,
                () -> {
                  overtaking.getAndSet(() -> {}).run();
                  return nanos.get();
                },
                lowest())
            .keyTags("team")
            .executor(AtOnce::new)
            .build();
    overtaking.set(() -> overtaken.resolve(key("team", "support")));
    overtaken.resolve(key("team", "support"));
    assertThat(shelf.lists).hasValue(1);
  }

  @Test
  void P2_theOldSnapshotStaysWhileListingFailsAndTheSourceIsLeftAlone() {
    assertThat(found(key("team", "support"))).isEqualTo(plain);
    shelf.failure.set(new IllegalStateException("ThrottledException: slow down"));
    pass(Duration.ofMinutes(5));
    for (int i = 0; i < 3; i++) {
      assertThat(found(key("team", "support"))).isEqualTo(plain);
      assertThat(absent(key("team", "unknown"))).isNotEmpty();
    }
    assertThat(shelf.lists).hasValue(2);
    assertThat(registry.status().failures()).isEqualTo(1);
    assertThat(registry.status().lastError())
        .isEqualTo(
            "Inference profiles could not be listed: java.lang.IllegalStateException:"
                + " ThrottledException: slow down");
    pass(Duration.ofSeconds(1));
    found(key("team", "support"));
    assertThat(shelf.lists).hasValue(3);
    pass(Duration.ofSeconds(1));
    found(key("team", "support"));
    assertThat(shelf.lists).as("the second wait is twice as long").hasValue(3);
    shelf.failure.set(null);
    pass(Duration.ofSeconds(1));
    found(key("team", "support"));
    assertThat(registry.status()).isEqualTo(new ProfileStatus(3, Duration.ZERO, false, 0, null));
  }

  @Test
  void P3_absenceIsRememberedForTheNegativeTtl() {
    absent(key("team", "new"));
    shelf.profiles.set(List.of(profile("new", "team", "new")));
    pass(Duration.ofSeconds(30).minusNanos(1));
    for (int i = 0; i < 100; i++) {
      absent(key("team", "unknown" + i));
    }
    assertThat(shelf.lists).hasValue(1);
    pass(Duration.ofNanos(1));
    absent(key("team", "new"));
    assertThat(shelf.lists).hasValue(2);
    assertThat(found(key("team", "new")).name()).isEqualTo("new");
    assertThat(registry.find("arn:other")).isNull();
    assertThat(shelf.lists).hasValue(2);
  }

  @Test
  void aFailedFirstListingIsAnAbsenceThatSaysWhyAndIsTriedAgain() {
    shelf.failure.set(new IllegalStateException("no network"));
    assertThat(absent(key("team", "support")))
        .isEqualTo(
            "Inference profiles could not be listed: java.lang.IllegalStateException: no network");
    assertThat(absent(key("team", "support"))).contains("no network");
    assertThat(shelf.lists).hasValue(1);
    assertThat(registry.status().isLoaded()).isFalse();
    shelf.failure.set(null);
    pass(Duration.ofSeconds(1));
    assertThat(found(key("team", "support"))).isEqualTo(plain);
  }

  @Test
  void aSourceThatAnswersNullIsASourceThatFails() {
    shelf.profiles.set(null);
    assertThat(absent(key("team", "support"))).contains("the source answered null");
  }

  @Test
  void aProfileThatIsGoneIsDroppedAtOnceAndStaysOutThoughItIsStillListed() {
    Profile heir = profile("heir", "team", "support");
    shelf.profiles.set(List.of(plain, heir));
    assertThat(registry.resolve(key("team", "support"))).isInstanceOf(Resolution.Ambiguous.class);
    assertThat(registry.invalidate(plain.arn())).isTrue();
    assertThat(shelf.lists).as("a refresh has begun").hasValue(2);
    assertThat(found(key("team", "support"))).isEqualTo(heir);
    assertThat(registry.find(plain.arn())).isNull();
    assertThat(registry.invalidate(plain.arn())).isFalse();
    assertThat(shelf.lists).hasValue(2);
    pass(Duration.ofMinutes(5));
    found(key("team", "support"));
    assertThat(registry.find(plain.arn())).as("it was listed again a TTL later").isEqualTo(plain);
  }

  @Test
  void aClosedRegistryAnswersFromWhatItKnows() {
    found(key("team", "support"));
    registry.close();
    pass(Duration.ofMinutes(10));
    assertThat(found(key("team", "support"))).isEqualTo(plain);
    assertThat(shelf.lists).hasValue(1);
    ProfileRegistry unused = builder().build();
    unused.close();
    assertThat(unused.resolve(key("team", "support"))).isInstanceOf(Resolution.Absent.class);
    assertThat(unused.warmUp()).isCompleted();
  }

  @Test
  void settingsThatContradictAreRefused() {
    refused(() -> ProfileRegistry.builder(shelf, nanos::get, lowest()).build(), "No key tag");
    refused(() -> builder().ttl(Duration.ofSeconds(10)).build(), "negative TTL PT30S is longer");
    refused(() -> builder().ttl(Duration.ZERO), "The ttl is PT0S");
    refused(() -> builder().negativeTtl(Duration.ofSeconds(-1)), "The negativeTtl is PT-1S");
    refused(() -> builder().coldWait(Duration.ofDays(2)), "at most PT24H");
    refused(() -> builder().jitterPercent(51), "use 0 to 50");
    refused(
        () -> builder().backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)),
        "longer than the longest");
    refused(() -> builder().keyTags(" "), "blank");
  }

  @Test
  void equalKeysAreEqualAndHashAlike() {
    ProfileKey one = ProfileKey.of(SONNET, RoutingScope.GLOBAL, Tags.of("a", "b"));
    assertThat(one)
        .isEqualTo(ProfileKey.of(SONNET, RoutingScope.GLOBAL, Tags.of("a", "b")))
        .hasSameHashCodeAs(ProfileKey.of(SONNET, RoutingScope.GLOBAL, Tags.of("a", "b")))
        .isNotEqualTo(ProfileKey.of(SONNET, Tags.of("a", "b")))
        .isNotEqualTo(ProfileKey.of("other", RoutingScope.GLOBAL, Tags.of("a", "b")))
        .isNotEqualTo(ProfileKey.of(SONNET, RoutingScope.GLOBAL, Tags.none()))
        .isNotEqualTo(null)
        .isNotEqualTo(SONNET);
    assertThat(one).hasToString(SONNET + " (global) {a=b}");
  }

  private ProfileRegistryBuilder builder() {
    return ProfileRegistry.builder(shelf, nanos::get, lowest())
        .keyTags("team", "app")
        .executor(AtOnce::new);
  }

  private static RandomGenerator lowest() {
    return RefreshScheduleTest.lowest();
  }

  private void pass(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  private Profile found(ProfileKey key) {
    Resolution resolution = registry.resolve(key);
    assertThat(resolution).isInstanceOf(Resolution.Found.class);
    return ((Resolution.Found) resolution).profile();
  }

  private String absent(ProfileKey key) {
    Resolution resolution = registry.resolve(key);
    assertThat(resolution).isInstanceOf(Resolution.Absent.class);
    return resolution.fold(Profile::arn, reason -> reason, Resolution.Ambiguous::reason);
  }

  private static void refused(Runnable build, String because) {
    assertThatIllegalArgumentException().isThrownBy(build::run).withMessageContaining(because);
  }

  /** Runs each task on the thread that hands it over. */
  private static final class AtOnce extends AbstractExecutorService {
    private boolean shut;

    @Override
    public void execute(Runnable task) {
      if (shut) {
        throw new RejectedExecutionException("shut down");
      }
      task.run();
    }

    @Override
    public void shutdown() {
      shut = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
      shut = true;
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return shut;
    }

    @Override
    public boolean isTerminated() {
      return shut;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return shut;
    }
  }
}
