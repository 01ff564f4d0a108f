package io.costaware.target;

import static java.util.Objects.requireNonNull;

/**
 * How far the provider may route a call, which decides its price: {@code in_region}, {@code
 * geo:us}, {@code global} on Bedrock; {@code global} or {@code non_global} on Vertex.
 *
 * <p>Immutable.
 *
 * @param id the name in price sheets, receipts and events
 */
public record RoutingScope(String id) {
  /** Bedrock: the model runs in the Region that was called. */
  public static final RoutingScope IN_REGION = new RoutingScope("in_region");

  /** Any Region of the world: Bedrock's {@code global.} profiles, Vertex's global endpoint. */
  public static final RoutingScope GLOBAL = new RoutingScope("global");

  /** Vertex: a regional or multi-regional endpoint. */
  public static final RoutingScope NON_GLOBAL = new RoutingScope("non_global");

  /** Refuses an empty name. */
  public RoutingScope {
    requireNonNull(id, "id");
    if (id.isBlank()) {
      throw new IllegalArgumentException("A routing scope needs a name such as in_region");
    }
  }

  /** Bedrock: any Region of a geography, for example {@code us} or {@code eu}. */
  public static RoutingScope geo(String geography) {
    return new RoutingScope("geo:" + geography);
  }

  /** The name. */
  @Override
  public String toString() {
    return id;
  }
}
