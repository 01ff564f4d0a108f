package io.costaware.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import io.costaware.models.ModelRegistry;
import io.costaware.target.Aim;
import io.costaware.target.ModelId;
import io.costaware.target.ModelNames;
import io.costaware.target.ProfileRouting;
import io.costaware.target.Provider;
import io.costaware.target.RoutingScope;
import io.costaware.target.Target;
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
  /** Names come from files; past this many they are read each time instead of kept. */
  private static final int KEPT = 10_000;

  private static final int REGION = 3;

  private record Name(Provider provider, String model, @Nullable String place) {}

  /**
   * What a call was aimed at.
   *
   * <p>Immutable.
   *
   * @param target the priceable aim; null if there is none
   * @param reason why there is none, and what to do; empty if there is one
   */
  record Found(@Nullable Target target, String reason) {}

  private final ModelRegistry aliases;
  private final ConcurrentHashMap<Name, Aim> aims = new ConcurrentHashMap<>();

  CallTargets(ModelRegistry aliases) {
    this.aliases = aliases;
  }

  Found find(RecordedCall call, RecordedAnswer answer) {
    Aim aim = aim(new Name(call.provider(), call.model(), call.place()));
    if (aim instanceof Aim.Priceable priceable) {
      return new Found(priceable.target(), "");
    }
    List<String> behind = behind(call, answer);
    String arn = aim instanceof Aim.Profile profile ? profile.arn() : call.model();
    Target target = behind.isEmpty() ? null : target(arn, behind, call.place());
    if (target != null) {
      return new Found(target, "");
    }
    return new Found(null, reason(aim, behind));
  }

  private static String reason(Aim aim, List<String> behind) {
    if (!behind.isEmpty()) {
      return "the models behind the name are " + behind + ", which is not one model with a price";
    }
    return aim instanceof Aim.Unpriceable unpriceable
        ? unpriceable.reason()
        : "the name is an application inference profile; record the model ARNs behind it as"
            + " request.profileModels, or name its model by an alias";
  }

  private static List<String> behind(RecordedCall call, RecordedAnswer answer) {
    if (!answer.servedModels().isEmpty()) {
      return answer.servedModels();
    }
    List<String> models = new ArrayList<>();
    for (JsonNode model : call.request().path("profileModels")) {
      if (model.isTextual()) {
        models.add(model.textValue());
      }
    }
    return models;
  }

  private static @Nullable Target target(
      String arn, List<String> models, @Nullable String place) {
    ProfileRouting routing = ProfileRouting.of(arn, models);
    if (routing == null) {
      return null;
    }
    String region = place != null ? place : region(arn);
    if (region == null && routing.scope().equals(RoutingScope.IN_REGION)) {
      region = region(models.get(0));
    }
    return new Target(Provider.BEDROCK, routing.model(), routing.scope(), region);
  }

  private static @Nullable String region(String arn) {
    String[] parts = arn.split(":", REGION + 2);
    return parts.length <= REGION || parts[REGION].isEmpty() ? null : parts[REGION];
  }

  private Aim aim(Name name) {
    Aim known = aims.get(name);
    if (known == null) {
      known = read(name);
      if (aims.size() < KEPT) {
        aims.put(name, known);
      }
    }
    return known;
  }

  private Aim read(Name name) {
    ModelId alias = aliases.find(name.model());
    if (alias == null) {
      return ModelNames.aim(new ModelId(name.provider(), name.model()), name.place());
    }
    if (alias.provider() != name.provider()) {
      return new Aim.Unpriceable(
          "alias '"
              + name.model()
              + "' stands for '"
              + alias
              + "', but the call went to "
              + name.provider().id()
              + "; correct the alias");
    }
    return ModelNames.aim(alias, name.place());
  }
}
