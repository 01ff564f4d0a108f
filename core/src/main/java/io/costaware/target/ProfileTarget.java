package io.costaware.target;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the models behind an application inference profile: which model it is, and how far calls
 * are routed.
 *
 * <p>One ARN without a Region makes the routing global; several Regions are a geography; one Region
 * is that Region alone. The profile's own name says nothing of it.
 *
 * <p>Safe for use by many threads.
 */
public final class ProfileTarget {
  private static final int REGION = 3;

  /** Geographies that are smaller than the continent their Regions are named for. */
  private static final List<Geography> SMALL =
      List.of(
          new Geography("jp", Set.of("ap-northeast-1", "ap-northeast-3")),
          new Geography("au", Set.of("ap-southeast-2", "ap-southeast-4")),
          new Geography("in", Set.of("ap-south-1", "ap-south-2")));

  private record Geography(String name, Set<String> regions) {}

  private ProfileTarget() {}

  /**
   * What the models say.
   *
   * @param profileArn the profile's ARN; its Region stands in for a missing one
   * @param modelArns the models behind it, as the service lists them: ARNs of foundation models or
   *     of system profiles
   * @param region the Region of the client; null where not known
   * @return an {@link Aim.Priceable}, or an {@link Aim.Unpriceable} if they name no model, several,
   *     or one that cannot be priced
   */
  public static Aim of(String profileArn, Collection<String> modelArns, @Nullable String region) {
    String home = region == null || region.isBlank() ? region(profileArn) : region.strip();
    Set<String> models = new TreeSet<>();
    Set<String> regions = new TreeSet<>();
    RoutingScope wide = null;
    for (String arn : modelArns) {
      Aim aim = ModelNames.aim(new ModelId(Provider.BEDROCK, arn), home);
      if (!(aim instanceof Aim.Priceable priceable)) {
        return aim instanceof Aim.Unpriceable ? aim : unclear(profileArn, modelArns);
      }
      Target target = priceable.target();
      models.add(target.model());
      regions.add(region(arn));
      if (!target.scope().equals(RoutingScope.IN_REGION)) {
        wide = RoutingScope.GLOBAL.equals(wide) ? wide : target.scope();
      }
    }
    if (models.size() != 1) {
      return unclear(profileArn, modelArns);
    }
    return new Aim.Priceable(
        new Target(
            Provider.BEDROCK,
            models.iterator().next(),
            wide != null ? wide : within(regions, home),
            home.isEmpty() ? null : home));
  }

  private static Aim unclear(String profileArn, Collection<String> modelArns) {
    return new Aim.Unpriceable(
        "the models behind '"
            + profileArn
            + "' are "
            + modelArns
            + ", which name no single model; list the ARNs of one foundation model, or name the"
            + " model by an alias");
  }

  private static RoutingScope within(Set<String> regions, String home) {
    if (regions.size() == 1) {
      return RoutingScope.IN_REGION;
    }
    for (Geography small : SMALL) {
      if (small.regions().containsAll(regions)) {
        return RoutingScope.geo(small.name());
      }
    }
    Set<String> continents = new TreeSet<>();
    regions.forEach(region -> continents.add(continent(region)));
    // Profiles of the United States list the Canadian Region that they are called from as well.
    if (continents.equals(Set.of("ca", "us"))) {
      return RoutingScope.geo("us");
    }
    return RoutingScope.geo(
        continents.size() == 1 || home.isEmpty() ? continents.iterator().next() : continent(home));
  }

  /** {@code eu-west-1} lies in {@code eu}, {@code ap-south-1} in {@code apac}. */
  private static String continent(String region) {
    if (region.startsWith("us-gov-")) {
      return "us-gov";
    }
    int dash = region.indexOf('-');
    String continent = dash < 0 ? region : region.substring(0, dash);
    return continent.equals("ap") ? "apac" : continent;
  }

  private static String region(String arn) {
    String[] parts = arn.split(":", REGION + 2);
    return parts.length > REGION ? parts[REGION].strip().toLowerCase(Locale.ROOT) : "";
  }
}
