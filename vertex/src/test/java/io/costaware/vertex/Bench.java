package io.costaware.vertex;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.genai.Client;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import io.costaware.admission.AdmissionPolicy;
import io.costaware.budget.Budget;
import io.costaware.call.CallMeter;
import io.costaware.call.MeterSettings;
import io.costaware.event.CallEvent;
import io.costaware.event.CostEvent;
import io.costaware.event.EventIds;
import io.costaware.event.RefusedEvent;
import io.costaware.ledger.InMemoryLedger;
import io.costaware.models.ModelRegistry;
import io.costaware.money.Money;
import io.costaware.pricing.UnknownPricePolicy;
import io.costaware.tags.TagRules;
import io.costaware.testkit.wire.VertexWireServer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** A server on loopback, a meter that keeps its events, and real clients between them. */
final class Bench implements AutoCloseable {
  static final Duration LIMIT = Duration.ofSeconds(20);
  static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T12:00:00Z"));

  final VertexWireServer server = VertexWireServer.start();
  final BlockingQueue<CostEvent> events = new LinkedBlockingQueue<>();
  final AtomicLong nanos = new AtomicLong();
  final InMemoryLedger ledger;
  final CallMeter meter;
  private final List<Client> clients = new ArrayList<>();

  private Bench(Settings settings) {
    ledger = InMemoryLedger.of(settings.budgets, Money.USD, CLOCK);
    meter =
        new CallMeter(
            new MeterSettings(
                settings.tagRules,
                List.of(),
                settings.models,
                settings.policies,
                new GeminiPrices(),
                UnknownPricePolicy.refuseUnderBudget(),
                ledger,
                events::add,
                settings.observeOnly,
                1_000,
                Duration.ofMinutes(10),
                CLOCK,
                nanos::get,
                new EventIds(7)));
  }

  static Bench plain() {
    return of(settings -> settings);
  }

  static Bench of(UnaryOperator<Settings> change) {
    return new Bench(change.apply(new Settings()));
  }

  /** What a meter is made of here; plain unless changed. */
  static final class Settings {
    private TagRules tagRules = TagRules.none();
    private ModelRegistry models = ModelRegistry.none();
    private List<AdmissionPolicy> policies = List.of();
    private List<Budget> budgets = List.of();
    private boolean observeOnly;

    Settings tagRules(TagRules rules) {
      tagRules = rules;
      return this;
    }

    Settings models(ModelRegistry registry) {
      models = registry;
      return this;
    }

    Settings policy(AdmissionPolicy policy) {
      policies = List.of(policy);
      return this;
    }

    Settings budgets(Budget... all) {
      budgets = List.of(all);
      return this;
    }

    Settings observeOnly() {
      observeOnly = true;
      return this;
    }
  }

  CostAwareVertex.Builder builder() {
    return CostAwareVertex.builder(meter)
        .project("p1")
        .location("us-central1")
        .credentials(credentials())
        .httpOptions(httpOptions(3));
  }

  Client client() {
    return keep(builder().build());
  }

  Client keep(Client client) {
    clients.add(client);
    return client;
  }

  HttpOptions httpOptions(int attempts) {
    return HttpOptions.builder()
        .baseUrl(server.endpoint().toString())
        .retryOptions(
            HttpRetryOptions.builder().attempts(attempts).initialDelay(0.0).maxDelay(0.0).build())
        .build();
  }

  static GoogleCredentials credentials() {
    return GoogleCredentials.create(AccessToken.newBuilder().setTokenValue("secret-token").build());
  }

  /** The next event, which must be a call's. */
  CallEvent call() {
    CostEvent event = next();
    if (event instanceof CallEvent call) {
      return call;
    }
    throw new AssertionError("Expected the event of a call, got " + event);
  }

  /** The next event, which must be a refusal. */
  RefusedEvent refusal() {
    CostEvent event = next();
    if (event instanceof RefusedEvent refused) {
      return refused;
    }
    throw new AssertionError("Expected a refusal, got " + event);
  }

  private CostEvent next() {
    try {
      CostEvent event = events.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("No event came within " + LIMIT);
      }
      return event;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting for an event", e);
    }
  }

  @Override
  public void close() {
    server.close();
    clients.forEach(Client::close);
  }
}
