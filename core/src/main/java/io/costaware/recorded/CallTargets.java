package io.costaware.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import io.costaware.target.Aim;
import io.costaware.target.ModelId;
import io.costaware.target.ModelNames;
import io.costaware.target.ProfileTarget;
import io.costaware.target.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds what recorded calls were aimed at: by the name that was sent, or where the name does not
 * tell, by the models that the recording says were behind it.
 *
 * <p>Safe for use by many threads.
 */
final class CallTargets {
  /** Names come from files; once there are so many, remembering them starts anew. */
  private static final int KEPT = 10_000;

  private record Name(Provider provider, String model, @Nullable String place) {}

  private final ConcurrentHashMap<Name, Aim> aims = new ConcurrentHashMap<>();

  /** What a call was aimed at, its alias replaced already. */
  Aim find(RecordedCall call, RecordedAnswer answer) {
    Aim aim = aim(new Name(call.provider(), call.model(), call.place()));
    if (aim instanceof Aim.Priceable || call.provider() != Provider.BEDROCK) {
      return aim;
    }
    List<String> behind = behind(call, answer);
    if (behind.isEmpty()) {
      return aim instanceof Aim.Profile profile ? untold(profile) : aim;
    }
    Aim found = ProfileTarget.of(call.model(), behind, call.place());
    // The list price of bought throughput is shown where it can be, and never stands in its way.
    return aim instanceof Aim.Prepaid && !(found instanceof Aim.Priceable) ? aim : found;
  }

  /** How a call was paid for beforehand, which its name tells; null if it was not. */
  Aim.@Nullable Prepaid prepaid(RecordedCall call) {
    return aim(new Name(call.provider(), call.model(), call.place())) instanceof Aim.Prepaid prepaid
        ? prepaid
        : null;
  }

  private static Aim untold(Aim.Profile profile) {
    return new Aim.Unpriceable(
        "'"
            + profile.arn()
            + "' is an application inference profile; record the model ARNs behind it as"
            + " request.profileModels, or name its model by an alias");
  }

  private static List<String> behind(RecordedCall call, RecordedAnswer answer) {
    if (!answer.servedModels().isEmpty()) {
      return answer.servedModels();
    }
    List<String> models = new ArrayList<>();
    for (JsonNode model : call.request().path("profileModels")) {
      if (model.isTextual() && !model.textValue().isBlank()) {
        models.add(model.textValue());
      }
    }
    return models;
  }

  private Aim aim(Name name) {
    Aim known = aims.get(name);
    if (known == null) {
      known = ModelNames.aim(new ModelId(name.provider(), name.model()), name.place());
      if (aims.size() >= KEPT) {
        aims.clear();
      }
      aims.put(name, known);
    }
    return known;
  }
}
