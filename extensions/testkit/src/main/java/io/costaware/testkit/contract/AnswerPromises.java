package io.costaware.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.costaware.CostAware;
import io.costaware.budget.Budget;
import io.costaware.call.CallRefusedException;
import io.costaware.client.Answer;
import io.costaware.client.Content;
import io.costaware.client.CostAwareClient;
import io.costaware.client.EmbedAnswer;
import io.costaware.client.EmbedRequest;
import io.costaware.client.Message;
import io.costaware.client.NativeRequest;
import io.costaware.client.Prompt;
import io.costaware.client.Role;
import io.costaware.client.StopReason;
import io.costaware.client.Tool;
import io.costaware.event.Provenance;
import io.costaware.event.Refusal;
import io.costaware.money.Money;
import io.costaware.pricing.Receipt;
import io.costaware.pricing.ReceiptLine;
import io.costaware.usage.Meter;
import io.costaware.usage.Usage;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Answers come whole, with their exact receipts. */
interface AnswerPromises extends Staged {
  @Test
  default void M1_theAnswerCarriesItsExactCost() {
    stage().provider.answer(120, 40, "Hello");

    Answer answer = stage().client().converse(stage().prompt("Hi"));

    assertThat(answer.text()).isEqualTo("Hello");
    assertThat(answer.stopReason()).isEqualTo(StopReason.END);
    assertThat(answer.usage()).isEqualTo(Usage.tokens(120, 40));
    assertThat(answer.receipt().outcome()).isEqualTo(Receipt.Outcome.PRICED);
    assertThat(answer.receipt().total()).isEqualTo(Money.usd("0.00096"));
    assertThat(answer.event().provenance()).isEqualTo(Provenance.MEASURED);
  }

  @Test
  default void M2_theLinesOfTheReceiptAddUpByHand() {
    stage().provider.answer(7, 3, "Hello");

    Receipt receipt = stage().client().converse(stage().prompt("Hi")).receipt();

    assertThat(receipt.lines())
        .extracting(ReceiptLine::meter, ReceiptLine::quantity, ReceiptLine::unitPrice)
        .containsExactly(
            tuple(Meter.INPUT, 7L, ContractPrices.INPUT),
            tuple(Meter.OUTPUT, 3L, ContractPrices.OUTPUT));
    Money sum = Money.usd("0");
    for (ReceiptLine line : receipt.lines()) {
      assertThat(line.amount()).isEqualTo(line.unitPrice().times(line.quantity()));
      assertThat(line.version()).isEqualTo("contract-1");
      assertThat(line.source()).isEqualTo("the contract");
      sum = sum.plus(line.amount());
    }
    assertThat(receipt.total()).isEqualTo(sum);
  }

  @Test
  default void M1_anAsyncAnswerCostsTheSame() throws Exception {
    stage().provider.answer(120, 40, "Hello");

    Answer answer = ContractStage.get(stage().client().converseAsync(stage().prompt("Hi")));

    assertThat(answer.text()).isEqualTo("Hello");
    assertThat(answer.receipt().total()).isEqualTo(Money.usd("0.00096"));
  }

  @Test
  default void anAliasResolvesToItsModel() {
    String reference = stage().client().provider().id() + ":" + stage().provider.model();
    CostAwareClient client = stage().client(stage().costs(b -> b.alias("my-model", reference)));
    stage().provider.answer(1, 1, "Hello");

    Answer answer = client.converse(Prompt.to("my-model").user("Hi").maxTokens(100));

    assertThat(answer.event().call().requestedModel()).isEqualTo("my-model");
    assertThat(answer.event().call().sentModel()).isEqualTo(stage().provider.model());
    assertThat(answer.receipt().total()).isEqualTo(ContractPrices.of(1, 1));
  }

  @Test
  default void aToolIsAskedForAndItsResultIsSentBack() {
    Prompt prompt =
        stage().prompt("How warm is it in Bonn?").tool(new Tool("warmth", "Degrees", schema()));
    CostAwareClient client = stage().client();
    stage().provider.askForTool("warmth", "{\"city\":\"Bonn\"}");

    Answer asking = client.converse(prompt);

    assertThat(asking.stopReason()).isEqualTo(StopReason.TOOL_USE);
    Content.ToolUse use = asking.toolUses().get(0);
    assertThat(use.name()).isEqualTo("warmth");
    assertThat(use.input().path("city").asText()).isEqualTo("Bonn");

    stage().provider.answer(30, 4, "21 degrees");
    Content result =
        new Content.ToolResult(use.id(), use.name(), List.of(Content.text("21.375")), false);
    Answer answer =
        client.converse(
            prompt.message(asking.message()).message(new Message(Role.USER, List.of(result))));

    assertThat(answer.text()).isEqualTo("21 degrees");
    assertThat(stage().provider.lastBody()).contains("Bonn", "21.375", "warmth");
  }

  private static JsonNode schema() {
    var schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    schema.putObject("properties").putObject("city").put("type", "string");
    schema.putArray("required").add("city");
    return schema;
  }

  @Test
  default void systemSettingsAndHistoryAreSent() {
    stage().provider.answer(1, 1, "Good");

    stage()
        .client()
        .converse(
            Prompt.to(stage().provider.model())
                .system("Be brief-417")
                .user("first-418")
                .assistant("second-419")
                .user("third-420")
                .maxTokens(421)
                .temperature(0.25)
                .stopSequences("stop-422"));

    assertThat(stage().provider.lastBody())
        .contains("brief-417", "first-418", "second-419", "third-420", "421", "0.25", "stop-422");
  }

  @Test
  default void textsAreEmbeddedAndPaidFor() {
    stage().provider.embed(4, 0.5f, -1.25f);

    EmbedAnswer answer =
        stage().client().embed(EmbedRequest.to(stage().provider.embeddingModel(), "some words"));

    assertThat(answer.vectors()).containsExactly(List.of(0.5f, -1.25f));
    assertThat(answer.knownTotal()).isEqualTo(ContractPrices.of(4, 0));
    assertThat(answer.events()).hasSize(1);
  }

  @Test
  @Tag("litellm#36561")
  @Tag("vigil#964")
  @Tag("nika#1368")
  @Tag("iterion#473")
  default void M3_anUnknownPriceIsRefusedUnderABudget() {
    CostAware costs =
        stage().costs(b -> b.budget(Budget.named("all").limit("10", "USD").lifetime()));
    CostAwareClient client = stage().client(costs);

    assertThatThrownBy(
            () -> client.converse(Prompt.to(stage().provider.unpricedModel()).user("Hi")))
        .isInstanceOfSatisfying(
            CallRefusedException.class,
            refused -> assertThat(refused.refusal()).isInstanceOf(Refusal.OfPrice.class));
    assertThat(stage().provider.requests()).isZero();
  }

  @Test
  default void M3_anUnknownPriceIsFlaggedWhereNoBudgetAsks() {
    stage().provider.answer(5, 5, "Hello");

    Answer answer =
        stage().client().converse(Prompt.to(stage().provider.unpricedModel()).user("Hi"));

    assertThat(answer.receipt().outcome()).isEqualTo(Receipt.Outcome.UNPRICED);
    assertThat(answer.receipt().total()).isNull();
    assertThat(answer.event().provenance()).isEqualTo(Provenance.UNPRICED);
    assertThat(answer.usage()).isEqualTo(Usage.tokens(5, 5));
  }

  @Test
  default void aNativeBodyIsSentOrTheMessageSaysWhatToUse() {
    CostAwareClient client = stage().client();
    if (!stage().provider.supportsInvoke()) {
      NativeRequest any =
          NativeRequest.to(stage().provider.model(), JsonNodeFactory.instance.objectNode());
      assertThatThrownBy(() -> client.invoke(any))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("converse");
      assertThat(stage().provider.requests()).isZero();
      return;
    }
    stage().provider.answer(11, 13, "Hello");

    var answer = client.invoke(stage().provider.nativeRequest("Hi"));

    assertThat(answer.body().toString()).contains("Hello");
    assertThat(answer.receipt().total()).isEqualTo(ContractPrices.of(11, 13));
  }
}
