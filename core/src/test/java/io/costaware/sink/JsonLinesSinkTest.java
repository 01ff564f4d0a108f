package io.costaware.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.costaware.event.CostEvent;
import io.costaware.event.EventId;
import io.costaware.event.EventJson;
import io.costaware.event.RandomEvents;
import io.costaware.event.RefusedEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesSinkTest {
  private static final Instant BEGIN = Instant.EPOCH;
  private static final Instant END = Instant.parse("2100-01-01T00:00:00Z");
  private static final RefusedEvent SAMPLE = new RandomEvents(1).refused();

  @TempDir Path directory;

  @Test
  void eventsOfAllKindsAreFoundAgainInTheirOrder() {
    RandomEvents random = new RandomEvents(7);
    List<CostEvent> events = IntStream.range(0, 500).mapToObj(i -> random.any()).toList();
    Path path = directory.resolve("made/on/the/way/events.jsonl");
    JsonLinesSink sink = JsonLinesSink.to(path);

    events.forEach(sink::accept);

    assertThat(lines(sink)).isEqualTo(events.stream().map(EventJson::write).toList());
    sink.close();
    sink.close();
    assertThat(lines(sink)).hasSize(500);
    assertThat(lines(JsonLinesStore.of(path))).hasSize(500);
    assertThat(sink.damagedLines()).isZero();
    assertThatThrownBy(() -> sink.accept(SAMPLE))
        .isInstanceOf(EventFileException.class)
        .hasMessageContaining("it is closed");
  }

  @Test
  void theIntervalIsHalfOpen() {
    JsonLinesSink sink = JsonLinesSink.to(directory.resolve("events.jsonl"));
    for (long at : new long[] {999, 1_000, 1_999, 2_000}) {
      sink.accept(new RefusedEvent(id(at), SAMPLE.call(), at, SAMPLE.refusal()));
    }

    try (Stream<CostEvent> found =
        sink.between(Instant.ofEpochMilli(1_000), Instant.ofEpochMilli(2_000))) {
      assertThat(found).extracting(CostEvent::atMillis).containsExactly(1_000L, 1_999L);
    }
    sink.close();
  }

  @Test
  void anEventStoredTwiceIsFoundOnce() {
    JsonLinesSink sink = JsonLinesSink.to(directory.resolve("events.jsonl"));
    for (int i = 0; i < 3_000; i++) {
      sink.accept(event(i));
      sink.accept(event(i));
    }

    assertThat(lines(sink)).hasSize(3_000);
    sink.close();
  }

  @Test
  void aLineCutByACrashCostsOnlyItself() throws IOException {
    Path path = directory.resolve("events.jsonl");
    String whole = EventJson.write(event(1));
    Files.writeString(path, whole + "\n" + whole.substring(0, 100));

    JsonLinesSink sink = JsonLinesSink.to(path);
    sink.accept(event(2));

    assertThat(lines(sink)).containsExactly(whole, EventJson.write(event(2)));
    assertThat(sink.damagedLines()).isEqualTo(1);
    sink.close();
  }

  @Test
  void aLineStillBeingWrittenIsLeftOutAndNotCounted() throws IOException {
    Path path = directory.resolve("events.jsonl");
    String whole = EventJson.write(event(1));
    Files.writeString(path, whole + "\n" + whole.substring(0, 100));
    JsonLinesStore store = JsonLinesStore.of(path);

    assertThat(lines(store)).containsExactly(whole);
    assertThat(store.damagedLines()).isZero();
  }

  @Test
  void damagedLinesAreSkippedAndCounted() throws IOException {
    Path path = directory.resolve("events.jsonl");
    String good = EventJson.write(event(1));
    String zeros = "\0".repeat(3 << 20);
    Files.writeString(
        path,
        "{}\n\n[1]\nnonsense\n" + zeros + "\n" + good + "\n" + good.replace("at", "ta") + "\n");
    Files.write(path, new byte[] {(byte) 0xff, (byte) 0xfe, '\n'}, StandardOpenOption.APPEND);
    JsonLinesStore store = JsonLinesStore.of(path);

    assertThat(lines(store)).containsExactly(good);
    assertThat(store.damagedLines()).isEqualTo(6);
  }

  @Test
  void aStreamReadsNoFurtherThanItIsAsked() {
    JsonLinesSink sink = JsonLinesSink.to(directory.resolve("events.jsonl"));
    IntStream.range(0, 10_000).forEach(i -> sink.accept(event(i)));
    sink.close();

    try (Stream<CostEvent> found = sink.between(BEGIN, END)) {
      assertThat(found.limit(2)).hasSize(2);
    }
  }

  @Test
  void aFileThatDoesNotExistHasNoEvents() {
    assertThat(lines(JsonLinesStore.of(directory.resolve("none.jsonl")))).isEmpty();
  }

  @Test
  void aDirectoryOrAPlaceThatCannotBeWrittenIsRefusedAtOnce() throws IOException {
    assertThatThrownBy(() -> JsonLinesSink.to(directory))
        .isInstanceOf(EventFileException.class)
        .hasMessageContaining(directory.toString())
        .hasMessageContaining("it is a directory");
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> JsonLinesSink.to(file.resolve("events.jsonl")))
        .isInstanceOf(EventFileException.class)
        .hasMessageContaining("name a file in a directory that can be written");
  }

  @Test
  void twoWritersShareAFileWithoutMixingLines() throws Exception {
    Path path = directory.resolve("events.jsonl");
    List<Thread> writers = new ArrayList<>();
    for (int writer = 0; writer < 2; writer++) {
      long node = writer;
      JsonLinesSink sink = JsonLinesSink.to(path);
      writers.add(
          new Thread(
              () -> {
                for (int i = 0; i < 5_000; i++) {
                  sink.accept(
                      new RefusedEvent(new EventId(node, i), SAMPLE.call(), i, SAMPLE.refusal()));
                  if (i % 7 == 0) {
                    sink.flush();
                  }
                }
                sink.close();
              }));
    }
    writers.forEach(Thread::start);
    for (Thread writer : writers) {
      writer.join();
    }
    JsonLinesStore store = JsonLinesStore.of(path);

    assertThat(lines(store)).hasSize(10_000);
    assertThat(store.damagedLines()).isZero();
  }

  @Test
  void anInterruptedThreadStillWritesAndStaysInterrupted() {
    JsonLinesSink sink = JsonLinesSink.to(directory.resolve("events.jsonl"));

    Thread.currentThread().interrupt();
    sink.accept(event(1));
    sink.flush();
    assertThat(Thread.interrupted()).isTrue();
    sink.accept(event(2));
    sink.close();

    assertThat(lines(sink)).hasSize(2);
  }

  @Test
  void E2_aFullDiskIsCountedAndBreaksNothing() {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "a device that is always full");
    QueuedSink queue = QueuedSink.of("full", JsonLinesSink.to(full), 10_000, System::nanoTime);

    for (int i = 0; i < 5_000; i++) {
      queue.accept(event(i));
    }
    queue.close(Duration.ofSeconds(10));

    SinkHealth health = queue.health();
    assertThat(health.failed()).isPositive();
    assertThat(health.flushFailures()).isPositive();
    assertThat(health.delivered() + health.failed()).isEqualTo(5_000);
  }

  private static List<String> lines(EventStore store) {
    try (Stream<CostEvent> events = store.between(BEGIN, END)) {
      return events.map(EventJson::write).toList();
    }
  }

  private static CostEvent event(long number) {
    return new RefusedEvent(id(number), SAMPLE.call(), SAMPLE.atMillis(), SAMPLE.refusal());
  }

  private static EventId id(long number) {
    return new EventId(1, number);
  }
}
