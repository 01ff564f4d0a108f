package io.costaware.benchmarks;

/** One way to make a call, over and over. For use by one thread. */
interface Caller extends AutoCloseable {
  /** Makes the call and takes its answer; fails if the answer is not the expected one. */
  void call();

  /** Throws away what piled up; called between rounds, outside of every measurement. */
  default void between() {}

  @Override
  void close();
}
