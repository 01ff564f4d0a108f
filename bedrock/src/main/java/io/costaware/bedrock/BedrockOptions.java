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
      new BedrockOptions(TagMapping.BEDROCK_REQUEST_METADATA, null, false, false, false);

  private final @Nullable TagMapping mapping;
  private final @Nullable ProfileRegistry profiles;
  private final boolean profileRequired;
  private final boolean attemptsShown;
  private final boolean closesWrapped;

  private BedrockOptions(
      @Nullable TagMapping mapping,
      @Nullable ProfileRegistry profiles,
      boolean profileRequired,
      boolean attemptsShown,
      boolean closesWrapped) {
    this.mapping = mapping;
    this.profiles = profiles;
    this.profileRequired = profileRequired;
    this.attemptsShown = attemptsShown;
    this.closesWrapped = closesWrapped;
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
        closesWrapped);
  }

  /** These options, and no tag is sent to Bedrock; events bear them all the same. */
  public BedrockOptions withoutRequestMetadata() {
    return new BedrockOptions(null, profiles, profileRequired, attemptsShown, closesWrapped);
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
        closesWrapped);
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
    return new BedrockOptions(mapping, profiles, true, attemptsShown, closesWrapped);
  }

  /**
   * These options, and a wrapped client shows each attempt of a retry as an event of its own. Every
   * request then carries a plugin, for which the SDK rebuilds its configuration: 11 microseconds
   * and 25 KiB a call more than without, measured as {@code benchmarks/README.md} says. A client
   * built by costaware shows its attempts anyway, for less than a microsecond.
   */
  public BedrockOptions attemptsShown() {
    return new BedrockOptions(mapping, profiles, profileRequired, true, closesWrapped);
  }

  /** These options, and closing a wrapped client closes the one behind it. */
  public BedrockOptions closingWrapped() {
    return new BedrockOptions(mapping, profiles, profileRequired, attemptsShown, true);
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
}
