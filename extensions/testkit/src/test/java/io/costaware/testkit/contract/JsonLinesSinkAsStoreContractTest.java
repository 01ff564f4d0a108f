package io.costaware.testkit.contract;

import io.costaware.event.CostEvent;
import io.costaware.sink.EventStore;
import io.costaware.sink.JsonLinesSink;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesSinkAsStoreContractTest extends EventStoreContract {
  @TempDir Path directory;

  private JsonLinesSink sink;

  @AfterEach
  void close() {
    sink.close();
  }

  @Override
  protected EventStore newStore() {
    sink = JsonLinesSink.to(directory.resolve("events.jsonl"));
    return sink;
  }

  @Override
  protected void store(List<CostEvent> events) {
    events.forEach(sink::accept);
  }
}
