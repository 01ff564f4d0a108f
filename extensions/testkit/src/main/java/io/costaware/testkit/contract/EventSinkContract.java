package io.costaware.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.costaware.event.CostEvent;
import io.costaware.event.EventJson;
import io.costaware.sink.EventSink;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/**
 * What every {@link EventSink} keeps. Extend it in a test, and say how to make a sink and how to
 * see what it took.
 *
 * <p>For use by one thread.
 */
public abstract class EventSinkContract {
  /** A moment that the sample events carry. */
  protected static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  /** Makes the contract. */
  protected EventSinkContract() {}

  /** A new sink that took nothing yet. Called once in each test. */
  protected abstract EventSink newSink();

  /**
   * What the sink of this test took, as one text for each event that holds at least the event's id.
   * Called after {@link EventSink#flush} or {@link EventSink#close}.
   */
  protected abstract Collection<String> taken();

  /** Every sort of event is taken. */
  @Test
  public void everySortOfEventIsTaken() {
    List<CostEvent> events = new SampleEvents(1).oneOfEach(NOON);
    try (EventSink sink = newSink()) {
      events.forEach(sink::accept);
    }
    assertTaken(events);
  }

  /** After a flush nothing is held back. */
  @Test
  public void afterAFlushNothingIsHeldBack() {
    CostEvent event = new SampleEvents(1).call(NOON);
    try (EventSink sink = newSink()) {
      sink.accept(event);
      sink.flush();
      assertTaken(List.of(event));
    }
  }

  /** Flushing and closing without events does no harm, and closing twice is closing once. */
  @Test
  public void flushingAndClosingAnEmptySinkDoesNoHarm() {
    EventSink sink = newSink();
    assertThatCode(
            () -> {
              sink.flush();
              sink.flush();
              sink.close();
              sink.close();
            })
        .doesNotThrowAnyException();
    assertThat(taken()).isEmpty();
  }

  /** Many threads may use a sink. */
  @Test
  public void manyThreadsMayUseIt() throws InterruptedException {
    List<CostEvent> events = new ArrayList<>();
    List<Throwable> faults = new CopyOnWriteArrayList<>();
    try (EventSink sink = newSink()) {
      List<Thread> threads = new ArrayList<>();
      for (int node = 0; node < 4; node++) {
        SampleEvents samples = new SampleEvents(node);
        List<CostEvent> own = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
          own.add(samples.call(NOON));
        }
        events.addAll(own);
        Thread thread = new Thread(() -> own.forEach(sink::accept));
        thread.setUncaughtExceptionHandler((dead, fault) -> faults.add(fault));
        threads.add(thread);
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertThat(faults).isEmpty();
    assertTaken(events);
  }

  private void assertTaken(List<CostEvent> events) {
    Collection<String> taken = taken();
    assertThat(taken).hasSize(events.size());
    assertThat(events)
        .allSatisfy(
            event ->
                assertThat(taken)
                    .as(EventJson.write(event))
                    .anyMatch(text -> text.contains(event.id().toString())));
  }
}
