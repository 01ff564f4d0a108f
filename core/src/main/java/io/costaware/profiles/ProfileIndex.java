package io.costaware.profiles;

import io.costaware.tags.Tags;
import io.costaware.target.RoutingScope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All profiles of one listing, with the answer to every key that has one worked out beforehand. */
final class ProfileIndex {
  private final Set<String> keyTags;
  private final boolean firstByArn;
  private final Map<String, Profile> byArn = new TreeMap<>();
  private final Map<ProfileKey, Resolution> byKey = new HashMap<>();

  ProfileIndex(Collection<Profile> profiles, Set<String> keyTags, boolean firstByArn) {
    this.keyTags = keyTags;
    this.firstByArn = firstByArn;
    for (Profile profile : profiles) {
      byArn.put(profile.arn(), profile);
    }
    Map<ProfileKey, List<Profile>> fitting = new HashMap<>();
    for (Profile profile : byArn.values()) {
      Tags tags = profile.tags().restrict(keyTags);
      append(fitting, ProfileKey.of(profile.model(), null, tags), profile);
      append(fitting, ProfileKey.of(profile.model(), profile.scope(), tags), profile);
    }
    fitting.forEach((key, found) -> byKey.put(key, answer(key, found)));
  }

  private static void append(
      Map<ProfileKey, List<Profile>> fitting, ProfileKey key, Profile profile) {
    fitting.computeIfAbsent(key, absent -> new ArrayList<>(1)).add(profile);
  }

  private Resolution answer(ProfileKey key, List<Profile> fitting) {
    fitting.sort(Comparator.comparing(Profile::arn));
    if (fitting.size() == 1 || firstByArn) {
      return new Resolution.Found(fitting.get(0));
    }
    return new Resolution.Ambiguous(
        fitting,
        fitting.size()
            + " inference profiles fit "
            + describe(key)
            + ": "
            + String.join(", ", fitting.stream().map(Profile::arn).toList())
            + "; tag them apart, name the routing scope, or take the first by ARN");
  }

  /** The answer that was worked out for a key, or null if no profile fits it. */
  @Nullable Resolution get(ProfileKey key) {
    return byKey.get(key);
  }

  /** The profile of an ARN, or null if it is not listed. */
  @Nullable Profile find(String arn) {
    return byArn.get(arn);
  }

  ProfileIndex without(Collection<String> arns) {
    List<Profile> rest = new ArrayList<>(profiles());
    rest.removeIf(profile -> arns.contains(profile.arn()));
    return new ProfileIndex(rest, keyTags, firstByArn);
  }

  List<Profile> profiles() {
    return List.copyOf(byArn.values());
  }

  int size() {
    return byArn.size();
  }

  static String describe(ProfileKey key) {
    RoutingScope scope = key.scope();
    return "model '"
        + key.model()
        + "'"
        + (scope == null ? "" : " with routing scope " + scope)
        + " and tags "
        + key.tags();
  }
}
