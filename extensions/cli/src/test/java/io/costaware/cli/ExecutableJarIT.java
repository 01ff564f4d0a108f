package io.costaware.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts the jar that users start. */
class ExecutableJarIT {
  private static final String JAR =
      Objects.requireNonNull(System.getProperty("costaware.jar"), "costaware.jar");

  @TempDir private Path directory;

  private record Ended(int exitCode, List<String> out, String err) {}

  private Ended start(String input, String... arguments) throws Exception {
    Path in = Files.writeString(directory.resolve("in"), input);
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-jar", JAR));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return new Ended(
        process.exitValue(),
        Files.readAllLines(out, StandardCharsets.UTF_8),
        Files.readString(err));
  }

  @Test
  void everyCaseCostsWhatItMust() throws Exception {
    Ended ended = start(Cases.input(), "price");

    assertThat(ended.err()).isEmpty();
    assertThat(ended.exitCode()).isZero();
    List<JsonNode> cases = Cases.all();
    assertThat(ended.out()).hasSameSizeAs(cases);
    for (int i = 0; i < cases.size(); i++) {
      Cases.assertMet(cases.get(i), Run.parse(ended.out().get(i)));
    }
  }

  @Test
  void anInvalidLineShowsInTheExitCode() throws Exception {
    Ended ended = start("{bad\n" + Lines.converse() + "\n", "price");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.out()).hasSize(2);
  }

  @Test
  void theOtherCommandsNeedNoSdkEither() throws Exception {
    assertThat(start("", "prices", "show", "gemini-2.5-pro").exitCode()).isZero();
    assertThat(start("", "prices", "diff", "bundled", "bundled").exitCode()).isZero();
    Ended offers = start("{}", "prices", "import", "--format", "aws-price-list", "-");
    assertThat(offers.exitCode()).as(offers.err()).isEqualTo(2);
    assertThat(offers.err()).doesNotContain("NoClassDefFound");
    assertThat(start("", "--version").out()).noneMatch(line -> line.contains("not packaged"));
  }

  @Test
  void aFleetIsSimulated() throws Exception {
    String[] simulate = {"simulate", "--nodes", "8", "--factor", "100", "--seed", "7", "--json"};

    Ended ended = start("", simulate);

    assertThat(ended.err()).isEmpty();
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).hasSize(1);
    assertThat(Run.parse(ended.out().get(0)).get("overshoot").textValue()).isEqualTo("0");
    assertThat(start("", simulate).out()).isEqualTo(ended.out());
  }

  @Test
  void nothingOfAnSdkIsInTheJar() throws IOException {
    try (ZipFile jar = new ZipFile(JAR)) {
      assertThat(jar.stream().map(entry -> entry.getName()))
          .noneMatch(
              name ->
                  name.startsWith("software/amazon")
                      || name.startsWith("io/netty")
                      || name.startsWith("com/google")
                      || name.endsWith("module-info.class"))
          .contains("META-INF/LICENSE", "io/costaware/pricing/bundled-prices.json");
    }
  }
}
