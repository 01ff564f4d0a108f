package io.costaware.sink;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.costaware.budget.Demand;
import io.costaware.event.AdjustmentEvent;
import io.costaware.event.CallEvent;
import io.costaware.event.CallFacts;
import io.costaware.event.CallResult;
import io.costaware.event.EventId;
import io.costaware.event.Figure;
import io.costaware.event.HoldBasis;
import io.costaware.event.Outcome;
import io.costaware.event.Provenance;
import io.costaware.event.Refusal;
import io.costaware.event.RefusedEvent;
import io.costaware.money.Money;
import io.costaware.pricing.Receipt;
import io.costaware.tags.Tags;
import io.costaware.target.Operation;
import io.costaware.target.ServiceTier;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

class Slf4jSinkTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(Slf4jSink.LOGGER);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    logger.setLevel(ch.qos.logback.classic.Level.INFO);
    logger.addAppender(lines);
    logger.setAdditive(false);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(lines);
    logger.setAdditive(true);
    logger.setLevel(null);
  }

  @Test
  void aCallIsOneLineOfPairs() {
    Slf4jSink.create().accept(call(Tags.of("team", "support", "app", "chat")));

    assertThat(lines.list).hasSize(1);
    assertThat(lines.list.get(0).getLevel()).isEqualTo(ch.qos.logback.classic.Level.INFO);
    assertThat(lines.list.get(0).getFormattedMessage())
        .isEqualTo(
            "app=chat team=support operation=converse model=bedrock:nova cost=0 currency=USD"
                + " priced=zero tokens_in=350 tokens_out=900 result=failed"
                + " error=\"ThrottlingException 429\" ms=812 attempt=1"
                + " event=00000000000000010000000000000002");
  }

  @Test
  void aRefusalIsAWarningWithItsReason() {
    CallEvent call = call(Tags.none());
    Slf4jSink.create()
        .accept(new RefusedEvent(call.id(), call.call(), 0, new Refusal.OfPrice("none for \"x\"")));

    assertThat(lines.list.get(0).getLevel()).isEqualTo(ch.qos.logback.classic.Level.WARN);
    assertThat(lines.list.get(0).getFormattedMessage())
        .contains(" refused=price reason=\"Price unknown: none for \\\"x\\\"\" event=");
  }

  @Test
  void noTagCanBreakOrForgeALine() {
    Slf4jSink.create()
        .accept(call(Tags.of("te am", "a cost=0", "other", "x\u2028y\u202Ez", "path", "c:\\ d")));

    assertThat(lines.list.get(0).getFormattedMessage())
        .startsWith("other=\"x_y_z\" path=\"c:\\\\ d\" te_am=\"a cost=0\" operation=");
  }

  @Test
  void anAdjustmentIsALineWithBothFigures() {
    CallEvent call = call(Tags.of("team", "support"));

    Slf4jSink.create()
        .accept(
            new AdjustmentEvent(
                new EventId(9, 2),
                call.id(),
                call.call(),
                1,
                0,
                0,
                "price was late",
                "sheet-2",
                new Figure(Receipt.Outcome.UNPRICED, null, null, Money.usd("0"), List.of()),
                call.receipt()));

    assertThat(lines.list.get(0).getLevel()).isEqualTo(ch.qos.logback.classic.Level.INFO);
    assertThat(lines.list.get(0).getFormattedMessage())
        .startsWith("team=support operation=converse")
        .contains(
            "adjusts="
                + call.id()
                + " before=unknown cost=0 currency=USD prices=sheet-2"
                + " reason=\"price was late\"");
  }

  @Test
  void levelsCanBeChosen() {
    Slf4jSink.to(logger).at(Level.TRACE, Level.ERROR).accept(call(Tags.none()));

    assertThat(lines.list).isEmpty();
  }

  private static CallEvent call(Tags tags) {
    Demand demand = Demand.ofPicos(0, Money.USD, 0, 1);
    CallFacts facts =
        new CallFacts(
            new EventId(1, 1),
            Operation.CONVERSE,
            "nova",
            "nova",
            null,
            ServiceTier.STANDARD,
            tags,
            new HoldBasis(1, "counted", 1, HoldBasis.OutputCap.REQUEST, 1, false),
            List.of(),
            null);
    return new CallEvent(
        new EventId(1, 2),
        facts,
        1,
        true,
        0,
        812_999_999,
        Outcome.measured(Usage.tokens(350, 900), RawUsage.none())
            .withResult(CallResult.FAILED)
            .withError("ThrottlingException 429"),
        Receipt.zero(null, null, Money.USD),
        Provenance.MEASURED,
        demand,
        demand,
        List.of());
  }
}
