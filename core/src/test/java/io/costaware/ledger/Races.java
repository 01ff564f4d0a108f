package io.costaware.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** Lets threads begin together and fails with the first that fails. */
final class Races {
  private Races() {}

  static void run(int threads, IntConsumer racer) {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      CyclicBarrier start = new CyclicBarrier(threads);
      List<Future<?>> racers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        racers.add(
            executor.submit(
                () -> {
                  start.await();
                  racer.accept(thread);
                  return thread;
                }));
      }
      for (Future<?> each : racers) {
        each.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("The race was interrupted", e);
    } catch (ExecutionException e) {
      throw new AssertionError("A racer failed", e.getCause());
    } finally {
      executor.shutdownNow();
    }
  }
}
