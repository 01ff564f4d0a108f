package io.costaware.bedrock.runtime;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Sees each attempt of a metered call inside the SDK; does nothing for other calls. */
final class AttemptWatch implements ExecutionInterceptor {
  private static final ExecutionAttribute<InFlight> CALL =
      new ExecutionAttribute<>("io.costaware.InFlight");
  private static final String ERROR_TYPE = "x-amzn-errortype";

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    InFlight call = InFlight.carrying(context.request());
    if (call != null && call.showsAttempts()) {
      attributes.putAttribute(CALL, call);
    }
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    InFlight call = attributes.getAttribute(CALL);
    if (call != null) {
      call.attemptStarts();
    }
  }

  @Override
  public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
    InFlight call = attributes.getAttribute(CALL);
    if (call != null) {
      call.answered(
          context.httpResponse().statusCode(),
          context.httpResponse().firstMatchingHeader(ERROR_TYPE).orElse(null));
    }
  }
}
