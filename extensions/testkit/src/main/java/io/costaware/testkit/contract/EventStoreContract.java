package io.costaware.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.event.CallEvent;
import io.costaware.event.CostEvent;
import io.costaware.event.EventJson;
import io.costaware.money.Money;
import io.costaware.sink.EventStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link EventStore} keeps. Extend it in a test, and say how to make a store and how to
 * put events into it.
 *
 * <p>For use by one thread.
 */
public abstract class EventStoreContract {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  /** Makes the contract. */
  protected EventStoreContract() {}

  /** A new store without events. Called once in each test. */
  protected abstract EventStore newStore();

  /** Puts events into the store of this test, so that it finds them from now on. */
  protected abstract void store(List<CostEvent> events);

  /** A store without events has none. */
  @Test
  public void anEmptyStoreHasNoEvents() {
    assertThat(all(newStore())).isEmpty();
  }

  /** Every fact of an event is kept. */
  @Test
  public void everyFactIsKept() {
    EventStore store = newStore();
    List<CostEvent> events = new SampleEvents(1).oneOfEach(NOON);

    store(events);

    assertThat(all(store)).containsExactlyElementsOf(json(events));
  }

  /** Events come in the order in which they were stored, not in that of their moments. */
  @Test
  public void eventsComeInTheOrderInWhichTheyWereStored() {
    EventStore store = newStore();
    SampleEvents samples = new SampleEvents(1);
    List<CostEvent> events =
        List.of(samples.call(NOON), samples.call(NOON.minusSeconds(60)), samples.call(NOON));

    store(events);

    assertThat(all(store)).containsExactlyElementsOf(json(events));
  }

  /** The interval includes its begin and excludes its end. */
  @Test
  public void theIntervalIsHalfOpen() {
    EventStore store = newStore();
    SampleEvents samples = new SampleEvents(1);
    CostEvent before = samples.call(NOON.minusMillis(1));
    CostEvent first = samples.call(NOON);
    CostEvent last = samples.overBudget(NOON.plusMillis(999));
    CostEvent after = samples.call(NOON.plusMillis(1_000));

    store(List.of(before, first, last, after));

    assertThat(between(store, NOON, NOON.plusMillis(1_000)))
        .containsExactlyElementsOf(json(List.of(first, last)));
    assertThat(between(store, NOON, NOON)).isEmpty();
  }

  /** An event that is stored twice is found once. */
  @Test
  public void E3_anEventStoredTwiceIsFoundOnce() {
    EventStore store = newStore();
    List<CostEvent> events = new SampleEvents(1).oneOfEach(NOON);

    store(events);
    store(events);

    assertThat(all(store)).containsExactlyElementsOf(json(events));
  }

  /** An adjustment is found where the call is that it adjusts, not at the time it was made. */
  @Test
  public void M4_anAdjustmentIsFoundWithTheCallThatItAdjusts() {
    EventStore store = newStore();
    SampleEvents samples = new SampleEvents(1);
    CallEvent call = samples.call(NOON);
    CostEvent adjustment = samples.adjustment(call);

    store(List.of(call));
    store(List.of(adjustment));

    assertThat(between(store, NOON, NOON.plusMillis(1)))
        .containsExactlyElementsOf(json(List.of(call, adjustment)));
    assertThat(between(store, NOON.plusSeconds(1), NOON.plusSeconds(90 * 86_400L))).isEmpty();
  }

  /** What was booked adds up to the cent and beyond. */
  @Test
  public void R1_whatIsFoundAddsUpToWhatWasStored() {
    EventStore store = newStore();
    SampleEvents samples = new SampleEvents(1);
    List<CostEvent> events = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      events.add(samples.call(NOON.plusMillis(i)));
    }

    store(events);

    Money sum = Money.zero(Money.USD);
    try (Stream<CostEvent> found = store.between(Instant.EPOCH, NOON.plusSeconds(3_600))) {
      for (CostEvent event : (Iterable<CostEvent>) found::iterator) {
        sum = sum.plus(((CallEvent) event).booked().cost());
      }
    }
    assertThat(sum).isEqualTo(Money.usd("14.55"));
  }

  private static List<String> all(EventStore store) {
    return between(store, Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"));
  }

  private static List<String> between(EventStore store, Instant from, Instant to) {
    try (Stream<CostEvent> events = store.between(from, to)) {
      return events.map(EventJson::write).toList();
    }
  }

  private static List<String> json(List<CostEvent> events) {
    return events.stream().map(EventJson::write).toList();
  }
}
