package io.costaware.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.costaware.event.CostEvent;
import io.costaware.event.RandomEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class GuardedSinkTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final CostEvent event = new RandomEvents(1).call();

  @Test
  void aSinkIsGuardedOnce() {
    GuardedSink guarded = GuardedSink.of("one", EventSink.none(), nanos::get);

    assertThat(GuardedSink.of("two", guarded, nanos::get)).isSameAs(guarded);
  }

  @Test
  void E5_faultsAreLoggedOnceAMinuteWithoutTheirMessages() {
    Logger logger = (Logger) LoggerFactory.getLogger(GuardedSink.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    logger.setLevel(ch.qos.logback.classic.Level.INFO);
    GuardedSink guarded =
        GuardedSink.of(
            "jdbc",
            e -> {
              throw new IllegalStateException("password=hunter2", new OutOfMemoryError("hunter3"));
            },
            nanos::get);

    for (int i = 0; i < 1_000; i++) {
      assertThat(guarded.deliver(event)).isFalse();
    }
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(61));
    guarded.accept(event);
    logger.detachAppender(lines);
    logger.setLevel(null);

    assertThat(guarded.failed()).isEqualTo(1_001);
    assertThat(lines.list).hasSize(2);
    assertThat(lines.list.get(0).getFormattedMessage())
        .startsWith("Sink 'jdbc' did not take call event " + event.id())
        .contains("java.lang.IllegalStateException, caused by java.lang.OutOfMemoryError")
        .doesNotContain("hunter");
    assertThat(lines.list.get(1).getFormattedMessage()).contains("1001 events");
  }

  @Test
  void allSinksGetTheEventThoughOneThrows() {
    List<CostEvent> first = new ArrayList<>();
    List<CostEvent> last = new ArrayList<>();
    EventSink broken =
        e -> {
          throw new IllegalStateException("broken");
        };
    EventSink all = EventSink.all(List.of(first::add, broken, broken, last::add));

    assertThatThrownBy(() -> all.accept(event)).hasMessage("broken");
    all.flush();
    all.close();

    assertThat(first).containsExactly(event);
    assertThat(last).containsExactly(event);
    assertThat(EventSink.all(List.of(broken))).isSameAs(broken);
  }
}
