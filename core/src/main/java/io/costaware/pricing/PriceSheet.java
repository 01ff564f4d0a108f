package io.costaware.pricing;

import static java.util.Objects.requireNonNull;

import io.costaware.target.Provider;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Dated prices of models with their sources, read from a JSON file whose format {@code
 * docs/price-sheets.md} describes. A sheet is valid as a whole or refused as a whole.
 *
 * <p>Immutable.
 */
public final class PriceSheet {
  private static final String BUNDLED = "bundled-prices.json";

  private final SheetHeader header;
  private final ModelSource models;
  private volatile @Nullable Set<String> tiers;

  PriceSheet(SheetHeader header, ModelSource models) {
    this.header = header;
    this.models = models;
  }

  /**
   * Reads a sheet and checks all of it. The stream is closed.
   *
   * @throws PriceSheetException if anything in it is wrong; the message lists every fault
   * @throws IOException if the stream cannot be read
   */
  public static PriceSheet read(InputStream json) throws IOException {
    requireNonNull(json, "json");
    return SheetReader.read("(stream)", json);
  }

  /**
   * Reads a sheet from a file and checks all of it.
   *
   * @throws PriceSheetException if anything in it is wrong; the message lists every fault
   * @throws IOException if the file cannot be read
   */
  public static PriceSheet read(Path file) throws IOException {
    requireNonNull(file, "file");
    try (InputStream json = new BufferedInputStream(Files.newInputStream(file))) {
      return SheetReader.read(file.toString(), json);
    }
  }

  /**
   * A sheet of prices from elsewhere, with the checks that a file goes through.
   *
   * @param version the date of the prices, such as {@code 2026-11-21}
   * @throws PriceSheetException if anything in it is wrong; the message lists every fault
   */
  public static PriceSheet of(
      String name, String version, Currency currency, List<ListedPrice> prices) {
    requireNonNull(name, "name");
    requireNonNull(version, "version");
    requireNonNull(currency, "currency");
    return PriceList.sheet(name, version, currency, List.copyOf(prices));
  }

  /**
   * The prices that come with this version of costaware. Each model is read when it is first asked
   * for.
   */
  public static PriceSheet bundled() {
    return Bundled.SHEET;
  }

  private static final class Bundled {
    static final PriceSheet SHEET = load();

    private static PriceSheet load() {
      try (InputStream json = PriceSheet.class.getResourceAsStream(BUNDLED)) {
        if (json == null) {
          throw new IllegalStateException(
              BUNDLED + " is missing from the jar; keep resources when you repackage costaware");
        }
        return ModelIndex.sheet(BUNDLED, json.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** What the sheet calls itself, for example {@code bundled}. */
  public String name() {
    return header.name();
  }

  /** Name and version, for example {@code bundled-2026-10-07}; receipts bear it. */
  public String version() {
    return header.name() + "-" + header.version();
  }

  /** The currency of every price. */
  public Currency currency() {
    return header.currency();
  }

  /** How many models have prices or limits here. */
  public int modelCount() {
    return models.all().size();
  }

  /** How many prices the sheet holds. */
  public int priceCount() {
    return models.all().stream().mapToInt(model -> model.rows().size()).sum();
  }

  /** All prices, model by model in the order of the sheet. */
  public List<ListedPrice> prices() {
    List<ListedPrice> prices = new ArrayList<>();
    for (SheetModel model : models.all()) {
      for (SheetRow row : model.rows()) {
        prices.add(row.listed(model.provider(), model.model()));
      }
    }
    return Collections.unmodifiableList(prices);
  }

  /**
   * Writes the sheet in the documented JSON form; read back, it has the same models and prices. The
   * stream is left open.
   *
   * @throws IOException if the stream cannot be written
   */
  public void write(OutputStream json) throws IOException {
    SheetWriter.write(this, models.all(), requireNonNull(json, "json"));
  }

  SheetHeader header() {
    return header;
  }

  long staleFromMillis() {
    return header.staleFromMillis();
  }

  String staleWarning() {
    return header.staleWarning();
  }

  /** Whether any price is for that tier. */
  boolean knowsTier(String tier) {
    Set<String> known = tiers;
    if (known == null) {
      known =
          models.all().stream()
              .flatMap(model -> model.rows().stream())
              .map(SheetRow::tier)
              .collect(Collectors.toUnmodifiableSet());
      tiers = known;
    }
    return known.contains(tier);
  }

  @Nullable SheetModel find(Provider provider, String model) {
    return models.find(provider, model);
  }

  /** For example {@code bundled-2026-10-07 (4768 prices of 403 models in USD)}. */
  @Override
  public String toString() {
    return version()
        + " ("
        + priceCount()
        + " prices of "
        + modelCount()
        + " models in "
        + currency()
        + ")";
  }
}
