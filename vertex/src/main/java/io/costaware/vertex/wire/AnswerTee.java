package io.costaware.vertex.wire;

import io.costaware.call.CallStoppedException;
import java.io.IOException;
import java.lang.ref.Cleaner;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands an answer on as it comes and shows each byte to its {@link Exchange}, which is told how the
 * reading ended: at the end, by a failure, by closing, or because nobody holds the answer any more.
 *
 * <p>Where a budget stops a stream, the connection is closed at once, the events that have come
 * whole are handed on, and the reader gets the stop when it asks for more.
 *
 * <p>For use by one thread.
 */
final class AnswerTee extends ForwardingSource {
  private static final Logger LOG = LoggerFactory.getLogger(AnswerTee.class);
  private static final Cleaner CLEANER = Cleaner.create();

  /**
   * Ends the last event, and is one more without content: the SDK reads an event ahead and would
   * lose the last one, were there nothing between it and the stop.
   */
  private static final ByteString EMPTY_EVENT = ByteString.encodeUtf8("\r\n\r\ndata: {}\r\n\r\n");

  private final Exchange exchange;
  private final Call call;
  private final Cleaner.Cleanable dropped;
  private final Buffer incoming = new Buffer();
  private @Nullable CallStoppedException stop;

  private AnswerTee(Source source, Exchange exchange, Call call) {
    super(source);
    this.exchange = exchange;
    this.call = call;
    // The action knows the exchange only: were it to reach this source, nothing would ever be
    // dropped.
    this.dropped = CLEANER.register(this, exchange::abandoned);
  }

  /** A body that tells the exchange. */
  static ResponseBody round(ResponseBody body, Exchange exchange, Call call) {
    MediaType type = body.contentType();
    return new Body(
        Okio.buffer(new AnswerTee(body.source(), exchange, call)), type, body.contentLength());
  }

  @Override
  public long read(Buffer sink, long byteCount) throws IOException {
    if (stop != null) {
      if (incoming.exhausted()) {
        throw stop;
      }
      return incoming.read(sink, byteCount);
    }
    long read;
    try {
      read = super.read(incoming, byteCount);
    } catch (IOException | RuntimeException e) {
      exchange.cut(e);
      dropped.clean();
      throw e;
    }
    if (read < 0) {
      exchange.exhausted();
      dropped.clean();
      return read;
    }
    exchange.touch();
    long whole = show(incoming, 0, exchange);
    CallStoppedException passed = whole < 0 ? null : exchange.progress();
    if (passed == null) {
      sink.write(incoming, read);
      return read;
    }
    return stopBehind(whole, passed, sink);
  }

  private long stopBehind(long whole, CallStoppedException passed, Buffer sink) {
    stop = passed;
    hangUp();
    dropped.clean();
    sink.write(incoming, whole);
    incoming.clear();
    if (exchange.isEvents()) {
      incoming.write(EMPTY_EVENT);
    }
    return whole;
  }

  /** Cancelling closes the connection; closing alone would first read on for a while. */
  private void hangUp() {
    call.cancel();
    try {
      super.close();
    } catch (IOException e) {
      LOG.debug("A stopped stream could not be closed: {}", e.getClass().getName());
    }
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

  /**
   * Shows the bytes of a buffer from an offset on, without copying or consuming them.
   *
   * @return the offset behind the last whole event among them; -1 if none ended
   */
  static long show(Buffer buffer, long offset, Exchange exchange) {
    long end = buffer.size();
    long whole = -1;
    try (Buffer.UnsafeCursor cursor = buffer.readUnsafe(new Buffer.UnsafeCursor())) {
      long at = offset;
      while (at < end) {
        int length = cursor.seek(at);
        int ended = exchange.feed(cursor.data, cursor.start, cursor.end);
        whole = ended < 0 ? whole : at + ended - cursor.start;
        at += length;
      }
    }
    return whole;
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
