package io.costaware.pricing;

import io.costaware.target.Provider;
import java.util.List;

/**
 * What a sheet says about one model.
 *
 * <p>Immutable.
 *
 * @param provider who offers it
 * @param model the base model id
 * @param limits what it takes and gives at most
 * @param retired whether it is no longer offered, so that its last prices stay
 * @param rows its prices
 */
record SheetModel(
    Provider provider, String model, ModelLimits limits, boolean retired, List<SheetRow> rows) {
  SheetModel {
    rows = List.copyOf(rows);
  }
}
