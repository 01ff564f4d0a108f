package io.costaware.target;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the model names of one client lead to, each read once and kept. When it is full it starts
 * anew, so that names which come from callers cannot fill the memory, nor keep out those in use.
 *
 * <p>Safe for use by many threads.
 */
public final class RememberedAims {
  private static final int KEPT = 4096;

  private final Provider provider;
  private final @Nullable String region;
  private final ConcurrentHashMap<String, Aim> aims = new ConcurrentHashMap<>();

  /**
   * Remembers nothing yet.
   *
   * @param region the Region or location of the client; null where not known
   */
  public RememberedAims(Provider provider, @Nullable String region) {
    this.provider = requireNonNull(provider, "provider");
    this.region = region;
  }

  /**
   * What {@link ModelNames#aim} says.
   *
   * @param model the name as the call gave it, not blank
   * @throws IllegalArgumentException if it is blank
   */
  public Aim aim(String model) {
    Aim known = aims.get(model);
    if (known != null) {
      return known;
    }
    Aim aim = ModelNames.aim(new ModelId(provider, model), region);
    if (aims.size() >= KEPT) {
      aims.clear();
    }
    aims.put(model, aim);
    return aim;
  }

  /** How many names are kept now. */
  int size() {
    return aims.size();
  }
}
