package io.costaware.call;

import static java.util.Objects.requireNonNull;

import io.costaware.profiles.ProfileRegistry;
import io.costaware.target.Aim;
import io.costaware.target.ModelId;
import io.costaware.target.ModelNames;
import io.costaware.target.Provider;
import io.costaware.target.RememberedAims;
import org.jspecify.annotations.Nullable;

/**
 * The client that makes calls: its provider, the Region or location it points at, and how it looks
 * up inference profiles. Made once for each client; remembers what model names lead to.
 *
 * <p>Safe for use by many threads.
 */
public final class CallOrigin {
  private final Provider provider;
  private final @Nullable String region;
  private final boolean attemptsVisible;
  private final @Nullable ProfileRegistry profiles;
  private final boolean profileRequired;
  private final RememberedAims aims;
  private final @Nullable String account;

  private CallOrigin(
      Provider provider,
      @Nullable String region,
      boolean attemptsVisible,
      @Nullable ProfileRegistry profiles,
      boolean profileRequired,
      @Nullable String account) {
    this.provider = requireNonNull(provider, "provider");
    this.region = region;
    this.attemptsVisible = attemptsVisible;
    this.profiles = profiles;
    this.profileRequired = profileRequired;
    this.aims = new RememberedAims(provider, region);
    this.account = account;
  }

  /**
   * A client.
   *
   * @param region the Region or location of the client itself; null if it is not known
   * @param attemptsVisible whether the client shows each attempt of a retry
   */
  public static CallOrigin of(Provider provider, @Nullable String region, boolean attemptsVisible) {
    return new CallOrigin(provider, region, attemptsVisible, null, false, null);
  }

  /**
   * This client with profile look-up: each call goes out with the profile that fits its tags and
   * model.
   *
   * @param required whether a call without exactly one fitting profile is refused; if not, it goes
   *     out as it is and its event says so
   */
  public CallOrigin withProfiles(ProfileRegistry profiles, boolean required) {
    return new CallOrigin(
        provider, region, attemptsVisible, requireNonNull(profiles, "profiles"), required, account);
  }

  /**
   * This client with the AWS account or Google Cloud project that pays, which negotiated prices may
   * be bound to. Where it is not said, the account that a call's model name bears is taken.
   */
  public CallOrigin withAccount(String account) {
    return new CallOrigin(
        provider,
        region,
        attemptsVisible,
        profiles,
        profileRequired,
        requireNonNull(account, "account"));
  }

  /** Who is asked. */
  public Provider provider() {
    return provider;
  }

  /** The Region or location; null if it is not known. */
  public @Nullable String region() {
    return region;
  }

  /** Whether each attempt of a retry is seen. */
  public boolean attemptsVisible() {
    return attemptsVisible;
  }

  @Nullable ProfileRegistry profiles() {
    return profiles;
  }

  boolean profileRequired() {
    return profileRequired;
  }

  /**
   * Who pays for a call: what was said of this client, else the account of an ARN or the project of
   * a resource's path; null if neither tells it.
   */
  @Nullable String account(String sentModel) {
    if (account != null) {
      return account;
    }
    return ModelNames.account(provider, sentModel);
  }

  Aim aim(ModelId model) {
    return aims.aim(model.id());
  }
}
