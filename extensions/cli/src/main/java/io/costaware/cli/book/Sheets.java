package io.costaware.cli.book;

import io.costaware.cli.io.CommandFailedException;
import io.costaware.pricing.PriceOverlay;
import io.costaware.pricing.PriceSheet;
import io.costaware.pricing.PriceSheetException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads the sheets that a command line names.
 *
 * <p>Safe for use by many threads.
 */
public final class Sheets {
  /** The name that stands for the prices in the jar. */
  public static final String BUNDLED = "bundled";

  private Sheets() {}

  /**
   * The sheet of a file, or the bundled one.
   *
   * @throws CommandFailedException if it cannot be read, or anything in it is wrong
   */
  public static PriceSheet named(String name) {
    return name.equals(BUNDLED) ? PriceSheet.bundled() : read(Path.of(name));
  }

  /**
   * The sheet of a file.
   *
   * @throws CommandFailedException if it cannot be read, or anything in it is wrong
   */
  public static PriceSheet read(Path file) {
    try {
      return PriceSheet.read(file);
    } catch (PriceSheetException e) {
      throw CommandFailedException.usage(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw CommandFailedException.io("Price sheet '" + file + "' cannot be read: " + e, e);
    }
  }

  /**
   * The overlays of a file.
   *
   * @throws CommandFailedException if it cannot be read, or anything in it is wrong
   */
  public static List<PriceOverlay> overlays(Path file) {
    try {
      return PriceOverlay.read(file);
    } catch (PriceSheetException | IllegalArgumentException e) {
      throw CommandFailedException.usage(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw CommandFailedException.io("Overlays '" + file + "' cannot be read: " + e, e);
    }
  }
}
