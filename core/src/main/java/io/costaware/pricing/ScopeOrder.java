package io.costaware.pricing;

import io.costaware.target.Provider;
import io.costaware.target.RoutingScope;
import io.costaware.target.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * The scopes whose rows may price a target, nearest first.
 *
 * <p>Safe for use by many threads.
 */
final class ScopeOrder {
  private ScopeOrder() {}

  static List<String> of(Target target) {
    String scope = target.scope().id();
    List<String> scopes = new ArrayList<>();
    if (target.provider() == Provider.VERTEX) {
      scopes.add(scope);
      if (target.scope().equals(RoutingScope.NON_GLOBAL)) {
        scopes.add(RoutingScope.GLOBAL.id());
      }
      return scopes;
    }
    boolean inRegion = target.scope().equals(RoutingScope.IN_REGION);
    boolean geographic = scope.startsWith("geo:");
    if (!inRegion) {
      scopes.add(scope);
    }
    if ((inRegion || geographic) && target.region() != null) {
      scopes.add("region:" + target.region());
    }
    if (inRegion || geographic) {
      scopes.add(RoutingScope.IN_REGION.id());
    }
    if (!geographic) {
      scopes.add("any_region");
    }
    return scopes;
  }
}
