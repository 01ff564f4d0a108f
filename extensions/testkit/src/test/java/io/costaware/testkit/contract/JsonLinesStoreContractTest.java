package io.costaware.testkit.contract;

import io.costaware.event.CostEvent;
import io.costaware.sink.EventStore;
import io.costaware.sink.JsonLinesSink;
import io.costaware.sink.JsonLinesStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesStoreContractTest extends EventStoreContract {
  @TempDir Path directory;

  @Override
  protected EventStore newStore() {
    return JsonLinesStore.of(directory.resolve("events.jsonl"));
  }

  @Override
  protected void store(List<CostEvent> events) {
    try (JsonLinesSink sink = JsonLinesSink.to(directory.resolve("events.jsonl"))) {
      events.forEach(sink::accept);
    }
  }
}
