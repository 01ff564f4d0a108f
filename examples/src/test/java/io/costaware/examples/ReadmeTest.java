package io.costaware.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.genai.Client;
import io.costaware.CloseReport;
import io.costaware.CostAware;
import io.costaware.Health;
import io.costaware.admission.Verdict;
import io.costaware.bedrock.BedrockOptions;
import io.costaware.bedrock.CostAwareBedrock;
import io.costaware.budget.Budget;
import io.costaware.budget.BudgetStatus;
import io.costaware.call.CallRefusedException;
import io.costaware.call.EventScope;
import io.costaware.client.Answer;
import io.costaware.client.CostAwareClient;
import io.costaware.client.Prompt;
import io.costaware.event.CallEvent;
import io.costaware.event.CostEvent;
import io.costaware.ledger.InMemorySliceStore;
import io.costaware.ledger.SliceStore;
import io.costaware.money.Money;
import io.costaware.pricing.PriceBook;
import io.costaware.pricing.PriceSheet;
import io.costaware.pricing.Receipt;
import io.costaware.pricing.SheetPriceBook;
import io.costaware.profiles.ProfileRegistry;
import io.costaware.report.Breakdown;
import io.costaware.report.Repricing;
import io.costaware.report.Spend;
import io.costaware.report.WhatIf;
import io.costaware.sink.JsonLinesSink;
import io.costaware.sink.JsonLinesStore;
import io.costaware.sink.Slf4jSink;
import io.costaware.tags.TagEnricher;
import io.costaware.tags.TagRules;
import io.costaware.tags.TagScope;
import io.costaware.tags.Tags;
import io.costaware.target.ModelId;
import io.costaware.target.Provider;
import io.costaware.testkit.fake.FakeAnswer;
import io.costaware.testkit.fake.FakeCostAwareClient;
import io.costaware.testkit.wire.BedrockWireServer;
import io.costaware.testkit.wire.DemoModels;
import io.costaware.testkit.wire.VertexWireServer;
import io.costaware.vertex.CostAwareVertex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;

/**
 * The code of the README: what stands between {@code // readme} and {@code // end} is compiled, run
 * against local endpoints, and compared with the README block by block.
 */
class ReadmeTest {
  private static final Path ROOT = root();
  private static final Path SOURCE =
      ROOT.resolve("examples/src/test/java/io/costaware/examples/ReadmeTest.java");
  private static final Path EVENT_FILE = Path.of("costs.jsonl");
  private static final Path CONFIGURATION = Path.of("budgets.json");
  private static final String ARN =
      "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123def456";

  private final BedrockWireServer bedrockServer = BedrockWireServer.start();
  private final VertexWireServer vertexServer = VertexWireServer.start();
  private final Map<String, String> properties =
      Map.of(
          "aws.endpointUrlBedrockRuntime",
          bedrockServer.endpoint().toString(),
          "aws.endpointUrlBedrock",
          bedrockServer.endpoint().toString(),
          "aws.endpointUrlResourceGroupsTaggingApi",
          bedrockServer.endpoint().toString(),
          "aws.region",
          "us-east-1",
          "aws.accessKeyId",
          "local",
          "aws.secretAccessKey",
          "local");

  private final ConverseRequest request =
      ConverseRequest.builder()
          .modelId("global.anthropic.claude-sonnet-4-6")
          .messages(
              Message.builder()
                  .role(ConversationRole.USER)
                  .content(ContentBlock.fromText("Hello"))
                  .build())
          .inferenceConfig(config -> config.maxTokens(300))
          .build();

  @BeforeEach
  void pointTheSdksHere() throws IOException {
    bedrockServer.always(DemoModels.bedrock(7));
    vertexServer.always(DemoModels.vertex(7));
    properties.forEach(System::setProperty);
    Client.setDefaultBaseUrls(Optional.empty(), Optional.of(vertexServer.endpoint().toString()));
    Files.deleteIfExists(EVENT_FILE);
  }

  @AfterEach
  void pointTheSdksBack() throws IOException {
    properties.keySet().forEach(System::clearProperty);
    Client.setDefaultBaseUrls(Optional.empty(), Optional.empty());
    Files.deleteIfExists(EVENT_FILE);
    Files.deleteIfExists(CONFIGURATION);
    bedrockServer.close();
    vertexServer.close();
  }

  @Test
  void firstScreen() {
    // readme
    CostAware costs =
        CostAware.builder()
            .tags(TagRules.require("team", "app"))
            .budget(
                Budget.named("support")
                    .where("team", "support")
                    .limit("10000", "USD")
                    .perMonth(ZoneId.of("Europe/Berlin")))
            .sink(JsonLinesSink.to(Path.of("costs.jsonl")))
            .build();
    BedrockRuntimeClient bedrock = CostAwareBedrock.build(BedrockRuntimeClient.builder(), costs);

    try (TagScope tags = TagScope.open(Tags.of("team", "support", "app", "chat"))) {
      bedrock.converse(request); // tagged, priced, held, sent, settled, told about
    }
    bedrock.close();
    costs.close(); // writes what is still queued
    // end

    assertThat(events()).singleElement().isInstanceOf(CallEvent.class);
    CallEvent event = (CallEvent) events().get(0);
    assertThat(event.call().tags()).isEqualTo(Tags.of("team", "support", "app", "chat"));
    assertThat(event.receipt().outcome()).isEqualTo(Receipt.Outcome.PRICED);
  }

  @Test
  void bedrockDropIn() {
    try (CostAware costs = CostAware.builder().build();
        BedrockRuntimeClient existing = BedrockRuntimeClient.create()) {
      // readme
      BedrockRuntimeClient wrapped = CostAwareBedrock.wrap(existing, costs);
      try (EventScope events = EventScope.open()) {
        wrapped.converse(request);
        Receipt receipt = events.lastReceipt();
        System.out.println(receipt.total() + " for " + receipt.usage());
      }
      // end
      wrapped.close();
    }
    assertThat(bedrockServer.requests()).hasSize(1);
  }

  @Test
  void geminiDropIn() {
    Date never = Date.from(Instant.parse("2999-01-01T00:00:00Z"));
    GoogleCredentials credentials = GoogleCredentials.create(new AccessToken("local", never));
    try (CostAware costs = CostAware.builder().build()) {
      // readme
      Client gemini =
          CostAwareVertex.builder(costs)
              .project("my-project")
              .location("global")
              .credentials(credentials) // or leave it out for the application's default ones
              .build();
      gemini.models.generateContent("gemini-2.5-flash", "Hello", null);
      // end
      gemini.close();
    }
    assertThat(vertexServer.requests()).hasSize(1);
  }

  @Test
  void neutralClient() {
    try (CostAware costs = CostAware.builder().build();
        BedrockRuntimeClient bedrock =
            CostAwareBedrock.build(BedrockRuntimeClient.builder(), costs)) {
      // readme
      CostAwareClient client = CostAwareBedrock.client(bedrock, costs);
      Prompt prompt =
          Prompt.to("global.anthropic.claude-sonnet-4-6")
              .user("Hello")
              .tag("team", "support")
              .tag("app", "chat")
              .maxTokens(300);
      System.out.println("at most " + client.estimate(prompt).ceiling().total());
      Answer answer = client.converse(prompt);
      System.out.println(answer.text() + " for " + answer.receipt().total());
      // end
      client.close();
      assertThat(answer.receipt().total()).isNotNull();
      assertThat(bedrockServer.requests()).hasSize(1);
    }
  }

  @Test
  void tags() {
    // readme
    CostAware costs =
        CostAware.builder()
            .alias("claude-sonnet", "bedrock:global.anthropic.claude-sonnet-4-6")
            .tags(
                TagRules.require("team", "app")
                    .allow("env", "dev", "prod")
                    .pattern("cost-center", "[0-9]{4}")
                    .lock("account", "prod-1"))
            .enrich(TagEnricher.mdc("tenant"))
            .enrich(TagEnricher.supplier("env", () -> System.getenv("APP_ENV")))
            .build();
    // end
    try (costs;
        FakeCostAwareClient model = FakeCostAwareClient.on(costs, Provider.BEDROCK)) {
      Prompt prompt = Prompt.to("claude-sonnet").user("Hello").tag("env", "test");
      assertThatThrownBy(() -> model.converse(prompt))
          .isInstanceOf(CallRefusedException.class)
          .hasMessageContaining("team")
          .hasMessageContaining("app")
          .hasMessageContaining("env");
      model.converse(prompt.tag("team", "support").tag("app", "chat").tag("env", "dev"));
      assertThat(model.lastTags().get("account")).isEqualTo("prod-1");
    }
  }

  @Test
  void budgets() throws IOException {
    Files.writeString(
        CONFIGURATION,
        """
        {"budgets": [{"name": "models", "provider": "bedrock", "mode": "warn",
          "limit": {"amount": "900", "currency": "USD"}, "window": {"per": "day", "zone": "UTC"}}]}
        """);
    // readme
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    Budget company =
        Budget.named("company")
            .limit("50000", "USD")
            .perMonth(berlin)
            .raise("5000", "USD", Instant.parse("2026-12-24T00:00:00Z")); // until then
    Budget tenants = // each value of the tag has the whole limit for itself
        Budget.named("tenants")
            .each("tenant")
            .limit("20", "USD")
            .perRolling(Duration.ofDays(1), 24);
    Budget agents = // each run too, and is forgotten six hours after its last call
        Budget.named("agents").perRun("run", Duration.ofHours(6)).limitTokens(2_000_000);
    CostAware costs =
        CostAware.builder()
            .budget(company)
            .budget(tenants)
            .budget(agents)
            .budget(
                Budget.named("drafts")
                    .where("env", "dev")
                    .limit("9", "USD")
                    .perDay(berlin)
                    .warnOnly())
            .budget(Budget.named("burst").where("team", "lab").limitRequests(1).perMinute(berlin))
            .configuration(Path.of("budgets.json")) // further ones, followed while this runs
            .sink(JsonLinesSink.to(Path.of("costs.jsonl")))
            .build();
    // end
    try (costs;
        BedrockRuntimeClient bedrock =
            CostAwareBedrock.build(BedrockRuntimeClient.builder(), costs);
        TagScope tags = TagScope.open(Tags.of("team", "lab"))) {
      assertThat(costs.budgets())
          .extracting(BudgetStatus::budget)
          .containsExactlyInAnyOrder("company", "drafts", "burst", "models");
      // Two calls may fall into two minutes; of three within seconds one must be refused.
      bedrock.converse(request);
      for (int i = 0; i < 2; i++) {
        // readme
        try {
          bedrock.converse(request);
        } catch (CallRefusedException refused) {
          System.out.println(refused.refusal().kind() + ": " + refused.getMessage());
        }
        // end
      }
      assertThat(costs.health().refusals()).isPositive();
    }
  }

  @Test
  void budgetsOfAFleet() {
    SliceStore store = new InMemorySliceStore(InstantSource.system());
    Budget company = Budget.named("company").limit("50000", "USD").lifetime();
    Path fileOfTheDeadPod = Path.of("none.jsonl");
    // readme
    CostAware costs = CostAware.builder().budget(company).fleet(store, "pod-7").build();
    costs.reconcile(JsonLinesStore.of(fileOfTheDeadPod));
    // end
    assertThat(costs.budgets()).hasSize(1);
    costs.close();
  }

  @Test
  void profiles() {
    bedrockServer
        .profiles()
        .put(
            ARN,
            Map.of("team", "support", "app", "chat"),
            List.of("arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0"));
    try (CostAware costs = CostAware.builder().build()) {
      // readme
      ProfileRegistry profiles =
          CostAwareBedrock.profiles(
              ResourceGroupsTaggingApiClient.create(), BedrockClient.create(), "team", "app");
      BedrockRuntimeClient bedrock =
          CostAwareBedrock.build(
              BedrockRuntimeClient.builder(),
              costs,
              BedrockOptions.standard().profiles(profiles).profileRequired());
      // end
      try (TagScope tags = TagScope.open(Tags.of("team", "support", "app", "chat"))) {
        bedrock.converse(request.toBuilder().modelId("amazon.nova-lite-v1:0").build());
      }
      bedrock.close();
      profiles.close();
    }
    assertThat(bedrockServer.requests())
        .filteredOn(sent -> sent.operation().equals("Converse"))
        .singleElement()
        .satisfies(sent -> assertThat(sent.modelId()).isEqualTo(ARN));
  }

  @Test
  void sinks() throws IOException {
    // readme
    CostAware costs =
        CostAware.builder()
            .sink(JsonLinesSink.to(Path.of("costs.jsonl")))
            .sink(Slf4jSink.create())
            .sink("mine", event -> System.out.println(event.call().tags()))
            .observeOnly()
            .build();

    Health health = costs.health();
    System.out.println(health.queued() + " queued, " + health.lost() + " lost");
    CloseReport left = costs.close(Duration.ofSeconds(5));
    System.out.println(left.isComplete() ? "all written" : "not written: " + left);
    // end
    assertThat(left.isComplete()).isTrue();
    // readme
    JsonLinesStore store = JsonLinesStore.of(Path.of("costs.jsonl"));
    Instant now = Instant.now();
    try (Stream<CostEvent> events = store.between(now.minus(Duration.ofDays(7)), now)) {
      events.forEach(event -> System.out.println(event.at() + " " + event.call().tags()));
    }
    // end
  }

  @Test
  void prices() throws IOException {
    Path sheet = Files.createTempFile("our-contract", ".json");
    Files.writeString(
        sheet,
        """
        {"name": "our-contract", "version": "1", "currency": "USD", "models": [
          {"provider": "bedrock", "model": "anthropic.claude-sonnet-4-6", "prices": [
            {"scope": "global", "rates": {"input": "2.70", "output": "13.50"}}]}]}
        """);
    // readme
    CostAware costs = CostAware.builder().prices(PriceSheet.read(sheet)).build();
    // end
    try (costs;
        FakeCostAwareClient model = FakeCostAwareClient.on(costs, Provider.BEDROCK)) {
      model.answering(FakeAnswer.text("Hello").tokens(1_000_000, 0));
      Answer answer = model.converse(Prompt.to("global.anthropic.claude-sonnet-4-6").user("Hi"));
      assertThat(answer.receipt().total()).hasToString("2.7 USD");
    }
    PriceBook corrected = SheetPriceBook.of(PriceSheet.bundled(), PriceSheet.read(sheet));
    Instant from = Instant.parse("2026-10-01T00:00:00Z");
    Instant to = Instant.parse("2026-11-01T00:00:00Z");
    ModelId haiku = ModelId.parse("bedrock:global.anthropic.claude-haiku-4-5-20251001-v1:0");
    JsonLinesSink file = JsonLinesSink.to(Path.of("costs.jsonl"));
    // readme
    Repricing october = Repricing.of(file, from, to, corrected).because("contract signed late");
    System.out.println(october.report()); // what would change; writes nothing
    october.apply(file, Instant.now()); // writes adjustments; the old figures stay
    System.out.println(Spend.of(file, from, to, Money.USD, Breakdown.tag("team")).rows());
    System.out.println(WhatIf.of(file, from, to, corrected).on(haiku).report());
    // end
    file.close();
    assertThat(october.report().calls()).isZero();
    Files.delete(sheet);
  }

  @Test
  void policies() {
    // readme
    CostAware costs =
        CostAware.builder()
            .policy(
                call ->
                    "dev".equals(call.tags().get("env"))
                        ? new Verdict.Clamp(500, "short answers in development")
                        : Verdict.allow())
            .build();
    // end
    try (costs;
        FakeCostAwareClient model = FakeCostAwareClient.on(costs, Provider.BEDROCK)) {
      Answer answer =
          model.converse(Prompt.to("amazon.nova-lite-v1:0").user("Hi").tag("env", "dev"));
      assertThat(answer.event().call().decisions()).hasSize(1);
    }
  }

  @Test
  void testing() {
    // readme
    CostAware costs = CostAware.builder().build();
    FakeCostAwareClient model =
        FakeCostAwareClient.on(costs, Provider.BEDROCK)
            .answering(FakeAnswer.text("Hello").tokens(10, 5));
    Answer answer = model.converse(Prompt.to("amazon.nova-lite-v1:0").user("Hi"));
    assertThat(answer.receipt().total()).hasToString("0.0000018 USD");
    assertThat(model.prompts()).hasSize(1);
    // end
    model.close();
    costs.close();
  }

  @Test
  void theReadmeShowsThisCode() throws IOException {
    assertThat(blocks("java")).isEqualTo(snippets());
  }

  @Test
  void itsTwoCommandsAreThoseThatAreRun() throws IOException {
    assertThat(onlyBlockUnder("## Run it")).isEqualTo("mvn -B -ntp -q compile exec:java");
    assertThat(onlyBlockUnder("## Test it")).isEqualTo("mvn -B -ntp verify");
    assertThat(Files.readAllLines(ROOT.resolve(".ci/run"))).contains("mvn -B -ntp verify");
  }

  @Test
  void itsLinksLeadSomewhere() throws IOException {
    List<String> missing =
        Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)")
            .matcher(readme())
            .results()
            .map(link -> link.group(1))
            .filter(link -> Files.notExists(ROOT.resolve(link)))
            .toList();
    assertThat(missing).isEmpty();
  }

  @Test
  @Tag("bifrost#3547")
  void whatOneJvmAndAFleetGuaranteeStandsThereAsInTheGuideToBudgets() throws IOException {
    String guide = Files.readString(ROOT.resolve("docs/budgets.md"), UTF_8);
    List<String> bounds =
        guide.lines().filter(line -> line.matches("\\| (one JVM|a fleet) \\|.*")).toList();
    assertThat(bounds).hasSize(2);
    assertThat(bounds.get(0)).contains("limit + Σ max(0, actual − held)");
    assertThat(bounds.get(1)).contains("+ Σ admitted after its last report");
    assertThat(readme()).contains(bounds);
  }

  private static List<CostEvent> events() {
    Instant now = Instant.now();
    try (Stream<CostEvent> events =
        JsonLinesStore.of(EVENT_FILE).between(now.minusSeconds(600), now.plusSeconds(1))) {
      return events.toList();
    }
  }

  private static List<String> snippets() throws IOException {
    return Pattern.compile("(?ms)^ *// readme\\n(.*?)^ *// end\\n")
        .matcher(Files.readString(SOURCE, UTF_8))
        .results()
        .map(snippet -> snippet.group(1).stripTrailing().stripIndent() + "\n")
        .toList();
  }

  private static List<String> blocks(String language) throws IOException {
    return Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```$")
        .matcher(readme())
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  private static String onlyBlockUnder(String heading) throws IOException {
    List<MatchResult> sections =
        Pattern.compile("(?ms)^" + heading + "\\n(.*?)(?=^## |\\z)")
            .matcher(readme())
            .results()
            .toList();
    assertThat(sections).as(heading).hasSize(1);
    List<String> blocks =
        Pattern.compile("(?ms)^```\\w*\\n(.*?)\\n```$")
            .matcher(sections.get(0).group(1))
            .results()
            .map(block -> block.group(1))
            .toList();
    assertThat(blocks).as("blocks under %s", heading).hasSize(1);
    return blocks.get(0);
  }

  private static String readme() throws IOException {
    return Files.readString(ROOT.resolve("README.md"), UTF_8);
  }

  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve(".ci/run")) ? here : here.getParent();
  }
}
