package io.costaware;

import static java.util.Objects.requireNonNull;

import io.costaware.pricing.PriceBook;
import io.costaware.pricing.PriceOverlay;
import io.costaware.pricing.PriceSheet;
import io.costaware.pricing.SheetPriceBook;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The prices that somebody chose: a book of their own, or sheets and overlays over the bundled
 * sheet.
 *
 * <p>For use by one thread.
 */
final class ChosenPrices {
  private final List<PriceSheet> sheets = new ArrayList<>();
  private final List<PriceOverlay> overlays = new ArrayList<>();
  private @Nullable PriceBook own;

  void add(PriceSheet sheet) {
    if (own != null) {
      throw new IllegalStateException(
          "A sheet cannot be laid over a price book; choose prices(PriceBook) or"
              + " prices(PriceSheet)");
    }
    sheets.add(requireNonNull(sheet, "sheet"));
  }

  void add(PriceOverlay overlay) {
    if (own != null) {
      throw new IllegalStateException(
          "Overlay '"
              + overlay.name()
              + "' cannot be laid over a price book of your own; give that book its overlays");
    }
    overlays.add(requireNonNull(overlay, "overlay"));
  }

  void use(PriceBook book) {
    if (own != null) {
      throw new IllegalStateException("There is a price book already; give one");
    }
    if (!sheets.isEmpty() || !overlays.isEmpty()) {
      throw new IllegalStateException(
          "A price book cannot be given beside sheets or overlays; choose prices(PriceBook) or"
              + " prices(PriceSheet)");
    }
    own = requireNonNull(book, "book");
  }

  PriceBook book() {
    if (own != null) {
      return own;
    }
    List<PriceSheet> layers = new ArrayList<>();
    layers.add(PriceSheet.bundled());
    layers.addAll(sheets);
    SheetPriceBook book = SheetPriceBook.of(layers.toArray(PriceSheet[]::new));
    return overlays.isEmpty() ? book : book.withOverlays(overlays);
  }
}
