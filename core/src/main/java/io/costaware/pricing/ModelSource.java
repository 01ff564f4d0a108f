package io.costaware.pricing;

import io.costaware.target.Provider;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The models of a sheet.
 *
 * <p>Safe for use by many threads.
 */
interface ModelSource {
  /** What the sheet says about a model of exactly that id; null if nothing. */
  @Nullable SheetModel find(Provider provider, String model);

  /** All of them in the order of the sheet. */
  List<SheetModel> all();
}
