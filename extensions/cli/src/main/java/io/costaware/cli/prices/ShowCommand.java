package io.costaware.cli.prices;

import io.costaware.cli.book.PriceBooks;
import io.costaware.cli.book.Settings;
import io.costaware.cli.book.Sheets;
import io.costaware.cli.io.CommandFailedException;
import io.costaware.cli.io.ExitCode;
import io.costaware.cli.io.JsonLines;
import io.costaware.cli.io.Streams;
import io.costaware.cli.io.TextTable;
import io.costaware.cli.io.Texts;
import io.costaware.money.Money;
import io.costaware.pricing.ListedPrice;
import io.costaware.pricing.Price;
import io.costaware.pricing.PriceBook;
import io.costaware.pricing.PriceSheet;
import io.costaware.pricing.RateCard;
import io.costaware.recorded.RecordedCalls;
import io.costaware.target.Aim;
import io.costaware.target.ModelId;
import io.costaware.target.ModelNames;
import io.costaware.target.Provider;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import io.costaware.usage.Meter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code costaware prices show}: the prices that a call would have. */
@Command(
    name = "show",
    description = {
      "Shows the prices that a call to a model would have, with their sources.",
      "The name is taken as a call would give it: an id, a system profile, an ARN."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  private static final long MILLION = 1_000_000;

  private record Shown(String band, Price.Known price) {}

  private final Streams streams;
  private final Supplier<Instant> now;

  @Parameters(
      paramLabel = "MODEL",
      description = "'bedrock:<model>', 'vertex:<model>', or a name that only one of them has.")
  private String model = "";

  @Option(
      names = {"--region", "--location"},
      paramLabel = "PLACE",
      description = "The Region or location that the client points at.")
  private @Nullable String place;

  @Option(
      names = "--tier",
      paramLabel = "TIER",
      defaultValue = "standard",
      description = "The service tier; 'standard' if not given.")
  private String tier = "standard";

  @Option(
      names = "--at",
      paramLabel = "DATE",
      description = "The day or instant whose prices are wanted; now if not given.")
  private @Nullable String at;

  @Option(
      names = "--prices",
      paramLabel = "SHEET",
      description = "A price sheet over the bundled one; may be given several times.")
  private List<Path> sheets = new ArrayList<>();

  @Option(
      names = "--overlay",
      paramLabel = "FILE",
      description = "Negotiated prices and discounts over all sheets.")
  private List<Path> overlays = new ArrayList<>();

  @Option(names = "--json", description = "One JSON object a line instead of a table.")
  private boolean json;

  ShowCommand(Streams streams) {
    this.streams = streams;
    this.now = streams.now();
  }

  @Override
  public Integer call() {
    Target target;
    Instant moment;
    ServiceTier wanted;
    PriceBook book;
    try {
      target = target();
      moment = at == null ? now.get() : RecordedCalls.at(at);
      wanted = new ServiceTier(tier);
      book = PriceBooks.of(Settings.NONE, sheets, overlays);
    } catch (IllegalArgumentException e) {
      throw CommandFailedException.usage(String.valueOf(e.getMessage()), e);
    }
    RateCard card = book.rates(target, wanted, moment.toEpochMilli());
    List<Shown> prices = prices(card);
    Texts.write(streams, json ? json(card, prices) : text(card, prices));
    if (prices.isEmpty()) {
      streams.err().println("costaware: no price is known; " + reason(card));
      return ExitCode.FINDINGS.number();
    }
    return ExitCode.OK.number();
  }

  private Target target() {
    ModelId id = id();
    Aim aim = ModelNames.aim(id, place);
    if (aim instanceof Aim.Priceable priceable) {
      return priceable.target();
    }
    throw new IllegalArgumentException(
        aim instanceof Aim.Unpriceable unpriceable
            ? unpriceable.reason()
            : "'" + id + "' does not tell its model; name the model itself");
  }

  private ModelId id() {
    for (Provider provider : Provider.values()) {
      if (model.startsWith(provider.id() + ":")) {
        return ModelId.parse(model);
      }
    }
    List<ModelId> found = new ArrayList<>();
    for (Provider provider : Provider.values()) {
      ModelId id = new ModelId(provider, model);
      boolean known =
          ModelNames.aim(id, place) instanceof Aim.Priceable priceable
              && !thresholds(priceable.target()).isEmpty();
      if (known) {
        found.add(id);
      }
    }
    if (found.size() == 1) {
      return found.get(0);
    }
    throw new IllegalArgumentException(
        "'"
            + model
            + "' is "
            + (found.isEmpty() ? "no model that has prices" : "a model of both providers")
            + "; write bedrock:<model> or vertex:<model>, and see 'costaware prices list'");
  }

  /** Where the context bands of a model begin, 0 for the lowest; empty if it has no price. */
  private Set<Long> thresholds(Target target) {
    Set<Long> thresholds = new TreeSet<>();
    Set<String> names = new LinkedHashSet<>(List.of(target.model()));
    for (String ending : List.of(":0", "-v1:0", "-v1")) {
      names.add(target.model() + ending);
      if (target.model().endsWith(ending)) {
        names.add(target.model().substring(0, target.model().length() - ending.length()));
      }
    }
    List<PriceSheet> all = new ArrayList<>(List.of(PriceSheet.bundled()));
    sheets.forEach(sheet -> all.add(Sheets.read(sheet)));
    for (PriceSheet sheet : all) {
      for (ListedPrice price : sheet.prices()) {
        if (price.provider() == target.provider() && names.contains(price.model())) {
          thresholds.add(price.above());
        }
      }
    }
    return thresholds;
  }

  private List<Shown> prices(RateCard card) {
    List<Shown> prices = new ArrayList<>();
    Set<String> bands = new LinkedHashSet<>();
    for (long above : thresholds(card.target())) {
      long prompt = above == 0 ? 0 : above + 1;
      String band = card.bandName(prompt);
      if (bands.add(band)) {
        for (Meter meter : Meter.values()) {
          if (card.price(meter, prompt) instanceof Price.Known known) {
            prices.add(new Shown(band, known));
          }
        }
      }
    }
    return prices;
  }

  private static String reason(RateCard card) {
    return card.price(Meter.INPUT, 0) instanceof Price.Unknown unknown
        ? unknown.reason()
        : "the sheets have none for " + card.target();
  }

  private static String text(RateCard card, List<Shown> prices) {
    StringBuilder text = new StringBuilder();
    text.append(card.target()).append(", tier ").append(card.tier()).append(", prices of ");
    text.append(card.version()).append('\n');
    TextTable table =
        new TextTable("METER", "BAND", "PRICE", "CONDITION", "FROM", "TO", "CONFIDENCE", "SOURCE");
    for (Shown shown : prices) {
      Price.Known price = shown.price();
      table.row(
          price.meter().id(),
          shown.band(),
          amount(price),
          price.condition(),
          price.from() == null ? "-" : price.from().toString(),
          price.to() == null ? "-" : price.to().toString(),
          price.confidence().id(),
          price.source());
    }
    text.append(table);
    card.warnings().forEach(warning -> text.append("note: ").append(warning).append('\n'));
    return text.toString();
  }

  /** Tokens and characters cost so little each that they are shown by the million. */
  private static String amount(Price.Known price) {
    Meter.Unit unit = price.meter().unit();
    Money each = price.perUnit();
    String currency = each.currency().getCurrencyCode();
    return unit == Meter.Unit.TOKEN || unit == Meter.Unit.CHARACTER
        ? each.times(MILLION).decimal() + " " + currency + "/1M " + unit.id() + "s"
        : each.decimal() + " " + currency + "/" + unit.id();
  }

  private static String json(RateCard card, List<Shown> prices) {
    JsonLines lines = new JsonLines();
    for (Shown shown : prices) {
      Price.Known price = shown.price();
      lines.object(
          json -> {
            json.writeStringField("provider", card.target().provider().id());
            json.writeStringField("model", card.target().model());
            json.writeStringField("scope", card.target().scope().id());
            json.writeStringField("tier", card.tier().id());
            json.writeStringField("band", shown.band());
            json.writeStringField("meter", price.meter().id());
            json.writeStringField("unit", price.meter().unit().id());
            json.writeStringField("unitPrice", price.perUnit().decimal());
            json.writeStringField("currency", price.perUnit().currency().getCurrencyCode());
            json.writeStringField("condition", price.condition());
            JsonLines.text(json, "from", price.from());
            JsonLines.text(json, "to", price.to());
            json.writeStringField("confidence", price.confidence().id());
            json.writeStringField("source", price.source());
          });
    }
    return lines.all();
  }
}
