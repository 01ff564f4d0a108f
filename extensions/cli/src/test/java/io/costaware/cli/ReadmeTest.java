package io.costaware.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadmeTest {
  private static final Path ROOT = Path.of(System.getProperty("basedir", ""), "..", "..");

  @Test
  void theLineOfTheReadmeIsWhatTheCallOfTheDescriptionComesTo() throws IOException {
    String call = line("docs/recorded-calls.md", "{\"id\": \"req-1\"");

    Run run = Run.of(call + "\n", "price");

    assertThat(run.lines()).containsExactly(line("README.md", "{\"id\":\"req-1\""));
  }

  @Test
  void theDescriptionNamesEveryOption() throws IOException {
    List<String> options = options("price");

    assertThat(options).hasSizeGreaterThan(5);
    assertThat(Files.readString(ROOT.resolve("docs/recorded-calls.md"))).contains(options);
  }

  @Test
  void thePageOnBudgetsNamesEveryOptionAndEveryFieldOfASimulation() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/budgets.md"));
    List<String> fields = new ArrayList<>();
    Run.of("", "simulate", "--nodes", "2", "--duration", "1", "--json")
        .json(0)
        .fieldNames()
        .forEachRemaining(field -> fields.add("`" + field + "`"));

    assertThat(options("simulate")).hasSizeGreaterThan(15);
    assertThat(page).contains(options("simulate"));
    assertThat(fields).hasSizeGreaterThan(15);
    assertThat(page).contains(fields);
  }

  private static List<String> options(String command) {
    return Run.of("", command, "--help")
        .out
        .lines()
        .map(String::strip)
        .map(text -> text.replaceFirst("^-., ", ""))
        .filter(text -> text.startsWith("--"))
        .map(text -> text.replaceFirst("[^a-z-].*", ""))
        .filter(option -> !option.equals("--help") && !option.equals("--version"))
        .toList();
  }

  private static String line(String file, String beginning) throws IOException {
    try (var lines = Files.lines(ROOT.resolve(file))) {
      return lines.filter(text -> text.startsWith(beginning)).findFirst().orElseThrow();
    }
  }
}
