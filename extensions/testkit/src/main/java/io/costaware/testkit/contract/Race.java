package io.costaware.testkit.contract;

import java.util.concurrent.CompletionService;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/** Lets threads begin together and fails with the first that fails. */
final class Race {
  private Race() {}

  /** What a racer does in a round. */
  interface Round {
    void run(int racer, int round);
  }

  /** Many rounds, each begun by all racers at once: threads woken from a wait are too far apart. */
  static void inStep(int racers, int rounds, Round course) {
    AtomicInteger arrived = new AtomicInteger();
    of(
        racers,
        racer -> {
          for (int round = 0; round < rounds; round++) {
            arrived.incrementAndGet();
            for (int spins = 1; arrived.get() < racers * (round + 1); spins++) {
              if (spins % 64 == 0) {
                LockSupport.parkNanos(1);
              }
              if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("Another racer failed in round " + round);
              }
            }
            // From round to round other distances, so that the few steps that matter do meet.
            for (int lead = (round >> (3 * (racer % 4))) & 7; lead > 0; lead--) {
              Thread.onSpinWait();
            }
            course.run(racer, round);
          }
        });
  }

  static void of(int racers, IntConsumer course) {
    ExecutorService threads = Executors.newFixedThreadPool(racers);
    try {
      CyclicBarrier start = new CyclicBarrier(racers);
      CompletionService<Integer> running = new ExecutorCompletionService<>(threads);
      for (int i = 0; i < racers; i++) {
        int racer = i;
        running.submit(
            () -> {
              start.await();
              course.accept(racer);
              return racer;
            });
      }
      for (int i = 0; i < racers; i++) {
        running.take().get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("The race was interrupted", e);
    } catch (ExecutionException e) {
      throw new AssertionError("A racer failed", e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }
}
