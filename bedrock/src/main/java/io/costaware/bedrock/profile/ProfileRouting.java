package io.costaware.bedrock.profile;

import io.costaware.target.Aim;
import io.costaware.target.ProfileTarget;
import io.costaware.target.RoutingScope;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The one model behind a profile, and how far calls to it are routed, read from the model ARNs.
 *
 * <p>Immutable.
 *
 * @param model the base model id
 * @param scope the routing scope
 */
record ProfileRouting(String model, RoutingScope scope) {
  /**
   * Reads the model ARNs.
   *
   * @return null if they name no model, or several
   */
  static @Nullable ProfileRouting of(String profileArn, Collection<String> modelArns) {
    return ProfileTarget.of(profileArn, modelArns, null) instanceof Aim.Priceable aim
        ? new ProfileRouting(aim.target().model(), aim.target().scope())
        : null;
  }
}
