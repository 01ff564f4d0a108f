package io.costaware.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.target.Provider;
import io.costaware.usage.Meter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Ratios between prices that providers publish, held against the bundled sheet. They are there to
 * find slips; no price is computed with them.
 */
class BundledRatiosTest {
  private static final List<ListedPrice> ALL = PriceSheet.bundled().prices();
  private static final Map<Place, List<ListedPrice>> BY_PLACE = new HashMap<>();

  static {
    ALL.forEach(
        price -> BY_PLACE.computeIfAbsent(Place.of(price), at -> new ArrayList<>()).add(price));
  }

  private record Place(
      Provider provider,
      String model,
      String scope,
      String tier,
      long above,
      Meter meter,
      Map<String, String> attributes) {
    static Place of(ListedPrice price) {
      return new Place(
          price.provider(),
          price.model(),
          price.scope(),
          price.tier(),
          price.above(),
          price.meter(),
          price.attributes());
    }

    Place with(Meter other) {
      return new Place(provider, model, scope, tier, above, other, attributes);
    }

    Place with(String other) {
      return new Place(provider, model, scope, other, above, meter, attributes);
    }

    Place inBaseBand() {
      return new Place(provider, model, scope, tier, 0, meter, attributes);
    }
  }

  private interface Counterpart {
    Place of(Place place);
  }

  private static boolean together(ListedPrice one, ListedPrice other) {
    return isBefore(one, other) && isBefore(other, one);
  }

  private static boolean isBefore(ListedPrice one, ListedPrice other) {
    return one.from() == null || other.to() == null || one.from().isBefore(other.to());
  }

  /** Pairs of a price and its counterpart that hold at the same time. */
  private static List<ListedPrice[]> pairs(Predicate<ListedPrice> which, Counterpart counterpart) {
    List<ListedPrice[]> pairs = new ArrayList<>();
    for (ListedPrice price : ALL) {
      if (which.test(price)) {
        Place other = counterpart.of(Place.of(price));
        for (ListedPrice base : BY_PLACE.getOrDefault(other, List.of())) {
          if (together(price, base)) {
            pairs.add(new ListedPrice[] {price, base});
          }
        }
      }
    }
    return pairs;
  }

  /** The models of which some price is not the factor times its counterpart. */
  private static Set<String> deviating(List<ListedPrice[]> pairs, String factor) {
    Set<String> models = new TreeSet<>();
    for (ListedPrice[] pair : pairs) {
      BigDecimal expected = pair[1].perUnit().amount().multiply(new BigDecimal(factor));
      if (pair[0].perUnit().amount().compareTo(expected) != 0) {
        models.add(pair[0].model());
      }
    }
    return models;
  }

  private static boolean isStandardClaude(ListedPrice price, Meter meter) {
    return price.model().contains("claude")
        && price.tier().equals("standard")
        && price.meter() == meter;
  }

  private static boolean isMain(ListedPrice price) {
    return price.meter() == Meter.INPUT || price.meter() == Meter.OUTPUT;
  }

  @Test
  void claudeCacheReadsCostATenthSaveOnModelsKnownToDiffer() {
    List<ListedPrice[]> pairs =
        pairs(p -> isStandardClaude(p, Meter.CACHE_READ), at -> at.with(Meter.INPUT));
    assertThat(pairs).hasSizeGreaterThan(160);
    assertThat(deviating(pairs, "0.1"))
        .containsExactlyInAnyOrder(
            "anthropic.claude-fable-5-1",
            "anthropic.claude-opus-5-5",
            "claude-3-haiku@20240307",
            "claude-fable-5-1",
            "claude-opus-5-5");
  }

  @Test
  void claudeCacheWritesCostAQuarterMoreForMinutesAndTwiceForAnHour() {
    List<ListedPrice[]> minutes =
        pairs(p -> isStandardClaude(p, Meter.CACHE_WRITE_5M), at -> at.with(Meter.INPUT));
    assertThat(minutes).hasSizeGreaterThan(160);
    assertThat(deviating(minutes, "1.25")).containsExactly("claude-3-haiku@20240307");
    List<ListedPrice[]> hours =
        pairs(p -> isStandardClaude(p, Meter.CACHE_WRITE_1H), at -> at.with(Meter.INPUT));
    assertThat(hours).hasSizeGreaterThan(130);
    assertThat(deviating(hours, "2")).isEmpty();
  }

  @Test
  void novaCacheReadsCostAQuarter() {
    List<ListedPrice[]> pairs =
        pairs(
            p ->
                p.model().contains("nova")
                    && p.tier().equals("standard")
                    && p.meter() == Meter.CACHE_READ,
            at -> at.with(Meter.INPUT));
    assertThat(pairs).hasSize(17);
    assertThat(deviating(pairs, "0.25")).isEmpty();
  }

  @Test
  void longPromptsOfGptCostTwiceTheInputAndHalfAgainTheOutput() {
    List<ListedPrice[]> input =
        pairs(p -> p.above() == 272_000 && p.meter() == Meter.INPUT, Place::inBaseBand);
    List<ListedPrice[]> output =
        pairs(p -> p.above() == 272_000 && p.meter() == Meter.OUTPUT, Place::inBaseBand);
    assertThat(input).hasSize(13);
    assertThat(output).hasSize(13);
    assertThat(deviating(input, "2")).isEmpty();
    assertThat(deviating(output, "1.5")).isEmpty();
  }

  @Test
  void flexOnBedrockCostsHalfAndPriorityThreeQuartersMoreSaveForRounding() {
    List<ListedPrice[]> flex =
        pairs(
            p -> p.provider() == Provider.BEDROCK && p.tier().equals("flex") && isMain(p),
            at -> at.with("standard"));
    assertThat(flex).hasSizeGreaterThan(400);
    assertThat(deviating(flex, "0.5"))
        .containsExactly("qwen.qwen3-32b-v1:0", "qwen.qwen3-coder-30b-a3b-v1:0");
    List<ListedPrice[]> priority =
        pairs(
            p -> p.provider() == Provider.BEDROCK && p.tier().equals("priority") && isMain(p),
            at -> at.with("standard"));
    assertThat(priority).hasSizeGreaterThan(400);
    assertThat(deviating(priority, "1.75"))
        .containsExactly(
            "qwen.qwen3-235b-a22b-2507-v1:0",
            "qwen.qwen3-32b-v1:0",
            "qwen.qwen3-coder-30b-a3b-v1:0");
  }

  @Test
  void nothingContradictsItself() {
    for (String tier : List.of("batch", "flex")) {
      for (ListedPrice[] pair : pairs(p -> p.tier().equals(tier), at -> at.with("standard"))) {
        assertThat(pair[0].perUnit()).as(pair[0].toString()).isLessThanOrEqualTo(pair[1].perUnit());
      }
    }
    for (ListedPrice[] pair :
        pairs(p -> p.meter() == Meter.CACHE_READ, at -> at.with(Meter.INPUT))) {
      assertThat(pair[0].perUnit()).as(pair[0].toString()).isLessThanOrEqualTo(pair[1].perUnit());
    }
    for (ListedPrice[] pair :
        pairs(
            p -> p.meter() == Meter.OUTPUT && p.perUnit().amount().signum() > 0,
            at -> at.with(Meter.INPUT))) {
      assertThat(pair[0].perUnit())
          .as(pair[0].toString())
          .isGreaterThanOrEqualTo(pair[1].perUnit());
    }
  }

  @Test
  void noLongPromptCostsFiveTimesAShortOne() {
    for (ListedPrice[] pair :
        pairs(p -> p.above() > 0 && p.meter().unit() == Meter.Unit.TOKEN, Place::inBaseBand)) {
      BigDecimal base = pair[1].perUnit().amount();
      BigDecimal ratio = pair[0].perUnit().amount().divide(base, 3, RoundingMode.HALF_EVEN);
      assertThat(ratio).as(pair[0].toString()).isBetween(BigDecimal.ONE, BigDecimal.valueOf(2));
    }
  }
}
