package io.costaware.redis;

import io.costaware.ledger.SliceStoreException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs the script many times in one trip, and waits no longer than it may. */
final class ScriptRunner {
  private final RedisLink link;
  private final SliceScript script;
  private final Duration timeout;

  ScriptRunner(RedisLink link, SliceScript script, Duration timeout) {
    this.link = link;
    this.script = script;
    this.timeout = timeout;
  }

  List<Object> run(SliceScript.Call call) {
    return run(List.of(call)).get(0);
  }

  /**
   * All are sent before the first answer is awaited.
   *
   * @throws SliceStoreException if one failed or the time is up
   */
  List<List<Object>> run(List<SliceScript.Call> calls) {
    RedisClusterAsyncCommands<String, String> redis = link.commands();
    List<CompletableFuture<List<Object>>> answers = new ArrayList<>(calls.size());
    try {
      for (SliceScript.Call call : calls) {
        answers.add(answer(redis, call));
      }
    } catch (RedisException e) {
      throw cutOff(e);
    }
    CompletableFuture<Void> all =
        CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new));
    await(all, answers);
    return answers.stream().map(CompletableFuture::join).toList();
  }

  /** Once more with the whole script if Redis has forgotten it. */
  private CompletableFuture<List<Object>> answer(
      RedisClusterAsyncCommands<String, String> redis, SliceScript.Call call) {
    CompletableFuture<List<Object>> first = script.send(redis, call).toCompletableFuture();
    CompletableFuture<List<Object>> answer =
        first.exceptionallyCompose(
            failure ->
                failure instanceof RedisNoScriptException
                    ? script.sendWhole(redis, call).toCompletableFuture()
                    : CompletableFuture.failedFuture(failure));
    // What nobody waits for any more need not be sent after a reconnect.
    var unused = answer.whenComplete((ignored, failure) -> first.cancel(false));
    return answer;
  }

  /** What Redis says about its memory; empty if it does not say it to this user. */
  String memory() {
    CompletableFuture<String> info = link.commands().info("memory").toCompletableFuture();
    CompletableFuture<String> answer =
        info.exceptionally(
            failure -> {
              if (failure instanceof RedisCommandExecutionException) {
                return "";
              }
              throw new CompletionException(failure);
            });
    await(answer, List.of(answer));
    return answer.join();
  }

  private void await(CompletableFuture<?> all, List<? extends CompletableFuture<?>> answers) {
    try {
      all.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      link.answered();
    } catch (TimeoutException e) {
      answers.forEach(answer -> answer.cancel(false));
      link.silent();
      throw new SliceStoreException(
          "Redis at "
              + link.place()
              + " did not answer within "
              + timeout.toMillis()
              + " ms; what was sent may have taken effect, and may be sent again",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SliceStoreException(
          "Interrupted while waiting for Redis at "
              + link.place()
              + "; what was sent may have"
              + " taken effect",
          e);
    } catch (ExecutionException e) {
      throw failure(e);
    }
  }

  private SliceStoreException failure(ExecutionException thrown) {
    Throwable cause = thrown.getCause();
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof RedisCommandExecutionException refused) {
      link.refused(refused);
      return RedisFailure.of(link.place(), refused);
    }
    return cutOff(cause == null ? thrown : cause);
  }

  private SliceStoreException cutOff(Throwable cause) {
    return new SliceStoreException(
        "Redis at "
            + link.place()
            + " is cut off: "
            + cause.getMessage()
            + "; it is connected anew by itself",
        cause);
  }
}
