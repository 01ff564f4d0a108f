package io.costaware.call;

import io.costaware.event.Refusal;
import io.costaware.models.ModelRegistry;
import io.costaware.profiles.Profile;
import io.costaware.profiles.ProfileRegistry;
import io.costaware.profiles.Resolution;
import io.costaware.tags.Tags;
import io.costaware.target.Aim;
import io.costaware.target.ModelId;
import io.costaware.target.Target;
import org.jspecify.annotations.Nullable;

/**
 * Where a call on its way in goes: the model behind the name, the profile that it is sent by, and
 * what of it can be priced.
 *
 * <p>For use by one thread.
 */
final class CallAim {
  private final CallIntent intent;
  private final CallOrigin origin;
  private ModelId model;
  private String sentModel;
  private @Nullable Target target;
  private String unpriceable = "";
  private Aim.@Nullable Prepaid prepaid;

  CallAim(CallIntent intent) {
    this.intent = intent;
    this.origin = intent.origin();
    this.model = new ModelId(origin.provider(), intent.model());
    this.sentModel = intent.model();
  }

  /**
   * Aims at the model behind the name of the request; at the name as it is where that is refused.
   *
   * @return the refusal of an alias that does not fit; null if there is none
   */
  @Nullable Refusal resolve(ModelRegistry models) {
    Refusal refusal = null;
    ModelId named = model;
    try {
      named = models.resolve(origin.provider(), intent.model());
    } catch (IllegalArgumentException e) {
      refusal = new Refusal.OfModel(String.valueOf(e.getMessage()));
    }
    aimAt(named);
    return refusal;
  }

  void aimAt(ModelId resolved) {
    model = resolved;
    sentModel = resolved.id();
    Aim aim = origin.aim(resolved);
    prepaid = aim instanceof Aim.Prepaid bought ? bought : null;
    if (aim instanceof Aim.Priceable priceable) {
      target = priceable.target();
      unpriceable = "";
    } else if (aim instanceof Aim.Profile profile) {
      targetBehind(profile.arn());
    } else {
      target = null;
      unpriceable = aim instanceof Aim.Unpriceable nothing ? nothing.reason() : "";
    }
  }

  private void targetBehind(String arn) {
    ProfileRegistry profiles = origin.profiles();
    Profile profile = profiles == null ? null : profiles.find(arn);
    target = profile == null ? null : targetOf(profile);
    unpriceable =
        profile != null
            ? ""
            : "the models behind "
                + arn
                + " are not known; "
                + (profiles == null
                    ? "switch on profile look-up for this client"
                    : "check that the profile exists in this account and Region");
  }

  private Target targetOf(Profile profile) {
    return new Target(origin.provider(), profile.model(), profile.scope(), origin.region());
  }

  /**
   * Chooses the profile that fits tags and model, where the client looks one up and the call does
   * not name one.
   *
   * @return why there is none, though one was looked for; null otherwise
   */
  @Nullable String chooseProfile(Tags tags) {
    ProfileRegistry profiles = origin.profiles();
    Target aimed = target;
    if (profiles == null || aimed == null || !sentModel.equals(model.id()) || isProfile()) {
      return null;
    }
    Resolution resolution = profiles.resolve(profiles.key(aimed.model(), aimed.scope(), tags));
    if (resolution instanceof Resolution.Found found) {
      sentModel = found.profile().arn();
      target = targetOf(found.profile());
      return null;
    }
    return resolution instanceof Resolution.Ambiguous ambiguous
        ? ambiguous.reason()
        : ((Resolution.Absent) resolution).reason();
  }

  private boolean isProfile() {
    return origin.aim(model) instanceof Aim.Profile;
  }

  /** The model that is asked: an alias resolved, a substitute taken. */
  ModelId model() {
    return model;
  }

  /** The name that is sent: the model's or a profile's. */
  String sentModel() {
    return sentModel;
  }

  /** What is priced; null if the name leads to nothing priceable. */
  @Nullable Target target() {
    return target;
  }

  /** Throughput bought beforehand that the name leads to; null if it does not. */
  Aim.@Nullable Prepaid prepaid() {
    return prepaid;
  }

  /** Why nothing can be priced; empty if something can. */
  String unpriceable() {
    return unpriceable;
  }

  /** Who pays; null if that is not known. */
  @Nullable String account() {
    return origin.account(sentModel);
  }
}
