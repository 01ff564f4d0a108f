package io.costaware.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.costaware.money.Money;
import io.costaware.pricing.Confidence;
import io.costaware.pricing.Price;
import io.costaware.pricing.RateCard;
import io.costaware.pricing.Receipt;
import io.costaware.target.Provider;
import io.costaware.target.RoutingScope;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import io.costaware.usage.Meter;
import io.costaware.usage.Usage;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventJsonTest {
  private static final String SECRET = "Xq7-what-nobody-may-read";

  @Property(tries = 500)
  void everyEventReadsBackAsItWasWritten(@ForAll long seed) {
    CostEvent event = new RandomEvents(seed).any();

    String line = EventJson.write(event);

    assertThat(line).doesNotContain("\n").doesNotContain("\r");
    assertThat(EventFacts.of(EventJson.read(line))).isEqualTo(EventFacts.of(event));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
  void everyKindOfRefusalReadsBack(int kind) {
    RandomEvents random = new RandomEvents(kind);
    RefusedEvent any = random.refused();
    Refusal refusal = random.refusal(kind);
    RefusedEvent event = new RefusedEvent(any.id(), any.call(), any.atMillis(), refusal);

    assertThat(EventJson.read(EventJson.write(event))).isEqualTo(event);
  }

  @Test
  void M2_aReceiptKeepsItsLinesItsBandAndItsExactSum() throws Exception {
    Receipt receipt = card(ServiceTier.STANDARD).price(Usage.tokens(200_001, 7));
    CallEvent event = withReceipt(receipt);

    JsonNode json = new ObjectMapper().readTree(EventJson.write(event)).get("receipt");

    assertThat(json.get("total").isTextual()).isTrue();
    assertThat(json.get("total").textValue()).isEqualTo("1.2000060000000035");
    assertThat(json.get("currency").textValue()).isEqualTo("USD");
    assertThat(json.get("band").textValue()).isEqualTo("gt_200k");
    assertThat(json.get("target").get("scope").textValue()).isEqualTo("global");
    JsonNode input = json.get("lines").get(0);
    assertThat(input.get("meter").textValue()).isEqualTo("input");
    assertThat(input.get("quantity").longValue()).isEqualTo(200_001);
    assertThat(input.get("unit").textValue()).isEqualTo("token");
    assertThat(input.get("unitPrice").textValue()).isEqualTo("0.000006");
    assertThat(input.get("amount").textValue()).isEqualTo("1.200006");
    assertThat(input.get("effectiveFrom").textValue()).isEqualTo("2026-01-01T00:00:00.000Z");
    assertThat(EventFacts.of(EventJson.read(EventJson.write(event))))
        .isEqualTo(EventFacts.of(event));
  }

  @Test
  void aHoldThatWasLearnedSaysFromHowMuchAndOlderFilesThatKnowNothingOfItAreRead() {
    RefusedEvent event = new RandomEvents(11).refused();
    HoldBasis basis = event.call().basis();
    String line = EventJson.write(event);
    String older = line.replaceFirst(",\"confidencePercent\":\\d+,\"learnedFrom\":\\d+", "");

    assertThat(basis.learnedFrom()).isPositive();
    assertThat(EventJson.read(line).call().basis()).isEqualTo(basis);
    assertThat(EventJson.read(older).call().basis())
        .isEqualTo(
            new HoldBasis(
                basis.inputTokens(),
                basis.inputKnown(),
                basis.outputTokens(),
                basis.outputCap(),
                basis.candidates(),
                basis.openEnded()));
  }

  @Test
  void olderFilesThatNameNoBudgetOfAStopAndNoRollingWindowAreRead() {
    RefusedEvent any = new RandomEvents(11).refused();
    Refusal stop = new Refusal.OfStream("short", 300);
    String line = EventJson.write(new RefusedEvent(any.id(), any.call(), any.atMillis(), stop));

    assertThat(line).contains("\"kind\":\"stream\",\"budget\":\"short\",\"heldTokens\":300");
    assertThat(((RefusedEvent) EventJson.read(line)).refusal()).isEqualTo(stop);
    RefusedEvent older = (RefusedEvent) EventJson.read(line.replace("\"budget\":\"short\",", ""));
    assertThat(older.refusal()).isEqualTo(new Refusal.OfStream(null, 300));
    assertThat(older.refusal().describe()).contains("and a budget stops streams there");
  }

  @Test
  void whatWasPaidBeforehandCostsNothingAndKeepsItsListPrice() {
    Receipt receipt = card(ServiceTier.PROVISIONED).price(Usage.tokens(10, 0));

    CallEvent read = (CallEvent) EventJson.read(EventJson.write(withReceipt(receipt)));

    assertThat(read.receipt().total()).isEqualTo(Money.usd("0"));
    assertThat(read.receipt().shadow()).isEqualTo(Money.usd("0.00003"));
  }

  @Test
  void M4_anAdjustmentKeepsTheOldFigureBesideTheNewReceipt() throws Exception {
    Receipt receipt = card(ServiceTier.STANDARD).price(Usage.tokens(1_000, 0));
    AdjustmentEvent any = new RandomEvents(5).adjustment();
    AdjustmentEvent event =
        new AdjustmentEvent(
            any.id(),
            any.adjusts(),
            any.call(),
            1,
            Instant.parse("2026-10-31T23:00:00Z").toEpochMilli(),
            Instant.parse("2026-11-26T12:00:00Z").toEpochMilli(),
            "the price was cut in October",
            "sheet-1",
            new Figure(
                Receipt.Outcome.PRICED,
                Money.usd("0.015"),
                null,
                Money.usd("0.015"),
                List.of("sheet-0")),
            receipt);

    JsonNode json = new ObjectMapper().readTree(EventJson.write(event));

    assertThat(json.get("type").textValue()).isEqualTo("adjustment");
    assertThat(json.get("at").textValue()).isEqualTo("2026-10-31T23:00:00.000Z");
    assertThat(json.get("madeAt").textValue()).isEqualTo("2026-11-26T12:00:00.000Z");
    assertThat(json.get("before").get("total").textValue()).isEqualTo("0.015");
    assertThat(json.get("receipt").get("total").textValue()).isEqualTo("0.003");
    assertThat(json.get("difference").textValue()).isEqualTo("-0.012");
    assertThat(json.get("spentDifference").textValue()).isEqualTo("-0.012");
  }

  @Test
  void anAdjustmentWhoseFiguresDoNotDifferByWhatItSaysIsRefused() {
    String line = EventJson.write(new RandomEvents(5).adjustment());
    String forged = line.replaceFirst("\"spentDifference\":\"-?", "\"spentDifference\":\"7");

    assertThatThrownBy(() -> EventJson.read(forged))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("field 'spentDifference' is not what the figures differ by");
  }

  @Test
  void anAdjustmentHasTheSameIdWhoeverMakesItAndAnotherForEachRevision() {
    EventId adjusts = new EventId(7, 41);

    assertThat(AdjustmentEvent.idOf(adjusts, 1)).isEqualTo(AdjustmentEvent.idOf(adjusts, 1));
    assertThat(
            IntStream.rangeClosed(0, 1_000)
                .mapToObj(i -> i == 0 ? adjusts : AdjustmentEvent.idOf(adjusts, i)))
        .doesNotHaveDuplicates();
  }

  @Test
  void fieldsOfALaterVersionArePassedOver() {
    CostEvent event = new RandomEvents(1).call();
    String line = EventJson.write(event);

    String later = line.replace("{\"schema\":1,", "{\"schema\":1,\"mood\":{\"a\":[1,null]},");

    assertThat(EventFacts.of(EventJson.read(later))).isEqualTo(EventFacts.of(event));
  }

  @Test
  void aLaterSchemaIsRefused() {
    String line = EventJson.write(new RandomEvents(1).any());

    assertThatThrownBy(() -> EventJson.read(line.replace("\"schema\":1", "\"schema\":2")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The event is of schema 2, this version reads up to 1; read it with the version that"
                + " wrote it");
  }

  @Test
  void aMeterOfALaterVersionIsRefusedRatherThanForgotten() {
    CallEvent event = withReceipt(card(ServiceTier.STANDARD).price(Usage.tokens(1, 1)));
    String line = EventJson.write(event).replace("\"output\":1", "\"smell\":1");

    assertThatThrownBy(() -> EventJson.read(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("holds a meter that this version does not know")
        .hasMessageNotContaining("smell");
  }

  @Test
  void aReceiptWhoseLinesDoNotAddUpIsRefused() {
    CallEvent event = withReceipt(card(ServiceTier.STANDARD).price(Usage.tokens(1, 0)));
    String line = EventJson.write(event).replace("\"total\":\"0.000003\"", "\"total\":\"1\"");

    assertThatThrownBy(() -> EventJson.read(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("add up to 0.000003 USD");
  }

  @Property(tries = 300)
  void aDamagedLineGivesAnEventOrOneKindOfErrorThatQuotesNothing(@ForAll long seed) {
    StringBuilder line = new StringBuilder(EventJson.write(new RandomEvents(seed).any()));
    Random random = new Random(seed);
    for (int i = 0; i < 3; i++) {
      line.insert(random.nextInt(line.length()), random.nextBoolean() ? SECRET : "\"" + SECRET);
    }
    try {
      EventJson.read(line.toString());
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageNotContaining(SECRET).hasNoCause();
    }
  }

  @Test
  void aCutLineIsDamagedWhereverItIsCut() {
    String line = EventJson.write(new RandomEvents(3).call());

    for (int end = 0; end < line.length(); end++) {
      String cut = line.substring(0, end);
      assertThatThrownBy(() -> EventJson.read(cut))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("The event is damaged");
    }
  }

  @Test
  void anErrorNamesTheFieldAndNotItsValue() {
    CallEvent event = withReceipt(card(ServiceTier.STANDARD).price(Usage.tokens(1, 0)));
    String line = EventJson.write(event);

    assertThatThrownBy(
            () -> EventJson.read(line.replace("\"unitPrice\":\"0.000003\"", "\"unitPrice\":7")))
        .hasMessage("The event is damaged: field 'receipt.lines[0].unitPrice' is no text");
    assertThatThrownBy(() -> EventJson.read(line.replace("0.000003", "1e999999999")))
        .hasMessageContaining("is no decimal number");
  }

  @Test
  void halfACharacterInATagDoesNotCostTheEvent() {
    CallEvent event = new RandomEvents(1).call();
    String line = EventJson.write(event).replace("\"flags\"", "\"x\"");
    CallFacts facts = event.call();
    CallFacts odd =
        new CallFacts(
            facts.operationId(),
            facts.operation(),
            facts.requestedModel(),
            facts.sentModel(),
            facts.target(),
            facts.requestedTier(),
            facts.tags().with("team", "half \uD83D"),
            facts.basis(),
            facts.decisions(),
            facts.unrefused());
    RefusedEvent refused =
        new RefusedEvent(event.id(), odd, event.atMillis(), new Refusal.OfPrice("none"));

    assertThat(line).isNotEmpty();
    assertThat(EventJson.write(refused)).contains("half ");
  }

  @Test
  void E5_anErrorIsCutToItsKind() {
    Outcome outcome = Outcome.free(CallResult.FAILED);

    assertThat(outcome.withError("java.io.IOException: my prompt").error())
        .isEqualTo("java.io.IOException");
    assertThat(outcome.withError("ValidationException 400 my prompt").error())
        .isEqualTo("ValidationException 400");
    assertThat(outcome.withError("ThrottlingException (429)").error())
        .isEqualTo("ThrottlingException (429)");
    assertThat(outcome.withError("«my prompt»").error()).isEqualTo("unnamed");
    assertThat(outcome.withError(null).error()).isNull();
  }

  /** Whoever adds a text to an event meets this list, and must see that it can hold no prompt. */
  @Test
  void E5_textsOfAnEventAreNamesTagsAndReasons() {
    Set<String> texts = new TreeSet<>();
    Deque<Class<?>> types =
        new ArrayDeque<>(Set.of(CallEvent.class, RefusedEvent.class, AdjustmentEvent.class));
    Set<Class<?>> seen = new java.util.HashSet<>(types);
    while (!types.isEmpty()) {
      Class<?> type = types.remove();
      for (RecordComponent component : type.getRecordComponents()) {
        String generic = component.getGenericType().getTypeName();
        if (generic.contains("String")) {
          texts.add(type.getSimpleName() + "." + component.getName());
        }
        if (component.getType().isRecord() && seen.add(component.getType())) {
          types.add(component.getType());
        }
      }
    }

    assertThat(texts)
        .containsExactly(
            "AdjustmentEvent.priceVersion",
            "AdjustmentEvent.reason",
            "CallEvent.flags",
            "CallFacts.account",
            "CallFacts.decisions",
            "CallFacts.requestedModel",
            "CallFacts.sentModel",
            "Figure.versions",
            "HoldBasis.inputKnown",
            "RoutingScope.id",
            "ServiceTier.id",
            "Target.model",
            "Target.region");
  }

  @Test
  void everyFieldIsInTheDocumentedTable() throws Exception {
    Path docs = Path.of("..", "docs", "events.md");
    Set<String> names = new TreeSet<>();
    for (long seed = 0; seed < 200; seed++) {
      collect(new ObjectMapper().readTree(EventJson.write(new RandomEvents(seed).any())), names);
    }

    String table = Files.readString(docs);

    assertThat(names).isNotEmpty().allSatisfy(name -> assertThat(table).contains("`" + name + "`"));
  }

  private static void collect(JsonNode node, Set<String> names) {
    node.properties()
        .forEach(
            property -> {
              names.add(property.getKey());
              if (!Set.of("tags", "usage", "rawUsage").contains(property.getKey())) {
                collect(property.getValue(), names);
              }
            });
    if (node.isArray()) {
      node.forEach(element -> collect(element, names));
    }
  }

  private static RateCard card(ServiceTier tier) {
    Target target =
        new Target(Provider.BEDROCK, "anthropic.claude-sonnet-4-6", RoutingScope.GLOBAL, null);
    return RateCard.builder(target, tier, Money.USD, "sheet-1")
        .add(price(Meter.INPUT, "0.000003"))
        .add(price(Meter.OUTPUT, "0.000015"))
        .above(200_000)
        .add(price(Meter.INPUT, "0.000006"))
        .add(price(Meter.OUTPUT, "0.0000000000000005"))
        .build();
  }

  private static Price.Known price(Meter meter, String perToken) {
    return new Price.Known(
        meter,
        Money.usd(perToken),
        "standard, global, any",
        "price page of 2026-11-20",
        "sheet-1",
        Instant.parse("2026-01-01T00:00:00Z"),
        null,
        Confidence.HIGH);
  }

  private static CallEvent withReceipt(Receipt receipt) {
    CallEvent any = new RandomEvents(4).call();
    return new CallEvent(
        any.id(),
        any.call(),
        1,
        true,
        any.atMillis(),
        1,
        any.outcome(),
        receipt,
        any.provenance(),
        any.held(),
        any.booked(),
        any.flags());
  }
}
