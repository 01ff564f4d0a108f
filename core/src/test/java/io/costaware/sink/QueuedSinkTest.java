package io.costaware.sink;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.event.CostEvent;
import io.costaware.event.EventId;
import io.costaware.event.RandomEvents;
import io.costaware.event.RefusedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class QueuedSinkTest {
  private static final RefusedEvent SAMPLE = new RandomEvents(1).refused();

  @Test
  void E2_aStuckSinkDelaysNobodyAndOverflowIsCountedExactly() throws Exception {
    Gate gate = new Gate();
    QueuedSink queue = QueuedSink.of("stuck", gate, 8, System::nanoTime);
    List<CostEvent> other = new CopyOnWriteArrayList<>();
    QueuedSink neighbour = QueuedSink.of("neighbour", other::add, 100, System::nanoTime);

    queue.accept(event(0, 0));
    assertThat(gate.entered.await(10, SECONDS)).isTrue();
    for (int i = 1; i <= 13; i++) {
      queue.accept(event(0, i));
      neighbour.accept(event(0, i));
    }
    assertThat(neighbour.close(Duration.ofSeconds(10))).isZero();
    SinkHealth stuck = queue.health();
    gate.open.countDown();

    assertThat(other).hasSize(13);
    assertThat(stuck).isEqualTo(new SinkHealth("stuck", 9, 0, 0, 5, 0));
    assertThat(stuck.isHealthy()).isFalse();
    assertThat(queue.close(Duration.ofSeconds(10))).isZero();
    assertThat(queue.health()).isEqualTo(new SinkHealth("stuck", 0, 9, 0, 5, 0));
    assertThat(gate.taken)
        .extracting(e -> e.id().sequence())
        .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    assertThat(gate.closed).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 64, 65_536})
  void manyProducersKeepTheirOrderAndEveryEventIsAccountedFor(int capacity) throws Exception {
    int producers = 4;
    int each = 20_000;
    List<EventId> taken = new ArrayList<>();
    QueuedSink queue = QueuedSink.of("busy", e -> taken.add(e.id()), capacity, System::nanoTime);

    inParallel(
        producers,
        producer -> {
          for (int i = 0; i < each; i++) {
            queue.accept(event(producer, i));
          }
        });
    long left = queue.close(Duration.ofSeconds(30));
    SinkHealth health = queue.health();

    assertThat(left).isZero();
    assertThat(health.delivered()).isEqualTo(taken.size());
    assertThat(health.delivered() + health.lost()).isEqualTo((long) producers * each);
    assertThat(taken).doesNotHaveDuplicates();
    long[] last = {-1, -1, -1, -1};
    for (EventId id : taken) {
      int producer = (int) id.node();
      assertThat(id.sequence()).isGreaterThan(last[producer]);
      last[producer] = id.sequence();
    }
  }

  @Test
  void E2_aSinkThatThrowsLosesOnlyWhatItThrowsOn() {
    List<CostEvent> taken = new ArrayList<>();
    EventSink moody =
        e -> {
          long n = e.id().sequence();
          if (n % 4 == 1) {
            throw new IllegalStateException("no");
          }
          if (n % 4 == 2) {
            throw new StackOverflowError("deep");
          }
          if (n % 4 == 3) {
            Thread.currentThread().interrupt();
          }
          taken.add(e);
        };
    QueuedSink queue = QueuedSink.of("moody", moody, 1_000, System::nanoTime);

    for (int i = 0; i < 100; i++) {
      queue.accept(event(0, i));
    }

    assertThat(queue.close(Duration.ofSeconds(10))).isZero();
    assertThat(queue.health()).isEqualTo(new SinkHealth("moody", 0, 50, 50, 0, 0));
    assertThat(taken).hasSize(50);
  }

  @Test
  void closingInterruptsAStuckSinkAndSaysWhatIsLeft() throws Exception {
    Gate gate = new Gate();
    QueuedSink queue = QueuedSink.of("stuck", gate, 100, System::nanoTime);
    for (int i = 0; i < 10; i++) {
      queue.accept(event(0, i));
    }
    assertThat(gate.entered.await(10, SECONDS)).isTrue();

    assertThat(queue.close(Duration.ofMillis(20))).isEqualTo(9);

    assertThat(queue.health()).isEqualTo(new SinkHealth("stuck", 0, 0, 1, 9, 0));
    assertThat(gate.closed).isTrue();
  }

  @Test
  void closingDoesNotWaitForASinkThatIgnoresInterrupts() throws Exception {
    Gate gate = new Gate();
    gate.interruptible = false;
    QueuedSink queue = QueuedSink.of("stubborn", gate, 100, System::nanoTime);
    for (int i = 0; i < 10; i++) {
      queue.accept(event(0, i));
    }
    assertThat(gate.entered.await(10, SECONDS)).isTrue();

    assertThat(queue.close(Duration.ZERO)).isEqualTo(10);

    assertThat(queue.health()).isEqualTo(new SinkHealth("stubborn", 0, 0, 0, 10, 0));
    gate.open.countDown();
    assertThat(queue.close(Duration.ofSeconds(10))).isEqualTo(9);
    assertThat(queue.health()).isEqualTo(new SinkHealth("stubborn", 0, 1, 0, 9, 0));
  }

  @Test
  void eventsAfterClosingAreCountedAsLost() {
    QueuedSink queue = QueuedSink.of("closed", EventSink.none(), 10, System::nanoTime);
    queue.close();

    queue.accept(event(0, 0));

    assertThat(queue.health()).isEqualTo(new SinkHealth("closed", 0, 0, 0, 1, 0));
  }

  @Test
  void closingWhileProducersRunLosesCountOfNothing() throws Exception {
    for (int round = 0; round < 50; round++) {
      QueuedSink queue = QueuedSink.of("race", EventSink.none(), 1_000, System::nanoTime);
      CountDownLatch started = new CountDownLatch(2);
      inParallel(
          3,
          producer -> {
            if (producer == 2) {
              await(started);
              queue.close(Duration.ofSeconds(10));
              return;
            }
            for (int i = 0; i < 2_000; i++) {
              queue.accept(event(producer, i));
              if (i == 100) {
                started.countDown();
              }
            }
          });

      SinkHealth health = queue.health();
      assertThat(health.queued()).isZero();
      assertThat(health.delivered() + health.lost()).isEqualTo(4_000);
    }
  }

  /**
   * A worker that never naps and sleeps at once, given each event some moments after it took the
   * one before, just when it goes to sleep: one lost wake-up, and the exchange stops.
   */
  @Test
  void noWakeUpIsLost() {
    AtomicInteger taken = new AtomicInteger();
    QueuedSink queue =
        QueuedSink.of("sleepy", e -> taken.incrementAndGet(), 4, Thread::new, System::nanoTime, 0);

    for (int i = 0; i < 300_000; i++) {
      long due = System.nanoTime() + i % 200;
      while (System.nanoTime() - due < 0) {}
      queue.accept(event(0, i));
      long begun = System.nanoTime();
      while (taken.get() == i && System.nanoTime() - begun < SECONDS.toNanos(5)) {
        Thread.onSpinWait();
      }
      assertThat(taken).hasValue(i + 1);
    }
    assertThat(queue.close(Duration.ofSeconds(10))).isZero();
  }

  @Test
  void theSinkIsFlushedWhenTheQueueRunsDryAndClosedOnce() throws Exception {
    CountDownLatch flushed = new CountDownLatch(1);
    AtomicInteger closed = new AtomicInteger();
    EventSink sink =
        new EventSink() {
          @Override
          public void accept(CostEvent event) {}

          @Override
          public void flush() {
            flushed.countDown();
          }

          @Override
          public void close() {
            closed.incrementAndGet();
            throw new IllegalStateException("not closed");
          }
        };
    QueuedSink queue = QueuedSink.of("flushed", sink, 10, System::nanoTime);

    queue.accept(event(0, 0));

    assertThat(flushed.await(10, SECONDS)).isTrue();
    queue.close();
    queue.close();
    assertThat(closed).hasValue(1);
    assertThat(queue.health()).isEqualTo(new SinkHealth("flushed", 0, 1, 0, 0, 1));
  }

  @Test
  void nonsenseIsRefusedAtOnce() {
    assertThatThrownBy(() -> QueuedSink.of("q", EventSink.none(), 0, System::nanoTime))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A queue of 0 events for sink 'q' cannot be; take 1 to 16777216");
    assertThatThrownBy(() -> QueuedSink.of(" ", EventSink.none(), 1, System::nanoTime))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("blank");
  }

  private interface Producer {
    void run(int number);
  }

  private static void inParallel(int count, Producer producer) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      threads.add(new Thread(() -> producer.run(number)));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static CostEvent event(long producer, long number) {
    return new RefusedEvent(
        new EventId(producer, number), SAMPLE.call(), SAMPLE.atMillis(), SAMPLE.refusal());
  }
}
