package io.costaware.vertex.wire;

import io.costaware.call.Ambient;
import io.costaware.tags.TagScope;
import org.jspecify.annotations.Nullable;

/**
 * Who made a call: what surrounded it there, and on which thread; and what is metered of it now.
 *
 * <p>Safe for use by many threads.
 */
final class Caller {
  private final Ambient ambient;
  private final Thread thread;
  private final @Nullable Runnable task;
  private final boolean bare;
  private volatile @Nullable Exchange exchange;

  private Caller(Ambient ambient, Thread thread, @Nullable Runnable task, boolean bare) {
    this.ambient = ambient;
    this.thread = thread;
    this.task = task;
    this.bare = bare;
  }

  static Caller here(Ambient ambient) {
    return new Caller(
        ambient, Thread.currentThread(), DispatchedTask.current(), TagScope.current().isEmpty());
  }

  /** Tags and scopes of the calling thread. */
  Ambient ambient() {
    return ambient;
  }

  /** Whether no tag scope was open, as on the threads that the SDK itself makes calls on. */
  boolean bare() {
    return bare;
  }

  /** Whether the call runs in the very method that made it, so that it may throw what it likes. */
  boolean waitsHere() {
    return thread == Thread.currentThread() && task == DispatchedTask.current();
  }

  /** The call goes out as this exchange from now on. */
  void carry(Exchange sent) {
    exchange = sent;
  }

  /** What the call goes out as; null if it is not metered. */
  @Nullable Exchange exchange() {
    return exchange;
  }
}
