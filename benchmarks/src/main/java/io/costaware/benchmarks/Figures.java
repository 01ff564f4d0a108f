package io.costaware.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the rounds of one variant came to.
 *
 * @param rounds as they were run
 * @param firstBody a digest of the first request's body; 0 if it was not seen
 */
record Figures(List<Round> rounds, int firstBody) {
  /** How a process writes its figures for the one that started it. */
  static final String MARK = "figures ";

  /**
   * One round.
   *
   * @param p50Nanos median of a call
   * @param p99Nanos 99th percentile of a call
   * @param bytes allocated by all threads, per call
   * @param cpuNanos of the process, per call
   */
  record Round(long p50Nanos, long p99Nanos, long bytes, long cpuNanos) {}

  /** The round in the middle, by its median call. */
  Round median() {
    return byMedianCall().get(rounds.size() / 2);
  }

  long lowestP50() {
    return byMedianCall().get(0).p50Nanos();
  }

  long highestP50() {
    return byMedianCall().get(rounds.size() - 1).p50Nanos();
  }

  private List<Round> byMedianCall() {
    List<Round> sorted = new ArrayList<>(rounds);
    sorted.sort(Comparator.comparingLong(Round::p50Nanos));
    return sorted;
  }

  String toLine() {
    StringBuilder line = new StringBuilder(MARK).append(firstBody);
    for (Round round : rounds) {
      line.append(' ')
          .append(round.p50Nanos)
          .append(',')
          .append(round.p99Nanos)
          .append(',')
          .append(round.bytes)
          .append(',')
          .append(round.cpuNanos);
    }
    return line.toString();
  }

  /** Reads what stands after the mark. */
  static Figures ofLine(String rest) {
    String[] parts = rest.split(" ", -1);
    List<Round> rounds = new ArrayList<>();
    for (int i = 1; i < parts.length; i++) {
      String[] numbers = parts[i].split(",", -1);
      rounds.add(
          new Round(
              Long.parseLong(numbers[0]),
              Long.parseLong(numbers[1]),
              Long.parseLong(numbers[2]),
              Long.parseLong(numbers[3])));
    }
    return new Figures(List.copyOf(rounds), Integer.parseInt(parts[0]));
  }
}
