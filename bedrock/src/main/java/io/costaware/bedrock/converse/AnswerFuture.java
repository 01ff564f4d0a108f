package io.costaware.bedrock.converse;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/** The future of an answer; ending it by hand, by cancel or timeout, ends the call. */
final class AnswerFuture {
  private AnswerFuture() {}

  /** Follows a call; what is read from its response is the answer. */
  @SuppressWarnings("FutureReturnValueIgnored") // The one handed out tells all there is to tell.
  static <R, A> CompletableFuture<A> of(CompletableFuture<R> sent, Function<R, A> reading) {
    CompletableFuture<A> answer = new CompletableFuture<>();
    answer.whenComplete(
        (done, failure) -> {
          if (!sent.isDone()) {
            sent.cancel(true);
          }
        });
    sent.whenComplete(
        (response, failure) -> {
          if (failure != null) {
            answer.completeExceptionally(unwrap(failure));
            return;
          }
          try {
            answer.complete(reading.apply(response));
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }

  /** The failure itself, without what futures put round it. */
  static Throwable unwrap(Throwable failure) {
    Throwable inner = failure;
    while ((inner instanceof CompletionException || inner instanceof ExecutionException)
        && inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner;
  }
}
