package io.costaware.bedrock.profile;

import io.costaware.target.RoutingScope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.bedrock.model.GetInferenceProfileResponse;
import software.amazon.awssdk.services.bedrock.model.InferenceProfileModel;
import software.amazon.awssdk.services.bedrock.model.InternalServerException;
import software.amazon.awssdk.services.bedrock.model.ResourceNotFoundException;
import software.amazon.awssdk.services.bedrock.model.ThrottlingException;

/**
 * What stands behind profile ARNs. A profile never changes, so each is asked for once and kept for
 * as long as it is listed.
 *
 * <p>Safe for use by many threads.
 */
final class ModelsBehind {
  private static final Logger log = LoggerFactory.getLogger(ModelsBehind.class);

  /** Enough for a fast start with hundreds of profiles, too little to be throttled for. */
  private static final int AT_ONCE = 4;

  /** A deleted profile stays listed for a while, and a new one may not be seen everywhere yet. */
  private static final int LISTINGS_MISSING = 10;

  private final BedrockClient client;
  private final Patience patience;
  private final Map<String, Behind> known = new ConcurrentHashMap<>();
  private final Map<String, Integer> missing = new ConcurrentHashMap<>();

  /** The base model, how far calls are routed, and the profile's name. */
  record Behind(String model, RoutingScope scope, String name) {}

  ModelsBehind(BedrockClient client, Patience patience) {
    this.client = client;
    this.patience = patience;
  }

  /** What stands behind each of these, without those that are gone or cannot be understood. */
  Map<String, Behind> behind(Collection<String> arns) throws InterruptedException {
    known.keySet().retainAll(arns);
    missing.keySet().retainAll(arns);
    List<String> unknown = new ArrayList<>();
    for (String arn : arns) {
      if (!known.containsKey(arn) && !isMissing(arn)) {
        unknown.add(arn);
      }
    }
    look(unknown);
    return Map.copyOf(known);
  }

  private boolean isMissing(String arn) {
    return missing.computeIfPresent(arn, (same, left) -> left == 0 ? null : left - 1) != null;
  }

  private void look(List<String> arns) throws InterruptedException {
    if (arns.size() <= 1) {
      for (String arn : arns) {
        look(arn);
      }
      return;
    }
    ExecutorService pool =
        Executors.newFixedThreadPool(Math.min(AT_ONCE, arns.size()), ModelsBehind::daemon);
    try {
      List<Future<?>> running = new ArrayList<>(arns.size());
      for (String arn : arns) {
        running.add(
            pool.submit(
                () -> {
                  look(arn);
                  return null;
                }));
      }
      for (Future<?> look : running) {
        await(look);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "costaware-profile-models");
    thread.setDaemon(true);
    return thread;
  }

  private static void await(Future<?> look) throws InterruptedException {
    try {
      look.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("An inference profile could not be looked up", e.getCause());
    }
  }

  private void look(String arn) throws InterruptedException {
    Behind behind;
    try {
      GetInferenceProfileResponse profile =
          patience.ask(
              () -> client.getInferenceProfile(r -> r.inferenceProfileIdentifier(arn)),
              ModelsBehind::isPassing);
      behind = read(arn, profile);
    } catch (ResourceNotFoundException e) {
      behind = null;
    }
    if (behind == null) {
      missing.put(arn, LISTINGS_MISSING);
    } else {
      known.put(arn, behind);
    }
  }

  private static @Nullable Behind read(String arn, GetInferenceProfileResponse profile) {
    List<String> modelArns =
        profile.models().stream().map(InferenceProfileModel::modelArn).toList();
    ProfileRouting routing = ProfileRouting.of(arn, modelArns);
    if (routing == null) {
      log.warn(
          "Inference profile {} is left out: its models {} name no single model", arn, modelArns);
      return null;
    }
    String name = profile.inferenceProfileName();
    return new Behind(routing.model(), routing.scope(), name == null ? "" : name);
  }

  private static boolean isPassing(RuntimeException e) {
    return e instanceof ThrottlingException
        || e instanceof InternalServerException
        || (e instanceof SdkException failure && failure.retryable());
  }
}
