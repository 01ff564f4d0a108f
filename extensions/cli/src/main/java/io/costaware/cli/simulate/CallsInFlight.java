package io.costaware.cli.simulate;

import io.costaware.budget.Hold;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The calls that were sent and have not ended, by number; a number is used again once its call has
 * ended.
 *
 * <p>For use by one thread.
 */
final class CallsInFlight {
  private static final int FIRST_SIZE = 1024;

  private @Nullable NodeProcess[] processes = new NodeProcess[FIRST_SIZE];
  private @Nullable Hold[] holds = new Hold[FIRST_SIZE];
  private long[] held = new long[FIRST_SIZE];
  private long[] actual = new long[FIRST_SIZE];
  private int[] free = new int[FIRST_SIZE];
  private int freed;
  private int used;

  /** Adds a call and answers its number. */
  int add(NodeProcess process, Hold hold, long heldPicos, long actualPicos) {
    int call = freed > 0 ? free[--freed] : used++;
    if (call == held.length) {
      grow(2 * call);
    }
    processes[call] = process;
    holds[call] = hold;
    held[call] = heldPicos;
    actual[call] = actualPicos;
    return call;
  }

  private void grow(int size) {
    processes = Arrays.copyOf(processes, size);
    holds = Arrays.copyOf(holds, size);
    held = Arrays.copyOf(held, size);
    actual = Arrays.copyOf(actual, size);
    free = Arrays.copyOf(free, size);
  }

  NodeProcess process(int call) {
    NodeProcess process = processes[call];
    if (process == null) {
      throw new IllegalStateException("Call " + call + " has ended");
    }
    return process;
  }

  Hold hold(int call) {
    Hold hold = holds[call];
    if (hold == null) {
      throw new IllegalStateException("Call " + call + " has ended");
    }
    return hold;
  }

  long held(int call) {
    return held[call];
  }

  long actual(int call) {
    return actual[call];
  }

  void remove(int call) {
    processes[call] = null;
    holds[call] = null;
    free[freed++] = call;
  }
}
