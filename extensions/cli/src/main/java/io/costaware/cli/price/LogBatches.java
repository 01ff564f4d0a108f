package io.costaware.cli.price;

import io.costaware.cli.log.InvocationLog;
import io.costaware.recorded.RecordedLine;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Bedrock's model invocation log; its records are joined while they are read, priced elsewhere. */
final class LogBatches implements Batches {
  private static final int SIZE = 256;

  private final InvocationLog log;

  LogBatches(InputStream in) throws IOException {
    log = InvocationLog.of(in);
  }

  @Override
  public @Nullable Consumer<PricedBatch> next() throws IOException {
    List<RecordedLine> lines = new ArrayList<>(SIZE);
    while (lines.size() < SIZE) {
      RecordedLine line = log.next();
      if (line == null) {
        break;
      }
      lines.add(line);
    }
    return lines.isEmpty() ? null : batch -> lines.forEach(batch::add);
  }

  /** Records are held back for those that belong to them, so nobody waits for the next one. */
  @Override
  public boolean isReady() {
    return true;
  }
}
