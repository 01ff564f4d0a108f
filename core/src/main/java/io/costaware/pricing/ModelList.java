package io.costaware.pricing;

import io.costaware.target.Provider;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Models that were read whole.
 *
 * <p>Immutable.
 */
final class ModelList implements ModelSource {
  private final List<SheetModel> all;
  private final Map<Provider, Map<String, SheetModel>> byName = new EnumMap<>(Provider.class);

  ModelList(List<SheetModel> models) {
    all = List.copyOf(models);
    for (SheetModel model : models) {
      byName
          .computeIfAbsent(model.provider(), provider -> new HashMap<>())
          .put(model.model(), model);
    }
  }

  @Override
  public @Nullable SheetModel find(Provider provider, String model) {
    return byName.getOrDefault(provider, Map.of()).get(model);
  }

  @Override
  public List<SheetModel> all() {
    return all;
  }
}
