package io.costaware.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures one variant in this process: warms up, then times each call of some rounds. Started by
 * {@link SideBySide}.
 */
public final class OneVariant {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private OneVariant() {}

  /** Variant, warm-up calls, rounds, calls in a round, endpoints of Bedrock and Vertex. */
  public static void main(String[] args) {
    Variant variant = Variant.valueOf(args[0]);
    int rounds = Integer.parseInt(args[2]);
    int calls = Integer.parseInt(args[3]);
    Variant.Endpoints endpoints = new Variant.Endpoints(URI.create(args[4]), URI.create(args[5]));
    List<Figures.Round> measured = new ArrayList<>();
    try (Caller caller = variant.start(endpoints)) {
      for (int left = Integer.parseInt(args[1]); left > 0; left -= calls) {
        var unused = round(caller, Math.min(left, calls));
      }
      for (int i = 0; i < rounds; i++) {
        measured.add(round(caller, calls));
      }
    }
    String first = InMemoryHttp.FIRST_BODY.get();
    print(new Figures(measured, first == null ? 0 : digest(first)).toLine());
  }

  /** Of the characters in whatever order: that of a JSON object's fields costs nothing. */
  private static int digest(String body) {
    char[] characters = body.toCharArray();
    Arrays.sort(characters);
    return Arrays.hashCode(characters);
  }

  private static Figures.Round round(Caller caller, int calls) {
    long[] nanos = new long[calls];
    long cpuBefore = PROCESS.getProcessCpuTime();
    long bytesBefore = allocated();
    for (int i = 0; i < calls; i++) {
      long start = System.nanoTime();
      caller.call();
      nanos[i] = System.nanoTime() - start;
    }
    long bytes = allocated() - bytesBefore;
    long cpu = PROCESS.getProcessCpuTime() - cpuBefore;
    caller.between();
    Arrays.sort(nanos);
    return new Figures.Round(
        nanos[calls / 2], nanos[(int) (calls * 99L / 100)], bytes / calls, cpu / calls);
  }

  /** By all threads that live; none that matters ends while calls are made. */
  private static long allocated() {
    long sum = 0;
    for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
      sum += Math.max(0, bytes);
    }
    return sum;
  }

  @SuppressWarnings("SystemOut") // The way back to the process that started this one.
  private static void print(String line) {
    System.out.println(line);
  }
}
