package io.costaware.drill;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a node is told when it is started.
 *
 * @param name of the node, the same in each of its lives
 * @param store where the store is, as {@link StoreAddress} writes it
 * @param journal where this life writes down what it does
 * @param clockAheadMillis how far its clock is ahead of the machine's
 * @param seed of its calls
 * @param calls for how many the budgets are sized
 * @param threads that make calls
 * @param lease of its slices
 * @param overrunPercent how many of a hundred calls take more than they held
 */
record NodeOrder(
    String name,
    String store,
    Path journal,
    long clockAheadMillis,
    long seed,
    long calls,
    int threads,
    Duration lease,
    int overrunPercent) {
  List<String> arguments() {
    return List.of(
        name,
        store,
        journal.toString(),
        Long.toString(clockAheadMillis),
        Long.toString(seed),
        Long.toString(calls),
        Integer.toString(threads),
        lease.toString(),
        Integer.toString(overrunPercent));
  }

  static NodeOrder of(String[] arguments) {
    return new NodeOrder(
        arguments[0],
        arguments[1],
        Path.of(arguments[2]),
        Long.parseLong(arguments[3]),
        Long.parseLong(arguments[4]),
        Long.parseLong(arguments[5]),
        Integer.parseInt(arguments[6]),
        Duration.parse(arguments[7]),
        Integer.parseInt(arguments[8]));
  }
}
