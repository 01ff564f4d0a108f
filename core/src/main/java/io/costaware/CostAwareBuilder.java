package io.costaware;

import static java.util.Objects.requireNonNull;

import io.costaware.admission.AdmissionPolicy;
import io.costaware.budget.Budget;
import io.costaware.budget.BudgetLedger;
import io.costaware.budget.BudgetSelector;
import io.costaware.call.CallMeter;
import io.costaware.call.MeterSettings;
import io.costaware.config.ConfigurationFile;
import io.costaware.event.EventIds;
import io.costaware.ledger.SliceSettings;
import io.costaware.ledger.SliceStore;
import io.costaware.models.ModelRegistry;
import io.costaware.pricing.PriceBook;
import io.costaware.pricing.PriceOverlay;
import io.costaware.pricing.PriceSheet;
import io.costaware.pricing.UnknownPricePolicy;
import io.costaware.sink.EventSink;
import io.costaware.sink.EventStore;
import io.costaware.sink.QueuedSink;
import io.costaware.tags.TagEnricher;
import io.costaware.tags.TagRules;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts a {@link CostAware} together. What is not said has a working default; what contradicts
 * itself is refused at once.
 *
 * <p>For use by one thread.
 */
public final class CostAwareBuilder {
  private static final Duration LONGEST = Duration.ofDays(366);

  private final ModelRegistry.Builder models = ModelRegistry.builder();
  private final List<TagEnricher> enrichers = new ArrayList<>();
  private final List<AdmissionPolicy> policies = new ArrayList<>();
  private final List<Budget> budgets = new ArrayList<>();
  private final ChosenPrices prices = new ChosenPrices();
  private final ChosenSinks sinks = new ChosenSinks();
  private final ChosenLedger ledger = new ChosenLedger();
  private @Nullable TagRules tagRules;
  private @Nullable ConfigurationFile configuration;
  private UnknownPricePolicy unknownPrices = UnknownPricePolicy.refuseUnderBudget();
  private boolean observeOnly;
  private int queueCapacity = QueuedSink.DEFAULT_CAPACITY;
  private long expectedOutputTokens = 1024;
  private Duration streamIdleLimit = Duration.ofMinutes(10);
  private InstantSource clock = InstantSource.system();
  private LongSupplier nanos = System::nanoTime;

  CostAwareBuilder() {}

  /**
   * A name of your own for a model.
   *
   * @param alias letters, digits, {@code -}, {@code _} and {@code .}
   * @param reference {@code provider:id}, for example {@code
   *     bedrock:global.anthropic.claude-sonnet-4-6}
   * @throws IllegalArgumentException if either cannot be, or the alias is taken
   */
  public CostAwareBuilder alias(String alias, String reference) {
    models.alias(alias, reference);
    return this;
  }

  /**
   * What tags a call must have. Without rules any tags pass.
   *
   * @throws IllegalStateException if rules were given before
   */
  public CostAwareBuilder tags(TagRules rules) {
    refuseSecond(tagRules, "tag rules");
    tagRules = requireNonNull(rules, "rules");
    return this;
  }

  /** Adds a place where tags come from beside the caller; later ones win over earlier ones. */
  public CostAwareBuilder enrich(TagEnricher enricher) {
    enrichers.add(requireNonNull(enricher, "enricher"));
    return this;
  }

  /** Adds a policy that is asked before each call. */
  public CostAwareBuilder policy(AdmissionPolicy policy) {
    policies.add(requireNonNull(policy, "policy"));
    return this;
  }

  /**
   * Adds a budget, kept in this process, or in the store of the {@link #fleet}.
   *
   * @throws IllegalStateException if a ledger was given, which has budgets of its own
   */
  public CostAwareBuilder budget(Budget budget) {
    if (ledger.given() != null) {
      throw new IllegalStateException(
          "Budget '" + budget.name() + "' cannot be added beside a ledger; give it to the ledger");
    }
    budgets.add(requireNonNull(budget, "budget"));
    return this;
  }

  /**
   * Takes budgets from a file as well, and follows it while this runs: the file is looked at each
   * second, and a change is put in force whole, or refused whole and told by the log and {@link
   * CostAware#health()}. The budgets given here by {@link #budget} stay as they are. Beside {@link
   * #ledger} the budgets of the file take the place of those that the ledger has.
   *
   * @param file JSON or YAML by the end of its name; read when this is built
   * @throws io.costaware.config.ConfigurationException if its name ends in no format that can be
   *     read
   * @throws IllegalStateException if a file was given before
   */
  public CostAwareBuilder configuration(Path file) {
    refuseSecond(configuration, "configuration file");
    configuration = ConfigurationFile.at(file);
    return this;
  }

  /**
   * Keeps budgets in a ledger of your choice, which is closed with this.
   *
   * @throws IllegalStateException if budgets, another ledger or a fleet were given
   */
  public CostAwareBuilder ledger(BudgetLedger ledger) {
    if (!budgets.isEmpty()) {
      throw new IllegalStateException(
          "A ledger cannot be given beside "
              + budgets.size()
              + " budget(s); give them to the ledger");
    }
    this.ledger.give(ledger);
    return this;
  }

  /**
   * Shares the budgets with the other nodes of a fleet, with {@link SliceSettings#USUAL}.
   *
   * @param store the same for all nodes; closed with this
   * @param node the name of this node, for example that of its pod; at most 128 characters
   * @throws IllegalStateException if a ledger or another fleet was given
   */
  public CostAwareBuilder fleet(SliceStore store, String node) {
    return fleet(store, node, SliceSettings.USUAL);
  }

  /** As the one before, and says how this node deals with its slices. */
  public CostAwareBuilder fleet(SliceStore store, String node, SliceSettings settings) {
    ledger.share(new Fleet(store, node, settings));
    return this;
  }

  /**
   * Lays a price sheet over the bundled one.
   *
   * @throws IllegalStateException if a price book was given
   */
  public CostAwareBuilder prices(PriceSheet sheet) {
    prices.add(sheet);
    return this;
  }

  /**
   * Lays negotiated prices over all sheets and over the overlays given before.
   *
   * @throws IllegalStateException if a price book was given
   */
  public CostAwareBuilder overlay(PriceOverlay overlay) {
    prices.add(overlay);
    return this;
  }

  /**
   * Takes prices from a book of your own; the bundled sheet is not used.
   *
   * @throws IllegalStateException if sheets, overlays or another book were given
   */
  public CostAwareBuilder prices(PriceBook book) {
    prices.use(book);
    return this;
  }

  /**
   * What happens to calls whose price is not known; refused under a budget in money if not said.
   */
  public CostAwareBuilder unknownPrices(UnknownPricePolicy policy) {
    unknownPrices = requireNonNull(policy, "policy");
    return this;
  }

  /** Adds a sink under its class's name. */
  public CostAwareBuilder sink(EventSink sink) {
    sinks.add(sink);
    return this;
  }

  /**
   * Adds a sink. It gets a queue and a thread of its own, and is closed with this.
   *
   * @param name how it is called in logs and in {@link CostAware#health()}
   * @throws IllegalArgumentException if the name is taken or empty
   */
  public CostAwareBuilder sink(String name, EventSink sink) {
    sinks.add(name, sink);
    return this;
  }

  /**
   * How many events may wait for each sink; more are counted as lost.
   *
   * @throws IllegalArgumentException if below 1 or above 16,777,216
   */
  public CostAwareBuilder queueCapacity(int events) {
    if (events < 1 || events > QueuedSink.MAX_CAPACITY) {
      throw new IllegalArgumentException(
          "queueCapacity is " + events + "; use 1 to " + QueuedSink.MAX_CAPACITY);
    }
    queueCapacity = events;
    return this;
  }

  /**
   * Rebuilds the windows that are open now from these past events. If this is not said, a sink that
   * is an {@link EventStore}, such as the event file, serves.
   *
   * @throws IllegalStateException if a history was given, or windows are to begin at zero
   */
  public CostAwareBuilder history(EventStore store) {
    ledger.history(store);
    return this;
  }

  /**
   * Lets all windows begin at zero on purpose, without a warning.
   *
   * @throws IllegalStateException if a history was given
   */
  public CostAwareBuilder beginAtZero() {
    ledger.beginAtZero();
    return this;
  }

  /** Refuses nothing; events say what would have been refused. */
  public CostAwareBuilder observeOnly() {
    observeOnly = true;
    return this;
  }

  /**
   * What an answer without an output cap is reckoned to be when it is cut off and nothing else is
   * known; 1,024 tokens if not said.
   *
   * @throws IllegalArgumentException if below 1
   */
  public CostAwareBuilder expectedOutputTokens(long tokens) {
    if (tokens < 1) {
      throw new IllegalArgumentException("expectedOutputTokens is " + tokens + "; use at least 1");
    }
    expectedOutputTokens = tokens;
    return this;
  }

  /**
   * How long a stream may be silent before its call is ended with what is known; ten minutes if not
   * said. The stream itself is left alone.
   *
   * @throws IllegalArgumentException if not above zero, or longer than 366 days
   */
  public CostAwareBuilder streamIdleLimit(Duration limit) {
    streamIdleLimit = sensible(limit, "streamIdleLimit");
    return this;
  }

  /**
   * How long a hold lives if its call never ends; one hour if not said. Spend that comes later is
   * booked all the same.
   *
   * @throws IllegalArgumentException if not above zero, or longer than 366 days
   */
  public CostAwareBuilder holdLifetime(Duration lifetime) {
    ledger.holdLifetime(sensible(lifetime, "holdLifetime"));
    return this;
  }

  /** Where moments come from; the system's clock if not said. For tests. */
  public CostAwareBuilder clock(InstantSource clock) {
    this.clock = requireNonNull(clock, "clock");
    return this;
  }

  /** Where durations come from, in nanoseconds; the system's if not said. For tests. */
  public CostAwareBuilder nanos(LongSupplier nanos) {
    this.nanos = requireNonNull(nanos, "nanos");
    return this;
  }

  private static Duration sensible(Duration duration, String name) {
    if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          name + " is " + duration + "; give a time above zero and up to " + LONGEST);
    }
    return duration;
  }

  private static void refuseSecond(@Nullable Object before, String what) {
    if (before != null) {
      throw new IllegalStateException("There is a " + what + " already; give one");
    }
  }

  /**
   * Puts it together and rebuilds the budgets' open windows.
   *
   * @throws IllegalArgumentException if a budget is incomplete, bears a name twice, is in another
   *     currency than the prices, asks for tags that the tag rules do not know or exclude, or names
   *     a model otherwise than by its base id
   * @throws io.costaware.config.ConfigurationException if the configuration file is refused
   * @throws IllegalStateException if a ledger was given, and beside it what only other budgets use:
   *     a hold's lifetime, a history, or a beginning at zero; or a fleet, and one of the last two
   */
  public CostAware build() {
    ledger.check();
    PriceBook book = prices.book();
    ModelRegistry registry = models.build();
    refuseUnmatched();
    History past = ledger.past(sinks.sinks(), clock);
    BudgetReload reload =
        configuration == null
            ? null
            : new BudgetReload(configuration, budgets, tagRules, past, clock, nanos);
    List<Budget> all = reload == null ? budgets : reload.first();
    long eventNode = new SecureRandom().nextLong();
    BudgetLedger budgetLedger =
        ledger.open(all, reload != null, past, book.currency(), eventNode, clock, nanos);
    if (reload != null) {
      reload.keep(budgetLedger);
    }
    List<QueuedSink> queues = sinks.queues(queueCapacity, nanos);
    MeterSettings settings =
        new MeterSettings(
            tagRules == null ? TagRules.none() : tagRules,
            enrichers,
            registry,
            policies,
            book,
            unknownPrices,
            budgetLedger,
            ChosenSinks.all(queues),
            observeOnly,
            expectedOutputTokens,
            streamIdleLimit,
            clock,
            nanos,
            new EventIds(eventNode));
    return new CostAware(
        new CallMeter(settings), book, budgetLedger, registry, queues, clock, nanos, reload);
  }

  /** Refuses budgets that would never match, and limit nothing without a word. */
  private void refuseUnmatched() {
    // A configuration takes the place of the budgets of a ledger.
    BudgetLedger given = ledger.given();
    Map<String, BudgetSelector> selectors =
        given == null || configuration != null ? BudgetTags.selectors(budgets) : given.selectors();
    List<String> faults = new ArrayList<>(BudgetTags.faults(tagRules, selectors));
    faults.addAll(BudgetModels.faults(selectors));
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", faults));
    }
  }
}
