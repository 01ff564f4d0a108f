package io.costaware.vertex.wire;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Runs tasks on another executor. Where that belongs to the user, shutting this one down refuses
 * further tasks here and leaves the other as it is.
 *
 * <p>Safe for use by many threads.
 */
final class BorrowedExecutor extends AbstractExecutorService {
  private final Supplier<ExecutorService> lender;
  private final boolean shared;
  private volatile boolean shutDown;

  /**
   * An executor that borrows.
   *
   * @param lender asked at the first task and later, so that an executor nobody needs is not made
   * @param shared whether the user has it too
   */
  BorrowedExecutor(Supplier<ExecutorService> lender, boolean shared) {
    this.lender = lender;
    this.shared = shared;
  }

  @Override
  public void execute(Runnable task) {
    if (shutDown) {
      throw new RejectedExecutionException("The client is closed");
    }
    lender.get().execute(new DispatchedTask(task));
  }

  @Override
  public void shutdown() {
    shutDown = true;
    if (!shared) {
      lender.get().shutdown();
    }
  }

  @Override
  public List<Runnable> shutdownNow() {
    shutDown = true;
    return shared ? List.of() : lender.get().shutdownNow();
  }

  @Override
  public boolean isShutdown() {
    return shutDown;
  }

  @Override
  public boolean isTerminated() {
    return shutDown && (shared || lender.get().isTerminated());
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return shared ? shutDown : lender.get().awaitTermination(timeout, unit);
  }
}
