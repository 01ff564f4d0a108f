package io.costaware.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    String help = Run.of("", "price", "--help").out;
    List<String> options =
        help.lines()
            .map(String::strip)
            .map(text -> text.replaceFirst("^-., ", ""))
            .filter(text -> text.startsWith("--"))
            .map(text -> text.replaceFirst("[= ].*", ""))
            .toList();

    assertThat(options).hasSizeGreaterThan(7);
    assertThat(Files.readString(ROOT.resolve("docs/recorded-calls.md")))
        .contains(
            options.stream()
                .filter(option -> !option.equals("--help") && !option.equals("--version"))
                .toList());
  }

  private static String line(String file, String beginning) throws IOException {
    try (var lines = Files.lines(ROOT.resolve(file))) {
      return lines.filter(text -> text.startsWith(beginning)).findFirst().orElseThrow();
    }
  }
}
