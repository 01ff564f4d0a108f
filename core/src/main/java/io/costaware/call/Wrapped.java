package io.costaware.call;

import org.jspecify.annotations.Nullable;

/** A failure that somebody has wrapped in others. */
final class Wrapped {
  private static final int DEEPEST = 16;

  private Wrapped() {}

  /** The first failure of a kind among a failure, its causes and what it suppressed, or null. */
  static <T extends Throwable> @Nullable T find(@Nullable Throwable failure, Class<T> kind) {
    return find(failure, kind, 0);
  }

  private static <T extends Throwable> @Nullable T find(
      @Nullable Throwable failure, Class<T> kind, int depth) {
    if (failure == null || depth > DEEPEST) {
      return null;
    }
    if (kind.isInstance(failure)) {
      return kind.cast(failure);
    }
    T found = find(failure.getCause(), kind, depth + 1);
    Throwable[] suppressed = failure.getSuppressed();
    for (int i = 0; found == null && i < suppressed.length; i++) {
      found = find(suppressed[i], kind, depth + 1);
    }
    return found;
  }
}
