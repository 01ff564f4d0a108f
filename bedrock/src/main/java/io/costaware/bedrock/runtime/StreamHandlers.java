package io.costaware.bedrock.runtime;

import io.costaware.call.CallRefusedException;
import io.costaware.call.CallStoppedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.eventstream.EventStreamResponseHandler;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithBidirectionalStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithBidirectionalStreamResponse;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithBidirectionalStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponse;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.ResponseStream;

/** The caller's stream handlers, with a tap before each. */
final class StreamHandlers {
  private static final Logger LOG = LoggerFactory.getLogger(StreamHandlers.class);

  private StreamHandlers() {}

  static ConverseStreamResponseHandler tapped(
      ConverseStreamResponseHandler handler, StreamTap<ConverseStreamOutput> tap) {
    return new Converse(handler, tap);
  }

  static InvokeModelWithResponseStreamResponseHandler tapped(
      InvokeModelWithResponseStreamResponseHandler handler, StreamTap<ResponseStream> tap) {
    return new Invoke(handler, tap);
  }

  static InvokeModelWithBidirectionalStreamResponseHandler tapped(
      InvokeModelWithBidirectionalStreamResponseHandler handler,
      StreamTap<InvokeModelWithBidirectionalStreamOutput> tap) {
    return new Speech(handler, tap);
  }

  /** Tells a handler, once, that its stream was refused. */
  static void refuse(EventStreamResponseHandler<?, ?> handler, RuntimeException refusal) {
    tellFailure(handler, refusal);
  }

  private static void tellFailure(EventStreamResponseHandler<?, ?> handler, RuntimeException why) {
    try {
      handler.exceptionOccurred(why);
    } catch (RuntimeException e) {
      // As the SDK does: what the handler throws here has nobody to go to.
      LOG.warn("A stream handler failed when told of a refusal: {}", e.getClass().getName());
    }
  }

  private static class Tapped<R extends BedrockRuntimeResponse, E>
      implements EventStreamResponseHandler<R, E> {
    private final EventStreamResponseHandler<R, E> handler;
    private final StreamTap<E> tap;

    Tapped(EventStreamResponseHandler<R, E> handler, StreamTap<E> tap) {
      this.handler = handler;
      this.tap = tap;
    }

    StreamTap<E> tap() {
      return tap;
    }

    @Override
    public void responseReceived(R response) {
      tap.answeredAs(ConverseAnswers.requestId(response));
      handler.responseReceived(response);
    }

    @Override
    public void onEventStream(SdkPublisher<E> events) {
      handler.onEventStream(new TappedPublisher<>(events, tap, tap.opens(), this::stopped));
    }

    /** The SDK says nothing, or something else, of a stream that was cancelled from within. */
    private void stopped(CallStoppedException stop) {
      tellFailure(handler, stop);
    }

    @Override
    public void exceptionOccurred(Throwable failure) {
      if (tap.stopped() != null) {
        return;
      }
      tap.failed(failure);
      CallRefusedException refused = CallRefusedException.find(failure);
      handler.exceptionOccurred(refused == null ? failure : refused);
    }

    @Override
    public void complete() {
      if (tap.stopped() == null) {
        handler.complete();
      }
    }
  }

  private static final class Converse extends Tapped<ConverseStreamResponse, ConverseStreamOutput>
      implements ConverseStreamResponseHandler {
    Converse(ConverseStreamResponseHandler handler, StreamTap<ConverseStreamOutput> tap) {
      super(handler, tap);
    }
  }

  private static final class Speech
      extends Tapped<
          InvokeModelWithBidirectionalStreamResponse, InvokeModelWithBidirectionalStreamOutput>
      implements InvokeModelWithBidirectionalStreamResponseHandler {
    Speech(
        InvokeModelWithBidirectionalStreamResponseHandler handler,
        StreamTap<InvokeModelWithBidirectionalStreamOutput> tap) {
      super(handler, tap);
    }
  }

  private static final class Invoke
      extends Tapped<InvokeModelWithResponseStreamResponse, ResponseStream>
      implements InvokeModelWithResponseStreamResponseHandler {
    Invoke(InvokeModelWithResponseStreamResponseHandler handler, StreamTap<ResponseStream> tap) {
      super(handler, tap);
    }

    @Override
    public void responseReceived(InvokeModelWithResponseStreamResponse response) {
      if (tap().current() instanceof InvokeTally tally) {
        tally.served(response.serviceTierAsString(), response.performanceConfigLatencyAsString());
      }
      super.responseReceived(response);
    }
  }
}
