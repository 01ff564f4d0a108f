package io.costaware.call;

import io.costaware.event.HoldBasis;
import io.costaware.pricing.Estimate;
import io.costaware.pricing.RateCard;
import io.costaware.pricing.Receipt;
import io.costaware.target.Aim;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import io.costaware.usage.Usage;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * What a call may cost and what is likelier, as it is told before the call.
 *
 * <p>Immutable.
 *
 * @param size the request, with the input of the worst case
 * @param basis what a hold would be reckoned from
 * @param input the likelier input in tokens
 * @param output the likelier output in tokens
 * @param words how the likelier input was come by
 */
record Expectation(CallIntent.Size size, HoldBasis basis, long input, long output, String words) {

  /** The larger of what a hold reckons with and what is likelier. */
  static CallIntent.Size worst(CallIntent.Size size, long likelier) {
    return likelier > size.inputTokens() ? size.withInput(likelier, size.inputBasis()) : size;
  }

  /** The likelier input; that of the size if nobody tells another. */
  static long likelier(
      CallIntent.Size size, @Nullable ExpectedInput likelier, @Nullable Target target) {
    return likelier == null || size.isCounted()
        ? size.inputTokens()
        : likelier.tokensOfModel().applyAsLong(target == null ? "" : target.model());
  }

  static Expectation of(
      CallIntent.Size size,
      HoldBasis basis,
      long input,
      @Nullable ExpectedInput likelier,
      long expectedOutput) {
    boolean capped =
        basis.outputCap().isBinding() && basis.outputCap() != HoldBasis.OutputCap.MODEL;
    long output =
        capped ? basis.allOutputTokens() : Math.min(basis.allOutputTokens(), expectedOutput);
    String told =
        likelier == null || size.isCounted() ? "" : "; likelier " + input + " tokens of input";
    return new Expectation(size, basis, input, output, told + words(likelier));
  }

  private static String words(@Nullable ExpectedInput likelier) {
    return likelier == null || likelier.basis().isEmpty() ? "" : ", " + likelier.basis();
  }

  private Usage worst() {
    return Usage.tokens(basis.inputTokens(), basis.allOutputTokens()).plus(size.fees());
  }

  private Usage likely() {
    return Usage.tokens(input, output).plus(size.fees());
  }

  private String inWords() {
    return basis + words;
  }

  Estimate priced(RateCard card) {
    return new Estimate(Ceiling.price(size, basis, card), card.price(likely()), inWords());
  }

  Estimate prepaid(Aim.Prepaid bought, Currency currency) {
    return new Estimate(
        Receipt.prepaid(bought.tier(), worst(), currency),
        Receipt.prepaid(bought.tier(), likely(), currency),
        inWords());
  }

  Estimate unpriced(@Nullable Target target, ServiceTier tier, Currency currency, String reason) {
    return new Estimate(
        Receipt.unpriced(target, tier, worst(), currency, reason),
        Receipt.unpriced(target, tier, likely(), currency, reason),
        inWords());
  }
}
