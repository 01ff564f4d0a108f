package io.costaware.bedrock;

import static java.util.Objects.requireNonNull;

import io.costaware.CostAware;
import io.costaware.bedrock.converse.BedrockCostAwareClient;
import io.costaware.bedrock.profile.TaggedProfiles;
import io.costaware.bedrock.runtime.MeteredClients;
import io.costaware.client.CostAwareClient;
import io.costaware.profiles.ProfileRegistry;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClientBuilder;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClientBuilder;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;

/**
 * Puts costaware before the SDK's Bedrock runtime clients. The clients keep their types: code that
 * uses them need not change.
 *
 * <pre>{@code
 * BedrockRuntimeClient bedrock = CostAwareBedrock.build(BedrockRuntimeClient.builder(), costs);
 * try (TagScope tags = TagScope.open(Tags.of("team", "support"));
 *     EventScope events = EventScope.open()) {
 *   bedrock.converse(request);
 *   Receipt receipt = events.lastReceipt();
 * }
 * }</pre>
 *
 * <p>{@code converse}, {@code converseStream}, {@code invokeModel} and {@code
 * invokeModelWithResponseStream} are metered in every form; all other operations, also those of a
 * later SDK, are sent as they are. A refusal is a {@link io.costaware.call.CallRefusedException}:
 * thrown by the sync client, the failure of the future of the async client, and told to a stream's
 * handler before that. A stream that a budget stops part-way fails in the same places with a {@link
 * io.costaware.call.CallStoppedException}.
 *
 * <p>A client that is <em>built</em> here shows each attempt of the SDK's retries as an event of
 * its own, and closing it closes the SDK's client. A client that is <em>wrapped</em> is one event
 * for each call, whose attempts are unknown, and closing it leaves the SDK's client open; {@link
 * BedrockOptions} changes both. A client that was made here is never metered twice: wrapped again
 * it is handed back, with the options it was made with.
 *
 * <p>Safe for use by many threads.
 */
public final class CostAwareBedrock {
  private CostAwareBedrock() {}

  /**
   * Builds a sync client and meters it.
   *
   * @param builder keeps its settings and interceptors, and is left as it was
   */
  public static BedrockRuntimeClient build(BedrockRuntimeClientBuilder builder, CostAware costs) {
    return build(builder, costs, BedrockOptions.standard());
  }

  /** Builds a sync client and meters it, with options. */
  public static BedrockRuntimeClient build(
      BedrockRuntimeClientBuilder builder, CostAware costs, BedrockOptions options) {
    return clients(costs, options).build(requireNonNull(builder, "builder"));
  }

  /**
   * Builds an async client and meters it.
   *
   * @param builder keeps its settings and interceptors, and is left as it was
   */
  public static BedrockRuntimeAsyncClient build(
      BedrockRuntimeAsyncClientBuilder builder, CostAware costs) {
    return build(builder, costs, BedrockOptions.standard());
  }

  /** Builds an async client and meters it, with options. */
  public static BedrockRuntimeAsyncClient build(
      BedrockRuntimeAsyncClientBuilder builder, CostAware costs, BedrockOptions options) {
    return clients(costs, options).build(requireNonNull(builder, "builder"));
  }

  /**
   * Meters a sync client that is there already.
   *
   * @throws IllegalArgumentException if another {@code CostAware} meters it
   */
  public static BedrockRuntimeClient wrap(BedrockRuntimeClient client, CostAware costs) {
    return wrap(client, costs, BedrockOptions.standard());
  }

  /**
   * Meters a sync client that is there already, with options.
   *
   * @throws IllegalArgumentException if another {@code CostAware} meters it
   */
  public static BedrockRuntimeClient wrap(
      BedrockRuntimeClient client, CostAware costs, BedrockOptions options) {
    return clients(costs, options).wrap(requireNonNull(client, "client"));
  }

  /**
   * Meters an async client that is there already.
   *
   * @throws IllegalArgumentException if another {@code CostAware} meters it
   */
  public static BedrockRuntimeAsyncClient wrap(BedrockRuntimeAsyncClient client, CostAware costs) {
    return wrap(client, costs, BedrockOptions.standard());
  }

  /**
   * Meters an async client that is there already, with options.
   *
   * @throws IllegalArgumentException if another {@code CostAware} meters it
   */
  public static BedrockRuntimeAsyncClient wrap(
      BedrockRuntimeAsyncClient client, CostAware costs, BedrockOptions options) {
    return clients(costs, options).wrap(requireNonNull(client, "client"));
  }

  /**
   * The common interface over a sync client, for all but async calls and streams.
   *
   * @param client metered here already, or not yet: either way a call is metered once; stays open
   *     when the common client is closed
   * @throws IllegalArgumentException if another {@code CostAware} meters it
   */
  public static CostAwareClient client(BedrockRuntimeClient client, CostAware costs) {
    return client(client, null, costs, BedrockOptions.standard());
  }

  /**
   * The common interface over both clients of the SDK.
   *
   * @param client metered here already, or not yet; stays open
   * @param async the same, for async calls and streams
   * @throws IllegalArgumentException if another {@code CostAware} meters one of them
   */
  public static CostAwareClient client(
      BedrockRuntimeClient client, BedrockRuntimeAsyncClient async, CostAware costs) {
    return client(client, requireNonNull(async, "async"), costs, BedrockOptions.standard());
  }

  /**
   * The common interface, with options for clients that are not metered yet.
   *
   * @param client metered here already, or not yet; stays open
   * @param async the same, for async calls and streams; null if neither is needed
   * @throws IllegalArgumentException if another {@code CostAware} meters one of them
   */
  public static CostAwareClient client(
      BedrockRuntimeClient client,
      @Nullable BedrockRuntimeAsyncClient async,
      CostAware costs,
      BedrockOptions options) {
    return BedrockCostAwareClient.of(clients(costs, options), costs.models(), client, async);
  }

  /**
   * Looks up application inference profiles by the tags and the model of a call, for {@link
   * BedrockOptions#profiles}. For other settings there are {@link TaggedProfiles} and {@link
   * ProfileRegistry#builder}.
   *
   * @param tagging of the account and Region that the calls go to; stays open
   * @param bedrock the control plane's client of the same; stays open
   * @param keyTags the tags of a call that choose its profile, for example {@code team}
   * @throws IllegalArgumentException if no tag is named, or one is not legal
   */
  public static ProfileRegistry profiles(
      ResourceGroupsTaggingApiClient tagging, BedrockClient bedrock, String... keyTags) {
    return ProfileRegistry.builder(
            TaggedProfiles.of(tagging, bedrock), System::nanoTime, new Random())
        .keyTags(keyTags)
        .build();
  }

  private static MeteredClients clients(CostAware costs, BedrockOptions options) {
    return new MeteredClients(
        requireNonNull(costs, "costs").meter(),
        requireNonNull(options, "options").mapping(),
        options.registry(),
        options.requiresProfile(),
        options.showsAttempts(),
        options.closesWrapped(),
        options.payer());
  }
}
