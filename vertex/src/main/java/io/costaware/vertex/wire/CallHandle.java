package io.costaware.vertex.wire;

import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/**
 * Lets another thread stop the call that this thread makes while the handle is open. Closing the
 * SDK's stream cannot: it waits for the lock that a reader holds until the next bytes come.
 *
 * <p>Safe for use by many threads.
 */
public final class CallHandle implements AutoCloseable {
  private static final ThreadLocal<@Nullable CallHandle> OPEN = new ThreadLocal<>();

  private @Nullable Exchange exchange;
  private @Nullable Call call;
  private boolean cancelled;

  /** A handle that holds no call yet. */
  public CallHandle() {}

  /** Takes the next metered call that this thread makes; close it on the same thread. */
  public CallHandle open() {
    OPEN.set(this);
    return this;
  }

  static void offer(Exchange exchange, Call call) {
    CallHandle handle = OPEN.get();
    if (handle != null) {
      handle.take(exchange, call);
    }
  }

  private synchronized void take(Exchange taken, Call running) {
    exchange = taken;
    call = running;
    if (cancelled) {
      stop(taken, running);
    }
  }

  /**
   * Ends the call with what is known of it and cuts its connection, now or as soon as it begins.
   */
  public synchronized void cancel() {
    cancelled = true;
    Exchange taken = exchange;
    Call running = call;
    if (taken != null && running != null) {
      stop(taken, running);
    }
  }

  /** The end is told first: to the reader, a cut connection looks like a failure. */
  private static void stop(Exchange exchange, Call call) {
    exchange.closed();
    call.cancel();
  }

  /** Takes no further calls; the one that it holds can still be stopped. */
  @Override
  public void close() {
    OPEN.remove();
  }
}
