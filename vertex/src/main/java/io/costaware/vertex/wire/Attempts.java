package io.costaware.vertex.wire;

import io.costaware.call.Attempt;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Sees each try that goes out. What it throws besides I/O errors passes the SDK's retry unhindered
 * and is turned into what the caller can take by {@link MeteringInterceptor}.
 *
 * <p>Safe for use by many threads.
 */
final class Attempts implements Interceptor {
  private final Callers callers;

  Attempts(Callers callers) {
    this.callers = callers;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Exchange exchange = callers.exchange(chain.call());
    if (exchange == null) {
      return chain.proceed(chain.request());
    }
    Attempt attempt = exchange.startAttempt();
    Response response;
    try {
      response = chain.proceed(chain.request());
    } catch (IOException e) {
      exchange.broken(attempt, e);
      throw e;
    }
    if (!response.isSuccessful()) {
      exchange.refused(attempt, response.code());
    }
    return response;
  }
}
