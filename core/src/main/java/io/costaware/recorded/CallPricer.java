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
  private final PriceBook book;
  private final Map<Provider, AnswerReader> readers;
  private final CallTargets targets;
  private final @Nullable Instant asOf;
  private final @Nullable ModelId asModel;

  private CallPricer(
      PriceBook book,
      Map<Provider, AnswerReader> readers,
      CallTargets targets,
      @Nullable Instant asOf,
      @Nullable ModelId asModel) {
    this.book = book;
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
    requireNonNull(book, "book");
    return new CallPricer(book, readers, new CallTargets(aliases), null, null);
  }

  /** This, with the prices in force at one instant whenever a call was made. */
  public CallPricer asOf(Instant instant) {
    return new CallPricer(book, readers, targets, requireNonNull(instant, "instant"), asModel);
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
    return new CallPricer(book, readers, targets, asOf, model);
  }

  /**
   * Prices a call.
   *
   * @throws IllegalArgumentException if a count of the recording is negative or none that a {@code
   *     long} holds, or nobody reads answers of its provider
   * @throws ArithmeticException if the sum of counts is none that a {@code long} holds
   */
  public PricedCall price(RecordedCall call) {
    AnswerReader reader = readers.get(call.provider());
    if (reader == null) {
      throw new IllegalArgumentException(
          "Nobody reads answers of " + call.provider().id() + "; give a reader for it");
    }
    RecordedAnswer answer = reader.read(call);
    CallTargets.Found found = targets.find(call, answer);
    Target target = asModel == null ? found.target() : as(asModel, call);
    ServiceTier tier = answer.tier();
    List<String> warnings = new ArrayList<>(answer.remarks());
    Outcome.Knowledge knowledge = knowledge(call, answer);
    Receipt receipt =
        switch (knowledge) {
          case FREE -> Receipt.zero(target, tier, book.currency());
          case NOTHING -> Receipt.missing(target, tier, book.currency());
          case PART -> priced(call, answer, target, tier, found.reason()).asPartial();
          case WHOLE -> priced(call, answer, target, tier, found.reason());
        };
    warnings.addAll(receipt.warnings());
    if (target != null) {
      doubts(target, receipt.usage(), warnings);
    }
    return new PricedCall(call, knowledge, target, tier, receipt, warnings);
  }

  private static Outcome.Knowledge knowledge(RecordedCall call, RecordedAnswer answer) {
    if (call.operation().isFree() || isRefusal(call.status())) {
      return Outcome.Knowledge.FREE;
    }
    return answer.knowledge() == Outcome.Knowledge.PART && answer.usage().isEmpty()
        ? Outcome.Knowledge.NOTHING
        : answer.knowledge();
  }

  /** Whether the status says that the call was turned away before it came to a model. */
  private static boolean isRefusal(int status) {
    return switch (status) {
      case 400, 401, 403, 404, 429 -> true;
      default -> false;
    };
  }

  private static Target as(ModelId model, RecordedCall call) {
    String place = model.provider() == call.provider() ? call.place() : null;
    if (ModelNames.aim(model, place) instanceof Aim.Priceable priceable) {
      return priceable.target();
    }
    throw new IllegalStateException("'" + model + "' was priceable and no longer is");
  }

  private Receipt priced(
      RecordedCall call,
      RecordedAnswer answer,
      @Nullable Target target,
      ServiceTier tier,
      String reason) {
    if (target == null) {
      Usage folded = nothingApart(call).fold(answer.usage());
      return Receipt.unpriced(null, tier, folded, book.currency(), reason);
    }
    long atMillis = asOf == null ? call.atMillis() : asOf.toEpochMilli();
    PriceKey key = new PriceKey(target, tier, answer.attributes(), null, Tags.none());
    return book.rates(key, atMillis).price(answer.usage());
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
