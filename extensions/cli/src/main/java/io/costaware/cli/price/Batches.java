package io.costaware.cli.price;

import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where the lines of one input come from, a batch at a time. */
interface Batches {
  /**
   * Reads so much that another thread can fill a batch by it; null when there is no more.
   *
   * @throws IOException if the input cannot be read
   */
  @Nullable Consumer<PricedBatch> next() throws IOException;

  /** Whether the next batch can be had without waiting for whoever feeds the input. */
  boolean isReady() throws IOException;
}
