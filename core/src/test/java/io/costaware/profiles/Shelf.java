package io.costaware.profiles;

import io.costaware.tags.Tags;
import io.costaware.target.RoutingScope;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A source of profiles that a test fills, breaks and holds up. */
final class Shelf implements ProfileSource {
  static final String SONNET = "anthropic.claude-sonnet-4-6";

  final AtomicInteger lists = new AtomicInteger();
  final AtomicReference<List<Profile>> profiles = new AtomicReference<>(List.of());
  final AtomicReference<Exception> failure = new AtomicReference<>();
  final AtomicReference<CountDownLatch> gate = new AtomicReference<>(new CountDownLatch(0));

  Shelf(Profile... profiles) {
    this.profiles.set(List.of(profiles));
  }

  @Override
  public List<Profile> list() throws Exception {
    lists.incrementAndGet();
    if (!gate.get().await(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the test never opened the gate");
    }
    Exception e = failure.get();
    if (e != null) {
      throw e;
    }
    return profiles.get();
  }

  CountDownLatch shut() {
    CountDownLatch closed = new CountDownLatch(1);
    gate.set(closed);
    return closed;
  }

  static Profile profile(String id, String... tags) {
    return profile(id, RoutingScope.IN_REGION, tags);
  }

  static Profile profile(String id, RoutingScope scope, String... tags) {
    return new Profile(
        "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/" + id,
        Tags.of(tags),
        SONNET,
        scope,
        id);
  }

  static ProfileKey key(String... tags) {
    return ProfileKey.of(SONNET, Tags.of(tags));
  }
}
