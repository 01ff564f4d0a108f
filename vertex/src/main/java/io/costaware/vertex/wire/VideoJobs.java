package io.costaware.vertex.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.costaware.call.OpenCall;
import io.costaware.event.CallResult;
import io.costaware.event.Outcome;
import io.costaware.usage.RawUsage;
import io.costaware.vertex.usage.VideoAsk;
import io.costaware.vertex.usage.VideoOperation;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Video generations that run at the provider. What one costs is known when it is done, so its call
 * stays open, with what it holds, until a poll shows the end. One that nobody polls for the idle
 * limit ends as asked for, and so do those that are open at closing.
 *
 * <p>Safe for use by many threads.
 */
final class VideoJobs {
  private static final Logger LOG = LoggerFactory.getLogger(VideoJobs.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_JOBS = 10_000;

  /** Above this an answer is not looked into; finished ones may carry their videos. */
  private static final long MOST_READ = 64L << 20;

  private final Map<String, Job> jobs = new ConcurrentHashMap<>();

  private record Job(OpenCall call, VideoAsk ask) {
    Outcome asAsked() {
      return Outcome.partlyMeasured(
              CallResult.SUCCEEDED,
              ask.usage(ask.videos()),
              RawUsage.none(),
              "no poll told how many videos were made; taken as asked for")
          .withAttributes(ask.attributes());
    }

    Outcome asDelivered(VideoOperation operation) {
      if (operation.isFailed()) {
        return Outcome.free(CallResult.FAILED).withError("OperationFailed");
      }
      long videos = operation.videos(ask.videos());
      RawUsage raw = RawUsage.builder().put("response.videos", videos).build();
      return Outcome.measured(ask.usage(videos), raw).withAttributes(ask.attributes());
    }
  }

  /** The provider has taken a request. */
  void begun(Response response, OpenCall call, VideoAsk ask) {
    Job job = new Job(call, ask);
    try {
      JsonNode operation = peek(response);
      String name = operation == null ? "" : operation.path("name").asText();
      if (operation == null || name.isEmpty() || jobs.size() >= MOST_JOBS) {
        call.end(job.asAsked());
        return;
      }
      jobs.put(name, job);
      call.watch(
          result -> {
            jobs.remove(name, job);
            return job.asAsked();
          });
      settle(name, job, VideoOperation.of(operation));
    } catch (IOException | RuntimeException e) {
      LOG.warn("The start of a video could not be read ({})", e.getClass().getName());
      call.end(job.asAsked());
    }
  }

  /** An answer to a poll, of these or of other operations. */
  void polled(Response response) {
    if (jobs.isEmpty() || !response.isSuccessful()) {
      return;
    }
    try {
      JsonNode operation = peek(response);
      String name = operation == null ? "" : operation.path("name").asText();
      Job job = jobs.get(name);
      if (operation != null && job != null) {
        job.call().touch();
        settle(name, job, VideoOperation.of(operation));
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("The state of a video could not be read ({})", e.getClass().getName());
    }
  }

  private void settle(String name, Job job, VideoOperation operation) {
    if (operation.isDone() && jobs.remove(name, job)) {
      job.call().end(job.asDelivered(operation));
    }
  }

  /** The body, which stays where it is for the caller; null if it is too large. */
  private static @Nullable JsonNode peek(Response response) throws IOException {
    ResponseBody body = response.body();
    if (body == null) {
      return null;
    }
    BufferedSource source = body.source();
    if (source.request(MOST_READ)) {
      return null;
    }
    try (InputStream in = source.getBuffer().clone().inputStream()) {
      return JSON.readTree(in);
    }
  }
}
