package io.costaware.bedrock;

import static java.util.Objects.requireNonNull;

import io.costaware.profiles.ProfileRegistry;
import io.costaware.tags.TagMapping;
import org.jspecify.annotations.Nullable;

/**
 * How a metered Bedrock client behaves beyond metering. Each method answers new options and leaves
 * these as they are.
 *
 * <pre>{@code
 * BedrockOptions options = BedrockOptions.standard().profiles(registry).profileRequired();
 * }</pre>
 *
 * <p>Immutable.
 */
public final class BedrockOptions {
  private static final BedrockOptions STANDARD =
      new BedrockOptions(TagMapping.BEDROCK_REQUEST_METADATA, null, false, false, false, null);

  private final @Nullable TagMapping mapping;
  private final @Nullable ProfileRegistry profiles;
  private final boolean profileRequired;
  private final boolean attemptsShown;
  private final boolean closesWrapped;
  private final @Nullable String account;

  private BedrockOptions(
      @Nullable TagMapping mapping,
      @Nullable ProfileRegistry profiles,
      boolean profileRequired,
      boolean attemptsShown,
      boolean closesWrapped,
      @Nullable String account) {
    this.mapping = mapping;
    this.profiles = profiles;
    this.profileRequired = profileRequired;
    this.attemptsShown = attemptsShown;
    this.closesWrapped = closesWrapped;
    this.account = account;
  }

  /** Tags go to request metadata; no profile look-up; a wrapped client is left open. */
  public static BedrockOptions standard() {
    return STANDARD;
  }

  /**
   * These options with another mapping of tags to {@code requestMetadata}. A call with a tag that
   * the mapping cannot write is refused, so leave out or rename there what Bedrock does not take.
   */
  public BedrockOptions requestMetadata(TagMapping mapping) {
    return new BedrockOptions(
        requireNonNull(mapping, "mapping"),
        profiles,
        profileRequired,
        attemptsShown,
        closesWrapped,
        account);
  }

  /** These options, and no tag is sent to Bedrock; events bear them all the same. */
  public BedrockOptions withoutRequestMetadata() {
    return new BedrockOptions(
        null, profiles, profileRequired, attemptsShown, closesWrapped, account);
  }

  /**
   * These options with profile look-up: each call goes out with the application inference profile
   * that fits its tags and model, and unchanged, with a note on its event, where none does. The
   * registry stays open when a client is closed.
   */
  public BedrockOptions profiles(ProfileRegistry registry) {
    return new BedrockOptions(
        mapping,
        requireNonNull(registry, "registry"),
        profileRequired,
        attemptsShown,
        closesWrapped,
        account);
  }

  /**
   * These options, and a call without exactly one fitting profile is refused.
   *
   * @throws IllegalStateException if there is no profile look-up to require it of
   */
  public BedrockOptions profileRequired() {
    if (profiles == null) {
      throw new IllegalStateException(
          "A profile cannot be required without look-up; call profiles(...) first");
    }
    return new BedrockOptions(mapping, profiles, true, attemptsShown, closesWrapped, account);
  }

  /**
   * These options, and a wrapped client shows each attempt of a retry as an event of its own. Every
   * request then carries a plugin, for which the SDK rebuilds its configuration: 11 microseconds
   * and 25 KiB a call more than without, measured as {@code benchmarks/README.md} says. A client
   * built by costaware shows its attempts anyway, for less than a microsecond.
   */
  public BedrockOptions attemptsShown() {
    return new BedrockOptions(mapping, profiles, profileRequired, true, closesWrapped, account);
  }

  /** These options, and closing a wrapped client closes the one behind it. */
  public BedrockOptions closingWrapped() {
    return new BedrockOptions(mapping, profiles, profileRequired, attemptsShown, true, account);
  }

  /**
   * These options with the AWS account that pays, which negotiated prices may be bound to. Without
   * it, the account of the ARN that a call names is taken, and a call by a plain id has none.
   *
   * @throws IllegalArgumentException if it is blank
   */
  public BedrockOptions account(String account) {
    if (account.isBlank()) {
      throw new IllegalArgumentException(
          "The account is blank; give the twelve digits of the AWS account, or leave it out");
    }
    return new BedrockOptions(
        mapping, profiles, profileRequired, attemptsShown, closesWrapped, account.strip());
  }

  @Nullable TagMapping mapping() {
    return mapping;
  }

  @Nullable ProfileRegistry registry() {
    return profiles;
  }

  boolean requiresProfile() {
    return profileRequired;
  }

  boolean showsAttempts() {
    return attemptsShown;
  }

  boolean closesWrapped() {
    return closesWrapped;
  }

  @Nullable String payer() {
    return account;
  }
}
