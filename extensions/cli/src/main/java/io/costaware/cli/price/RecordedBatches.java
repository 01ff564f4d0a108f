package io.costaware.cli.price;

import io.costaware.cli.io.LineChunk;
import io.costaware.cli.io.LineChunks;
import io.costaware.recorded.RecordedCalls;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Recorded calls, one JSON object a line; the lines are parsed where they are priced. */
final class RecordedBatches implements Batches {
  private final LineChunks chunks;

  RecordedBatches(InputStream in) {
    chunks = new LineChunks(in);
  }

  @Override
  public @Nullable Consumer<PricedBatch> next() throws IOException {
    LineChunk chunk = chunks.next();
    if (chunk == null) {
      return null;
    }
    return batch ->
        chunk.forEach(
            (number, bytes, from, length) -> {
              if (!RecordedCalls.isBlank(bytes, from, length)) {
                batch.add(RecordedCalls.line(number, bytes, from, length));
              }
            });
  }

  @Override
  public boolean isReady() throws IOException {
    return chunks.isReady();
  }
}
