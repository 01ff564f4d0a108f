package io.costaware.testkit.contract;

import io.costaware.sink.EventSink;
import io.costaware.sink.JsonLinesSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesSinkContractTest extends EventSinkContract {
  @TempDir Path directory;

  @Override
  protected EventSink newSink() {
    return JsonLinesSink.to(directory.resolve("events.jsonl"));
  }

  @Override
  protected Collection<String> taken() {
    try {
      return Files.readAllLines(directory.resolve("events.jsonl"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
