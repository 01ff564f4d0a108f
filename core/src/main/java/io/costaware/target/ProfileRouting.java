package io.costaware.target;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The one model behind a profile, and how far calls to it are routed, read from the model ARNs.
 *
 * <p>Immutable.
 *
 * @param model the base model id
 * @param scope the routing scope
 */
public record ProfileRouting(String model, RoutingScope scope) {
  private static final int REGION = 3;

  /** Geographies that are smaller than the continent their Regions are named for. */
  private static final List<Geography> SMALL =
      List.of(
          new Geography("jp", Set.of("ap-northeast-1", "ap-northeast-3")),
          new Geography("au", Set.of("ap-southeast-2", "ap-southeast-4")),
          new Geography("in", Set.of("ap-south-1", "ap-south-2")));

  private record Geography(String name, Set<String> regions) {}

  /**
   * Reads the model ARNs.
   *
   * @return null if they name no model, or several
   */
  public static @Nullable ProfileRouting of(String profileArn, Collection<String> modelArns) {
    String home = region(profileArn);
    Set<String> models = new TreeSet<>();
    Set<String> regions = new TreeSet<>();
    RoutingScope wide = null;
    for (String arn : modelArns) {
      if (!(ModelNames.aim(new ModelId(Provider.BEDROCK, arn), home)
          instanceof Aim.Priceable aim)) {
        return null;
      }
      Target target = aim.target();
      models.add(target.model());
      regions.add(region(arn));
      if (!target.scope().equals(RoutingScope.IN_REGION)) {
        wide = wider(wide, target.scope());
      }
    }
    if (models.size() != 1) {
      return null;
    }
    RoutingScope scope = wide != null ? wide : within(regions, home);
    return new ProfileRouting(models.iterator().next(), scope);
  }

  private static RoutingScope wider(@Nullable RoutingScope one, RoutingScope other) {
    return RoutingScope.GLOBAL.equals(one) ? RoutingScope.GLOBAL : other;
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
        continents.size() == 1 ? continents.iterator().next() : continent(home));
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
    return parts.length > REGION ? parts[REGION] : "";
  }
}
