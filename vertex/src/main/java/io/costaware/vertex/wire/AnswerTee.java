package io.costaware.vertex.wire;

import java.io.IOException;
import java.lang.ref.Cleaner;
import okhttp3.MediaType;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;

/**
 * Hands an answer on as it comes and shows each byte to its {@link Exchange}, which is told how the
 * reading ended: at the end, by a failure, by closing, or because nobody holds the answer any more.
 *
 * <p>For use by one thread.
 */
final class AnswerTee extends ForwardingSource {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Exchange exchange;
  private final Cleaner.Cleanable dropped;

  private AnswerTee(Source source, Exchange exchange) {
    super(source);
    this.exchange = exchange;
    // The action knows the exchange only: were it to reach this source, nothing would ever be
    // dropped.
    this.dropped = CLEANER.register(this, exchange::abandoned);
  }

  /** A body that tells the exchange. */
  static ResponseBody round(ResponseBody body, Exchange exchange) {
    MediaType type = body.contentType();
    return new Body(
        Okio.buffer(new AnswerTee(body.source(), exchange)), type, body.contentLength());
  }

  @Override
  public long read(Buffer sink, long byteCount) throws IOException {
    long read;
    try {
      read = super.read(sink, byteCount);
    } catch (IOException | RuntimeException e) {
      exchange.cut(e);
      dropped.clean();
      throw e;
    }
    if (read < 0) {
      exchange.exhausted();
      dropped.clean();
    } else {
      exchange.touch();
      show(sink, sink.size() - read, exchange);
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    try {
      super.close();
    } finally {
      exchange.closed();
      dropped.clean();
    }
  }

  /** Shows the bytes of a buffer from an offset on, without copying or consuming them. */
  static void show(Buffer buffer, long offset, Exchange exchange) {
    long end = buffer.size();
    try (Buffer.UnsafeCursor cursor = buffer.readUnsafe(new Buffer.UnsafeCursor())) {
      long at = offset;
      while (at < end) {
        int length = cursor.seek(at);
        exchange.feed(cursor.data, cursor.start, cursor.end);
        at += length;
      }
    }
  }

  private static final class Body extends ResponseBody {
    private final BufferedSource source;
    private final @Nullable MediaType type;
    private final long length;

    Body(BufferedSource source, @Nullable MediaType type, long length) {
      this.source = source;
      this.type = type;
      this.length = length;
    }

    @Override
    public @Nullable MediaType contentType() {
      return type;
    }

    @Override
    public long contentLength() {
      return length;
    }

    @Override
    public BufferedSource source() {
      return source;
    }
  }
}
