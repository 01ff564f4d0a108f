package io.costaware.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.event.AdjustmentEvent;
import io.costaware.event.CallEvent;
import io.costaware.event.CostEvent;
import io.costaware.sink.JsonLinesStore;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepriceLastMonthTest {
  @TempDir Path directory;

  /** 124 moments, two calls each; 37 of them before 10 October 00:00 UTC keep their price. */
  @Test
  void M4_theMonthMovesOnlyWhenItIsRepricedAndKeepsWhatWasTold() {
    Path file = directory.resolve("costs.jsonl");
    ByteArrayOutputStream printed = new ByteArrayOutputStream();

    new RepriceLastMonth(new PrintStream(printed, true, UTF_8), file).run();

    // 0.0426 USD a call by the bundled sheet, 0.0355 USD by the contract.
    String text = printed.toString(UTF_8);
    assertThat(text)
        .contains("As it was told: 10.5648 USD")
        .contains("Nothing written; adjustments due: 174 of 248 calls")
        .contains("Still as it was told: 10.5648 USD")
        .contains("Adjustments written: 174 of 248 calls")
        .contains("With corrections: 9.3294 USD")
        .contains("248 109120000  9.3294 USD")
        .contains("Same token counts assumed");
    List<CostEvent> events = events(file);
    assertThat(events).filteredOn(CallEvent.class::isInstance).hasSize(248);
    assertThat(events)
        .filteredOn(AdjustmentEvent.class::isInstance)
        .hasSize(174)
        .allSatisfy(
            event -> {
              assertThat(event.at()).isAfterOrEqualTo(Instant.parse("2026-10-10T00:00:00Z"));
              assertThat(((AdjustmentEvent) event).before().total()).hasToString("0.0426 USD");
              assertThat(((AdjustmentEvent) event).difference()).hasToString("-0.0071 USD");
            });
  }

  private static List<CostEvent> events(Path file) {
    try (Stream<CostEvent> events =
        JsonLinesStore.of(file).between(Instant.EPOCH, Instant.parse("2027-01-01T00:00:00Z"))) {
      return events.toList();
    }
  }
}
