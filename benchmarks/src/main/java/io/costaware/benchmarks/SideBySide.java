package io.costaware.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs every variant in a JVM of its own, one after the other, and writes a report. The first
 * argument is the report's file; {@code smoke} after it makes a short run that only shows that
 * everything works, and names of variants after that limit the run to them.
 */
public final class SideBySide {
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

  /** The report's file, then {@code smoke} if wanted, then names of variants if not all. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path report = Path.of(args[0]);
    boolean smoke = args.length > 1 && args[1].equals("smoke");
    List<String> wanted = List.of(args).subList(smoke ? 2 : 1, args.length);
    Map<Variant, Figures> figures = new EnumMap<>(Variant.class);
    String load = load();
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
    Path parent = report.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.writeString(report, report(figures, smoke, load));
    progress("The report is in " + report);
  }

  private static Figures measure(Variant variant, Effort effort, String[] endpoints)
      throws IOException, InterruptedException {
    progress("Measuring " + variant.name() + ", load " + load());
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
    Figures figures = Figures.ofLine("figures " + line(process, "figures "));
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

  private static String report(Map<Variant, Figures> figures, boolean smoke, String load) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s on %s, %d cores, load %s before and %s after.%n",
            System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
            System.getProperty("os.name") + " " + System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors(),
            load,
            load()));
    if (smoke) {
      text.append("A short run: it shows that everything works, and its times mean nothing.\n");
    }
    for (Variant.Table table : Variant.Table.values()) {
      table(text, table, figures, Effort.of(table, smoke));
    }
    return text.toString();
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

  private static void row(
      StringBuilder text, Variant variant, Figures own, @Nullable Figures raw) {
    Figures.Round median = own.median();
    String over = "";
    if (raw != null && raw != own) {
      over =
          String.format(
              Locale.ROOT,
              "%+.1f µs, %+.1f KiB",
              (median.p50Nanos() - raw.median().p50Nanos()) / 1e3,
              (median.bytes() - raw.median().bytes()) / 1024.0);
      boolean claimsSame = variant.comparedWith() != comparedInTable(variant);
      if (claimsSame && own.firstBody() != raw.firstBody()) {
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

  /** The first of a table, which need not send the same bytes. */
  private static Variant comparedInTable(Variant variant) {
    return variant.comparedWith().comparedWith();
  }

  private static String load() {
    return String.format(
        Locale.ROOT,
        "%.1f",
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  @SuppressWarnings("SystemOut") // A program for people.
  private static void progress(String words) {
    System.out.println(words);
  }
}
