package io.costaware.benchmarks;

import io.costaware.pricing.PriceBook;
import io.costaware.pricing.PriceSheet;
import io.costaware.pricing.Receipt;
import io.costaware.pricing.SheetPriceBook;
import io.costaware.target.Provider;
import io.costaware.target.RoutingScope;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import io.costaware.usage.Usage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How long a fresh JVM takes from nothing to its first price out of the bundled sheet, and how much
 * heap that needs. Each round is a JVM of its own whose heap is capped at 20 MiB, so that it fails
 * if that is not enough.
 */
public final class PriceBookStart {
  private static final int ROUNDS = 15;
  private static final String CHILD = "child";
  private static final String WHOLE = "whole";

  private PriceBookStart() {}

  /** Measures, or is one of the JVMs that are measured. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length > 0 && args[0].equals(CHILD)) {
      measure(args.length > 1 && args[1].equals(WHOLE));
      return;
    }
    report("first price, models read when asked for", rounds("first"));
    report("all models read", rounds(WHOLE));
  }

  private static void measure(boolean whole) {
    long used = heap();
    long start = System.nanoTime();
    long startCpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    PriceSheet sheet = PriceSheet.bundled();
    PriceBook book = SheetPriceBook.of(sheet);
    Target target =
        new Target(
            Provider.BEDROCK, "anthropic.claude-sonnet-4-6", RoutingScope.GLOBAL, "us-east-1");
    Receipt receipt =
        book.rates(target, ServiceTier.STANDARD, System.currentTimeMillis())
            .price(Usage.tokens(350, 900));
    int prices = whole ? sheet.priceCount() : 1;
    long micros = (System.nanoTime() - start) / 1_000;
    long cpuMicros =
        (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - startCpu) / 1_000;
    if (receipt.outcome() != Receipt.Outcome.PRICED || prices < 1) {
      throw new IllegalStateException("Nothing was priced: " + receipt);
    }
    long after = heap() - used;
    System.gc();
    System.out.println(
        micros + " " + cpuMicros + " " + after / 1024 + " " + (heap() - used) / 1024);
  }

  private static long heap() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static List<long[]> rounds(String what) throws IOException, InterruptedException {
    List<long[]> rounds = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:+UseSerialGC",
                  "-Xmx20m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  PriceBookStart.class.getName(),
                  CHILD,
                  what)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String line =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new IllegalStateException("A measured JVM failed; its output: " + line);
      }
      rounds.add(Arrays.stream(line.split(" ", -1)).mapToLong(Long::parseLong).toArray());
    }
    return rounds;
  }

  private static void report(String what, List<long[]> rounds) {
    System.out.println(what + ", " + rounds.size() + " JVMs, least / middle / most");
    String[] names = {
      "  time in µs", "  CPU of the thread in µs", "  heap used in KiB", "  heap kept in KiB"
    };
    for (int column = 0; column < names.length; column++) {
      int at = column;
      long[] sorted = rounds.stream().mapToLong(round -> round[at]).sorted().toArray();
      System.out.println(
          names[column]
              + ": "
              + sorted[0]
              + " / "
              + sorted[sorted.length / 2]
              + " / "
              + sorted[sorted.length - 1]);
    }
  }
}
