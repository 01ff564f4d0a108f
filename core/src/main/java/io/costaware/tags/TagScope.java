package io.costaware.tags;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ambient tags: every call that this thread makes until the scope is closed carries them.
 *
 * <pre>{@code
 * try (TagScope scope = TagScope.open(Tags.of("team", "support"))) {
 *   bedrock.converse(request);
 *   CompletableFuture.supplyAsync(this::summarise, TagScope.wrap(pool));
 * }
 * }</pre>
 *
 * <p>Scopes nest, and inner values win. A new thread, platform or virtual, starts without tags: an
 * inherited scope would stay behind in the threads of pools. A task takes the tags of the thread
 * that hands it over when it, or the executor, is wrapped.
 *
 * <p>For use by one thread.
 */
public final class TagScope implements AutoCloseable {
  private static final ThreadLocal<TagScope> CURRENT = new ThreadLocal<>();

  private final Tags tags;
  private final @Nullable TagScope outer;
  private final Thread owner;

  private TagScope(Tags tags, @Nullable TagScope outer) {
    this.tags = tags;
    this.outer = outer;
    this.owner = Thread.currentThread();
  }

  /** Lays tags over those that the thread has, until the scope is closed. */
  public static TagScope open(Tags tags) {
    requireNonNull(tags, "tags");
    TagScope outer = CURRENT.get();
    TagScope scope = new TagScope(outer == null ? tags : outer.tags.merge(tags), outer);
    CURRENT.set(scope);
    return scope;
  }

  /** The tags of this thread; none outside any scope. */
  public static Tags current() {
    TagScope scope = CURRENT.get();
    return scope == null ? Tags.none() : scope.tags;
  }

  /** The tags of this scope, those of the scopes round it included. */
  public Tags tags() {
    return tags;
  }

  /**
   * Gives the thread back the tags that it had before the scope was opened. Scopes that were opened
   * inside and are still open end with it. Closing a scope that has ended does nothing.
   *
   * @throws IllegalStateException if another thread than the one that opened it closes it
   */
  @Override
  public void close() {
    if (owner != Thread.currentThread()) {
      throw new IllegalStateException(
          "A TagScope opened by thread '"
              + owner.getName()
              + "' was closed by thread '"
              + Thread.currentThread().getName()
              + "'; close it where it was opened and hand tasks over with TagScope.wrap");
    }
    for (TagScope open = CURRENT.get(); open != null; open = open.outer) {
      if (open == this) {
        restore(outer);
        return;
      }
    }
  }

  /**
   * A task that runs with the tags that this thread has now, instead of those of its own thread.
   */
  public static Runnable wrap(Runnable task) {
    requireNonNull(task, "task");
    Tags carried = current();
    return () -> {
      TagScope before = replace(carried);
      try {
        task.run();
      } finally {
        restore(before);
      }
    };
  }

  /**
   * A task that runs with the tags that this thread has now, instead of those of its own thread.
   */
  public static <T extends @Nullable Object> Callable<T> wrap(Callable<T> task) {
    requireNonNull(task, "task");
    Tags carried = current();
    return () -> {
      TagScope before = replace(carried);
      try {
        return task.call();
      } finally {
        restore(before);
      }
    };
  }

  /**
   * A supplier that runs with the tags that this thread has now. It has a name of its own because a
   * lambda would fit both {@code Callable} and {@code Supplier}.
   */
  public static <T extends @Nullable Object> Supplier<T> wrapSupplier(Supplier<T> task) {
    requireNonNull(task, "task");
    Tags carried = current();
    return () -> {
      TagScope before = replace(carried);
      try {
        return task.get();
      } finally {
        restore(before);
      }
    };
  }

  /** An executor whose tasks run with the tags of the thread that handed each of them over. */
  public static Executor wrap(Executor executor) {
    requireNonNull(executor, "executor");
    return task -> executor.execute(wrap(task));
  }

  /**
   * An executor service whose tasks run with the tags of the thread that handed each of them over.
   * Everything else, shutting down included, is the given one's business.
   */
  public static ExecutorService wrap(ExecutorService executor) {
    return new TagCarryingExecutor(executor);
  }

  private static @Nullable TagScope replace(Tags carried) {
    TagScope before = CURRENT.get();
    restore(carried.isEmpty() ? null : new TagScope(carried, null));
    return before;
  }

  private static void restore(@Nullable TagScope scope) {
    if (scope == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(scope);
    }
  }
}
