package io.costaware.tags;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Rules by key, in the order of keys, with the locked tags beside them. */
final class TagRuleSet implements TagRules {
  static final TagRuleSet NONE = new TagRuleSet(new TagRule[0]);

  private final TagRule[] rules;
  private final Tags locked;

  private TagRuleSet(TagRule[] rules) {
    this.rules = rules;
    Tags found = Tags.none();
    for (TagRule rule : rules) {
      String value = rule.locked();
      if (value != null) {
        found = found.with(rule.key(), value);
      }
    }
    this.locked = found;
  }

  @Override
  public TagRules alsoRequire(String... keys) {
    TagRuleSet result = this;
    for (String key : keys) {
      result = result.changing(key, TagRule::requiring);
    }
    return result;
  }

  @Override
  public TagRules allow(String key, String... values) {
    return changing(key, rule -> rule.allowing(values));
  }

  @Override
  public TagRules pattern(String key, String regex) {
    return changing(key, rule -> rule.matching(regex));
  }

  @Override
  public TagRules lock(String key, String value) {
    return changing(key, rule -> rule.lockedTo(value));
  }

  @Override
  public TagRules alsoKnow(String... keys) {
    TagRuleSet result = this;
    for (String key : keys) {
      result = result.changing(key, rule -> rule);
    }
    return result;
  }

  @Override
  public Set<String> keys() {
    Set<String> keys = new LinkedHashSet<>();
    for (TagRule rule : rules) {
      keys.add(rule.key());
    }
    return Collections.unmodifiableSet(keys);
  }

  @Override
  public @Nullable String problem(String key, String value) {
    for (TagRule rule : rules) {
      if (rule.key().equals(key)) {
        TagViolation violation = rule.check(value);
        return violation == null ? null : violation.problem();
      }
    }
    return null;
  }

  private TagRuleSet changing(String key, UnaryOperator<TagRule> change) {
    int at = 0;
    while (at < rules.length && rules[at].key().compareTo(key) < 0) {
      at++;
    }
    if (at < rules.length && rules[at].key().equals(key)) {
      TagRule[] changed = rules.clone();
      changed[at] = change.apply(rules[at]);
      return new TagRuleSet(changed);
    }
    TagRule[] more = Arrays.copyOf(rules, rules.length + 1);
    System.arraycopy(rules, at, more, at + 1, rules.length - at);
    more[at] = change.apply(TagRule.on(key));
    return new TagRuleSet(more);
  }

  @Override
  public TagVerdict check(Tags tags) {
    List<TagViolation> violations = null;
    for (int i = 0; i < tags.size(); i++) {
      if (tags.keyAt(i).startsWith(ENGINE_PREFIX)) {
        violations = append(violations, engineOwned(tags.keyAt(i), tags.valueAt(i)));
      }
    }
    for (TagRule rule : rules) {
      TagViolation violation = rule.check(tags.get(rule.key()));
      if (violation != null) {
        violations = append(violations, violation);
      }
    }
    return violations == null
        ? new TagVerdict.Accepted(tags.merge(locked))
        : new TagVerdict.Violations(violations);
  }

  private static TagViolation engineOwned(String key, String value) {
    return new TagViolation(
        key,
        value,
        "Tag '"
            + key
            + "' is set by costaware alone, as every key that begins with "
            + ENGINE_PREFIX
            + "; use another key");
  }

  private static List<TagViolation> append(
      @Nullable List<TagViolation> violations, TagViolation violation) {
    List<TagViolation> list = violations == null ? new ArrayList<>() : violations;
    list.add(violation);
    return list;
  }

  /** The rules in the order of their keys. */
  @Override
  public String toString() {
    return Arrays.toString(rules);
  }
}
