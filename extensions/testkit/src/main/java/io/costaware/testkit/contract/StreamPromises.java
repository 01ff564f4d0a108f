package io.costaware.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.CostAware;
import io.costaware.budget.Budget;
import io.costaware.client.Answer;
import io.costaware.client.AnswerPart;
import io.costaware.client.AnswerStream;
import io.costaware.client.StopReason;
import io.costaware.event.CallEvent;
import io.costaware.event.CallResult;
import io.costaware.money.Money;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Streams give parts, then the whole answer with its cost. */
interface StreamPromises extends Staged {
  @Test
  default void M1_theLastPartIsTheWholeAnswerWithItsCost() {
    stage().provider.answer(120, 40, "Hel", "lo ", "you");

    List<AnswerPart> parts =
        ContractStage.read(stage().client().converseStream(stage().prompt("Hi")));

    assertThat(textOf(parts)).isEqualTo("Hello you");
    Answer answer = finished(parts);
    assertThat(answer.text()).isEqualTo("Hello you");
    assertThat(answer.stopReason()).isEqualTo(StopReason.END);
    assertThat(answer.receipt().total()).isEqualTo(Money.usd("0.00096"));
  }

  @Test
  default void thePublisherGivesTheSamePartsAsTheIterator() throws Exception {
    stage().provider.answer(120, 40, "Hel", "lo ", "you");
    List<AnswerPart> iterated =
        ContractStage.read(stage().client().converseStream(stage().prompt("Hi")));
    stage().provider.answer(120, 40, "Hel", "lo ", "you");
    PartCollector parts = new PartCollector(100);

    stage().client().converseStream(stage().prompt("Hi")).publisher().subscribe(parts);

    List<AnswerPart> published = parts.await();
    assertThat(published.subList(0, published.size() - 1))
        .isEqualTo(iterated.subList(0, iterated.size() - 1));
    assertThat(finished(published).content()).isEqualTo(finished(iterated).content());
    assertThat(finished(published).receipt().total())
        .isEqualTo(finished(iterated).receipt().total());
  }

  @Test
  default void thePublisherObeysDemand() throws Exception {
    stage().provider.answer(10, 5, "a", "b", "c", "d", "e", "f");
    PartCollector parts = new PartCollector(0);

    stage().client().converseStream(stage().prompt("Hi")).publisher().subscribe(parts);
    parts.request(2);
    ContractStage.await("two parts are there", () -> parts.received() == 2);
    parts.request(1);
    ContractStage.await("three parts are there", () -> parts.received() == 3);
    assertThat(parts.isDone()).isFalse();
    parts.request(Long.MAX_VALUE - 10);

    assertThat(finished(parts.await()).text()).isEqualTo("abcdef");
  }

  @Test
  default void aDemandOfNothingIsAnError() {
    stage().provider.answer(10, 5, "a");
    PartCollector parts = new PartCollector(0);
    stage().client().converseStream(stage().prompt("Hi")).publisher().subscribe(parts);

    parts.subscription().request(0);

    assertThatThrownBy(parts::await).isInstanceOf(IllegalArgumentException.class);
    assertThat(stage().provider.requests()).isZero();
  }

  @Test
  default void nothingIsSentBeforeTheStreamIsRead() {
    stage().provider.answer(10, 5, "a");
    try (AnswerStream stream = stage().client().converseStream(stage().prompt("Hi"))) {
      Iterator<AnswerPart> parts = stream.iterator();
      assertThat(stage().provider.requests()).isZero();
      parts.next();
      assertThat(stage().provider.requests()).isEqualTo(1);
    }
  }

  @Test
  default void aStreamIsReadOnce() {
    stage().provider.answer(10, 5, "a");
    AnswerStream stream = stage().client().converseStream(stage().prompt("Hi"));
    ContractStage.read(stream);
    PartCollector second = new PartCollector(1);

    assertThatThrownBy(stream::iterator).isInstanceOf(IllegalStateException.class);
    stream.publisher().subscribe(second);
    assertThatThrownBy(second::await).isInstanceOf(IllegalStateException.class);
    assertThat(stage().provider.requests()).isEqualTo(1);
  }

  @Test
  default void aStreamThatWasNeverReadCostsNothing() {
    CostAware costs =
        stage().costs(b -> b.budget(Budget.named("all").limit("10", "USD").lifetime()));

    stage().client(costs).converseStream(stage().prompt("Hi")).close();

    assertThat(stage().provider.requests()).isZero();
    assertThat(costs.health().openHolds()).isZero();
    assertThat(stage().events.events()).isEmpty();
  }

  @Test
  default void aStreamClosedBeforeItsSubscriberAsksSendsNothing() {
    PartCollector parts = new PartCollector(0);
    AnswerStream stream = stage().client().converseStream(stage().prompt("Hi"));
    stream.publisher().subscribe(parts);

    stream.close();
    parts.request(1);

    assertThatThrownBy(parts::await).isInstanceOf(CancellationException.class);
    assertThat(stage().provider.requests()).isZero();
    assertThat(stage().events.events()).isEmpty();
  }

  @Test
  default void aFailureOfTheProviderReachesTheReader() {
    stage().provider.failInStream("Hel", "lo");
    AnswerStream stream = stage().client().converseStream(stage().prompt("Hi"));

    assertThatThrownBy(() -> ContractStage.read(stream)).isInstanceOf(RuntimeException.class);
  }

  @Test
  default void aFailureOfTheProviderReachesTheSubscriber() {
    stage().provider.failInStream("Hel", "lo");
    PartCollector parts = new PartCollector(1);
    stage().client().converseStream(stage().prompt("Hi")).publisher().subscribe(parts);

    assertThatThrownBy(parts::await).isInstanceOf(RuntimeException.class);
  }

  @Test
  default void U5_aStreamThatFallsSilentIsEndedWithAnEstimate() {
    CostAware costs =
        stage()
            .costs(
                b ->
                    b.streamIdleLimit(Duration.ofMillis(50))
                        .budget(Budget.named("all").limit("10", "USD").lifetime()));
    CountDownLatch gate = new CountDownLatch(1);
    stage().provider.stallAfter(gate, "Hel", "lo", "!");
    try (AnswerStream stream = stage().client(costs).converseStream(stage().prompt("Hi"))) {
      stream.iterator().next();
      stage().assertSettledAsTold(costs, 1);
    } finally {
      gate.countDown();
    }

    List<CallEvent> told = stage().events.calls();
    assertThat(told).hasSize(1);
    assertThat(told.get(0).outcome().result()).isEqualTo(CallResult.STALLED);
    assertThat(told.get(0).booked().cost()).isGreaterThan(Money.usd("0"));
  }

  private static String textOf(List<AnswerPart> parts) {
    StringBuilder text = new StringBuilder();
    for (AnswerPart part : parts) {
      if (part instanceof AnswerPart.TextPart more) {
        text.append(more.text());
      }
    }
    return text.toString();
  }

  private static Answer finished(List<AnswerPart> parts) {
    AnswerPart last = parts.get(parts.size() - 1);
    assertThat(last).isInstanceOf(AnswerPart.Finished.class);
    assertThat(parts.subList(0, parts.size() - 1)).noneMatch(AnswerPart.Finished.class::isInstance);
    return ((AnswerPart.Finished) last).answer();
  }
}
