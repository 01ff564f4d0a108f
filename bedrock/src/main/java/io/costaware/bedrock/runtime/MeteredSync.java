package io.costaware.bedrock.runtime;

import io.costaware.call.CallRefusedException;
import io.costaware.event.Outcome;
import java.util.function.Function;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeServiceClientConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.ApplyGuardrailRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ApplyGuardrailResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;
import software.amazon.awssdk.services.bedrockruntime.model.StartAsyncInvokeRequest;
import software.amazon.awssdk.services.bedrockruntime.model.StartAsyncInvokeResponse;

/**
 * The metered operations of the sync client. Overloads with a {@code Consumer} come here through
 * the interface's own defaults; all other operations are sent past this by {@link ClientProxy}.
 */
final class MeteredSync implements BedrockRuntimeClient {
  private final BedrockRuntimeClient delegate;
  private final Metering metering;
  private final ConverseCalls converses;
  private final InvokeCalls invokes;
  private final FeeCalls fees;

  MeteredSync(BedrockRuntimeClient delegate, Metering metering) {
    this.delegate = delegate;
    this.metering = metering;
    InputCount count =
        new InputCount(metering, (request, longest) -> delegate.countTokens(request));
    this.converses = new ConverseCalls(metering, count);
    this.invokes = new InvokeCalls(metering, count);
    this.fees = new FeeCalls(metering);
  }

  @Override
  public ConverseResponse converse(ConverseRequest request) {
    if (Passing.isUnmetered(request, request == null ? null : request.modelId())) {
      return delegate.converse(request);
    }
    ConverseParts parts = ConverseParts.of(request);
    InFlight call = metering.inFlight(converses.open(parts));
    ConverseRequest outgoing = metering.showing(converses.outgoing(request, parts, call.call()));
    return send(
        call,
        outgoing,
        delegate::converse,
        response -> ConverseAnswers.outcome(response, call.call()));
  }

  @Override
  public InvokeModelResponse invokeModel(InvokeModelRequest request) {
    if (Passing.isUnmetered(request, request == null ? null : request.modelId())) {
      return delegate.invokeModel(request);
    }
    InvokeParts parts = InvokeParts.of(request);
    InFlight call = metering.inFlight(invokes.open(parts));
    InvokeModelRequest outgoing = metering.showing(invokes.outgoing(request, parts, call.call()));
    return send(
        call,
        outgoing,
        delegate::invokeModel,
        response ->
            InvokeAnswers.outcome(
                response, parts.facts(Answered.family(call.call(), null)), call.call()));
  }

  @Override
  public StartAsyncInvokeResponse startAsyncInvoke(StartAsyncInvokeRequest request) {
    if (Passing.isUnmetered(request, request == null ? null : request.modelId())) {
      return delegate.startAsyncInvoke(request);
    }
    InFlight call = metering.inFlight(fees.open(request));
    StartAsyncInvokeRequest outgoing = metering.showing(FeeCalls.outgoing(request, call.call()));
    return send(
        call,
        outgoing,
        delegate::startAsyncInvoke,
        response -> FeeCalls.outcome(request, response, call.call()));
  }

  @Override
  public ApplyGuardrailResponse applyGuardrail(ApplyGuardrailRequest request) {
    if (Passing.isUnmetered(request, request == null ? null : request.guardrailIdentifier())) {
      return delegate.applyGuardrail(request);
    }
    InFlight call = metering.inFlight(fees.open(request));
    return send(call, metering.showing(request), delegate::applyGuardrail, FeeCalls::outcome);
  }

  private static <Q, R> R send(
      InFlight call, Q outgoing, Function<Q, R> operation, Function<R, Outcome> reading) {
    R response;
    try {
      response = call.send(outgoing, operation);
    } catch (RuntimeException | Error e) {
      call.fail(e);
      CallRefusedException refused = CallRefusedException.find(e);
      if (refused != null) {
        throw refused;
      }
      throw e;
    }
    call.call().end(Reading.of(response, reading, call.call()));
    return response;
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
