package io.costaware.benchmarks;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;

/**
 * An async transport of the AWS SDK that answers every {@code converseStream} at once, on the
 * caller's thread, one frame after the other as they are asked for.
 */
final class InMemoryAsyncHttp implements SdkAsyncHttpClient {
  private final List<ByteBuffer> frames = Answers.converseStream();

  @Override
  public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
    request
        .responseHandler()
        .onHeaders(
            SdkHttpFullResponse.builder()
                .statusCode(200)
                .putHeader("Content-Type", "application/vnd.amazon.eventstream")
                .putHeader("x-amzn-RequestId", "7f1c6c0e-0000-4000-8000-000000000001")
                .build());
    List<ByteBuffer> answer = new ArrayList<>(frames.size());
    for (ByteBuffer frame : frames) {
      answer.add(frame.duplicate());
    }
    request.responseHandler().onStream(SdkPublisher.fromIterable(answer));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public String clientName() {
    return "InMemory";
  }

  @Override
  public void close() {}
}
