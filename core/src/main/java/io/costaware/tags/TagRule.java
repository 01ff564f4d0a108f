package io.costaware.tags;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Everything that is ruled about one key. Immutable, but for a memory of values that matched. */
final class TagRule {
  private static final int REMEMBERED = 32;

  private final String key;
  private final boolean required;
  private final @Nullable List<String> allowed;
  private final @Nullable Pattern pattern;
  private final @Nullable String locked;
  // A matcher is garbage on the path of every call, so values that passed are remembered. Racy on
  // purpose: a String is safe to hand over without a barrier, and a lost entry costs one matching.
  private final @Nullable String[] matched;

  private TagRule(
      String key,
      boolean required,
      @Nullable List<String> allowed,
      @Nullable Pattern pattern,
      @Nullable String locked) {
    this.key = key;
    this.required = required;
    this.allowed = allowed;
    this.pattern = pattern;
    this.locked = locked;
    this.matched = new @Nullable String[pattern == null ? 0 : REMEMBERED];
    refuseContradictions();
  }

  static TagRule on(String key) {
    Tags.checkKey(key);
    if (key.startsWith(TagRules.ENGINE_PREFIX)) {
      throw new IllegalArgumentException(
          "Tag '"
              + key
              + "' can't have a rule: keys that begin with "
              + TagRules.ENGINE_PREFIX
              + " are set by costaware alone");
    }
    return new TagRule(key, false, null, null, null);
  }

  String key() {
    return key;
  }

  @Nullable String locked() {
    return locked;
  }

  TagRule requiring() {
    return new TagRule(key, true, allowed, pattern, locked);
  }

  TagRule allowing(String... values) {
    if (allowed != null) {
      throw new IllegalArgumentException(
          "Tag '" + key + "' has an allow list already: " + allowed + "; name all values in one");
    }
    if (values.length == 0) {
      throw new IllegalArgumentException(
          "The allow list of tag '" + key + "' is empty, so no value would do; name at least one");
    }
    Set<String> seen = new HashSet<>();
    for (String value : values) {
      Tags.of(key, value);
      if (!seen.add(value)) {
        throw new IllegalArgumentException(
            "The allow list of tag '" + key + "' names '" + value + "' twice");
      }
    }
    return new TagRule(key, required, List.of(values), pattern, locked);
  }

  TagRule matching(String regex) {
    if (pattern != null) {
      throw new IllegalArgumentException(
          "Tag '" + key + "' has a pattern already: " + pattern + "; join the two into one");
    }
    try {
      return new TagRule(key, required, allowed, Pattern.compile(regex), locked);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "The pattern '"
              + regex
              + "' of tag '"
              + key
              + "' is not a regular expression: "
              + e.getDescription()
              + " at index "
              + e.getIndex(),
          e);
    }
  }

  TagRule lockedTo(String value) {
    Tags.of(key, value);
    if (locked != null && !locked.equals(value)) {
      throw new IllegalArgumentException(
          "Tag '"
              + key
              + "' is locked to '"
              + locked
              + "' already; it can't be '"
              + value
              + "' too");
    }
    return new TagRule(key, required, allowed, pattern, value);
  }

  private void refuseContradictions() {
    if (locked != null) {
      String problem = problemOf(locked);
      if (problem != null) {
        throw new IllegalArgumentException("The locked value contradicts another rule: " + problem);
      }
    }
    if (allowed != null && pattern != null) {
      for (String value : allowed) {
        if (!pattern.matcher(value).matches()) {
          throw new IllegalArgumentException(
              "Tag '"
                  + key
                  + "' may be '"
                  + value
                  + "', which its pattern "
                  + pattern
                  + " excludes; change one of the two");
        }
      }
    }
  }

  /** The violation, or null if there is none. */
  @Nullable TagViolation check(@Nullable String value) {
    if (locked != null) {
      return value == null || value.equals(locked)
          ? null
          : new TagViolation(
              key,
              value,
              "Tag '"
                  + key
                  + "' is locked to '"
                  + locked
                  + "' but was given '"
                  + value
                  + "'; leave it out");
    }
    if (value == null || (required && value.isBlank())) {
      return required
          ? new TagViolation(
              key,
              value,
              "Tag '"
                  + key
                  + "' is required but "
                  + (value == null ? "missing" : "blank")
                  + "; give it a value"
                  + (allowed == null ? "" : " out of " + allowed))
          : null;
    }
    String problem = problemOf(value);
    return problem == null ? null : new TagViolation(key, value, problem);
  }

  private @Nullable String problemOf(String value) {
    if (allowed != null && !allowed.contains(value)) {
      return "Tag '" + key + "' is '" + value + "'; use one of " + allowed;
    }
    if (pattern != null && !matches(pattern, value)) {
      return "Tag '" + key + "' is '" + value + "'; use a value that matches " + pattern;
    }
    return null;
  }

  private boolean matches(Pattern wanted, String value) {
    int slot = value.hashCode() & (REMEMBERED - 1);
    if (value.equals(matched[slot])) {
      return true;
    }
    boolean matches = wanted.matcher(value).matches();
    if (matches) {
      matched[slot] = value;
    }
    return matches;
  }

  @Override
  public String toString() {
    return key
        + (required ? " required" : "")
        + (allowed == null ? "" : " in " + allowed)
        + (pattern == null ? "" : " matching " + pattern)
        + (locked == null ? "" : " locked to " + locked);
  }
}
