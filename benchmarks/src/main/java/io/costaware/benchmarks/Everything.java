package io.costaware.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures everything, one after the other, and writes a report in Markdown. The first argument is
 * the report's file. {@code smoke} as the second makes a short run, which shows that everything
 * works and whose times mean nothing. {@code parts} or names of {@link Variant}s after that limit
 * the run to them.
 */
public final class Everything {
  private Everything() {}

  /** The report's file, then {@code smoke} if wanted, then what to measure if not everything. */
  public static void main(String[] args) throws IOException, InterruptedException, RunnerException {
    Path report = Path.of(args[0]).toAbsolutePath();
    boolean smoke = args.length > 1 && args[1].equals("smoke");
    List<String> wanted = List.of(args).subList(smoke ? 2 : 1, args.length);
    String before = load();
    StringBuilder text = new StringBuilder();
    if (wanted.isEmpty() || !wanted.equals(List.of("parts"))) {
      text.append(SideBySide.run(smoke, wanted));
    }
    if (wanted.isEmpty() || wanted.contains("parts")) {
      text.append(Parts.run(smoke));
    }
    Path parent = report.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.writeString(report, head(smoke, before) + text);
    progress("The report is in " + report);
  }

  private static String head(boolean smoke, String before) {
    return String.format(
        Locale.ROOT,
        "%s %s on %s %s, %d cores; load %s before and %s after.%n%s",
        System.getProperty("java.vm.name"),
        System.getProperty("java.runtime.version"),
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        before,
        load(),
        smoke ? "A short run: it shows that everything works, and its times mean nothing.\n" : "");
  }

  /** The system's load over the last minute; what else runs makes all times worse. */
  static String load() {
    return String.format(
        Locale.ROOT, "%.1f", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  /** Says to whoever waits what is going on. */
  @SuppressWarnings("SystemOut") // A program for people.
  static void progress(String words) {
    System.out.println(words);
  }
}
