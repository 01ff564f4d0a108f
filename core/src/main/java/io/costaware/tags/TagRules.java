package io.costaware.tags;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What tags must be: which are required, which values are allowed, which pattern they follow, which
 * value policy has locked.
 *
 * <pre>{@code
 * TagRules rules =
 *     TagRules.require("team", "app")
 *         .allow("env", "dev", "prod")
 *         .pattern("cost-center", "[0-9]{4}")
 *         .lock("account", "prod-1")
 *         .alsoKnow("feature");
 * }</pre>
 *
 * <p>Each method answers new rules and leaves these as they are. A key without a rule may have any
 * value. Keys that begin with {@value #ENGINE_PREFIX} belong to costaware: callers can't set them.
 *
 * <p>Immutable.
 */
public sealed interface TagRules permits TagRuleSet {
  /** How the keys begin that only costaware sets, for example its request id. */
  String ENGINE_PREFIX = "costaware.";

  /** Rules that ask for nothing; the keys of costaware are out of reach all the same. */
  static TagRules none() {
    return TagRuleSet.NONE;
  }

  /**
   * Rules that want a value for each of these keys; an empty or blank value counts as missing.
   *
   * @throws IllegalArgumentException if a key is not legal, or belongs to costaware
   */
  static TagRules require(String... keys) {
    return none().alsoRequire(keys);
  }

  /**
   * These rules, and a value is wanted for each of these keys as well.
   *
   * @throws IllegalArgumentException if a key is not legal, or belongs to costaware
   */
  TagRules alsoRequire(String... keys);

  /**
   * These rules, and the tag has one of these values if it is there.
   *
   * @throws IllegalArgumentException if no value is named, one is named twice, the key has an allow
   *     list already, or a pattern or a locked value contradicts it
   */
  TagRules allow(String key, String... values);

  /**
   * These rules, and the whole value of the tag matches a regular expression if it is there.
   *
   * @throws IllegalArgumentException if the expression is not valid, the key has a pattern already,
   *     or an allowed or locked value does not match it
   */
  TagRules pattern(String key, String regex);

  /**
   * These rules, and the tag always has this value: it is put in where it is missing, and a caller
   * who gives another value is refused.
   *
   * @throws IllegalArgumentException if the key is locked to another value already, or an allow
   *     list or a pattern excludes the value
   */
  TagRules lock(String key, String value);

  /**
   * These rules, and these keys are known though nothing is asked of them: a budget may look at
   * them. For tags that callers may leave out, or that enrichers add.
   *
   * @throws IllegalArgumentException if a key is not legal, or belongs to costaware
   */
  TagRules alsoKnow(String... keys);

  /** The keys that there is a rule for, in their order. */
  Set<String> keys();

  /**
   * Why a tag can never have this value: an allow list, a pattern or a locked value excludes it.
   * Null if it can, as every value can of a key without a rule.
   */
  @Nullable String problem(String key, String value);

  /**
   * Checks tags that a caller gave, together with those that enrichers and scopes added.
   *
   * @return the tags with locked ones put in, or all violations at once
   */
  TagVerdict check(Tags tags);
}
