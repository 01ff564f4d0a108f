package io.costaware.bedrock.runtime;

import io.costaware.call.CallRefusedException;
import io.costaware.call.OpenCall;
import io.costaware.event.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeServiceClientConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.ApplyGuardrailRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ApplyGuardrailResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithBidirectionalStreamInput;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithBidirectionalStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithBidirectionalStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithBidirectionalStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.ResponseStream;
import software.amazon.awssdk.services.bedrockruntime.model.StartAsyncInvokeRequest;
import software.amazon.awssdk.services.bedrockruntime.model.StartAsyncInvokeResponse;

/**
 * The metered operations of the async client. Nothing of ours is thrown by a method: a refusal
 * fails the future, and is told to a stream's handler before that.
 */
final class MeteredAsync implements BedrockRuntimeAsyncClient {
  private final BedrockRuntimeAsyncClient delegate;
  private final Metering metering;
  private final ConverseCalls converses;
  private final InvokeCalls invokes;
  private final FeeCalls fees;

  MeteredAsync(BedrockRuntimeAsyncClient delegate, Metering metering) {
    this.delegate = delegate;
    this.metering = metering;
    InputCount count =
        new InputCount(
            metering,
            (request, longest) ->
                delegate.countTokens(request).get(longest.toNanos(), TimeUnit.NANOSECONDS));
    this.converses = new ConverseCalls(metering, count);
    this.invokes = new InvokeCalls(metering, count);
    this.fees = new FeeCalls(metering);
  }

  @Override
  public CompletableFuture<ConverseResponse> converse(ConverseRequest request) {
    if (Passing.isUnmetered(request, request == null ? null : request.modelId())) {
      return delegate.converse(request);
    }
    ConverseParts parts = ConverseParts.of(request);
    InFlight call;
    ConverseRequest outgoing;
    try {
      call = metering.inFlight(converses.open(parts));
      outgoing = metering.showing(converses.outgoing(request, parts, call.call()));
    } catch (CallRefusedException e) {
      return CompletableFuture.failedFuture(e);
    }
    return send(
        call,
        outgoing,
        delegate::converse,
        response -> ConverseAnswers.outcome(response, call.call()));
  }

  @Override
  public CompletableFuture<InvokeModelResponse> invokeModel(InvokeModelRequest request) {
    if (Passing.isUnmetered(request, request == null ? null : request.modelId())) {
      return delegate.invokeModel(request);
    }
    InvokeParts parts = InvokeParts.of(request);
    InFlight call;
    InvokeModelRequest outgoing;
    try {
      call = metering.inFlight(invokes.open(parts));
      outgoing = metering.showing(invokes.outgoing(request, parts, call.call()));
    } catch (CallRefusedException e) {
      return CompletableFuture.failedFuture(e);
    }
    return send(
        call,
        outgoing,
        delegate::invokeModel,
        response ->
            InvokeAnswers.outcome(
                response, parts.facts(Answered.family(call.call(), null)), call.call()));
  }

  @Override
  public CompletableFuture<Void> converseStream(
      ConverseStreamRequest request, ConverseStreamResponseHandler handler) {
    if (handler == null
        || Passing.isUnmetered(request, request == null ? null : request.modelId())) {
      return delegate.converseStream(request, handler);
    }
    ConverseParts parts = ConverseParts.of(request);
    OpenCall call;
    ConverseStreamRequest outgoing;
    try {
      call = converses.open(parts);
      outgoing = metering.showing(converses.outgoing(request, parts, call));
    } catch (CallRefusedException e) {
      StreamHandlers.refuse(handler, e);
      return CompletableFuture.failedFuture(e);
    }
    StreamTap<ConverseStreamOutput> tap =
        new StreamTap<>(call, metering.origin().attemptsVisible(), () -> new ConverseTally(call));
    ConverseStreamResponseHandler tapped = StreamHandlers.tapped(handler, tap);
    return stream(tap, outgoing, sent -> delegate.converseStream(sent, tapped));
  }

  @Override
  public CompletableFuture<Void> invokeModelWithResponseStream(
      InvokeModelWithResponseStreamRequest request,
      InvokeModelWithResponseStreamResponseHandler handler) {
    if (handler == null
        || Passing.isUnmetered(request, request == null ? null : request.modelId())) {
      return delegate.invokeModelWithResponseStream(request, handler);
    }
    InvokeParts parts = InvokeParts.of(request);
    OpenCall call;
    InvokeModelWithResponseStreamRequest outgoing;
    try {
      call = invokes.open(parts);
      outgoing = metering.showing(invokes.outgoing(request, parts, call));
    } catch (CallRefusedException e) {
      StreamHandlers.refuse(handler, e);
      return CompletableFuture.failedFuture(e);
    }
    StreamTap<ResponseStream> tap =
        new StreamTap<>(
            call,
            metering.origin().attemptsVisible(),
            () -> new InvokeTally(call, parts.facts(Answered.family(call, null))));
    InvokeModelWithResponseStreamResponseHandler tapped = StreamHandlers.tapped(handler, tap);
    return stream(tap, outgoing, sent -> delegate.invokeModelWithResponseStream(sent, tapped));
  }

  @Override
  public CompletableFuture<Void> invokeModelWithBidirectionalStream(
      InvokeModelWithBidirectionalStreamRequest request,
      Publisher<InvokeModelWithBidirectionalStreamInput> input,
      InvokeModelWithBidirectionalStreamResponseHandler handler) {
    if (handler == null
        || Passing.isUnmetered(request, request == null ? null : request.modelId())) {
      return delegate.invokeModelWithBidirectionalStream(request, input, handler);
    }
    OpenCall call;
    InvokeModelWithBidirectionalStreamRequest outgoing;
    try {
      call = fees.open(request);
      outgoing = metering.showing(FeeCalls.outgoing(request, call));
    } catch (CallRefusedException e) {
      StreamHandlers.refuse(handler, e);
      return CompletableFuture.failedFuture(e);
    }
    StreamTap<InvokeModelWithBidirectionalStreamOutput> tap =
        new StreamTap<>(call, metering.origin().attemptsVisible(), () -> new SpeechTally(call));
    InvokeModelWithBidirectionalStreamResponseHandler tapped = StreamHandlers.tapped(handler, tap);
    return stream(
        tap, outgoing, sent -> delegate.invokeModelWithBidirectionalStream(sent, input, tapped));
  }

  @Override
  public CompletableFuture<StartAsyncInvokeResponse> startAsyncInvoke(
      StartAsyncInvokeRequest request) {
    if (Passing.isUnmetered(request, request == null ? null : request.modelId())) {
      return delegate.startAsyncInvoke(request);
    }
    InFlight call;
    StartAsyncInvokeRequest outgoing;
    try {
      call = metering.inFlight(fees.open(request));
      outgoing = metering.showing(FeeCalls.outgoing(request, call.call()));
    } catch (CallRefusedException e) {
      return CompletableFuture.failedFuture(e);
    }
    return send(
        call,
        outgoing,
        delegate::startAsyncInvoke,
        response -> FeeCalls.outcome(request, response, call.call()));
  }

  @Override
  public CompletableFuture<ApplyGuardrailResponse> applyGuardrail(ApplyGuardrailRequest request) {
    if (Passing.isUnmetered(request, request == null ? null : request.guardrailIdentifier())) {
      return delegate.applyGuardrail(request);
    }
    InFlight call;
    try {
      call = metering.inFlight(fees.open(request));
    } catch (CallRefusedException e) {
      return CompletableFuture.failedFuture(e);
    }
    return send(call, metering.showing(request), delegate::applyGuardrail, FeeCalls::outcome);
  }

  private static <Q, R> CompletableFuture<R> send(
      InFlight call,
      Q outgoing,
      Function<Q, CompletableFuture<R>> operation,
      Function<R, Outcome> reading) {
    CompletableFuture<R> sent;
    try {
      sent = call.send(outgoing, operation);
    } catch (RuntimeException | Error e) {
      call.fail(e);
      throw e;
    }
    return MeteredFuture.of(
        sent,
        (response, failure) -> {
          if (failure == null && response != null) {
            call.call().end(Reading.of(response, reading, call.call()));
          } else {
            call.fail(failure == null ? new NullPointerException() : failure);
          }
        });
  }

  private static <Q, E> CompletableFuture<Void> stream(
      StreamTap<E> tap, Q outgoing, Function<Q, CompletableFuture<Void>> operation) {
    tap.call().watch(tap::known);
    CompletableFuture<Void> sent;
    try {
      sent = tap.send(outgoing, operation);
    } catch (RuntimeException | Error e) {
      tap.finished(e);
      throw e;
    }
    tap.runsAs(sent);
    return MeteredFuture.of(sent, (nothing, failure) -> tap.finished(failure), tap::stopped);
  }

  @Override
  public String serviceName() {
    return delegate.serviceName();
  }

  @Override
  public BedrockRuntimeServiceClientConfiguration serviceClientConfiguration() {
    return delegate.serviceClientConfiguration();
  }

  @Override
  public void close() {
    if (metering.closesDelegate()) {
      delegate.close();
    }
  }
}
