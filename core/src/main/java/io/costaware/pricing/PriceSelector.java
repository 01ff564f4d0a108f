package io.costaware.pricing;

import static java.util.Objects.requireNonNull;

import io.costaware.tags.Tags;
import io.costaware.target.Aim;
import io.costaware.target.ModelId;
import io.costaware.target.ModelNames;
import io.costaware.target.ModelSpellings;
import io.costaware.target.Provider;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which calls a negotiated price is for. What is not said does not matter.
 *
 * <p>Immutable.
 *
 * @param provider whose models; null for all
 * @param model a base model id, or the beginning of some with {@code *} behind; null for all
 * @param account the AWS account or Google Cloud project that pays; null for all, and a call whose
 *     account is not known is not selected by one
 * @param tags tags that the call must have, by key
 */
public record PriceSelector(
    @Nullable Provider provider,
    @Nullable String model,
    @Nullable String account,
    Map<String, String> tags) {
  /** Stands for whatever may follow a beginning. */
  private static final String ANY_END = "x";

  private static final PriceSelector ALL = new PriceSelector(null, null, null, Map.of());

  /**
   * Copies the tags.
   *
   * @throws IllegalArgumentException if a text is empty, a {@code *} stands before the end, or the
   *     model is a name to call one by, such as that of an inference profile, and no base id
   */
  public PriceSelector {
    tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    if (model != null
        && (model.isBlank() || model.substring(0, model.length() - 1).contains("*"))) {
      throw new IllegalArgumentException(
          "Model '" + model + "' selects nothing; write an id, or its beginning and * behind it");
    }
    if (model != null) {
      checkBase(provider, model);
    }
    if (account != null && account.isBlank()) {
      throw new IllegalArgumentException("The account is empty; leave it out to select all");
    }
    Tags.of(tags);
  }

  /** A name that calls bear, and targets never do, would silently select nothing. */
  private static void checkBase(@Nullable Provider provider, String model) {
    boolean beginning = model.endsWith("*");
    String start = beginning ? model.substring(0, model.length() - 1) : model;
    if (start.indexOf('/') >= 0) {
      throw notBase(model, "write the base id, such as anthropic.claude-sonnet-4-6");
    }
    if (provider == Provider.VERTEX || start.isEmpty()) {
      return;
    }
    String id = beginning ? start + ANY_END : start;
    if (ModelNames.aim(new ModelId(Provider.BEDROCK, id), null) instanceof Aim.Priceable aim) {
      String base = aim.target().model();
      if (beginning ? !base.startsWith(start) : !matches(model, Provider.BEDROCK, base)) {
        throw notBase(
            model,
            "write the base id "
                + (beginning ? base.substring(0, base.length() - ANY_END.length()) + "*" : base));
      }
    }
  }

  private static IllegalArgumentException notBase(String model, String instead) {
    return new IllegalArgumentException(
        "Model '" + model + "' selects nothing, because prices are listed by base ids; " + instead);
  }

  /** Every call. */
  public static PriceSelector all() {
    return ALL;
  }

  /** The calls of these for one provider's models. */
  public PriceSelector provider(Provider provider) {
    return new PriceSelector(requireNonNull(provider, "provider"), model, account, tags);
  }

  /**
   * The calls of these for one model, or for those whose id begins so.
   *
   * @param model for example {@code gemini-2.5-pro} or {@code anthropic.claude-*}
   */
  public PriceSelector model(String model) {
    return new PriceSelector(provider, requireNonNull(model, "model"), account, tags);
  }

  /** The calls of these that an account or project pays for. */
  public PriceSelector account(String account) {
    return new PriceSelector(provider, model, requireNonNull(account, "account"), tags);
  }

  /** The calls of these that bear a tag. */
  public PriceSelector tag(String key, String value) {
    Map<String, String> more = new TreeMap<>(tags);
    more.put(requireNonNull(key, "key"), requireNonNull(value, "value"));
    return new PriceSelector(provider, model, account, more);
  }

  boolean selects(PriceKey key) {
    if (provider != null && provider != key.target().provider()) {
      return false;
    }
    if (account != null && !account.equals(key.account())) {
      return false;
    }
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      if (!tag.getValue().equals(key.tags().get(tag.getKey()))) {
        return false;
      }
    }
    return model == null || matches(model, key.target().provider(), key.target().model());
  }

  private static boolean matches(String wanted, Provider of, String id) {
    boolean beginning = wanted.endsWith("*");
    String start = beginning ? wanted.substring(0, wanted.length() - 1) : wanted;
    for (String spelling : ModelSpellings.of(of, id)) {
      if (beginning ? spelling.startsWith(start) : spelling.equals(start)) {
        return true;
      }
    }
    return false;
  }
}
