package io.costaware.vertex.wire;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.costaware.call.Ambient;
import io.costaware.event.EventId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Joins the calls of a function-calling loop to one operation. The SDK makes the second and later
 * calls of an async loop on a thread of its own, where nothing of the caller is left; they are
 * found by the instance of the request's {@code HttpOptions}, which is the same in all calls of a
 * loop, or else by the conversation, which begins with that of the call before.
 *
 * <p>Two loops that begin with equal conversations at one time cannot be told apart and are not
 * joined.
 *
 * <p>Safe for use by many threads.
 */
final class FunctionLoops {
  private static final int MOST_OPEN = 10_000;

  /** How long a function may take until its answer goes to the model. */
  private static final Duration MOST_PATIENCE = Duration.ofMinutes(30);

  private record Loop(Ambient ambient, EventId operation, boolean ambiguous) {}

  private final Cache<Object, Loop> byOptions =
      Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();
  private final Cache<String, Loop> byConversation =
      Caffeine.newBuilder()
          .maximumSize(MOST_OPEN)
          .expireAfterWrite(MOST_PATIENCE)
          .executor(Runnable::run)
          .build();

  /**
   * What surrounds a call, its operation included if it goes on with one.
   *
   * @param options the {@code HttpOptions} of the request; null if it has none
   */
  Ambient join(Caller caller, String model, Turns turns, @Nullable Object options) {
    if (!turns.answersFunction()) {
      return caller.ambient();
    }
    Loop found = byConversation.asMap().remove(key(model, turns.fingerprintBefore()));
    Loop same = options == null ? null : byOptions.getIfPresent(options);
    if (same != null) {
      return same.ambient().within(same.operation());
    }
    if (found == null || found.ambiguous()) {
      return caller.ambient();
    }
    Ambient ambient = caller.bare() ? found.ambient() : caller.ambient();
    return ambient.within(found.operation());
  }

  /** A call that declares functions has been opened. */
  void opened(Ambient ambient, EventId operation, @Nullable Object options) {
    if (options != null) {
      byOptions.asMap().putIfAbsent(options, new Loop(ambient, operation, false));
    }
  }

  /** The model asks for a function; the next call of the operation will answer it. */
  void asked(Ambient ambient, EventId operation, String model, Turns turns) {
    byConversation
        .asMap()
        .merge(
            key(model, turns.fingerprint()),
            new Loop(ambient, operation, false),
            (one, other) -> new Loop(one.ambient(), one.operation(), true));
  }

  private static String key(String model, long fingerprint) {
    return model + ' ' + fingerprint;
  }
}
