package io.costaware.vertex.client;

import com.google.genai.ResponseStream;
import com.google.genai.errors.GenAiIOException;
import com.google.genai.types.GenerateContentResponse;
import io.costaware.client.AnswerPart;
import io.costaware.client.PulledAnswerStream;
import io.costaware.event.CallEvent;
import io.costaware.vertex.client.MeteredSdk.Called;
import io.costaware.vertex.wire.CallHandle;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The SDK's stream, part by part. It is opened when the first part is asked for. */
final class GeminiStream implements PulledAnswerStream.Source {
  private final Supplier<Called<ResponseStream<GenerateContentResponse>>> opening;
  private final Function<@Nullable CallEvent, CallEvent> told;
  private final AnswerAssembly assembly = new AnswerAssembly();
  private final Queue<AnswerPart> ready = new ArrayDeque<>();
  private final CallHandle handle = new CallHandle();
  private volatile @Nullable Called<ResponseStream<GenerateContentResponse>> open;
  private volatile boolean exhausted;
  private volatile boolean closed;

  /**
   * A stream.
   *
   * @param told the event to show where metering has told none
   */
  GeminiStream(
      Supplier<Called<ResponseStream<GenerateContentResponse>>> opening,
      Function<@Nullable CallEvent, CallEvent> told) {
    this.opening = opening;
    this.told = told;
  }

  @Override
  public AnswerPart next() {
    try {
      Called<ResponseStream<GenerateContentResponse>> called = opened();
      Iterator<GenerateContentResponse> responses = called.result().iterator();
      while (ready.isEmpty()) {
        if (!responses.hasNext()) {
          exhausted = true;
          if (!assembly.isWhole()) {
            // The SDK takes any end for a good one.
            throw new GenAiIOException(
                "The stream ended before the model had ended its answer; what came until then was"
                    + " given, and its cost is booked");
          }
          return new AnswerPart.Finished(assembly.answer(told.apply(called.event())));
        }
        ready.addAll(assembly.add(responses.next()));
      }
      return ready.remove();
    } catch (RuntimeException e) {
      throw MeteredSdk.unwrapped(e);
    }
  }

  private Called<ResponseStream<GenerateContentResponse>> opened() {
    Called<ResponseStream<GenerateContentResponse>> called = open;
    if (called == null) {
      if (closed) {
        throw new CancellationException("The stream was closed before it was begun");
      }
      try (CallHandle taking = handle.open()) {
        called = opening.get();
      }
      open = called;
    }
    return called;
  }

  @Override
  public void close() {
    closed = true;
    if (!exhausted) {
      handle.cancel();
    }
    Called<ResponseStream<GenerateContentResponse>> called = open;
    if (called != null) {
      called.result().close();
    }
  }
}
