package io.costaware.call;

import io.costaware.event.CallEvent;
import io.costaware.event.CostEvent;
import io.costaware.pricing.Receipt;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Collects the events of the calls that a thread makes while the scope is open: the way in which
 * the receipt of a drop-in call reaches its caller.
 *
 * <pre>{@code
 * try (EventScope scope = EventScope.open()) {
 *   bedrock.converse(request);
 *   Receipt receipt = scope.lastReceipt();
 * }
 * }</pre>
 *
 * <p>A call belongs to the scope that was open on its thread when it was made, also if it ends
 * later on another thread. Its events are in the scope when a blocking call returns, when the
 * future of an async call completes, and when a stream says that it is complete. Scopes nest; the
 * innermost one collects.
 *
 * <p>Safe for use by many threads.
 */
public final class EventScope implements AutoCloseable {
  private static final ThreadLocal<@Nullable EventScope> CURRENT = new ThreadLocal<>();

  private final @Nullable EventScope outer;
  private final @Nullable EventScope relay;
  private final Thread owner = Thread.currentThread();
  private final List<CostEvent> events = new CopyOnWriteArrayList<>();

  private EventScope(@Nullable EventScope outer, @Nullable EventScope relay) {
    this.outer = outer;
    this.relay = relay;
  }

  /** Opens a scope on this thread. Close it on the same thread, best by try-with-resources. */
  public static EventScope open() {
    return open(null);
  }

  /**
   * Opens a scope on this thread that hands all it collects on to another one. For clients that
   * need the event of their own call, and must not keep it from the scope of their caller, which
   * may stand on another thread.
   *
   * @param relay the scope to hand on to; null if there is none
   */
  public static EventScope openBefore(@Nullable EventScope relay) {
    return open(relay);
  }

  private static EventScope open(@Nullable EventScope relay) {
    EventScope scope = new EventScope(CURRENT.get(), relay);
    CURRENT.set(scope);
    return scope;
  }

  /** The scope that collects on this thread; null outside any. */
  public static @Nullable EventScope current() {
    return CURRENT.get();
  }

  void add(CostEvent event) {
    events.add(event);
    if (relay != null) {
      relay.add(event);
    }
  }

  /** All events so far, in the order in which they came. */
  public List<CostEvent> events() {
    return List.copyOf(events);
  }

  /** The event of the attempt that ended last; null if none has ended yet. */
  public @Nullable CallEvent last() {
    for (int i = events.size() - 1; i >= 0; i--) {
      if (events.get(i) instanceof CallEvent call) {
        return call;
      }
    }
    return null;
  }

  /** The receipt of the attempt that ended last; null if none has ended yet. */
  public @Nullable Receipt lastReceipt() {
    CallEvent last = last();
    return last == null ? null : last.receipt();
  }

  /**
   * Gives the thread back to the scope outside. Calls still running keep telling this one.
   *
   * @throws IllegalStateException if another thread closes it
   */
  @Override
  public void close() {
    if (Thread.currentThread() != owner) {
      throw new IllegalStateException(
          "This EventScope was opened by " + owner.getName() + "; close it there");
    }
    if (CURRENT.get() == this) {
      if (outer == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(outer);
      }
    }
  }
}
