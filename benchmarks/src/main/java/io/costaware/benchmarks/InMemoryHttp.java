package io.costaware.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/** A transport of the AWS SDK that answers every {@code converse} at once, out of memory. */
final class InMemoryHttp implements SdkHttpClient {
  /** The request that was sent first in this process, to see whether variants send the same. */
  static final AtomicReference<@Nullable String> FIRST_BODY = new AtomicReference<>();

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    if (FIRST_BODY.get() == null) {
      FIRST_BODY.set(request.contentStreamProvider().map(InMemoryHttp::read).orElse(""));
    }
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() {
        return answer();
      }

      @Override
      public void abort() {}
    };
  }

  private static HttpExecuteResponse answer() {
    return HttpExecuteResponse.builder()
        .response(
            SdkHttpFullResponse.builder()
                .statusCode(200)
                .putHeader("Content-Type", "application/json")
                .putHeader("Content-Length", Integer.toString(Answers.CONVERSE.length))
                .putHeader("x-amzn-RequestId", "7f1c6c0e-0000-4000-8000-000000000001")
                .build())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(Answers.CONVERSE)))
        .build();
  }

  static String read(ContentStreamProvider body) {
    try (InputStream stream = body.newStream()) {
      return new String(stream.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String clientName() {
    return "InMemory";
  }

  @Override
  public void close() {}
}
