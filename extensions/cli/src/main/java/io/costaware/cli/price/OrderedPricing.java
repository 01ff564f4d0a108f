package io.costaware.cli.price;

import io.costaware.cli.io.OutputFile;
import io.costaware.recorded.CallPricer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Prices batches on several threads and writes them in the order in which they were read, never
 * more than a few of them in memory.
 */
final class OrderedPricing implements AutoCloseable {
  private static final int MOST_THREADS = 8;

  private final CallPricer pricer;
  private final OutputStream out;
  private final @Nullable Totals totals;
  private final LongConsumer progress;
  private final int inFlight;
  private final ExecutorService workers;
  private final Queue<Future<PricedBatch>> running = new ArrayDeque<>();
  private long lines;
  private long invalid;

  /**
   * @param totals collects instead of writing lines; null to write lines
   * @param progress is told the number of lines after each batch
   */
  OrderedPricing(
      CallPricer pricer, OutputStream out, @Nullable Totals totals, LongConsumer progress) {
    this.pricer = pricer;
    this.out = out;
    this.totals = totals;
    this.progress = progress;
    int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    inFlight = threads + 2;
    workers = Executors.newFixedThreadPool(threads, OrderedPricing::thread);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "costaware-price");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Prices an input to its end.
   *
   * @param label stands before errors; may be empty
   * @return false if nobody reads the output any more
   * @throws IOException if the input cannot be read or the output not be written
   */
  boolean price(Batches batches, String label) throws IOException {
    while (true) {
      if (!batches.isReady() && !drain()) {
        return false;
      }
      Consumer<PricedBatch> filling;
      try {
        filling = batches.next();
      } catch (IOException e) {
        drain();
        throw e;
      }
      if (filling == null) {
        return drain();
      }
      running.add(
          workers.submit(
              () -> {
                PricedBatch batch = new PricedBatch(pricer, label, totals != null);
                filling.accept(batch);
                batch.finish();
                return batch;
              }));
      if (running.size() >= inFlight && !writeOldest()) {
        return false;
      }
    }
  }

  /** Writes all that was read so far; false if nobody reads it any more. */
  private boolean drain() throws IOException {
    while (!running.isEmpty()) {
      if (!writeOldest()) {
        return false;
      }
    }
    return written(out::flush);
  }

  private boolean writeOldest() throws IOException {
    PricedBatch batch = await(running.remove());
    lines += batch.lines();
    invalid += batch.invalid();
    progress.accept(lines);
    if (totals != null && batch.totals() != null) {
      totals.add(batch.totals());
      return true;
    }
    return written(() -> batch.writeTo(out));
  }

  private static PricedBatch await(Future<PricedBatch> batch) {
    try {
      return batch.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Pricing was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Pricing failed: " + e.getCause(), e);
    }
  }

  private interface Writing {
    void run() throws IOException;
  }

  /** Does a piece of writing; false if nobody reads the output any more. */
  private static boolean written(Writing writing) throws IOException {
    try {
      writing.run();
      return true;
    } catch (IOException e) {
      if (OutputFile.isReaderGone(e)) {
        return false;
      }
      throw new IOException("the output cannot be written: " + e.getMessage(), e);
    }
  }

  /** How many lines were found wrong so far. */
  long invalid() {
    return invalid;
  }

  /** How many lines were priced so far, the wrong ones included. */
  long lines() {
    return lines;
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
