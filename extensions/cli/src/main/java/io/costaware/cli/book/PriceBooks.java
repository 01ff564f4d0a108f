package io.costaware.cli.book;

import io.costaware.pricing.PriceBook;
import io.costaware.pricing.PriceOverlay;
import io.costaware.pricing.PriceSheet;
import io.costaware.pricing.SheetPriceBook;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts together the prices that a command line and a configuration name.
 *
 * <p>Safe for use by many threads.
 */
public final class PriceBooks {
  private PriceBooks() {}

  /**
   * The bundled sheet, those of the configuration over it, those of the command line over all; and
   * the overlays in the same order.
   *
   * @throws IllegalArgumentException if they do not go together
   */
  public static PriceBook of(Settings settings, List<Path> sheets, List<Path> overlays) {
    List<PriceSheet> all = new ArrayList<>();
    all.add(PriceSheet.bundled());
    settings.sheets().forEach(file -> all.add(Sheets.read(file)));
    sheets.forEach(file -> all.add(Sheets.read(file)));
    List<PriceOverlay> over = new ArrayList<>();
    settings.overlays().forEach(file -> over.addAll(Sheets.overlays(file)));
    overlays.forEach(file -> over.addAll(Sheets.overlays(file)));
    return SheetPriceBook.of(all.toArray(new PriceSheet[0])).withOverlays(over);
  }
}
