package io.costaware.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "price",
        "prices",
        "prices list",
        "prices show",
        "prices verify",
        "prices diff",
        "prices import",
        "simulate",
      })
  void everyCommandHasHelp(String command) {
    String[] arguments = (command + " --help").strip().split(" ", -1);

    Run run = Run.of("", arguments);

    assertThat(run.exitCode).isZero();
    assertThat(run.out).startsWith("Usage: costaware" + (command.isEmpty() ? "" : " " + command));
    assertThat(run.err).isEmpty();
  }

  @Test
  void theHelpOfPriceNamesEveryOptionAndExitCode() {
    assertThat(Run.of("", "price", "--help").out)
        .contains("--format", "--prices", "--config", "--as-of", "--model", "--summary")
        .contains("--output", "--progress", "Exit codes:", "  0  ", "  1  ", "  2  ", "  3  ");
  }

  @Test
  void nothingAskedIsAUsageErrorThatShowsTheCommands() {
    assertThat(Run.of("").exitCode).isEqualTo(2);
    assertThat(Run.of("").err).contains("price", "prices");
    assertThat(Run.of("", "prices").exitCode).isEqualTo(2);
    assertThat(Run.of("", "pric").exitCode).isEqualTo(2);
  }

  @Test
  void theVersionNamesThePricesToo() {
    assertThat(Run.of("", "--version").out).contains("costaware ", "prices bundled-");
  }
}
