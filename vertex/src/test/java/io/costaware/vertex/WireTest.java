package io.costaware.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.genai.Client;
import com.google.genai.types.EnterpriseWebSearch;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GoogleSearch;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.Tool;
import io.costaware.admission.Verdict;
import io.costaware.event.CallEvent;
import io.costaware.event.HoldBasis;
import io.costaware.event.Provenance;
import io.costaware.models.ModelRegistry;
import io.costaware.money.Money;
import io.costaware.tags.TagMapping;
import io.costaware.tags.TagScope;
import io.costaware.tags.Tags;
import io.costaware.target.ModelId;
import io.costaware.target.Operation;
import io.costaware.target.Provider;
import io.costaware.target.ServiceTier;
import io.costaware.testkit.wire.GeminiReply;
import io.costaware.testkit.wire.RecordedRequest;
import io.costaware.usage.Meter;
import io.costaware.usage.Usage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WireTest {
  private static final String MODEL = "gemini-2.5-flash";

  private final Bench bench = Bench.plain();

  @AfterEach
  void close() {
    bench.close();
  }

  private RecordedRequest sent(Bench where) {
    return where.server.requests().get(0);
  }

  @Test
  void anAliasIsResolvedInThePathAndTheTargetIsPriced() {
    ModelRegistry models = ModelRegistry.builder().alias("fast", "vertex:gemini-2.5-flash").build();
    try (Bench aliased = Bench.of(settings -> settings.models(models))) {
      aliased.server.enqueue(GeminiReply.text("Hi").usage(1000, 0));

      aliased.client().models.generateContent("fast", "hello", null);

      assertThat(sent(aliased).path())
          .isEqualTo(
              "/v1beta1/projects/p1/locations/us-central1/publishers/google/models/"
                  + "gemini-2.5-flash:generateContent");
      CallEvent event = aliased.call();
      assertThat(event.call().requestedModel()).isEqualTo("fast");
      assertThat(event.call().sentModel()).isEqualTo(MODEL);
      assertThat(event.outcome().servedModel()).isNull();
      assertThat(event.receipt().total()).isEqualTo(Money.usd("0.0003"));
    }
  }

  @Test
  void aSubstituteGoesOutInsteadAndTheEventSaysWhy() {
    try (Bench cheap =
        Bench.of(
            settings ->
                settings.policy(
                    request ->
                        request.model().id().equals(MODEL)
                            ? Verdict.allow()
                            : new Verdict.Substitute(
                                new ModelId(Provider.VERTEX, MODEL), "cheaper")))) {
      cheap.server.enqueue(GeminiReply.text("Hi"));

      cheap.client().models.generateContent("publishers/google/models/gemini-2.5-pro", "x", null);

      assertThat(sent(cheap).modelId()).isEqualTo(MODEL);
      assertThat(cheap.call().call().decisions()).anyMatch(text -> text.contains("cheaper"));
    }
  }

  @Test
  void aClampGoesIntoTheRequestBesideLabelsAndOtherSettings() {
    try (Bench clamped =
            Bench.of(settings -> settings.policy(request -> new Verdict.Clamp(50, "short")));
        TagScope scope = TagScope.open(Tags.of("team", "a"))) {
      clamped.server.always(request -> GeminiReply.text("Hi"));
      Client client = clamped.client();
      client.models.generateContent(MODEL, "hello", null);
      client.models.generateContent(
          MODEL, "hello", GenerateContentConfig.builder().temperature(0.5f).build());
      client.models.generateContent(
          MODEL,
          "hello",
          GenerateContentConfig.builder()
              .maxOutputTokens(500)
              .labels(Map.of("app", "x"))
              .temperature(0.5f)
              .build());
      client.models.generateContent(
          MODEL, "hello", GenerateContentConfig.builder().maxOutputTokens(20).build());

      assertThat(clamped.server.requests())
          .extracting(request -> request.body().get("generationConfig").toString())
          .containsExactly(
              "{\"maxOutputTokens\":50}",
              "{\"maxOutputTokens\":50,\"temperature\":0.5}",
              "{\"temperature\":0.5,\"maxOutputTokens\":50}",
              "{\"maxOutputTokens\":20}");
      assertThat(clamped.server.requests().get(2).body().get("labels"))
          .hasToString("{\"app\":\"x\",\"team\":\"a\"}");
      assertThat(clamped.server.requests())
          .allSatisfy(
              request ->
                  assertThat(request.body().at("/contents/0/parts/0/text").asText())
                      .isEqualTo("hello"));
      assertThat(clamped.call().call().basis().outputCap()).isEqualTo(HoldBasis.OutputCap.CLAMP);
      assertThat(scope.tags().size()).isEqualTo(1);
    }
  }

  @Test
  void T4_aLabelOfTheRequestCountsAsATagAndWinsOverTheScope() {
    bench.server.enqueue(GeminiReply.text("Hi"));
    try (TagScope scope = TagScope.open(Tags.of("team", "outer"))) {
      bench
          .client()
          .models
          .generateContent(
              MODEL,
              "hello",
              GenerateContentConfig.builder().labels(Map.of("team", "inner")).build());
      assertThat(scope.tags().get("team")).isEqualTo("outer");
    }

    assertThat(bench.call().call().tags()).isEqualTo(Tags.of("team", "inner"));
    assertThat(sent(bench).body().get("labels")).hasToString("{\"team\":\"inner\"}");
  }

  @Test
  void T2_theMappingDecidesWhatALabelLooksLike() {
    bench.server.always(request -> GeminiReply.text("Hi"));
    TagMapping mapping =
        TagMapping.VERTEX_LABELS
            .replaceIllegalWith('_')
            .rename("Team", "cost-centre")
            .leaveOut("id");
    Client client = bench.keep(bench.builder().labels(mapping).build());
    try (TagScope scope = TagScope.open(Tags.of("Team", "A.B", "id", "4711"))) {
      client.models.generateContent(MODEL, "hello", null);
      bench.keep(bench.builder().withoutLabels().build()).models.generateContent(MODEL, "x", null);
      assertThat(scope.tags().size()).isEqualTo(2);
    }

    assertThat(sent(bench).body().get("labels")).hasToString("{\"cost-centre\":\"a_b\"}");
    assertThat(bench.server.requests().get(1).body().has("labels")).isFalse();
    assertThat(bench.call().call().tags()).isEqualTo(Tags.of("Team", "A.B", "id", "4711"));
  }

  @Test
  void aRequestWithNothingToChangeGoesOutByteForByte() {
    bench.server.always(request -> GeminiReply.text("Hi"));
    bench.client().models.generateContent(MODEL, "grüße \"quoted\"", null);

    assertThat(sent(bench).body())
        .hasToString(
            "{\"contents\":[{\"parts\":[{\"text\":\"grüße \\\"quoted\\\"\"}],\"role\":\"user\"}]}");
    assertThat(sent(bench).header("content-type")).contains("application/json; charset=utf-8");
  }

  @Test
  void M6_theTierAskedForHoldsAndTheTierServedPrices() {
    bench.server.enqueue(GeminiReply.text("Hi").usage(1000, 0).trafficType("ON_DEMAND"));
    Client client = bench.client();
    client.models.generateContent(MODEL, "hello", asking("flex"));
    bench.server.enqueue(GeminiReply.text("Hi").usage(1000, 0).trafficType("ON_DEMAND_FLEX"));
    client.models.generateContent(MODEL, "hello", null);
    bench.server.enqueue(GeminiReply.text("Hi").usage(1000, 0).trafficType("ON_DEMAND_TURBO"));
    client.models.generateContent(MODEL, "hello", null);

    CallEvent first = bench.call();
    assertThat(first.call().requestedTier()).isEqualTo(ServiceTier.FLEX);
    assertThat(first.receipt().total()).isEqualTo(Money.usd("0.0003"));
    assertThat(bench.call().receipt().total()).isEqualTo(Money.usd("0.00015"));
    CallEvent unknown = bench.call();
    assertThat(unknown.outcome().servedTier()).isEqualTo(new ServiceTier("ON_DEMAND_TURBO"));
    assertThat(unknown.provenance()).isEqualTo(Provenance.UNPRICED);
  }

  private static GenerateContentConfig asking(String tier) {
    return GenerateContentConfig.builder()
        .httpOptions(
            HttpOptions.builder()
                .headers(Map.of("X-Vertex-AI-LLM-Shared-Request-Type", tier))
                .build())
        .build();
  }

  @Test
  void M7_theLocationOfTheClientPricesTheCall() {
    bench.server.always(request -> GeminiReply.text("Hi").usage(1000, 0));
    Client global = bench.keep(bench.builder().location("global").build());
    bench.client().models.generateContent("gemini-3.5-flash", "hello", null);
    global.models.generateContent("gemini-3.5-flash", "hello", null);

    CallEvent regional = bench.call();
    assertThat(regional.call().target().region()).isEqualTo("us-central1");
    assertThat(regional.receipt().total()).isEqualTo(Money.usd("0.00033"));
    assertThat(bench.call().receipt().total()).isEqualTo(Money.usd("0.0003"));
  }

  @Test
  void U6_searchesAreChargedAndTheHoldSaysThatItMayNotCoverThem() {
    bench.server.enqueue(GeminiReply.text("Hi").usage(1000, 0).grounded("one", "two"));
    bench
        .client()
        .models
        .generateContent(
            MODEL,
            "hello",
            GenerateContentConfig.builder()
                .tools(Tool.builder().googleSearch(GoogleSearch.builder().build()).build())
                .build());

    CallEvent event = bench.call();
    assertThat(event.call().basis().openEnded()).isTrue();
    assertThat(event.outcome().usage().get(Meter.WEB_SEARCH)).isEqualTo(1);
    assertThat(event.receipt().total()).isEqualTo(Money.usd("0.0353"));
    assertThat(event.outcome().raw().asMap()).containsEntry("promptTokenCount", 1000L);
  }

  @Test
  void theEnterprisesWebSearchIsAMeterOfItsOwn() {
    bench.server.enqueue(GeminiReply.text("Hi").grounded("one"));
    bench
        .client()
        .models
        .generateContent(
            MODEL,
            "hello",
            GenerateContentConfig.builder()
                .tools(
                    Tool.builder()
                        .enterpriseWebSearch(EnterpriseWebSearch.builder().build())
                        .build())
                .build());

    assertThat(bench.call().outcome().usage().get(Meter.ENTERPRISE_WEB_SEARCH)).isEqualTo(1);
  }

  @Test
  void aBlockedPromptIsChargedForItsInput() {
    bench.server.enqueue(GeminiReply.blocked("SAFETY").usage(1000, 0));
    bench.client().models.generateContent(MODEL, "hello", null);

    assertThat(bench.call().receipt().total()).isEqualTo(Money.usd("0.0003"));
  }

  @Test
  void embeddingsOfBothKindsAreMetered() {
    bench.server.enqueue(GeminiReply.embedding(4, 1f).embedding(3, 2f).billableCharacters(12));
    bench.server.enqueue(GeminiReply.embedding(9, 1f));
    Client client = bench.client();
    client.models.embedContent("text-embedding-005", List.of("one", "two"), null);
    client.async.models.embedContent("gemini-embedding-2", "three", null).join();

    CallEvent predict = bench.call();
    assertThat(predict.call().operation()).isEqualTo(Operation.PREDICT);
    assertThat(predict.outcome().usage())
        .isEqualTo(Usage.builder().add(Meter.INPUT_CHARACTER, 12).build());
    assertThat(predict.call().basis().outputCap()).isEqualTo(HoldBasis.OutputCap.NO_OUTPUT);
    assertThat(bench.call().outcome().usage()).isEqualTo(Usage.tokens(9, 0));
  }

  @Test
  void theSizeOfTheRequestIsReckonedFromItsBody() {
    bench.server.enqueue(GeminiReply.text("Hi"));
    bench
        .client()
        .models
        .generateContent(
            MODEL,
            "a".repeat(300),
            GenerateContentConfig.builder().maxOutputTokens(70).candidateCount(2).build());

    HoldBasis basis = bench.call().call().basis();
    assertThat(basis.inputTokens()).isBetween(75L, 110L);
    assertThat(basis.outputTokens()).isEqualTo(70);
    assertThat(basis.candidates()).isEqualTo(2);
    assertThat(basis.outputCap()).isEqualTo(HoldBasis.OutputCap.REQUEST);
  }

  @Test
  void totalsThatDoNotAddUpAreFlaggedOnTheEvent() {
    bench.server.enqueue(GeminiReply.text("Hi").usage(10, 5).total(99));
    bench.client().models.generateContent(MODEL, "hello", null);

    CallEvent event = bench.call();
    assertThat(event.outcome().usage()).isEqualTo(Usage.tokens(10, 5));
    assertThat(event.flags()).anyMatch(flag -> flag.contains("99"));
  }

  @Test
  void anotherModelThanAskedStandsOnTheEvent() {
    bench.server.enqueue(
        GeminiReply.text("Hi")
            .modelVersion("publishers/google/models/gemini-2.5-flash-lite@default"));
    bench.client().models.generateContent(MODEL, "hello", null);

    assertThat(bench.call().outcome().servedModel()).isEqualTo("gemini-2.5-flash-lite");
  }
}
