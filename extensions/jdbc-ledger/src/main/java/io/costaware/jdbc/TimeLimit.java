package io.costaware.jdbc;

import io.costaware.ledger.SliceStoreException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends a caller's wait when its time is up, whatever the work is stuck in: a pool that has no
 * connection and a connect that gets no answer know no limit of ours. The work itself ends later,
 * by the limits of the statements and of the network.
 */
final class TimeLimit implements AutoCloseable {
  /** More than a pool has connections, as a rule; those past it wait for a place. */
  private static final int PLACES = 32;

  private final Semaphore places = new Semaphore(PLACES);
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          10,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          work -> {
            Thread thread = new Thread(work, "costaware-jdbc-ledger");
            thread.setDaemon(true);
            return thread;
          });

  <T> T call(Duration limit, Callable<T> work) throws Exception {
    long end = System.nanoTime() + limit.toNanos();
    try {
      if (!places.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new SliceStoreException(
            "PostgreSQL was not asked within "
                + limit.toMillis()
                + " ms: "
                + PLACES
                + " earlier calls still wait for it",
            null);
      }
      FutureTask<T> task = new FutureTask<>(work);
      start(task);
      return await(task, limit, end - System.nanoTime());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SliceStoreException(
          "The wait for PostgreSQL was interrupted; whether it took the call is not known", e);
    }
  }

  private void start(FutureTask<?> task) {
    boolean started = false;
    try {
      threads.execute(
          () -> {
            try {
              task.run();
            } finally {
              places.release();
            }
          });
      started = true;
    } catch (RejectedExecutionException e) {
      throw new SliceStoreException("This store of slices in PostgreSQL has been closed", e);
    } finally {
      if (!started) {
        places.release();
      }
    }
  }

  private static <T> T await(FutureTask<T> task, Duration limit, long nanos) throws Exception {
    try {
      return task.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new SliceStoreException(
          "PostgreSQL did not answer within "
              + limit.toMillis()
              + " ms, or the pool had no connection; whether it took the call is not known, and it"
              + " may be made again",
          e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    } finally {
      // Wakes a thread that waits for the pool; what waits for the network ends by its own limit.
      task.cancel(true);
    }
  }

  /** Does something beside the calls if there is room for it, and tells nobody how it went. */
  void beside(Runnable work) {
    if (places.tryAcquire()) {
      start(new FutureTask<>(work, null));
    }
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
