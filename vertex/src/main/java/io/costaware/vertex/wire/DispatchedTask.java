package io.costaware.vertex.wire;

import org.jspecify.annotations.Nullable;

/** A task of a dispatcher, which can be told from what it calls in turn. For use by one thread. */
final class DispatchedTask implements Runnable {
  private static final ThreadLocal<@Nullable Runnable> CURRENT = new ThreadLocal<>();

  private final Runnable task;

  DispatchedTask(Runnable task) {
    this.task = task;
  }

  /** What the dispatcher runs on this thread; null if it runs nothing here. */
  static @Nullable Runnable current() {
    return CURRENT.get();
  }

  @Override
  public void run() {
    Runnable outer = CURRENT.get();
    CURRENT.set(this);
    try {
      task.run();
    } finally {
      if (outer == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(outer);
      }
    }
  }
}
