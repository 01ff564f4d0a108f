package io.costaware.bedrock.runtime;

import io.costaware.event.CallResult;
import io.costaware.event.Outcome;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** What a failure says about the bill. Messages are left out: they may quote the prompt. */
final class Failures {
  /** Kinds of failure after which it is certain that no request left. */
  private static final Set<String> NEVER_CONNECTED =
      Set.of(
          "ConnectException",
          "AnnotatedConnectException",
          "HttpHostConnectException",
          "ConnectTimeoutException",
          "ConnectionRequestTimeoutException",
          "UnknownHostException",
          "NoRouteToHostException",
          "SSLHandshakeException");

  /** The errors that Bedrock names in a header; other words of a header stay out of events. */
  private static final Map<String, String> KNOWN_ERRORS =
      Map.of(
          "ThrottlingException", "ThrottlingException",
          "ModelNotReadyException", "ModelNotReadyException",
          "ModelTimeoutException", "ModelTimeoutException",
          "ModelErrorException", "ModelErrorException",
          "InternalServerException", "InternalServerException",
          "ServiceUnavailableException", "ServiceUnavailableException",
          "ServiceQuotaExceededException", "ServiceQuotaExceededException");

  private static final int DEPTH = 16;

  private Failures() {}

  /** The failure itself, without what futures put round it. */
  static Throwable unwrap(Throwable failure) {
    Throwable inner = failure;
    for (int i = 0; i < DEPTH; i++) {
      Throwable cause = inner.getCause();
      if (cause == null
          || !(inner instanceof CompletionException || inner instanceof ExecutionException)) {
        return inner;
      }
      inner = cause;
    }
    return inner;
  }

  /** How it ended for the caller. */
  static CallResult result(Throwable failure) {
    Throwable inner = unwrap(failure);
    return inner instanceof CancellationException
            || inner instanceof AbortedException
            || inner.getClass().getSimpleName().equals("FutureCancelledException")
        ? CallResult.CANCELLED
        : CallResult.FAILED;
  }

  /** The kind of a failure: its class and, where the service answered, the status. */
  static String kind(Throwable failure) {
    Throwable inner = unwrap(failure);
    String name = inner.getClass().getSimpleName();
    return inner instanceof SdkServiceException service
        ? name + " " + service.statusCode()
        : name.isEmpty() ? inner.getClass().getName() : name;
  }

  /** The kind of an answer that was an error, seen before the SDK made an exception of it. */
  static String kind(int status, @Nullable String errorType) {
    String known = errorType == null ? null : KNOWN_ERRORS.get(errorType);
    return (known == null ? "HTTP" : known) + " " + status;
  }

  static @Nullable String requestId(Throwable failure) {
    return unwrap(failure) instanceof SdkServiceException service ? service.requestId() : null;
  }

  /**
   * Whether a failure is known to have cost nothing.
   *
   * @param begun whether anything of the answer had come, so that the model had begun
   */
  static boolean isFree(Throwable failure, boolean begun) {
    Throwable inner = unwrap(failure);
    if (begun) {
      return false;
    }
    return inner instanceof SdkServiceException service
        ? isFree(service.statusCode())
        : neverConnected(inner);
  }

  /**
   * Whether an answer of this status, before any stream, costs nothing: refusals do, and Bedrock's
   * own faults; a model that timed out or broke down may have been billed.
   */
  static boolean isFree(int status) {
    return status >= 400 && status != 408 && status != 424;
  }

  /** The outcome of an attempt of which only the status is known; 0 if no answer came. */
  static Outcome ofStatus(int status, @Nullable String errorType) {
    if (status == 0) {
      return Outcome.unmeasured(CallResult.FAILED, "no answer came; the model may have run")
          .withError("no answer");
    }
    return (isFree(status)
            ? Outcome.free(CallResult.FAILED)
            : Outcome.unmeasured(CallResult.FAILED, "failed in a way that may be billed"))
        .withError(kind(status, errorType));
  }

  /** The outcome of a failed call or attempt of which nothing of the answer had come. */
  static Outcome of(Throwable failure, boolean nothingSent) {
    CallResult result = result(failure);
    Outcome outcome =
        nothingSent || isFree(failure, false)
            ? Outcome.free(result)
            : Outcome.unmeasured(
                result,
                result == CallResult.CANCELLED
                    ? "cancelled by the caller; the model goes on to its end"
                    : "failed in a way that may be billed");
    return outcome.withError(kind(failure)).withRequestId(requestId(failure));
  }

  private static boolean neverConnected(Throwable failure) {
    Throwable inner = failure;
    for (int i = 0; inner != null && i < DEPTH; i++) {
      if (NEVER_CONNECTED.contains(inner.getClass().getSimpleName())) {
        return true;
      }
      inner = inner.getCause();
    }
    return false;
  }
}
