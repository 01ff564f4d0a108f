package io.costaware.models;

import static java.util.Objects.requireNonNull;

import io.costaware.spelling.NearestNames;
import io.costaware.target.ModelId;
import io.costaware.target.Provider;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Aliases for models: {@code claude-sonnet} for {@code bedrock:global.anthropic.claude-sonnet-4-6}.
 * An alias stands for one model and never for another alias.
 *
 * <p>Immutable.
 */
public final class ModelRegistry {
  private static final ModelRegistry NONE = new ModelRegistry(new TreeMap<>());
  private static final Pattern ALIAS = Pattern.compile("[A-Za-z0-9._-]+");

  private final Map<String, ModelId> byAlias;

  private ModelRegistry(SortedMap<String, ModelId> byAlias) {
    this.byAlias = byAlias;
    byAlias.forEach(this::refuseChain);
  }

  private void refuseChain(String alias, ModelId model) {
    if (!alias.equals(model.id()) && byAlias.containsKey(model.id())) {
      throw new IllegalArgumentException(
          "Alias '"
              + alias
              + "' stands for '"
              + model
              + "', and '"
              + model.id()
              + "' is an alias itself; write the provider's own model id");
    }
  }

  /** No alias at all: every name is the provider's own. */
  public static ModelRegistry none() {
    return NONE;
  }

  /**
   * A registry of these aliases.
   *
   * @throws IllegalArgumentException if an alias is not legal, or stands for another alias
   */
  public static ModelRegistry of(Map<String, ModelId> byAlias) {
    Builder builder = builder();
    byAlias.forEach(builder::alias);
    return builder.build();
  }

  /** A builder without aliases. */
  public static Builder builder() {
    return new Builder();
  }

  /** The model of an alias, or null if there is no such alias. */
  public @Nullable ModelId find(String alias) {
    return byAlias.get(alias);
  }

  /**
   * The model of an alias.
   *
   * @throws IllegalArgumentException if there is no such alias; the message names those nearest to
   *     it
   */
  public ModelId require(String alias) {
    ModelId model = find(alias);
    if (model == null) {
      throw new IllegalArgumentException(
          "Unknown model alias '"
              + alias
              + "'; "
              + (byAlias.isEmpty()
                  ? "no alias is registered"
                  : NearestNames.hint(alias, byAlias.keySet())));
    }
    return model;
  }

  /**
   * What a call to a provider means by a name: the model of an alias, or else the provider's own
   * id.
   *
   * @throws IllegalArgumentException if the name is empty, or an alias for another provider's model
   */
  public ModelId resolve(Provider provider, String nameOrId) {
    ModelId model = find(nameOrId);
    if (model == null) {
      return new ModelId(provider, nameOrId);
    }
    if (model.provider() != provider) {
      throw new IllegalArgumentException(
          "Alias '"
              + nameOrId
              + "' stands for '"
              + model
              + "', but this call goes to "
              + provider.id()
              + "; use a client for "
              + model.provider().id()
              + " or an alias of "
              + provider.id());
    }
    return model;
  }

  /** All aliases with their models, unmodifiable, in the order of aliases. */
  public Map<String, ModelId> aliases() {
    return Collections.unmodifiableMap(byAlias);
  }

  /** The aliases with their models. */
  @Override
  public String toString() {
    return byAlias.toString();
  }

  /**
   * Collects aliases.
   *
   * <p>For use by one thread.
   */
  public static final class Builder {
    private final TreeMap<String, ModelId> byAlias = new TreeMap<>();

    private Builder() {}

    /**
     * Adds an alias.
     *
     * @param alias letters, digits, {@code -}, {@code _} and {@code .}
     * @param reference {@code provider:id}, for example {@code vertex:gemini-2.5-flash}
     * @throws IllegalArgumentException if the alias is not legal or taken, or the reference names
     *     no provider
     */
    public Builder alias(String alias, String reference) {
      if (reference.indexOf(':') < 0) {
        throw new IllegalArgumentException(
            "Alias '"
                + alias
                + "' stands for '"
                + reference
                + "', which names no provider; write bedrock:<model> or vertex:<model>, not another"
                + " alias");
      }
      return alias(alias, ModelId.parse(reference));
    }

    /**
     * Adds an alias.
     *
     * @param alias letters, digits, {@code -}, {@code _} and {@code .}
     * @throws IllegalArgumentException if the alias is not legal or stands for another model
     *     already
     */
    public Builder alias(String alias, ModelId model) {
      requireNonNull(model, "model");
      if (!ALIAS.matcher(alias).matches()) {
        throw new IllegalArgumentException(
            "Model alias '" + alias + "' is not legal; use letters, digits, '-', '_' and '.'");
      }
      ModelId present = byAlias.putIfAbsent(alias, model);
      if (present != null && !present.equals(model)) {
        throw new IllegalArgumentException(
            "Alias '"
                + alias
                + "' stands for '"
                + present
                + "' already; it can't be '"
                + model
                + "' too");
      }
      return this;
    }

    /**
     * The registry.
     *
     * @throws IllegalArgumentException if an alias stands for another alias
     */
    public ModelRegistry build() {
      return new ModelRegistry(new TreeMap<>(byAlias));
    }
  }
}
