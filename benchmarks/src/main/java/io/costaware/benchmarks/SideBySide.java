package io.costaware.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs every variant in a JVM of its own, one after the other. */
final class SideBySide {
  // Spring AI's builder asks for a Region at once, also where clients are given to it.
  private static final List<String> JVM =
      List.of(
          "-XX:+UseSerialGC",
          "-Xms512m",
          "-Xmx512m",
          "-Daws.region=eu-central-1",
          "-Daws.disableEc2Metadata=true");

  /** How much is done: warm-up calls, rounds, calls in a round. */
  private record Effort(int warmUp, int rounds, int calls) {
    static Effort of(Variant.Table table, boolean smoke) {
      if (smoke) {
        return new Effort(300, 3, 100);
      }
      return table == Variant.Table.SOCKET
          ? new Effort(12_000, 5, 4_000)
          : new Effort(100_000, 7, 20_000);
    }

    String words() {
      return String.format(
          Locale.ROOT, "%,d warm-up calls, %d rounds of %,d calls", warmUp, rounds, calls);
    }
  }

  private SideBySide() {}

  /**
   * Measures and answers the tables in Markdown.
   *
   * @param wanted names of variants; all of them if empty
   */
  static String run(boolean smoke, List<String> wanted) throws IOException, InterruptedException {
    Map<Variant, Figures> figures = new EnumMap<>(Variant.class);
    Process servers = java(List.of("-Xmx2g"), WireServers.class, List.of());
    try {
      String[] endpoints = line(servers, WireServers.MARK).split(" ", -1);
      for (Variant variant : Variant.values()) {
        if (wanted.isEmpty() || wanted.contains(variant.name())) {
          figures.put(variant, measure(variant, Effort.of(variant.table(), smoke), endpoints));
        }
      }
    } finally {
      servers.getOutputStream().close();
      servers.waitFor();
    }
    StringBuilder text = new StringBuilder();
    for (Variant.Table table : Variant.Table.values()) {
      if (figures.keySet().stream().anyMatch(variant -> variant.table() == table)) {
        table(text, table, figures, Effort.of(table, smoke));
      }
    }
    return text.toString();
  }

  private static Figures measure(Variant variant, Effort effort, String[] endpoints)
      throws IOException, InterruptedException {
    Everything.progress("Measuring " + variant.name() + ", load " + Everything.load());
    Process process =
        java(
            JVM,
            OneVariant.class,
            List.of(
                variant.name(),
                Integer.toString(effort.warmUp()),
                Integer.toString(effort.rounds()),
                Integer.toString(effort.calls()),
                endpoints[0],
                endpoints[1]));
    Figures figures = Figures.ofLine(line(process, Figures.MARK));
    process.waitFor();
    return figures;
  }

  private static Process java(List<String> options, Class<?> main, List<String> args)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(args);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** What a process prints after a mark. */
  private static String line(Process process, String mark) throws IOException {
    BufferedReader reader = process.inputReader(UTF_8);
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.startsWith(mark)) {
        return line.substring(mark.length());
      }
    }
    throw new IOException("A process ended without its line '" + mark + "'; see its errors above");
  }

  private static void table(
      StringBuilder text, Variant.Table table, Map<Variant, Figures> figures, Effort effort) {
    text.append("\n### ").append(table.title()).append("\n\n").append(effort.words());
    text.append(
        """
        .

        | Variant | p50 µs | p99 µs | KiB | CPU µs | over raw |
        |---|---|---|---|---|---|
        """);
    for (Map.Entry<Variant, Figures> entry : figures.entrySet()) {
      if (entry.getKey().table() == table) {
        row(text, entry.getKey(), entry.getValue(), figures.get(entry.getKey().comparedWith()));
      }
    }
  }

  private static void row(StringBuilder text, Variant variant, Figures own, @Nullable Figures raw) {
    Figures.Round median = own.median();
    String over = "";
    if (raw != null && variant != variant.comparedWith()) {
      over =
          String.format(
              Locale.ROOT,
              "%+.1f µs, %+.1f KiB",
              (median.p50Nanos() - raw.median().p50Nanos()) / 1e3,
              (median.bytes() - raw.median().bytes()) / 1024.0);
      if (variant.sendsTheSame() && own.firstBody() != raw.firstBody()) {
        over += " (other bytes)";
      }
    }
    text.append(
        String.format(
            Locale.ROOT,
            "| %s | %.1f [%.1f..%.1f] | %.1f | %.1f | %.1f | %s |%n",
            variant.label(),
            median.p50Nanos() / 1e3,
            own.lowestP50() / 1e3,
            own.highestP50() / 1e3,
            median.p99Nanos() / 1e3,
            median.bytes() / 1024.0,
            median.cpuNanos() / 1e3,
            over));
  }
}
