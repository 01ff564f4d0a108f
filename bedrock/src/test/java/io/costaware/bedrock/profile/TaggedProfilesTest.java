package io.costaware.bedrock.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.profiles.Profile;
import io.costaware.profiles.ProfileKey;
import io.costaware.profiles.ProfileRegistry;
import io.costaware.profiles.ProfileRegistryBuilder;
import io.costaware.profiles.Resolution;
import io.costaware.tags.Tags;
import io.costaware.target.RoutingScope;
import io.costaware.testkit.wire.BedrockWireServer;
import io.costaware.testkit.wire.ProfileShelf;
import io.costaware.testkit.wire.RecordedRequest;
import io.costaware.testkit.wire.WireAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.PaginationTokenExpiredException;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.ThrottledException;

@Timeout(60)
class TaggedProfilesTest {
  private static final String ARN =
      "arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/";
  private static final String SONNET = "anthropic.claude-sonnet-4-6";
  private static final String HAIKU = "anthropic.claude-haiku-4-5-20251001-v1:0";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final BedrockWireServer server = BedrockWireServer.start();
  private final ResourceGroupsTaggingApiClient tagging = ControlClients.tagging(server.endpoint());
  private final BedrockClient bedrock = ControlClients.bedrock(server.endpoint());
  private final List<Long> pauses = new CopyOnWriteArrayList<>();
  private final TaggedProfiles source = source().build();
  private final AtomicLong nanos = new AtomicLong();

  @AfterEach
  void close() {
    tagging.close();
    bedrock.close();
    server.close();
  }

  @Test
  void everyPageIsListedWithTagsModelAndRouting() throws Exception {
    put("regional", Map.of("team", "support"), model("eu-central-1", SONNET));
    put("geo", Map.of("team", "sales"), model("eu-central-1", SONNET), model("eu-west-1", SONNET));
    put("global", Map.of("team", "ads"), model("", HAIKU), model("eu-central-1", HAIKU));
    server.profiles().pageSize(2);

    assertThat(source.list())
        .containsExactly(
            profile("regional", Tags.of("team", "support"), SONNET, RoutingScope.IN_REGION),
            profile("geo", Tags.of("team", "sales"), SONNET, RoutingScope.geo("eu")),
            profile("global", Tags.of("team", "ads"), HAIKU, RoutingScope.GLOBAL));
    assertThat(server.profiles().pagesServed()).isEqualTo(2);
    RecordedRequest first = server.requests().get(0);
    assertThat(first.body().path("ResourceTypeFilters").get(0).asText())
        .isEqualTo("bedrock:application-inference-profile");
    assertThat(first.body().path("ResourcesPerPage").asInt()).isEqualTo(100);
    assertThat(first.body().has("TagFilters")).isFalse();
    assertThat(pauses).isEmpty();
  }

  @Test
  void whatStandsBehindAnArnIsAskedOnce() throws Exception {
    put("a", Map.of("team", "support"), model("eu-central-1", SONNET));
    source.list();
    put("a", Map.of("team", "sales"), model("eu-central-1", SONNET));
    put("b", Map.of("team", "ads"), model("eu-central-1", HAIKU));

    assertThat(source.list()).extracting(Profile::tags).contains(Tags.of("team", "sales"));
    assertThat(server.profiles().lookupsServed()).isEqualTo(2);
  }

  @Test
  void filtersNarrowTheListing() throws Exception {
    put("a", Map.of("team", "support", "env", "prod"), model("eu-central-1", SONNET));
    put("b", Map.of("team", "sales", "env", "prod"), model("eu-central-1", SONNET));
    put("c", Map.of("team", "support"), model("eu-central-1", SONNET));

    assertThat(source().where("team", "support", "ads").where("env").build().list())
        .extracting(Profile::arn)
        .containsExactly(ARN + "a");
  }

  @Test
  void resourcesWithoutTagsAndOfOtherKindsAreLeftOut() throws Exception {
    put("once-tagged", Map.of(), model("eu-central-1", SONNET));
    server
        .profiles()
        .put(
            "arn:aws:bedrock:eu-central-1:123456789012:guardrail/g",
            Map.of("team", "support"),
            List.of(model("eu-central-1", SONNET)));

    assertThat(source.list()).isEmpty();
    assertThat(server.profiles().lookupsServed()).isZero();
  }

  @Test
  void aProfileThatIsListedThoughGoneIsLeftOutAndNotAskedForAgainSoon() throws Exception {
    server.profiles().enqueuePage(page("a", "gone"));
    server.profiles().enqueuePage(page("a", "gone"));
    put("a", Map.of("team", "support"), model("eu-central-1", SONNET));

    assertThat(source.list()).extracting(Profile::arn).containsExactly(ARN + "a");
    assertThat(source.list()).extracting(Profile::arn).containsExactly(ARN + "a");
    assertThat(server.profiles().lookupsServed()).isEqualTo(2);
  }

  @Test
  void aProfileOfSeveralModelsIsLeftOut() throws Exception {
    put("odd", Map.of("team", "x"), model("eu-central-1", SONNET), model("eu-central-1", HAIKU));
    put("a", Map.of("team", "support"), model("eu-central-1", SONNET));

    assertThat(source.list()).extracting(Profile::arn).containsExactly(ARN + "a");
  }

  @Test
  void theRoutingThatIsToldCountsMoreThanTheModelArns() throws Exception {
    put("a", Map.of("team", "support"), model("eu-central-1", SONNET));

    assertThat(source().routing(ARN + "a", RoutingScope.GLOBAL).build().list())
        .extracting(Profile::scope)
        .containsExactly(RoutingScope.GLOBAL);
  }

  @Test
  void throttlingIsWaitedOutWithGrowingPauses() throws Exception {
    put("a", Map.of("team", "support"), model("eu-central-1", SONNET));
    for (int i = 0; i < 4; i++) {
      server.profiles().enqueuePage(ProfileShelf.throttled());
    }

    assertThat(source.list()).hasSize(1);
    assertThat(server.profiles().pagesServed()).isEqualTo(5);
    assertThat(pauses).hasSize(4);
    for (int i = 0; i < 4; i++) {
      assertThat(pauses.get(i)).isBetween(125_000_000L << i, 250_000_000L << i);
    }
  }

  @Test
  void throttlingThatDoesNotEndFailsTheListing() {
    for (int i = 0; i < 5; i++) {
      server.profiles().enqueuePage(ProfileShelf.throttled());
    }

    assertThatThrownBy(source::list).isInstanceOf(ThrottledException.class);
    assertThat(server.profiles().pagesServed()).isEqualTo(5);
  }

  @Test
  void anExpiredTokenBeginsTheListingAgain() throws Exception {
    put("a", Map.of("team", "support"), model("eu-central-1", SONNET));
    server.profiles().enqueuePage(ProfileShelf.tokenExpired());

    assertThat(source.list()).hasSize(1);

    for (int i = 0; i < 4; i++) {
      server.profiles().enqueuePage(ProfileShelf.tokenExpired());
    }
    assertThatThrownBy(source::list).isInstanceOf(PaginationTokenExpiredException.class);
  }

  @Test
  void sixtyFourColdThreadsCauseOneListing() throws Exception {
    for (int i = 0; i < 250; i++) {
      put("p" + i, Map.of("team", "team-" + i), model("eu-central-1", SONNET));
    }
    ExecutorService threads = Executors.newFixedThreadPool(64);
    CountDownLatch start = new CountDownLatch(1);
    try (ProfileRegistry registry = registry().build()) {
      List<Future<Resolution>> answers = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        ProfileKey key = ProfileKey.of(SONNET, Tags.of("team", "team-" + i));
        answers.add(
            threads.submit(
                () -> {
                  start.await();
                  return registry.resolve(key);
                }));
      }
      start.countDown();

      for (int i = 0; i < 64; i++) {
        assertThat(answers.get(i).get(30, TimeUnit.SECONDS))
            .isInstanceOfSatisfying(
                Resolution.Found.class,
                found -> assertThat(found.profile().model()).isEqualTo(SONNET));
      }
      assertThat(server.profiles().pagesServed()).isEqualTo(3);
      assertThat(server.profiles().lookupsServed()).isEqualTo(250);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void formerProfilesServeWhileTheServiceThrottles() throws Exception {
    put("a", Map.of("team", "support"), model("eu-central-1", SONNET));
    ProfileKey key = ProfileKey.of(SONNET, Tags.of("team", "support"));
    try (ProfileRegistry registry = registry().ttl(Duration.ofMinutes(5)).build()) {
      registry.warmUp().get(20, TimeUnit.SECONDS);
      for (int i = 0; i < 5; i++) {
        server.profiles().enqueuePage(ProfileShelf.throttled());
      }
      nanos.addAndGet(Duration.ofMinutes(6).toNanos());

      assertThat(registry.resolve(key)).isInstanceOf(Resolution.Found.class);
      await(() -> registry.status().failures() == 1);
      assertThat(registry.resolve(key)).isInstanceOf(Resolution.Found.class);
      assertThat(registry.status().lastError()).contains("Throttled");
    }
  }

  @Test
  void aProfileSaidToBeGoneStaysOutThoughItIsStillListed() throws Exception {
    put("a", Map.of("team", "support"), model("eu-central-1", SONNET));
    ProfileKey key = ProfileKey.of(SONNET, Tags.of("team", "support"));
    try (ProfileRegistry registry = registry().build()) {
      assertThat(registry.resolve(key)).isInstanceOf(Resolution.Found.class);
      int before = server.profiles().pagesServed();

      assertThat(registry.invalidate(ARN + "a")).isTrue();
      await(() -> server.profiles().pagesServed() > before && !registry.status().refreshing());
      assertThat(registry.resolve(key)).isInstanceOf(Resolution.Absent.class);
    }
  }

  @Test
  void twoProfilesThatFitAreAmbiguousUnlessRoutingTellsThemApart() throws Exception {
    put("b", Map.of("team", "support"), model("eu-central-1", SONNET));
    put("a", Map.of("team", "support"), model("", SONNET), model("eu-central-1", SONNET));
    Tags tags = Tags.of("team", "support");
    try (ProfileRegistry registry = registry().build()) {
      assertThat(registry.resolve(ProfileKey.of(SONNET, tags)))
          .isInstanceOf(Resolution.Ambiguous.class);
      assertThat(registry.resolve(ProfileKey.of(SONNET, RoutingScope.GLOBAL, tags)))
          .isInstanceOfSatisfying(
              Resolution.Found.class,
              found -> assertThat(found.profile().arn()).isEqualTo(ARN + "a"));
    }
  }

  @Test
  void builderRefusesWhatTheServiceWould() {
    assertThatThrownBy(() -> source().where("team", "a").where("team", "b"))
        .hasMessageContaining("'team' has a filter already");
    assertThatThrownBy(() -> source().where("team", new String[21]))
        .hasMessageContaining("21 values")
        .hasMessageContaining("at most 20");
    assertThatThrownBy(() -> source().where(" ")).isInstanceOf(IllegalArgumentException.class);
  }

  private TaggedProfiles.Builder source() {
    return TaggedProfiles.builder(tagging, bedrock)
        .patience(Patience.of(new Random(7), pauses::add));
  }

  private ProfileRegistryBuilder registry() {
    return ProfileRegistry.builder(source, nanos::get, new Random(7))
        .keyTags("team")
        .coldWait(PATIENCE);
  }

  private void put(String id, Map<String, String> tags, String... modelArns) {
    server.profiles().put(ARN + id, tags, List.of(modelArns));
  }

  private static WireAnswer page(String... ids) {
    StringBuilder list = new StringBuilder();
    for (String id : ids) {
      list.append(list.isEmpty() ? "" : ",")
          .append("{\"ResourceARN\":\"")
          .append(ARN)
          .append(id)
          .append("\",\"Tags\":[{\"Key\":\"team\",\"Value\":\"support\"}]}");
    }
    return WireAnswer.json(200, "{\"ResourceTagMappingList\":[" + list + "]}");
  }

  private static Profile profile(String id, Tags tags, String model, RoutingScope scope) {
    return new Profile(ARN + id, tags, model, scope, id);
  }

  private static String model(String region, String model) {
    return "arn:aws:bedrock:" + region + "::foundation-model/" + model;
  }

  private static void await(BooleanSupplier reached) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!reached.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for too long").isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
