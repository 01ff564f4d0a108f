package io.costaware.bedrock.converse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.CostAware;
import io.costaware.bedrock.runtime.MeteredClients;
import io.costaware.budget.Budget;
import io.costaware.call.CallRefusedException;
import io.costaware.call.EventScope;
import io.costaware.client.Answer;
import io.costaware.client.CostAwareClient;
import io.costaware.client.Counting;
import io.costaware.client.EmbedAnswer;
import io.costaware.client.EmbedRequest;
import io.costaware.client.NativeAnswer;
import io.costaware.client.NativeRequest;
import io.costaware.client.Prompt;
import io.costaware.event.CallEvent;
import io.costaware.event.CallResult;
import io.costaware.money.Money;
import io.costaware.pricing.Estimate;
import io.costaware.tags.TagScope;
import io.costaware.tags.Tags;
import io.costaware.target.Provider;
import io.costaware.testkit.wire.BedrockReply;
import io.costaware.usage.Meter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

@Timeout(60)
class BedrockCostAwareClientTest {
  private static final String TITAN = "amazon.titan-embed-text-v2:0";
  private final Desk desk = new Desk(b -> b.alias("embedder", "bedrock:" + TITAN));

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void anAnswerCarriesItsTextReceiptAndEvent() {
    desk.server.enqueue(BedrockReply.text("Hello you").usage(433, 16));

    Answer answer;
    try (TagScope scope = TagScope.open(Tags.of("team", "support", "app", "old"))) {
      answer = desk.client.converse(Desk.hello().tag("app", "chat"));
      assertThat(TagScope.current()).isEqualTo(scope.tags());
    }

    assertThat(desk.client.provider()).isEqualTo(Provider.BEDROCK);
    assertThat(answer.text()).isEqualTo("Hello you");
    assertThat(answer.receipt().total()).isEqualTo(Money.usd("0.001539"));
    assertThat(answer.event().call().tags()).isEqualTo(Tags.of("team", "support", "app", "chat"));
    assertThat(desk.lastRequest().body().path("requestMetadata"))
        .isEqualTo(Desk.json("{'app':'chat','team':'support'}"));
    assertThat(desk.calls(1)).containsExactly(answer.event());
  }

  @Test
  void anAliasLeadsToItsModel() {
    desk.server.enqueue(BedrockReply.text("Hi"));

    Answer answer = desk.client.converse(Prompt.to("sonnet").user("Hello"));

    assertThat(desk.lastRequest().modelId()).isEqualTo(Desk.MODEL);
    assertThat(answer.event().call().requestedModel()).isEqualTo("sonnet");
  }

  @Test
  void anUnknownAliasIsRefusedAtOnceAndNamesTheNearest() {
    Prompt prompt = Prompt.to("sonet").user("Hello");
    for (Runnable call :
        List.<Runnable>of(
            () -> desk.client.converse(prompt),
            () -> desk.client.converseStream(prompt),
            () -> desk.client.estimate(prompt),
            () -> desk.client.embed(EmbedRequest.to("sonet", "a")),
            () -> desk.client.invoke(NativeRequest.to("sonet", Desk.json("{}"))))) {
      assertThatThrownBy(call::run)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'sonet'")
          .hasMessageContaining("sonnet");
    }
    assertThatThrownBy(() -> desk.client.converseAsync(prompt).get())
        .hasCauseInstanceOf(IllegalArgumentException.class);
    assertThat(desk.server.requests()).isEmpty();
  }

  @Test
  void anAliasOfAnotherProviderIsRefused() {
    try (Desk other = new Desk(b -> b.alias("flash", "vertex:gemini-2.5-flash"))) {
      assertThatThrownBy(() -> other.client.converse(Prompt.to("flash").user("Hello")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("vertex");
    }
  }

  @Test
  void aMeteredClientIsMeteredOnce() {
    CostAwareClient over =
        BedrockCostAwareClient.of(
            desk.metering, desk.costs.models(), desk.metering.wrap(desk.sync), null);
    desk.server.enqueue(BedrockReply.text("Hi"));

    over.converse(Desk.hello());

    assertThat(desk.calls(1)).hasSize(1);
    over.close();
    desk.server.enqueue(BedrockReply.text("Hi"));
    assertThat(desk.client.converse(Desk.hello()).text()).isEqualTo("Hi");
  }

  @Test
  void aClientOfAnotherMeterIsRefused() {
    try (CostAware other = CostAware.builder().build()) {
      MeteredClients metering =
          new MeteredClients(other.meter(), null, null, false, false, false, null);

      assertThatThrownBy(
              () ->
                  BedrockCostAwareClient.of(
                      metering, other.models(), desk.metering.wrap(desk.sync), null))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("metered by another CostAware");
    }
  }

  @Test
  void theCallersScopeStillCollects() {
    desk.server.enqueue(BedrockReply.text("Hi"));
    try (EventScope scope = EventScope.open()) {
      Answer answer = desk.client.converse(Desk.hello());

      assertThat(scope.last()).isSameAs(answer.event());
    }
  }

  @Test
  void retriesGiveTheEventOfTheAttemptThatAnswered() {
    desk.server.enqueue(BedrockReply.throttled(), BedrockReply.text("Hi").usage(10, 5));

    Answer answer = desk.client.converse(Desk.hello());

    assertThat(answer.event().outcome().result()).isEqualTo(CallResult.SUCCEEDED);
    assertThat(answer.usage().get(Meter.OUTPUT)).isEqualTo(5);
  }

  @Test
  void whatTheSdkThrowsComesThroughUnchanged() {
    desk.server.enqueue(BedrockReply.validation("no"), BedrockReply.validation("no"));

    assertThatThrownBy(() -> desk.client.converse(Desk.hello()))
        .isExactlyInstanceOf(ValidationException.class);
    assertThatThrownBy(() -> desk.client.converseAsync(Desk.hello()).get(20, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isExactlyInstanceOf(ValidationException.class);
  }

  @Test
  void anAsyncAnswerCompletesAfterItsEvent() throws Exception {
    desk.server.enqueue(BedrockReply.text("Hello you").usage(433, 16));

    CompletableFuture<Answer> asked;
    try (TagScope scope = TagScope.open(Tags.of("team", "support"))) {
      asked = desk.client.converseAsync(Desk.hello().tag("app", "chat"));
      assertThat(TagScope.current()).isEqualTo(scope.tags());
    }
    Answer answer = asked.get(20, TimeUnit.SECONDS);

    assertThat(answer.receipt().total()).isEqualTo(Money.usd("0.001539"));
    assertThat(answer.event().call().tags()).isEqualTo(Tags.of("team", "support", "app", "chat"));
  }

  @Test
  void cancellingTheFutureCancelsTheCall() {
    CountDownLatch gate = new CountDownLatch(1);
    desk.server.enqueue(BedrockReply.text("Late").heldUntil(gate));
    try {
      CompletableFuture<Answer> asked = desk.client.converseAsync(Desk.hello());
      desk.server.awaitRequests(1, Desk.SOON);

      assertThat(asked.cancel(true)).isTrue();

      CallEvent event = desk.calls(1).get(0);
      assertThat(event.outcome().result()).isEqualTo(CallResult.CANCELLED);
      assertThat(desk.costs.health().openHolds()).isZero();
      desk.server.awaitAbandoned(1, Desk.SOON);
    } finally {
      gate.countDown();
    }
  }

  @Test
  void aTimeoutOfTheFutureCancelsTheCall() {
    CountDownLatch gate = new CountDownLatch(1);
    desk.server.enqueue(BedrockReply.text("Late").heldUntil(gate));
    try {
      CompletableFuture<Answer> asked =
          desk.client.converseAsync(Desk.hello()).orTimeout(300, TimeUnit.MILLISECONDS);

      assertThatThrownBy(() -> asked.get(20, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class);
      assertThat(desk.calls(1)).hasSize(1);
    } finally {
      gate.countDown();
    }
  }

  @Test
  void aRefusalIsThrownOrFailsTheFuture() {
    try (Desk poor =
        new Desk(b -> b.budget(Budget.named("b").limit("0.000001", "USD").lifetime()))) {
      assertThatThrownBy(() -> poor.client.converse(Desk.hello()))
          .isInstanceOf(CallRefusedException.class);
      assertThatThrownBy(() -> poor.client.converseAsync(Desk.hello()).get())
          .hasCauseInstanceOf(CallRefusedException.class);
      assertThatThrownBy(() -> poor.client.converseStream(Desk.hello()).iterator().next())
          .isInstanceOf(CallRefusedException.class);
      assertThat(poor.server.requests()).isEmpty();
      Desk.await(() -> poor.events.size() == 3);
    }
  }

  @Test
  void withoutAnAsyncClientTheErrorSaysWhatToPass() {
    CostAwareClient blocking =
        BedrockCostAwareClient.of(desk.metering, desk.costs.models(), desk.sync, null);

    assertThatThrownBy(() -> blocking.converseAsync(Desk.hello()))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("BedrockRuntimeAsyncClient");
    assertThatThrownBy(() -> blocking.converseStream(Desk.hello()))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("BedrockRuntimeAsyncClient");
  }

  @Test
  void theModelsOwnBodyIsSentAndPaidFor() {
    desk.server.enqueue(
        BedrockReply.invoke("{\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}]}").counted(10, 5));

    NativeAnswer answer =
        desk.client.invoke(
            NativeRequest.to("sonnet", Desk.json("{'max_tokens':5,'messages':[]}"))
                .tag("team", "support"));

    assertThat(answer.body().path("content").path(0).path("text").asText()).isEqualTo("Hi");
    assertThat(answer.receipt().total()).isEqualTo(Money.usd("0.000105"));
    assertThat(answer.event().call().tags()).isEqualTo(Tags.of("team", "support"));
    assertThat(desk.lastRequest().body()).isEqualTo(Desk.json("{'max_tokens':5,'messages':[]}"));
  }

  @Test
  void titanEmbedsOneTextACall() {
    for (String number : List.of("0.5", "0.25", "-1")) {
      desk.server.enqueue(
          BedrockReply.invoke("{\"embedding\":[" + number + ",2],\"inputTextTokenCount\":4}")
              .countedInput(4));
    }

    EmbedAnswer answer =
        desk.client.embed(EmbedRequest.to("embedder", "a", "b", "c").dimensions(256));

    assertThat(answer.vectors())
        .containsExactly(List.of(0.5f, 2f), List.of(0.25f, 2f), List.of(-1f, 2f));
    assertThat(answer.events()).hasSize(3);
    assertThat(answer.knownTotal()).isEqualTo(Money.usd("0.00000024"));
    assertThat(desk.server.requests().get(1).body())
        .isEqualTo(Desk.json("{'inputText':'b','dimensions':256}"));
  }

  @Test
  void cohereEmbedsManyTextsACall() {
    desk.server.always(
        request -> {
          List<String> vectors = new ArrayList<>();
          request.body().path("texts").forEach(t -> vectors.add("[" + t.asText() + ",1]"));
          return BedrockReply.invoke("{\"embeddings\":" + vectors + "}")
              .countedInput(vectors.size());
        });
    String[] texts = new String[100];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = Integer.toString(i);
    }

    EmbedAnswer answer = desk.client.embed(EmbedRequest.to("cohere.embed-english-v3", texts));

    assertThat(answer.vectors()).hasSize(100);
    assertThat(answer.vectors().get(97)).containsExactly(97f, 1f);
    assertThat(answer.events()).hasSize(2);
    assertThat(desk.server.requests().get(0).body().path("texts")).hasSize(96);
    assertThat(desk.server.requests().get(1).body())
        .isEqualTo(Desk.json("{'texts':['96','97','98','99'],'input_type':'search_document'}"));
  }

  @Test
  void cohereFourTakesALengthAndAnswersByType() {
    desk.server.enqueue(
        BedrockReply.invoke("{\"embeddings\":{\"float\":[[1.5]]}}").countedInput(3));

    EmbedAnswer answer =
        desk.client.embed(EmbedRequest.to("us.cohere.embed-v4:0", "a").dimensions(512));

    assertThat(answer.vectors()).containsExactly(List.of(1.5f));
    assertThat(desk.lastRequest().body().path("output_dimension").asInt()).isEqualTo(512);
  }

  @Test
  void otherEmbeddingsAreRefusedWithWhatToDo() {
    assertThatThrownBy(() -> desk.client.embed(EmbedRequest.to("sonnet", "a")))
        .hasMessageContaining("anthropic.claude-sonnet-4-6")
        .hasMessageContaining("invoke");
    assertThatThrownBy(() -> desk.client.embed(EmbedRequest.to("amazon.titan-embed-image-v1", "a")))
        .hasMessageContaining("titan-embed-image-v1");
    assertThatThrownBy(
            () ->
                desk.client.embed(EmbedRequest.to("cohere.embed-english-v3", "a").dimensions(256)))
        .hasMessageContaining("256");
    assertThatThrownBy(
            () ->
                desk.client.embed(
                    EmbedRequest.to(
                        "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/p",
                        "a")))
        .hasMessageContaining("name the model");
    assertThat(desk.server.requests()).isEmpty();
  }

  @Test
  void anEstimateSendsAndHoldsNothing() {
    Estimate estimate = desk.client.estimate(Desk.hello().tag("team", "support"));

    assertThat(estimate.ceiling().total()).isNotNull();
    assertThat(estimate.ceiling().usage().get(Meter.OUTPUT)).isEqualTo(100);
    assertThat(desk.server.requests()).isEmpty();
    assertThat(desk.events).isEmpty();
    assertThat(desk.costs.health().openHolds()).isZero();
  }

  @Test
  void P4_tokensAreCountedForTheBaseModelOfAnAliasOrProfile() {
    desk.server.always(request -> BedrockReply.tokens(19));

    for (String name : List.of("sonnet", Desk.MODEL, "eu.anthropic.claude-sonnet-4-6")) {
      Prompt prompt = Prompt.to(name).user("Hi").maxTokens(100);
      assertThat(desk.client.estimate(prompt, Counting.BY_PROVIDER).basis())
          .contains("counted by the provider at 19 tokens");
    }

    assertThat(desk.server.requests())
        .hasSize(3)
        .allSatisfy(
            request -> {
              assertThat(request.operation()).isEqualTo("CountTokens");
              assertThat(request.modelId()).isEqualTo("anthropic.claude-sonnet-4-6");
            });
    assertThat(desk.events).isEmpty();
  }

  @Test
  void whatCannotBeAskedForIsReckonedAndSaysWhy() throws Exception {
    Prompt opaque =
        Prompt.to("arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/p")
            .user("Hi");
    assertThat(desk.client.estimate(opaque, Counting.BY_PROVIDER).basis())
        .contains("the name does not tell which model it is");

    CostAwareClient alone =
        BedrockCostAwareClient.of(desk.metering, desk.costs.models(), desk.sync, null);
    assertThat(
            alone
                .estimateAsync(Desk.hello(), Counting.BY_PROVIDER)
                .get(20, TimeUnit.SECONDS)
                .basis())
        .contains("there is no async client");
    alone.close();
    assertThat(desk.server.requests()).isEmpty();
  }

  @Test
  void closingLeavesTheSdksClientsOpen() throws Exception {
    desk.client.close();
    desk.client.close();
    desk.server.enqueue(BedrockReply.text("Hi"), BedrockReply.text("Hi"));

    assertThat(
            desk.metering.wrap(desk.sync).converse(r -> r.modelId(Desk.MODEL)).stopReasonAsString())
        .isEqualTo("end_turn");
    assertThat(
            desk.async
                .converse(r -> r.modelId(Desk.MODEL))
                .get(20, TimeUnit.SECONDS)
                .stopReasonAsString())
        .isEqualTo("end_turn");
  }

  @Test
  void throttlingThatDoesNotEndIsTheSdksType() {
    desk.server.always(request -> BedrockReply.throttled());

    assertThatThrownBy(() -> desk.client.converse(Desk.hello()))
        .isInstanceOf(ThrottlingException.class);
    assertThat(desk.server.requests()).hasSize(4);
  }
}
