package io.costaware.pricing;

import static java.util.Objects.requireNonNull;

import io.costaware.tags.Tags;
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
  private static final PriceSelector ALL = new PriceSelector(null, null, null, Map.of());

  /**
   * Copies the tags.
   *
   * @throws IllegalArgumentException if a text is empty, or a {@code *} stands before the end
   */
  public PriceSelector {
    tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    if (model != null
        && (model.isBlank() || model.substring(0, model.length() - 1).contains("*"))) {
      throw new IllegalArgumentException(
          "Model '" + model + "' selects nothing; write an id, or its beginning and * behind it");
    }
    if (account != null && account.isBlank()) {
      throw new IllegalArgumentException("The account is empty; leave it out to select all");
    }
    Tags.of(tags);
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
    return model == null || selectsModel(key.target().provider(), key.target().model());
  }

  private boolean selectsModel(Provider of, String id) {
    String wanted = requireNonNull(model);
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
