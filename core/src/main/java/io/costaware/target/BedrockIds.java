package io.costaware.target;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads Bedrock's plain ids: base models, and system inference profiles, whose prefix says how far
 * a call may be routed. No published id has an upper-case letter, so that case says nothing.
 *
 * <p>Safe for use by many threads.
 */
final class BedrockIds {
  private static final String GLOBAL = "global.";

  /** Profile prefix to geography; Asia-Pacific is spelt in two ways. */
  private static final List<Map.Entry<String, RoutingScope>> GEOGRAPHIES =
      List.of(
          Map.entry("us.", RoutingScope.geo("us")),
          Map.entry("eu.", RoutingScope.geo("eu")),
          Map.entry("apac.", RoutingScope.geo("apac")),
          Map.entry("ap.", RoutingScope.geo("apac")),
          Map.entry("jp.", RoutingScope.geo("jp")),
          Map.entry("au.", RoutingScope.geo("au")),
          Map.entry("in.", RoutingScope.geo("in")),
          Map.entry("ca.", RoutingScope.geo("ca")),
          Map.entry("us-gov.", RoutingScope.geo("us-gov")));

  private BedrockIds() {}

  static Aim aim(String id, @Nullable String region) {
    RoutingScope scope = RoutingScope.IN_REGION;
    String name = id.toLowerCase(Locale.ROOT);
    String model = name;
    if (name.startsWith(GLOBAL)) {
      scope = RoutingScope.GLOBAL;
      model = name.substring(GLOBAL.length());
    } else {
      for (Map.Entry<String, RoutingScope> geography : GEOGRAPHIES) {
        if (name.startsWith(geography.getKey())) {
          scope = geography.getValue();
          model = name.substring(geography.getKey().length());
          break;
        }
      }
    }
    return aim(id, model, scope, region);
  }

  static Aim aim(String id, String model, RoutingScope scope, @Nullable String region) {
    String base = withoutContextSuffix(model.strip().toLowerCase(Locale.ROOT));
    if (base.isEmpty() || hasForeignCharacter(base)) {
      return new Aim.Unpriceable(
          "'"
              + id
              + "' is no Bedrock model id; write one such as amazon.nova-lite-v1:0"
              + " or global.anthropic.claude-sonnet-4-6");
    }
    return new Aim.Priceable(new Target(Provider.BEDROCK, base, scope, region));
  }

  /**
   * {@code ...-v1:0:200k} is {@code ...-v1:0} with its context window (or input kind) spelt out; a
   * version such as {@code :0} stays, because it is part of the published id.
   */
  private static String withoutContextSuffix(String model) {
    int last = model.lastIndexOf(':');
    int version = last <= 0 ? -1 : model.lastIndexOf(':', last - 1);
    if (version < 0 || !isWindow(model.substring(last + 1))) {
      return model;
    }
    return model.substring(0, last);
  }

  private static boolean isWindow(String text) {
    if (text.equals("mm")) {
      return true;
    }
    boolean unit = text.endsWith("k") || text.endsWith("m");
    int digits = unit ? text.length() - 1 : text.length();
    for (int i = 0; i < digits; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return digits > 0;
  }

  private static boolean hasForeignCharacter(String model) {
    for (int i = 0; i < model.length(); i++) {
      char c = model.charAt(i);
      if (c <= ' ' || c == '/' || c > '~') {
        return true;
      }
    }
    return false;
  }
}
