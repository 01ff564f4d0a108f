package io.costaware.recorded;

import static java.util.Objects.requireNonNull;

import io.costaware.event.Outcome;
import io.costaware.models.ModelRegistry;
import io.costaware.pricing.ModelLimits;
import io.costaware.pricing.PriceBook;
import io.costaware.pricing.PriceKey;
import io.costaware.pricing.RateCard;
import io.costaware.pricing.Receipt;
import io.costaware.tags.Tags;
import io.costaware.target.Aim;
import io.costaware.target.ModelId;
import io.costaware.target.ModelNames;
import io.costaware.target.Provider;
import io.costaware.target.RoutingScope;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import io.costaware.usage.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prices recorded calls by the rules that price live ones: by what was called, what the provider
 * says it served, and the prices in force on the day of the call.
 *
 * <p>Safe for use by many threads.
 */
public final class CallPricer {
  /** The lowest HTTP status of a call that failed. */
  private static final int LEAST_ERROR = 400;

  private final PriceBook book;
  private final ModelRegistry aliases;
  private final Map<Provider, AnswerReader> readers;
  private final CallTargets targets;
  private final @Nullable Instant asOf;
  private final @Nullable ModelId asModel;

  private CallPricer(
      PriceBook book,
      ModelRegistry aliases,
      Map<Provider, AnswerReader> readers,
      CallTargets targets,
      @Nullable Instant asOf,
      @Nullable ModelId asModel) {
    this.book = requireNonNull(book, "book");
    this.aliases = requireNonNull(aliases, "aliases");
    this.readers = Map.copyOf(readers);
    this.targets = targets;
    this.asOf = asOf;
    this.asModel = asModel;
  }

  /**
   * A pricer of calls as they were made.
   *
   * @param aliases what stands for a model beside the providers' own names
   * @param readers who reads the answers of which provider; a call to a provider without one is
   *     refused
   */
  public static CallPricer of(
      PriceBook book, ModelRegistry aliases, Map<Provider, AnswerReader> readers) {
    return new CallPricer(book, aliases, readers, new CallTargets(), null, null);
  }

  /** This, with the prices in force at one instant whenever a call was made. */
  public CallPricer asOf(Instant instant) {
    requireNonNull(instant, "instant");
    return new CallPricer(book, aliases, readers, targets, instant, asModel);
  }

  /**
   * This, with every call priced as if it had gone to one model, with the usage that it had.
   *
   * @throws IllegalArgumentException if the name does not tell which prices to take
   */
  public CallPricer asModel(ModelId model) {
    if (!(ModelNames.aim(model, null) instanceof Aim.Priceable)) {
      throw new IllegalArgumentException(
          "'" + model + "' does not tell which prices to take; name a model, not a profile");
    }
    return new CallPricer(book, aliases, readers, targets, asOf, model);
  }

  /**
   * Prices a call.
   *
   * @throws IllegalArgumentException if a count of the recording is negative or none that a {@code
   *     long} holds, or nobody reads answers of its provider
   * @throws ArithmeticException if the sum of counts is none that a {@code long} holds
   */
  public PricedCall price(RecordedCall recorded) {
    AnswerReader reader = readers.get(recorded.provider());
    if (reader == null) {
      throw new IllegalArgumentException(
          "Nobody reads answers of " + recorded.provider().id() + "; give a reader for it");
    }
    ModelId alias = aliases.find(recorded.model());
    boolean foreign = alias != null && alias.provider() != recorded.provider();
    RecordedCall call = alias == null || foreign ? recorded : recorded.withModel(alias.id());
    RecordedAnswer answer = reader.read(call);
    Aim aim = alias != null && foreign ? foreign(recorded, alias) : targets.find(call, answer);
    Aim.Prepaid prepaid = targets.prepaid(call);
    ServiceTier tier = prepaid == null ? answer.tier() : prepaid.tier();
    if (asModel != null) {
      aim = ModelNames.aim(asModel, asModel.provider() == call.provider() ? call.place() : null);
    }
    return priced(recorded, answer, aim, tier, knowledge(call, answer, prepaid != null));
  }

  private static Aim foreign(RecordedCall call, ModelId alias) {
    return new Aim.Unpriceable(
        "alias '"
            + call.model()
            + "' stands for '"
            + alias
            + "', but the call went to "
            + call.provider().id()
            + "; correct the alias");
  }

  private PricedCall priced(
      RecordedCall call,
      RecordedAnswer answer,
      Aim aim,
      ServiceTier tier,
      Outcome.Knowledge knowledge) {
    Target target = aim instanceof Aim.Priceable priceable ? priceable.target() : null;
    Receipt receipt =
        switch (knowledge) {
          case FREE -> Receipt.zero(target, tier, book.currency());
          case NOTHING -> Receipt.missing(target, tier, book.currency());
          case PART -> receipt(call, answer, aim, tier).asPartial();
          case WHOLE -> receipt(call, answer, aim, tier);
        };
    List<String> warnings = new ArrayList<>(answer.remarks());
    warnings.addAll(receipt.warnings());
    if (target != null) {
      doubts(target, receipt.usage(), warnings);
    }
    return new PricedCall(call, knowledge, target, tier, receipt, warnings);
  }

  private static Outcome.Knowledge knowledge(
      RecordedCall call, RecordedAnswer answer, boolean prepaid) {
    if (call.operation().isFree() || isRefusal(call.status())) {
      return Outcome.Knowledge.FREE;
    }
    boolean nothing =
        answer.knowledge() == Outcome.Knowledge.NOTHING
            || (answer.knowledge() == Outcome.Knowledge.PART && answer.usage().isEmpty());
    if (!nothing) {
      return answer.knowledge();
    }
    // What was bought beforehand costs nothing more, however much of it was used.
    boolean bought = (prepaid || answer.tier().isPrepaid()) && call.status() < LEAST_ERROR;
    return bought ? Outcome.Knowledge.FREE : Outcome.Knowledge.NOTHING;
  }

  /** Whether the status says that the call was turned away before it came to a model. */
  private static boolean isRefusal(int status) {
    return switch (status) {
      case 400, 401, 403, 404, 429 -> true;
      default -> false;
    };
  }

  private Receipt receipt(RecordedCall call, RecordedAnswer answer, Aim aim, ServiceTier tier) {
    if (aim instanceof Aim.Priceable priceable) {
      long atMillis = asOf == null ? call.atMillis() : asOf.toEpochMilli();
      PriceKey key = new PriceKey(priceable.target(), tier, answer.attributes(), null, Tags.none());
      return book.rates(key, atMillis).price(answer.usage());
    }
    Usage usage = nothingApart(call).fold(answer.usage());
    if (aim instanceof Aim.Prepaid) {
      return Receipt.prepaid(tier, usage, book.currency());
    }
    String reason =
        aim instanceof Aim.Unpriceable unpriceable
            ? unpriceable.reason()
            : "no price is known for " + call.model();
    return Receipt.unpriced(null, tier, usage, book.currency(), reason);
  }

  /** Without prices nothing is told apart, so every modality counts under its base meter. */
  private RateCard nothingApart(RecordedCall call) {
    Target unknown = new Target(call.provider(), call.model(), RoutingScope.GLOBAL, null);
    return RateCard.builder(unknown, ServiceTier.STANDARD, book.currency(), book.version()).build();
  }

  private void doubts(Target target, Usage usage, List<String> warnings) {
    ModelLimits limits = book.limits(target.provider(), target.model());
    long prompt = usage.promptTokens();
    if (limits.contextTokens() > 0 && prompt > limits.contextTokens()) {
      warnings.add(
          "the prompt of "
              + prompt
              + " tokens is longer than the context of "
              + target.model()
              + ", "
              + limits.contextTokens());
    }
  }
}
