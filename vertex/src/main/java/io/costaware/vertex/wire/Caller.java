package io.costaware.vertex.wire;

import io.costaware.call.Ambient;
import io.costaware.tags.TagScope;
import org.jspecify.annotations.Nullable;

/**
 * Who made a call: what surrounded it there, and on which thread.
 *
 * <p>Immutable.
 *
 * @param ambient tags and scopes of the calling thread
 * @param thread the calling thread
 * @param task what the dispatcher was running on that thread; null on a thread of the user's
 * @param bare whether no tag scope was open, as on the threads that the SDK itself makes calls on
 */
record Caller(Ambient ambient, Thread thread, @Nullable Runnable task, boolean bare) {

  static Caller here(Ambient ambient) {
    return new Caller(
        ambient, Thread.currentThread(), DispatchedTask.current(), TagScope.current().isEmpty());
  }

  /** Whether the call runs in the very method that made it, so that it may throw what it likes. */
  boolean waitsHere() {
    return thread == Thread.currentThread() && task == DispatchedTask.current();
  }
}
