package io.costaware.bedrock.runtime;

import io.costaware.call.CallRefusedException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The future that callers get for one of the SDK. It completes after the call has been told about,
 * and what the caller does to it reaches the SDK's: cancel, timeout, completion by hand.
 */
final class MeteredFuture<T extends @Nullable Object> extends CompletableFuture<T> {
  private final CompletableFuture<T> sent;
  private final Supplier<? extends @Nullable Throwable> stopped;
  private volatile boolean byHand;

  private MeteredFuture(
      CompletableFuture<T> sent, Supplier<? extends @Nullable Throwable> stopped) {
    this.sent = sent;
    this.stopped = stopped;
  }

  /**
   * Follows a future of the SDK.
   *
   * @param sent the SDK's; a stub of it in a test may answer null, which is handed on
   * @param end told of the result or the failure before the caller is; must not throw
   */
  static <T extends @Nullable Object> CompletableFuture<T> of(
      CompletableFuture<T> sent, BiConsumer<? super @Nullable T, ? super @Nullable Throwable> end) {
    return of(sent, end, () -> null);
  }

  /**
   * Follows the future of a stream.
   *
   * @param stopped why the stream was stopped, which is then its failure; null if it was not
   */
  @SuppressWarnings("FutureReturnValueIgnored") // The one handed out tells all there is to tell.
  static <T extends @Nullable Object> CompletableFuture<T> of(
      CompletableFuture<T> sent,
      BiConsumer<? super @Nullable T, ? super @Nullable Throwable> end,
      Supplier<? extends @Nullable Throwable> stopped) {
    if (sent == null) {
      end.accept(null, new NullPointerException());
      return sent;
    }
    MeteredFuture<T> handedOut = new MeteredFuture<>(sent, stopped);
    sent.whenComplete(
        (result, failure) -> {
          if (handedOut.byHand) {
            end.accept(null, new CancellationException());
          } else {
            end.accept(result, failure);
          }
          handedOut.pass(result, failure);
        });
    return handedOut;
  }

  private void pass(T result, @Nullable Throwable failure) {
    Throwable stop = stopped.get();
    if (stop != null) {
      super.completeExceptionally(stop);
      return;
    }
    if (failure == null) {
      super.complete(result);
      return;
    }
    CallRefusedException refused = CallRefusedException.find(failure);
    super.completeExceptionally(refused == null ? failure : refused);
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    sent.cancel(mayInterruptIfRunning);
    return super.cancel(mayInterruptIfRunning);
  }

  @Override
  public boolean completeExceptionally(Throwable failure) {
    return sent.completeExceptionally(failure) || super.completeExceptionally(failure);
  }

  @Override
  public boolean complete(T value) {
    byHand = true;
    return sent.complete(value) || super.complete(value);
  }
}
