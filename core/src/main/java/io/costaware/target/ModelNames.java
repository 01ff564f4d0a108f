package io.costaware.target;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the name that a call used for its model: ids, system profiles, ARNs, publisher paths.
 *
 * <p>Base ids come out as the providers publish them, so that every way to name a model leads to
 * the same {@link Target}; blanks round a name and the case of its letters make no difference.
 * Whatever the text, the answer is an {@link Aim} and never an exception.
 *
 * <p>Safe for use by many threads.
 */
public final class ModelNames {
  private static final String ARN = "arn:";

  /** Colons before the account in {@code arn:partition:service:region:account:resource}. */
  private static final int ARN_ACCOUNT = 4;

  private ModelNames() {}

  /**
   * What a name says about where a call goes.
   *
   * @param id the name as the call gave it
   * @param region the Region or location of the client that makes the call; null where not known
   */
  public static Aim aim(ModelId id, @Nullable String region) {
    requireNonNull(id, "id");
    String name = id.id().strip();
    String place =
        region == null || region.isBlank() ? null : region.strip().toLowerCase(Locale.ROOT);
    return switch (id.provider()) {
      case BEDROCK ->
          name.regionMatches(true, 0, ARN, 0, ARN.length())
              ? BedrockArn.aim(name, place)
              : BedrockIds.aim(name, place);
      case VERTEX -> VertexNames.aim(name, place);
    };
  }

  /**
   * The base id under which the calls of a name are priced and budgeted; the name itself where it
   * is one, or where nothing better is known.
   *
   * @param providers whose names it may be; any if empty
   * @return null if it is a path that names no model
   */
  public static @Nullable String baseId(String name, Collection<Provider> providers) {
    boolean vertexAlone = !providers.isEmpty() && !providers.contains(Provider.BEDROCK);
    if (!vertexAlone
        && aim(new ModelId(Provider.BEDROCK, name), null) instanceof Aim.Priceable aim) {
      return aim.target().model();
    }
    if (name.indexOf('/') < 0) {
      return name;
    }
    return aim(new ModelId(Provider.VERTEX, name), null) instanceof Aim.Priceable aim
        ? aim.target().model()
        : null;
  }

  /**
   * Who pays for a call as its model's name tells: the account of an ARN, the project of a
   * resource's path; null if it tells none.
   */
  public static @Nullable String account(Provider provider, String name) {
    return provider == Provider.BEDROCK
        ? part(name, ARN, ':', ARN_ACCOUNT)
        : part(name, "projects/", '/', 1);
  }

  /** The part of a name that stands after so many separators; null if there is none. */
  private static @Nullable String part(String name, String start, char separator, int index) {
    if (!name.startsWith(start)) {
      return null;
    }
    int from = 0;
    for (int i = 0; i < index; i++) {
      from = name.indexOf(separator, from) + 1;
      if (from == 0) {
        return null;
      }
    }
    int to = name.indexOf(separator, from);
    return to > from ? name.substring(from, to) : null;
  }
}
