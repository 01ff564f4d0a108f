package io.costaware.catalog;

import static java.util.Objects.requireNonNull;

import io.costaware.pricing.ListedPrice;
import io.costaware.pricing.PriceSheet;
import io.costaware.pricing.PriceSheetException;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Prices read from elsewhere, with what of the source became no price. Before they are used they
 * are held against the sheet in force: {@link #against} or {@link #over}.
 *
 * <p>Immutable.
 */
public final class PriceImport {
  private static final String FACTS = "price-facts";

  private final String source;
  private final LocalDate asOf;
  private final PriceSheet sheet;
  private final List<ListedPrice> prices;
  private final List<PassedOver> passedOver;

  private PriceImport(
      String source,
      LocalDate asOf,
      PriceSheet sheet,
      List<ListedPrice> prices,
      List<PassedOver> passedOver) {
    this.source = source;
    this.asOf = asOf;
    this.sheet = sheet;
    this.prices = prices;
    this.passedOver = passedOver;
  }

  /**
   * Reads a price map in the form that the LiteLLM project keeps, its entries of Bedrock and Vertex
   * AI. The stream is closed.
   *
   * @param asOf the day of the map
   * @throws PriceImportException if the file is damaged or no such map
   * @throws IOException if the stream cannot be read
   */
  public static PriceImport liteLlm(InputStream json, LocalDate asOf) throws IOException {
    return LiteLlmReader.read(requireNonNull(json, "json"), requireNonNull(asOf, "asOf"));
  }

  /**
   * Reads a table of prices as CSV, UTF-8, in the columns that {@code docs/price-imports.md} names.
   * The stream is closed.
   *
   * @param asOf the day of the table
   * @throws PriceImportException if anything in it is wrong; the message lists every fault with its
   *     line
   * @throws IOException if the stream cannot be read
   */
  public static PriceImport csv(InputStream csv, LocalDate asOf) throws IOException {
    return CsvTable.read(requireNonNull(csv, "csv"), requireNonNull(asOf, "asOf"));
  }

  /**
   * Reads the SKUs of Vertex AI as Google's Cloud Billing API lists them: one page, a list of pages
   * or a list of SKUs. Only descriptions of the mapping table become prices. The stream is closed.
   *
   * @param asOf the day of the list
   * @throws PriceImportException if the file is damaged, no such list, or lacks its last page
   * @throws IOException if the stream cannot be read
   */
  public static PriceImport cloudBilling(InputStream json, LocalDate asOf) throws IOException {
    return cloudBilling(json, asOf, SkuMapping.bundled());
  }

  /**
   * Reads the SKUs of Vertex AI by a mapping table of your own. The stream is closed.
   *
   * @param asOf the day of the list
   * @param mapping which SKU prices what
   * @throws PriceImportException if the file is damaged, no such list, or lacks its last page
   * @throws IOException if the stream cannot be read
   */
  public static PriceImport cloudBilling(InputStream json, LocalDate asOf, SkuMapping mapping)
      throws IOException {
    return CloudBillingReader.read(
        requireNonNull(json, "json"),
        requireNonNull(asOf, "asOf"),
        requireNonNull(mapping, "mapping"));
  }

  /**
   * Reads recorded price facts, one JSON object a line, without those that no sheet can hold or
   * should trust. The stream is closed.
   *
   * @param asOf the day of the facts
   * @throws PriceImportException if a line is wrong; the message names every such line
   * @throws IOException if the stream cannot be read
   */
  public static PriceImport priceFacts(InputStream lines, LocalDate asOf) throws IOException {
    requireNonNull(asOf, "asOf");
    PriceFacts facts;
    try (lines) {
      facts = PriceFacts.read(FACTS, lines);
    } catch (IllegalArgumentException e) {
      throw new PriceImportException(FACTS, List.of(String.valueOf(e.getMessage())));
    }
    PriceRows rows = collect(FACTS, asOf);
    Set<PriceFact> out = new HashSet<>();
    for (LeftOut left : facts.leftOut()) {
      out.add(left.fact());
      rows.passOver(left.fact().key().toString(), left.reason());
    }
    for (PriceFact fact : facts.rows()) {
      ListedPrice price = out.contains(fact) ? null : fact.listed();
      if (price != null) {
        rows.add(price, fact.key().toString());
      } else if (!out.contains(fact)) {
        rows.passOver(fact.key().toString(), "no meter for it");
      }
    }
    return rows.done();
  }

  /**
   * Collects rows of a source that this class cannot read.
   *
   * @param source what the sheet will be called
   * @param asOf the day of the source
   */
  public static PriceRows collect(String source, LocalDate asOf) {
    return new PriceRows(requireNonNull(source, "source"), requireNonNull(asOf, "asOf"));
  }

  /**
   * Prices from elsewhere.
   *
   * @param source what the sheet will be called
   * @param asOf the day of the source
   * @param prices at least one, of one currency, no two for the same call
   * @param passedOver what became no price
   * @throws PriceImportException if the rows make no sheet; the message lists every fault
   */
  public static PriceImport of(
      String source, LocalDate asOf, List<ListedPrice> prices, List<PassedOver> passedOver) {
    requireNonNull(source, "source");
    requireNonNull(asOf, "asOf");
    Set<Currency> currencies =
        prices.stream().map(price -> price.perUnit().currency()).collect(Collectors.toSet());
    if (currencies.size() != 1) {
      throw new PriceImportException(
          source, List.of(currencies.isEmpty() ? nothing(passedOver) : mixed(currencies)));
    }
    try {
      List<ListedPrice> rows = List.copyOf(prices);
      PriceSheet sheet = PriceSheet.of(source, asOf.toString(), currencies.iterator().next(), rows);
      return new PriceImport(source, asOf, sheet, rows, List.copyOf(passedOver));
    } catch (PriceSheetException e) {
      throw new PriceImportException(source, e.faults());
    }
  }

  private static String nothing(List<PassedOver> passedOver) {
    return "no row became a price"
        + (passedOver.isEmpty()
            ? "; check that it is a file of this format"
            : "; " + passedOver.size() + " were passed over, the first: " + passedOver.get(0));
  }

  private static String mixed(Set<Currency> currencies) {
    return "prices are in "
        + currencies.stream().map(Currency::getCurrencyCode).sorted().toList()
        + "; a sheet has one currency, import each of them alone";
  }

  /** Where the prices come from; the name of the sheet. */
  public String source() {
    return source;
  }

  /** The day of the source; the version of the sheet. */
  public LocalDate asOf() {
    return asOf;
  }

  /** What was read. */
  public List<ListedPrice> prices() {
    return prices;
  }

  /** What became no price, and why. */
  public List<PassedOver> passedOver() {
    return passedOver;
  }

  PriceSheet sheet() {
    return sheet;
  }

  /** What would change if this replaced a former sheet, and whether that is plausible. */
  public ImportReport against(PriceSheet former) {
    return ImportReport.of(this, requireNonNull(former, "former"), true);
  }

  /** What would change if this lay over the sheet in force, and whether that is plausible. */
  public ImportReport over(PriceSheet inForce) {
    return ImportReport.of(this, requireNonNull(inForce, "inForce"), false);
  }

  /** What this is by itself, where no sheet is in force. */
  public ImportReport alone() {
    return ImportReport.of(this, null, false);
  }

  /** For example {@code litellm-2026-11-26 (2110 prices, 96 passed over)}. */
  @Override
  public String toString() {
    return source
        + "-"
        + asOf
        + " ("
        + prices.size()
        + " prices, "
        + passedOver.size()
        + " passed over)";
  }
}
