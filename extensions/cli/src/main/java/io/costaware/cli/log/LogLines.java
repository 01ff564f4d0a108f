package io.costaware.cli.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.costaware.cli.io.LineChunk;
import io.costaware.cli.io.LineChunks;
import io.costaware.recorded.RecordedCalls;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A log with one record a line, as S3 keeps it; a line may begin with a timestamp, as an export of
 * CloudWatch Logs writes it.
 */
final class LogLines implements LogValues {
  static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  private final LineChunks chunks;
  private final ArrayDeque<Value> read = new ArrayDeque<>();

  LogLines(InputStream in) {
    chunks = new LineChunks(in);
  }

  @Override
  public @Nullable Value next() throws IOException {
    while (read.isEmpty()) {
      LineChunk chunk = chunks.next();
      if (chunk == null) {
        return null;
      }
      chunk.forEach(
          (number, bytes, from, length) -> {
            if (!RecordedCalls.isBlank(bytes, from, length)) {
              read.add(new Value(number, parse(bytes, from, length)));
            }
          });
    }
    return read.remove();
  }

  private static @Nullable JsonNode parse(byte[] bytes, int from, int length) {
    int start = from;
    while (start < from + length && bytes[start] != '{') {
      start++;
    }
    return start == from + length ? null : tree(bytes, start, from + length - start);
  }

  static @Nullable JsonNode tree(byte[] bytes, int from, int length) {
    try {
      return JSON.readTree(bytes, from, length);
    } catch (JsonProcessingException e) {
      return null;
    } catch (IOException e) {
      throw new AssertionError("bytes in memory are read without I/O", e);
    }
  }
}
