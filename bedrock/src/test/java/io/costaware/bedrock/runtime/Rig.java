package io.costaware.bedrock.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.admission.AdmissionPolicy;
import io.costaware.budget.Budget;
import io.costaware.budget.BudgetStatus;
import io.costaware.call.CallMeter;
import io.costaware.call.MeterSettings;
import io.costaware.event.CallEvent;
import io.costaware.event.CostEvent;
import io.costaware.event.EventIds;
import io.costaware.event.RefusedEvent;
import io.costaware.ledger.InMemoryLedger;
import io.costaware.models.ModelRegistry;
import io.costaware.money.Money;
import io.costaware.pricing.PriceSheet;
import io.costaware.pricing.SheetPriceBook;
import io.costaware.pricing.UnknownPricePolicy;
import io.costaware.profiles.ProfileRegistry;
import io.costaware.tags.TagEnricher;
import io.costaware.tags.TagMapping;
import io.costaware.tags.TagRules;
import io.costaware.testkit.wire.BedrockWireServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClientBuilder;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClientBuilder;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.Message;

/** A wire server, a meter with everything settable, and what it told. */
final class Rig implements AutoCloseable {
  static final String MODEL = "global.anthropic.claude-sonnet-4-6";
  static final Duration SOON = Duration.ofSeconds(20);

  // Closing one waits two seconds for its event loop; all tests share it.
  private static final SdkAsyncHttpClient HTTP1 =
      NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP1_1).build();
  private static final SheetPriceBook PRICES = SheetPriceBook.of(PriceSheet.bundled());

  final BedrockWireServer server = BedrockWireServer.start();
  final List<CostEvent> events = new CopyOnWriteArrayList<>();
  final List<Budget> budgets = new ArrayList<>();
  final List<TagEnricher> enrichers = new ArrayList<>();
  final List<AdmissionPolicy> policies = new ArrayList<>();
  final ModelRegistry.Builder models = ModelRegistry.builder();
  final AtomicLong nanos = new AtomicLong();
  TagRules rules = TagRules.none();
  UnknownPricePolicy unknownPrices = UnknownPricePolicy.refuseUnderBudget();
  boolean observeOnly;
  @Nullable TagMapping mapping = TagMapping.BEDROCK_REQUEST_METADATA;
  @Nullable ProfileRegistry profiles;
  boolean profileRequired;
  boolean showsAttempts;
  boolean closesWrapped;
  @Nullable String account;
  private final Instant now = Instant.parse("2026-11-21T12:00:00Z");
  private @Nullable InMemoryLedger ledger;
  private @Nullable CallMeter meter;

  CallMeter meter() {
    if (meter == null) {
      ledger = InMemoryLedger.of(budgets, Money.USD, Duration.ofHours(1), () -> now);
      meter =
          new CallMeter(
              new MeterSettings(
                  rules,
                  enrichers,
                  models.build(),
                  policies,
                  PRICES,
                  unknownPrices,
                  ledger,
                  events::add,
                  observeOnly,
                  1_000,
                  Duration.ofMinutes(10),
                  () -> now,
                  nanos::get,
                  new EventIds(7)));
    }
    return meter;
  }

  MeteredClients clients() {
    return new MeteredClients(
        meter(), mapping, profiles, profileRequired, showsAttempts, closesWrapped, account);
  }

  BedrockRuntimeClientBuilder syncBuilder() {
    return aimed(BedrockRuntimeClient.builder());
  }

  BedrockRuntimeAsyncClientBuilder asyncBuilder() {
    return aimed(BedrockRuntimeAsyncClient.builder()).httpClient(HTTP1);
  }

  BedrockRuntimeClient sync() {
    return clients().build(syncBuilder());
  }

  BedrockRuntimeAsyncClient async() {
    return clients().build(asyncBuilder());
  }

  /** With a budget of ten dollars, so that every hold can be seen. */
  Rig budgeted() {
    budgets.add(Budget.named("all").limit("10", "USD").lifetime());
    return this;
  }

  private <B extends AwsClientBuilder<B, C>, C> B aimed(B builder) {
    return builder
        .endpointOverride(server.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .overrideConfiguration(
            o ->
                o.retryStrategy(
                    s ->
                        s.maxAttempts(4)
                            .backoffStrategy(BackoffStrategy.retryImmediately())
                            .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())));
  }

  static ConverseRequest.Builder hello() {
    return ConverseRequest.builder().modelId(MODEL).messages(user("Hello"));
  }

  static Message user(String text) {
    return Message.builder()
        .role(ConversationRole.USER)
        .content(ContentBlock.fromText(text))
        .build();
  }

  /** The events of attempts. */
  List<CallEvent> calls() {
    return events.stream().filter(CallEvent.class::isInstance).map(CallEvent.class::cast).toList();
  }

  List<RefusedEvent> refusals() {
    return events.stream()
        .filter(RefusedEvent.class::isInstance)
        .map(RefusedEvent.class::cast)
        .toList();
  }

  /** The only event of an attempt. */
  CallEvent call() {
    assertThat(calls()).hasSize(1);
    return calls().get(0);
  }

  BudgetStatus budget() {
    return ledger().status().get(0);
  }

  InMemoryLedger ledger() {
    InMemoryLedger used = ledger;
    if (used == null) {
      throw new IllegalStateException("No client was made yet");
    }
    return used;
  }

  @Override
  public void close() {
    server.close();
    // Whatever a test did, no hold may be left over.
    if (ledger != null) {
      assertThat(ledger.openHolds()).as("open holds").isZero();
    }
  }
}
