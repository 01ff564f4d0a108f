package io.costaware.tags;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How tags are written to a destination that has rules of its own, for example a request field of a
 * provider. Nothing is dropped silently: a tag that does not fit, or two tags that end at one key,
 * are a violation.
 *
 * <pre>{@code
 * TagMapping labels = TagMapping.VERTEX_LABELS.replaceIllegalWith('_').leaveOut("request-id");
 * }</pre>
 *
 * <p>Each method that changes a mapping answers a new one. Answers for tags alone are remembered,
 * so that mapping equal tags again costs a look-up.
 *
 * <p>Safe for use by many threads.
 */
public final class TagMapping {
  private static final int REMEMBERED = 1_024;
  private static final String BEDROCK_CHARACTERS = "[a-zA-Z0-9\\s:_@$#=/+,\\-.]";
  private static final String VERTEX_CHARACTERS = "[\\p{Ll}\\p{Lo}\\p{M}\\p{Nd}_-]";

  /**
   * {@code requestMetadata} of Amazon Bedrock's Converse operations: at most 16 entries, keys of 1
   * to 256 and values of 0 to 256 characters out of {@code [a-zA-Z0-9\s:_@$#=/+,-.]}. Bedrock
   * refuses an empty map: send none if the answer is empty. Source: the service model of the AWS
   * SDK for Java 2.54.14.
   */
  public static final TagMapping BEDROCK_REQUEST_METADATA =
      to("Bedrock requestMetadata", 16)
          .keys(1, 256, BEDROCK_CHARACTERS)
          .values(0, 256, BEDROCK_CHARACTERS);

  /**
   * {@code labels} of a Vertex AI call: at most 64, keys of 1 to 63 and values of 0 to 63
   * characters; lower-case and international letters, digits, {@code _} and {@code -}, and a key
   * begins with a letter. Upper case is folded to lower case. Source: "Custom metadata labels",
   * Google Cloud's documentation of Vertex AI; it allows 32 for partner models, see {@link
   * #atMost}.
   */
  public static final TagMapping VERTEX_LABELS =
      to("Vertex labels", 64)
          .keys(1, 63, VERTEX_CHARACTERS)
          .keysStartWith("[\\p{Ll}\\p{Lo}]")
          .values(0, 63, VERTEX_CHARACTERS)
          .foldCase();

  private final String destination;
  private final int most;
  private final TextRule keyRule;
  private final TextRule valueRule;
  // Null as a new name says that the tag stays out.
  private final Map<String, @Nullable String> names;
  private final Cache<Tags, MappingAnswer> answers =
      Caffeine.newBuilder().maximumSize(REMEMBERED).executor(Runnable::run).build();

  private TagMapping(
      String destination,
      int most,
      TextRule keyRule,
      TextRule valueRule,
      Map<String, @Nullable String> names) {
    if (most < 1) {
      throw new IllegalArgumentException(
          destination + " takes at most " + most + " entries; the least that makes sense is 1");
    }
    this.destination = destination;
    this.most = most;
    this.keyRule = keyRule;
    this.valueRule = valueRule;
    this.names = names;
  }

  /**
   * A mapping that so far takes every tag.
   *
   * @param destination its name in messages
   * @param most how many entries it takes, at least 1
   */
  public static TagMapping to(String destination, int most) {
    requireNonNull(destination, "destination");
    return new TagMapping(
        destination,
        most,
        TextRule.of(1, Tags.MAX_KEY_LENGTH, "[^\\p{Cntrl}]"),
        TextRule.of(0, Tags.MAX_VALUE_LENGTH, "[^\\p{Cntrl}]"),
        Map.of());
  }

  /**
   * This mapping with another rule for keys, after renaming.
   *
   * @param least the least number of characters, at least 1
   * @param characters the legal characters as a class of a regular expression: {@code [a-z0-9_]}
   */
  public TagMapping keys(int least, int longest, String characters) {
    if (least < 1) {
      throw new IllegalArgumentException("A key has at least 1 character, not " + least);
    }
    return with(TextRule.of(least, longest, characters), valueRule);
  }

  /** This mapping, and a key begins with one of these characters. */
  public TagMapping keysStartWith(String characters) {
    return with(keyRule.startingWith(TextRule.characterClass(characters)), valueRule);
  }

  /**
   * This mapping with another rule for values.
   *
   * @param characters the legal characters as a class of a regular expression: {@code [a-z0-9_]}
   */
  public TagMapping values(int least, int longest, String characters) {
    return with(keyRule, TextRule.of(least, longest, characters));
  }

  /** This mapping, with upper case in keys and values turned into lower case. */
  public TagMapping foldCase() {
    return with(keyRule.folding(), valueRule.folding());
  }

  /**
   * This mapping, with each illegal character of keys and values replaced.
   *
   * @throws IllegalArgumentException if the replacement is not legal itself
   */
  public TagMapping replaceIllegalWith(char legal) {
    return with(keyRule.replacingIllegalWith(legal), valueRule.replacingIllegalWith(legal));
  }

  /** This mapping with another limit of entries, at least 1. */
  public TagMapping atMost(int entries) {
    return new TagMapping(destination, entries, keyRule, valueRule, names);
  }

  /**
   * This mapping, with a tag under another key.
   *
   * @throws IllegalArgumentException if another tag has been renamed to that key, the tag has been
   *     dealt with already, or the new key is not legal at the destination
   */
  public TagMapping rename(String key, String newKey) {
    requireNonNull(newKey, "newKey");
    if (names.containsValue(newKey)) {
      throw new IllegalArgumentException(
          "Two tags are renamed to '"
              + newKey
              + "' for "
              + destination
              + "; give each its own key");
    }
    String problem = keyRule.problemOf(keyRule.apply(newKey));
    if (problem != null) {
      throw new IllegalArgumentException(
          "Tag '"
              + key
              + "' can't be renamed to '"
              + newKey
              + "' for "
              + destination
              + ": it "
              + problem);
    }
    return naming(key, newKey);
  }

  /**
   * This mapping, without these tags: they don't reach the destination.
   *
   * @throws IllegalArgumentException if a tag has been dealt with already
   */
  public TagMapping leaveOut(String... keys) {
    TagMapping result = this;
    for (String key : keys) {
      result = result.naming(key, null);
    }
    return result;
  }

  private TagMapping naming(String key, @Nullable String newKey) {
    Tags.checkKey(key);
    if (names.containsKey(key)) {
      throw new IllegalArgumentException(
          "Tag '" + key + "' is renamed or left out already for " + destination);
    }
    Map<String, @Nullable String> more = new HashMap<>(names);
    more.put(key, newKey);
    return new TagMapping(destination, most, keyRule, valueRule, more);
  }

  private TagMapping with(TextRule newKeyRule, TextRule newValueRule) {
    return new TagMapping(destination, most, newKeyRule, newValueRule, names);
  }

  /** Maps tags; the answer to equal tags is equal and usually the same instance. */
  public MappingAnswer map(Tags tags) {
    MappingAnswer known = answers.getIfPresent(tags);
    if (known != null) {
      return known;
    }
    MappingAnswer answer = compute(tags, Map.of());
    answers.put(tags, answer);
    return answer;
  }

  /**
   * Maps tags beside entries that the caller has put there already. Those are kept as they are and
   * count towards the limit. A tag that ends at the same key with the same value is one with it;
   * with another value it is a violation.
   */
  public MappingAnswer map(Tags tags, Map<String, String> own) {
    return own.isEmpty() ? map(tags) : compute(tags, own);
  }

  private MappingAnswer compute(Tags tags, Map<String, String> own) {
    Map<String, String> entries = new LinkedHashMap<>(new TreeMap<>(own));
    Map<String, String> origins = new HashMap<>();
    List<TagViolation> violations = new ArrayList<>();
    for (int i = 0; i < tags.size(); i++) {
      String key = tags.keyAt(i);
      if (names.containsKey(key) && names.get(key) == null) {
        continue;
      }
      add(key, tags.valueAt(i), entries, origins, violations);
    }
    return violations.isEmpty()
        ? new MappingAnswer.Mapped(entries)
        : new MappingAnswer.Unmappable(violations);
  }

  private void add(
      String key,
      String value,
      Map<String, String> entries,
      Map<String, String> origins,
      List<TagViolation> violations) {
    String renamed = names.get(key);
    String mappedKey = keyRule.apply(renamed == null ? key : renamed);
    String mappedValue = valueRule.apply(value);
    String keyProblem = keyRule.problemOf(mappedKey);
    String valueProblem = valueRule.problemOf(mappedValue);
    String origin = origins.putIfAbsent(mappedKey, key);
    String present = entries.get(mappedKey);
    if (keyProblem != null) {
      violations.add(
          violation(key, value, "its key " + keyProblem + "; rename it or leave it out"));
    }
    if (valueProblem != null) {
      violations.add(
          violation(key, value, "its value " + valueProblem + "; change it or leave the tag out"));
    }
    if (origin != null) {
      violations.add(
          violation(
              key,
              value,
              "it ends at key '"
                  + mappedKey
                  + "', as tag '"
                  + origin
                  + "' does; rename one of them"));
    } else if (present != null && !present.equals(mappedValue)) {
      violations.add(
          violation(
              key,
              value,
              "the request sets '" + mappedKey + "' to '" + present + "'; set it once"));
    } else if (present == null && entries.size() == most) {
      violations.add(
          violation(key, value, "there is room for " + most + " entries; leave some tags out"));
    } else {
      entries.put(mappedKey, mappedValue);
    }
  }

  private TagViolation violation(String key, String value, String what) {
    return new TagViolation(
        key, value, "Tag '" + key + "' = '" + value + "' can't go to " + destination + ": " + what);
  }

  /** The destination's name. */
  public String destination() {
    return destination;
  }

  @Override
  public String toString() {
    return destination + " (at most " + most + " entries)";
  }
}
