package io.costaware.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.budget.BudgetWindow.Span;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RollingWindowTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private static void assertRefused(ThrowingCallable nonsense, String... words) {
    assertThatThrownBy(nonsense)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void B4_theBucketThatRunsAndAWholeLengthBeforeItCount() {
    BudgetWindow window = BudgetWindow.rolling(HOUR, 12);
    Span span = window.at(Instant.parse("2026-11-26T12:34:56Z").toEpochMilli());
    assertThat(Instant.ofEpochMilli(span.startMillis()))
        .isEqualTo(Instant.parse("2026-11-26T12:30:00Z"));
    assertThat(span.resetsAt()).isEqualTo(Instant.parse("2026-11-26T12:35:00Z"));
    assertThat(Instant.ofEpochMilli(window.countsFromMillis(span)))
        .isEqualTo(Instant.parse("2026-11-26T11:30:00Z"));
    assertThat(span.words()).isEqualTo("last PT1H in 12 buckets, the oldest counted whole");
    assertThat(window).hasToString("rolling PT1H in 12 buckets");
  }

  @Test
  void theSameLengthIsTheSameWindowHoweverItIsWritten() {
    assertThat(BudgetWindow.rolling(Duration.ofMinutes(60), 12))
        .isEqualTo(BudgetWindow.rolling(HOUR, 12))
        .hasToString(BudgetWindow.rolling(HOUR, 12).toString())
        .isNotEqualTo(BudgetWindow.rolling(HOUR, 6));
  }

  @Test
  void figuresOutOfRangeAreRefused() {
    assertRefused(() -> BudgetWindow.rolling(HOUR, 1), "1 buckets", "2 to 60");
    assertRefused(() -> BudgetWindow.rolling(HOUR, 61), "61 buckets", "2 to 60");
    assertRefused(() -> BudgetWindow.rolling(HOUR, -1), "-1 buckets");
    assertRefused(() -> BudgetWindow.rolling(Duration.ofMillis(999), 3), "PT0.999S", "PT1S");
    assertRefused(() -> BudgetWindow.rolling(Duration.ofHours(-1), 2), "PT-1H");
    assertRefused(() -> BudgetWindow.rolling(Duration.ofDays(366).plusMillis(2), 2), "PT8784H");
    assertRefused(() -> BudgetWindow.rolling(Duration.ofSeconds(Long.MAX_VALUE), 2), "PT8784H");
    assertRefused(() -> BudgetWindow.rolling(Duration.ofSeconds(1), 7), "PT1S", "7", "divides");
    assertRefused(() -> BudgetWindow.rolling(Duration.ofSeconds(1, 1), 2), "divides");
    assertThat(BudgetWindow.rolling(Duration.ofDays(366), 60).at(0).startMillis()).isZero();
  }

  @Test
  void aRunIsForgottenAfterItsLastCall() {
    Budget budget = Budget.named("agents").perRun("run", Duration.ofHours(6)).limit("2", "USD");
    BudgetWindow window = budget.window();
    assertThat(window).isEqualTo(BudgetWindow.run(Duration.ofHours(6)));
    assertThat(window).isNotEqualTo(BudgetWindow.lifetime());
    assertThat(budget.selector().each()).containsExactly("run");
    assertThat(BudgetWindow.run(Duration.ofHours(6)).forgottenAfter())
        .isEqualTo(Duration.ofHours(6));
    assertThat(BudgetWindow.lifetime().forgottenAfter()).isNull();
    assertThat(BudgetWindow.run(Duration.ofHours(6)).at(0).resetsAt()).isNull();
    assertThat(budget)
        .hasToString("agents: 2 USD per run, forgotten PT6H after its last call for each run");
    assertRefused(() -> BudgetWindow.run(Duration.ZERO), "PT0S", "PT1S", "PT8784H");
    assertRefused(() -> budget.perRun("task", Duration.ofHours(1)), "Budget 'agents'", "each");
  }

  @Property(tries = 2_000)
  void B4_bucketsCoverTheTimeAndNeverLessThanTheLengthIsCounted(
      @ForAll @LongRange(min = -4_000_000_000_000L, max = 4_000_000_000_000L) long moment,
      @ForAll @LongRange(min = 500, max = 500_000_000) long bucketMillis,
      @ForAll @IntRange(min = 2, max = 60) int buckets) {
    Duration length = Duration.ofMillis(bucketMillis * buckets);
    BudgetWindow window = BudgetWindow.rolling(length, buckets);
    Span span = window.at(moment);
    assertThat(span.contains(moment)).isTrue();
    assertThat(window.at(span.startMillis())).isEqualTo(span);
    assertThat(window.at(span.endMillis() - 1)).isEqualTo(span);
    assertThat(window.at(span.endMillis()).startMillis()).isEqualTo(span.endMillis());
    assertThat(span.endMillis() - span.startMillis()).isEqualTo(bucketMillis);
    long counted = moment + 1 - window.countsFromMillis(span);
    assertThat(counted).isBetween(length.toMillis(), length.toMillis() + bucketMillis);
  }
}
