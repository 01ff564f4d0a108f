package io.costaware.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.usage.CountedTexts.Counted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How far estimates are off, in percent of what the tokenizers count. */
class EstimateErrorTest {
  private static final List<Counted> TEXTS = CountedTexts.read().all();

  static List<TokenFamily> families() {
    return CountedTexts.families();
  }

  /** Errors in tenths of a percent, ascending; below zero where too few tokens are reckoned. */
  private static long[] errors(
      Stream<Counted> texts, TokenFamily family, ToLongFunction<String> reckoned) {
    return texts
        .mapToLong(
            text -> {
              long counted = text.tokens(family);
              return (reckoned.applyAsLong(text.text()) - counted) * 1000 / counted;
            })
        .sorted()
        .toArray();
  }

  private static Stream<Counted> unseen() {
    return TEXTS.stream().filter(text -> !text.fitted());
  }

  private static ToLongFunction<String> likelier(TokenFamily family) {
    return text -> TextShape.of(text).tokens(family);
  }

  /** The error below which a share of the texts lies, whatever its sign. */
  private static long within(long[] errors, int percent) {
    long[] sizes = Arrays.stream(errors).map(Math::abs).sorted().toArray();
    return sizes[Math.min(sizes.length - 1, (sizes.length * percent + 99) / 100 - 1)];
  }

  private static long bias(TokenFamily family, ToLongFunction<String> reckoned) {
    long counted = unseen().mapToLong(text -> text.tokens(family)).sum();
    long sum = unseen().mapToLong(text -> reckoned.applyAsLong(text.text())).sum();
    return (sum - counted) * 1000 / counted;
  }

  private static String percent(long tenths) {
    return String.format(
        Locale.ROOT,
        "%s%d.%d",
        tenths < 0 ? "-" : "",
        Math.abs(tenths) / 10,
        Math.abs(tenths) % 10);
  }

  private static long share(long[] errors, int below) {
    return Arrays.stream(errors).filter(error -> error < below).count() * 1000 / errors.length;
  }

  /** A row of the table in the docs. */
  private static String likelierRow(TokenFamily family) {
    long[] errors = errors(unseen(), family, likelier(family));
    return "| %s | %s | %s | %s | %s | %s | %s |"
        .formatted(
            family,
            percent(within(errors, 50)),
            percent(within(errors, 90)),
            percent(bias(family, likelier(family))),
            percent(share(errors, 0)),
            percent(errors[0]),
            percent(errors[errors.length - 1]));
  }

  private static String ceilingRow(TokenFamily family) {
    long[] errors = errors(TEXTS.stream(), family, TokenHeuristic::tokens);
    return "| %s | %s | %s | %s | %s |"
        .formatted(
            family,
            percent(errors[errors.length / 2]),
            percent(share(errors, 0)),
            percent(Math.min(0, errors[0])),
            worst(family));
  }

  private static String worst(TokenFamily family) {
    List<Counted> texts = new ArrayList<>(TEXTS);
    texts.sort(
        (one, two) ->
            Long.compare(
                TokenHeuristic.tokens(one.text()) * 100_000 / one.tokens(family),
                TokenHeuristic.tokens(two.text()) * 100_000 / two.tokens(family)));
    Counted least = texts.get(0);
    return TokenHeuristic.tokens(least.text()) < least.tokens(family) ? least.kind() : "";
  }

  @Test
  void theTextsAreOfManyKindsAndHalvedEvenly() {
    assertThat(TEXTS).hasSizeBetween(60, 120);
    assertThat(TEXTS.stream().map(Counted::kind).distinct()).hasSizeGreaterThan(20);
    assertThat(TEXTS.stream().filter(Counted::fitted).map(Counted::kind).distinct())
        .containsExactlyInAnyOrderElementsOf(TEXTS.stream().map(Counted::kind).distinct().toList());
    assertThat(unseen().count() * 2).isBetween(TEXTS.size() - 10L, TEXTS.size() + 10L);
  }

  @ParameterizedTest
  @MethodSource("families")
  void anUnseenTextIsReckonedWithinTheMeasuredBounds(TokenFamily family) {
    long[] errors = errors(unseen(), family, likelier(family));

    assertThat(within(errors, 50)).as("median").isLessThanOrEqualTo(130);
    assertThat(within(errors, 90)).as("nine of ten").isLessThanOrEqualTo(300);
    assertThat(bias(family, likelier(family))).as("bias").isBetween(-50L, 60L);
    assertThat(errors[0]).as("most below").isGreaterThanOrEqualTo(-320);
    assertThat(errors[errors.length - 1]).as("most above").isLessThanOrEqualTo(520);
  }

  @ParameterizedTest
  @MethodSource("families")
  void theCeilingIsAboveWhatIsCountedButForFewTexts(TokenFamily family) {
    long[] errors = errors(TEXTS.stream(), family, TokenHeuristic::tokens);

    assertThat(share(errors, 0)).as("share below").isLessThanOrEqualTo(50);
    assertThat(errors[0]).as("most below").isGreaterThanOrEqualTo(-130);
  }

  @Test
  void theTablesInTheDocsAreThoseMeasured() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "estimates.md"));
    List<String> rows = new ArrayList<>();
    for (TokenFamily family : families()) {
      rows.add(likelierRow(family));
      rows.add(ceilingRow(family));
    }
    rows.removeIf(page::contains);
    Collections.sort(rows);
    assertThat(rows).as("rows that docs/estimates.md does not have").isEmpty();
  }
}
