package io.costaware.target;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Other spellings of a base model id, for lists that know the model by one of them: with or without
 * {@code -v1:0}, with the date behind {@code @} or behind a hyphen.
 *
 * <p>Never another version: {@code -v2} is no spelling of {@code -v1}, and a date is kept unless
 * the list has the model without any.
 *
 * <p>Safe for use by many threads.
 */
public final class ModelSpellings {
  private static final Pattern FIRST_VERSION = Pattern.compile("(.*?)(?:-v1(?::0)?|-1:0)");
  private static final Pattern VERSION = Pattern.compile(".*-v?\\d+:\\d+|.*-v\\d+");
  private static final Pattern DATED = Pattern.compile("(.*)[-@](20\\d{6})");
  private static final Pattern NUMBERED = Pattern.compile("(gemini-\\d.*)-\\d{3}");

  private ModelSpellings() {}

  /**
   * The spellings, nearest first; the id itself is the first.
   *
   * @param model a base id as {@link Target#model} has it
   */
  public static List<String> of(Provider provider, String model) {
    Set<String> all = new LinkedHashSet<>();
    all.add(model);
    if (provider == Provider.BEDROCK) {
      bedrock(model, all);
    } else {
      vertex(model, all);
    }
    return List.copyOf(all);
  }

  private static void bedrock(String model, Set<String> all) {
    if (model.endsWith(":0")) {
      all.add(model.substring(0, model.length() - 2));
    } else if (VERSION.matcher(model).matches() && model.indexOf(':') < 0) {
      all.add(model + ":0");
    }
    Matcher first = FIRST_VERSION.matcher(model);
    if (first.matches()) {
      all.add(first.group(1));
    } else if (!VERSION.matcher(model).matches()) {
      all.add(model + "-v1:0");
      all.add(model + "-v1");
      all.add(model + "-1:0");
    }
  }

  private static void vertex(String model, Set<String> all) {
    Matcher dated = DATED.matcher(model);
    if (dated.matches()) {
      all.add(dated.group(1) + "@" + dated.group(2));
      all.add(dated.group(1) + "-" + dated.group(2));
      all.add(dated.group(1));
    } else if (model.endsWith("@001")) {
      all.add(model.substring(0, model.length() - 4));
    }
    Matcher numbered = NUMBERED.matcher(model);
    if (numbered.matches()) {
      all.add(numbered.group(1));
    }
  }
}
