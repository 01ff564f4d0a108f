package io.costaware.catalog;

import io.costaware.target.Aim;
import io.costaware.target.ModelId;
import io.costaware.target.ModelNames;
import io.costaware.target.Provider;
import io.costaware.target.RoutingScope;
import io.costaware.target.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whose price an entry of the map is. Its name is the model's, behind segments for the provider,
 * the Region, the size of an image.
 *
 * <p>Immutable.
 */
record LiteLlmName(Provider provider, String model, String scope, Map<String, String> attributes) {
  private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+){1,2}-[0-9]");
  private static final Pattern SIZE = Pattern.compile("([0-9]+|max)-x-([0-9]+|max)");
  private static final Pattern STEPS = Pattern.compile("([0-9]+|max)-steps");
  private static final List<String> ROUTES =
      List.of("bedrock", "bedrock_mantle", "converse", "converse_like", "invoke", "vertex_ai", "*");

  /**
   * Reads a name.
   *
   * @throws IllegalArgumentException if it is no name of a model; the message says why
   */
  static LiteLlmName of(Provider provider, String name) {
    Map<String, String> attributes = new TreeMap<>();
    List<String> rest = new ArrayList<>();
    String region = null;
    for (String segment : name.split("/", -1)) {
      if (segment.endsWith("-month-commitment")) {
        throw new IllegalArgumentException(
            "a price of bought capacity by the second; capacity is not in this map's scope");
      } else if (SIZE.matcher(segment).matches()) {
        attributes.put("resolution", segment);
      } else if (STEPS.matcher(segment).matches()) {
        attributes.put("steps", segment);
      } else if (REGION.matcher(segment).matches()) {
        region = segment;
      } else if (!ROUTES.contains(segment)) {
        rest.add(segment);
      }
    }
    Target target = target(provider, String.join("/", rest));
    return new LiteLlmName(provider, target.model(), scope(target, region), Map.copyOf(attributes));
  }

  private static Target target(Provider provider, String id) {
    if (id.isBlank() || (provider == Provider.BEDROCK && id.indexOf('.') < 0)) {
      throw new IllegalArgumentException("'" + id + "' is no model id of " + provider.id());
    }
    if (ModelNames.aim(new ModelId(provider, id), null) instanceof Aim.Priceable aim) {
      return aim.target();
    }
    throw new IllegalArgumentException("'" + id + "' is no model id of " + provider.id());
  }

  private static String scope(Target target, @Nullable String region) {
    String scope = target.scope().id();
    if (region == null) {
      return scope;
    }
    if (target.provider() == Provider.VERTEX) {
      return RoutingScope.NON_GLOBAL.id();
    }
    if (!target.scope().equals(RoutingScope.IN_REGION)) {
      throw new IllegalArgumentException("names a Region and a profile at once");
    }
    return "region:" + region;
  }
}
