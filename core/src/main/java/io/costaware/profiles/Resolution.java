package io.costaware.profiles;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.Function;

/**
 * What looking for a profile came to.
 *
 * <p>Immutable.
 */
public sealed interface Resolution {
  /**
   * One profile fits.
   *
   * <p>Immutable.
   *
   * @param profile the profile
   */
  record Found(Profile profile) implements Resolution {
    /** Refuses null. */
    public Found {
      requireNonNull(profile, "profile");
    }
  }

  /**
   * No profile fits, or none is known yet.
   *
   * <p>Immutable.
   *
   * @param reason what was looked for, why it is not there, and what to do
   */
  record Absent(String reason) implements Resolution {
    /** Refuses null. */
    public Absent {
      requireNonNull(reason, "reason");
    }
  }

  /**
   * Several profiles fit, and nobody has said which to take.
   *
   * <p>Immutable.
   *
   * @param profiles those that fit, in the order of their ARNs
   * @param reason what was looked for, the ARNs that fit, and what to do
   */
  record Ambiguous(List<Profile> profiles, String reason) implements Resolution {
    /** Copies the list. */
    public Ambiguous {
      profiles = List.copyOf(profiles);
      requireNonNull(reason, "reason");
    }
  }

  /** Answers by kind. */
  default <T> T fold(
      Function<? super Profile, ? extends T> ifFound,
      Function<? super String, ? extends T> ifAbsent,
      Function<? super Ambiguous, ? extends T> ifAmbiguous) {
    if (this instanceof Found found) {
      return ifFound.apply(found.profile());
    }
    return this instanceof Absent absent
        ? ifAbsent.apply(absent.reason())
        : ifAmbiguous.apply((Ambiguous) this);
  }
}
