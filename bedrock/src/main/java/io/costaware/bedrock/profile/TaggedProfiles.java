package io.costaware.bedrock.profile;

import static java.util.Objects.requireNonNull;

import io.costaware.profiles.Profile;
import io.costaware.profiles.ProfileSource;
import io.costaware.tags.Tags;
import io.costaware.target.RoutingScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.TagFilter;

/**
 * The application inference profiles of the account and Region of two clients: their tags from
 * GetResources of the Resource Groups Tagging API, the model behind each from GetInferenceProfile.
 * Needs the permissions {@code tag:GetResources} and {@code bedrock:GetInferenceProfile}.
 *
 * <p>A profile is immutable, so what stands behind an ARN is asked once. One that is still listed
 * though it is gone is left out, and so is one that has lost all its tags. A throttled or failed
 * request is repeated after a growing, random pause; if it goes on failing, the whole listing does,
 * and a registry keeps its former profiles.
 *
 * <p>The routing scope follows from the model ARNs behind a profile: one without a Region means
 * {@code global}, one Region {@code in_region}, several a geography, told by the Regions. Where
 * those leave it open, it is the geography of the profile's own Region.
 *
 * <p>The clients stay open. Safe for use by many threads.
 */
public final class TaggedProfiles implements ProfileSource {
  private final TaggedResources resources;
  private final ModelsBehind models;
  private final Map<String, RoutingScope> routing;

  private TaggedProfiles(Builder builder, Patience patience) {
    this.resources = new TaggedResources(builder.tagging, builder.filters(), patience);
    this.models = new ModelsBehind(builder.bedrock, patience);
    this.routing = Map.copyOf(builder.routing);
  }

  /** All tagged profiles of the account and Region. */
  public static TaggedProfiles of(ResourceGroupsTaggingApiClient tagging, BedrockClient bedrock) {
    return builder(tagging, bedrock).build();
  }

  /**
   * A builder.
   *
   * @param tagging of the same account and Region as the other client
   * @param bedrock the control plane's client, not the runtime's
   */
  public static Builder builder(ResourceGroupsTaggingApiClient tagging, BedrockClient bedrock) {
    return new Builder(tagging, bedrock);
  }

  @Override
  public List<Profile> list() throws InterruptedException {
    Map<String, Tags> tagged = resources.list();
    Map<String, ModelsBehind.Behind> behind = models.behind(tagged.keySet());
    List<Profile> profiles = new ArrayList<>(tagged.size());
    tagged.forEach(
        (arn, tags) -> {
          ModelsBehind.Behind found = behind.get(arn);
          if (found != null) {
            profiles.add(
                new Profile(
                    arn,
                    tags,
                    found.model(),
                    routing.getOrDefault(arn, found.scope()),
                    found.name()));
          }
        });
    return profiles;
  }

  /**
   * Settings of {@link TaggedProfiles}; all have a default.
   *
   * <p>For use by one thread.
   */
  public static final class Builder {
    private static final int MOST_FILTERS = 50;
    private static final int MOST_VALUES = 20;

    private final ResourceGroupsTaggingApiClient tagging;
    private final BedrockClient bedrock;
    private final Map<String, List<String>> where = new LinkedHashMap<>();
    private final Map<String, RoutingScope> routing = new LinkedHashMap<>();
    private RandomGenerator random = new Random();
    private @Nullable Patience patience;

    private Builder(ResourceGroupsTaggingApiClient tagging, BedrockClient bedrock) {
      this.tagging = requireNonNull(tagging, "tagging");
      this.bedrock = requireNonNull(bedrock, "bedrock");
    }

    /**
     * Lists only profiles that bear this tag with one of these values; without values, with any.
     * Several filters must all hold. Case counts.
     *
     * @throws IllegalArgumentException if the key is not legal or has a filter already, if there
     *     are more than 20 values, or if this is the 51st filter
     */
    public Builder where(String key, String... values) {
      String legal = Tags.of(key, "").keyAt(0);
      if (values.length > MOST_VALUES) {
        throw new IllegalArgumentException(
            "Tag '"
                + key
                + "' is filtered by "
                + values.length
                + " values; the service takes at most "
                + MOST_VALUES);
      }
      if (where.putIfAbsent(legal, List.of(values)) != null) {
        throw new IllegalArgumentException(
            "Tag '" + key + "' has a filter already; name all its values in one");
      }
      if (where.size() > MOST_FILTERS) {
        throw new IllegalArgumentException(
            "Tag '" + key + "' is one filter too many; the service takes at most " + MOST_FILTERS);
      }
      return this;
    }

    /** Says how far calls through a profile are routed, where the model ARNs would mislead. */
    public Builder routing(String arn, RoutingScope scope) {
      routing.put(requireNonNull(arn, "arn"), requireNonNull(scope, "scope"));
      return this;
    }

    /** Spreads the pauses between repeated requests; must be safe for use by many threads. */
    public Builder random(RandomGenerator random) {
      this.random = requireNonNull(random, "random");
      return this;
    }

    Builder patience(Patience patience) {
      this.patience = patience;
      return this;
    }

    /** The source; nothing is asked yet. */
    public TaggedProfiles build() {
      return new TaggedProfiles(this, patience == null ? Patience.of(random) : patience);
    }

    private List<TagFilter> filters() {
      List<TagFilter> filters = new ArrayList<>(where.size());
      where.forEach(
          (key, values) -> filters.add(TagFilter.builder().key(key).values(values).build()));
      return filters;
    }
  }
}
