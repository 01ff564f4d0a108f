package io.costaware.bedrock.converse;

import io.costaware.call.CallMeter;
import io.costaware.call.EventScope;
import io.costaware.event.CallEvent;
import io.costaware.tags.TagScope;
import io.costaware.tags.Tags;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a call is made in: its tags, and a scope that catches its event and hands it on to the scope
 * of the caller.
 *
 * <p>Immutable.
 *
 * @param tags laid over those of the thread that makes the call
 * @param caller the caller's own scope; null if there is none
 */
record Surroundings(Tags tags, @Nullable EventScope caller) {
  /** For a call that is made on this thread. */
  static Surroundings of(Tags own) {
    return new Surroundings(own, EventScope.current());
  }

  /** For a call that is made later, maybe on another thread, with the tags that this thread has. */
  static Surroundings kept(CallMeter meter, Tags own) {
    return new Surroundings(meter.ambient().tags().merge(own), EventScope.current());
  }

  /** Makes the call. What it leaves running keeps telling the scope that it got. */
  @SuppressWarnings("try") // The scopes work by being open.
  <T> T make(Function<EventScope, T> call) {
    try (TagScope tagged = TagScope.open(tags);
        EventScope events = EventScope.openBefore(caller)) {
      return call.apply(events);
    }
  }

  /** The event of the attempt that gave the answer. */
  static CallEvent event(EventScope events) {
    CallEvent event = events.last();
    if (event == null) {
      throw new IllegalStateException(
          "The call was answered but left no event, so its cost is not known; the log says why");
    }
    return event;
  }
}
