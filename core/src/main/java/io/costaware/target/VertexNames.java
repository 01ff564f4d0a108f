package io.costaware.target;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads Vertex AI's model names: bare ids, publisher paths, resources of a project.
 *
 * <p>Safe for use by many threads.
 */
final class VertexNames {
  private VertexNames() {}

  static Aim aim(String name, @Nullable String clientLocation) {
    if (name.indexOf('/') < 0) {
      return model(name, name, clientLocation);
    }
    String[] parts = path(name).split("/", -1);
    int start = 0;
    String location = clientLocation;
    if (parts.length > 4 && parts[0].equals("projects") && parts[2].equals("locations")) {
      location = parts[3].isBlank() ? clientLocation : parts[3].strip().toLowerCase(Locale.ROOT);
      start = 4;
    }
    int left = parts.length - start;
    if (left == 4 && parts[start].equals("publishers") && parts[start + 2].equals("models")) {
      return model(name, parts[start + 3], location);
    }
    if (left == 2 && start > 0) {
      return ofProject(name, parts[start]);
    }
    if (left == 2 && parts[0].equals("models")) {
      return model(name, parts[1], location);
    }
    if (left == 2 && isOwnResource(parts[0])) {
      return ofProject(name, parts[0]);
    }
    boolean publisher = left == 2 && !parts[0].equals("publishers") && !parts[0].equals("projects");
    return publisher ? model(name, parts[1], location) : malformed(name);
  }

  /** The path below a service's address, where a name bears it. */
  private static String path(String name) {
    if (name.startsWith("//")) {
      int end = name.indexOf('/', 2);
      return end < 0 ? "" : name.substring(end + 1);
    }
    return name.startsWith("/") ? name.substring(1) : name;
  }

  private static boolean isOwnResource(String kind) {
    return kind.equals("endpoints") || kind.equals("tunedModels");
  }

  private static Aim ofProject(String name, String kind) {
    return switch (kind) {
      case "endpoints" ->
          new Aim.Unpriceable(
              "'"
                  + name
                  + "' is an endpoint of a project, for example of a tuned model, whose price"
                  + " depends on its base model; name the model behind it by an alias");
      case "models", "tunedModels" ->
          new Aim.Unpriceable(
              "'"
                  + name
                  + "' is a model of a project, whose price depends on its base model;"
                  + " name the model behind it by an alias");
      default -> malformed(name);
    };
  }

  private static Aim model(String name, String id, @Nullable String location) {
    String base = base(id.strip().toLowerCase(Locale.ROOT));
    if (base.isBlank() || base.chars().anyMatch(c -> c <= ' ' || c > '~' || c == ':')) {
      return malformed(name);
    }
    boolean global = location == null || location.equals("global");
    return new Aim.Priceable(
        new Target(
            Provider.VERTEX,
            base,
            global ? RoutingScope.GLOBAL : RoutingScope.NON_GLOBAL,
            location));
  }

  /**
   * Google's own models are priced without their version; partners publish theirs with the date,
   * {@code claude-haiku-4-5@20251001}. {@code @default} says nothing for either. A method behind
   * the name, {@code :generateContent}, is none of it.
   */
  private static String base(String name) {
    int method = name.lastIndexOf(':');
    String id = method > 0 ? name.substring(0, method) : name;
    int at = id.indexOf('@');
    if (at < 0) {
      return id;
    }
    return id.startsWith("gemini-") || id.endsWith("@default") ? id.substring(0, at) : id;
  }

  private static Aim malformed(String name) {
    return new Aim.Unpriceable(
        "'"
            + name
            + "' is no Vertex AI model name; write one such as gemini-2.5-flash or"
            + " publishers/google/models/gemini-2.5-flash");
  }
}
