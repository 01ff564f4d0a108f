package io.costaware.bedrock.converse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.client.Answer;
import io.costaware.client.AnswerPart;
import io.costaware.client.AnswerStream;
import io.costaware.client.Content;
import io.costaware.client.StopReason;
import io.costaware.event.CallEvent;
import io.costaware.event.CallResult;
import io.costaware.money.Money;
import io.costaware.pricing.Receipt;
import io.costaware.tags.TagScope;
import io.costaware.tags.Tags;
import io.costaware.testkit.wire.BedrockReply;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.bedrockruntime.model.ModelStreamErrorException;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;

@Timeout(60)
class BedrockStreamTest {
  private final Desk desk = new Desk();

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void partsComeThenTheWholeAnswerWithItsCost() {
    desk.server.enqueue(BedrockReply.stream("Hel", "lo ", "you").reasoning("Hm").usage(433, 16));

    List<AnswerPart> parts = read(desk.client.converseStream(Desk.hello()));

    assertThat(parts.subList(0, parts.size() - 1))
        .containsExactly(
            new AnswerPart.ReasoningPart("Hm"),
            new AnswerPart.TextPart("Hel"),
            new AnswerPart.TextPart("lo "),
            new AnswerPart.TextPart("you"));
    Answer answer = finished(parts);
    assertThat(answer.content())
        .containsExactly(new Content.Reasoning("Hm", "c2lnbmF0dXJl"), Content.text("Hello you"));
    assertThat(answer.stopReason()).isEqualTo(StopReason.END);
    assertThat(answer.receipt().total()).isEqualTo(Money.usd("0.001539"));
    assertThat(desk.calls(1)).containsExactly(answer.event());
  }

  @Test
  void aToolComesWhole() {
    desk.server.enqueue(
        BedrockReply.stream("Let me see").toolUse("t1", "weather", "{\"city\":\"Bonn\"}"));

    List<AnswerPart> parts = read(desk.client.converseStream(Desk.hello()));

    assertThat(parts.get(1))
        .isEqualTo(new AnswerPart.ToolUsePart("t1", "weather", Desk.json("{'city':'Bonn'}")));
    assertThat(finished(parts).toolUses())
        .containsExactly(new Content.ToolUse("t1", "weather", Desk.json("{'city':'Bonn'}")));
    assertThat(finished(parts).stopReason()).isEqualTo(StopReason.TOOL_USE);
  }

  @Test
  void nothingIsSentBeforeTheStreamIsReadAndTagsAreThoseOfItsMaker() throws Exception {
    desk.server.enqueue(BedrockReply.stream("Hi"));
    AnswerStream stream;
    try (TagScope scope = TagScope.open(Tags.of("team", "support"))) {
      stream = desk.client.converseStream(Desk.hello().tag("app", "chat"));
      assertThat(scope.tags()).isEqualTo(TagScope.current());
    }
    assertThat(desk.server.requests()).isEmpty();

    List<AnswerPart> parts =
        CompletableFuture.supplyAsync(() -> read(stream)).get(20, TimeUnit.SECONDS);

    assertThat(finished(parts).event().call().tags())
        .isEqualTo(Tags.of("team", "support", "app", "chat"));
  }

  @Test
  void aStreamThatIsClosedUnreadSendsNothing() {
    AnswerStream stream = desk.client.converseStream(Desk.hello());
    stream.close();

    assertThat(desk.server.requests()).isEmpty();
    assertThat(desk.events).isEmpty();
    assertThat(stream.iterator().hasNext()).isFalse();
  }

  @Test
  void closingEarlyEndsTheCallAndTheConnection() {
    CountDownLatch gate = new CountDownLatch(1);
    desk.server.enqueue(BedrockReply.stream("Hel", "lo", "you").stallAfter(2, gate));
    try (AnswerStream stream = desk.client.converseStream(Desk.hello())) {
      assertThat(stream.iterator().next()).isEqualTo(new AnswerPart.TextPart("Hel"));
    }

    CallEvent event = desk.calls(1).get(0);
    assertThat(event.outcome().result()).isEqualTo(CallResult.CANCELLED);
    assertThat(event.receipt().outcome()).isEqualTo(Receipt.Outcome.MISSING);
    assertThat(event.booked().tokens()).isPositive();
    assertThat(desk.costs.health().openHolds()).isZero();
    desk.server.awaitAbandoned(1, Desk.SOON);
    gate.countDown();
  }

  @Test
  void closingWakesAReaderThatWaits() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    desk.server.enqueue(BedrockReply.stream("Hel", "lo").stallAfter(2, gate));
    AnswerStream stream = desk.client.converseStream(Desk.hello());
    Iterator<AnswerPart> parts = stream.iterator();
    parts.next();
    AtomicReference<Throwable> woken = new AtomicReference<>();
    Thread reader = waiting(parts, woken);
    Desk.await(() -> reader.getState() == Thread.State.WAITING);

    stream.close();

    reader.join(20_000);
    assertThat(woken.get()).isInstanceOf(CancellationException.class);
    gate.countDown();
  }

  @Test
  void anInterruptEndsTheWaitAndTheCall() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    desk.server.enqueue(BedrockReply.stream("Hel", "lo").stallAfter(2, gate));
    AnswerStream stream = desk.client.converseStream(Desk.hello());
    Iterator<AnswerPart> parts = stream.iterator();
    parts.next();
    AtomicReference<Throwable> woken = new AtomicReference<>();
    Thread reader = waiting(parts, woken);
    Desk.await(() -> reader.getState() == Thread.State.WAITING);

    reader.interrupt();

    reader.join(20_000);
    assertThat(woken.get()).isInstanceOf(AbortedException.class);
    assertThat(desk.calls(1).get(0).outcome().result()).isEqualTo(CallResult.CANCELLED);
    gate.countDown();
  }

  private static Thread waiting(Iterator<AnswerPart> parts, AtomicReference<Throwable> woken) {
    Thread reader =
        new Thread(
            () -> {
              try {
                parts.next();
              } catch (RuntimeException e) {
                woken.set(e);
              }
            });
    reader.start();
    return reader;
  }

  @Test
  void aFailureInTheStreamComesThroughUnchanged() {
    desk.server.enqueue(
        BedrockReply.stream("Hel", "lo").thenFail("modelStreamErrorException", "broken"));
    List<AnswerPart> parts = new ArrayList<>();

    assertThatThrownBy(() -> desk.client.converseStream(Desk.hello()).forEach(parts::add))
        .isInstanceOf(ModelStreamErrorException.class);

    assertThat(parts)
        .containsExactly(new AnswerPart.TextPart("Hel"), new AnswerPart.TextPart("lo"));
    assertThat(desk.calls(1).get(0).outcome().result()).isEqualTo(CallResult.FAILED);
  }

  @Test
  void aRetryBeforeAnythingWasReadGoesUnnoticed() {
    desk.server.enqueue(BedrockReply.throttled(), BedrockReply.stream("Hel", "lo"));

    assertThat(finished(read(desk.client.converseStream(Desk.hello()))).text()).isEqualTo("Hello");
  }

  @Test
  void aRetryAfterPartsWereReadFailsInsteadOfTellingThemTwice() {
    CountDownLatch gate = new CountDownLatch(1);
    desk.server.enqueue(
        BedrockReply.stream("Hel", "lo", "x")
            .thenFail("throttlingException", "slow down")
            .stallAfter(2, gate),
        BedrockReply.stream("Hello", " again"));
    AnswerStream stream = desk.client.converseStream(Desk.hello());
    Iterator<AnswerPart> parts = stream.iterator();
    List<String> texts = new ArrayList<>();
    texts.add(((AnswerPart.TextPart) parts.next()).text());
    gate.countDown();

    assertThatThrownBy(
            () -> {
              while (parts.hasNext()) {
                if (parts.next() instanceof AnswerPart.TextPart part) {
                  texts.add(part.text());
                }
              }
            })
        .isInstanceOf(ThrottlingException.class);

    assertThat(texts).doesNotContain("Hello");
    desk.calls(1);
    assertThat(desk.costs.health().openHolds()).isZero();
  }

  @Test
  void anAnswerCutOffIsAFailureAndNotAnAnswer() {
    desk.server.enqueue(BedrockReply.stream("Hel", "lo").endAfter(2));

    assertThatThrownBy(() -> read(desk.client.converseStream(Desk.hello())))
        .isInstanceOf(SdkClientException.class)
        .hasMessageContaining("before the model had ended");
    assertThat(desk.calls(1).get(0).booked().tokens()).isPositive();
  }

  @Test
  void anAnswerWithoutUsageIsAnAnswerBookedAtAnEstimate() {
    desk.server.enqueue(BedrockReply.stream("Hel", "lo").thenEndWithoutMetadata());

    Answer answer = finished(read(desk.client.converseStream(Desk.hello())));

    assertThat(answer.text()).isEqualTo("Hello");
    assertThat(answer.event().booked().tokens()).isPositive();
  }

  @Test
  void moreEventsThanAreReadAheadAllCome() {
    String[] deltas = new String[200];
    StringBuilder whole = new StringBuilder();
    for (int i = 0; i < deltas.length; i++) {
      deltas[i] = i + " ";
      whole.append(deltas[i]);
    }
    desk.server.enqueue(BedrockReply.stream(deltas), BedrockReply.stream(deltas));

    assertThat(finished(read(desk.client.converseStream(Desk.hello()))).text())
        .isEqualTo(whole.toString());
    assertThat(finished(subscribe(desk.client.converseStream(Desk.hello()), 3)).text())
        .isEqualTo(whole.toString());
  }

  @Test
  void aSubscriberGetsWhatItAskedForAndNoMore() {
    desk.server.enqueue(BedrockReply.stream("a", "b", "c"));
    Parts parts = new Parts(1);
    desk.client.converseStream(Desk.hello()).publisher().subscribe(parts);

    Desk.await(() -> parts.got.size() == 1);
    parts.subscription.request(2);
    Desk.await(() -> parts.got.size() == 3);
    assertThat(parts.end).isNotDone();
    parts.subscription.request(1);

    parts.end.join();
    assertThat(finished(parts.got).text()).isEqualTo("abc");
  }

  @Test
  void aSubscriberIsToldOfAFailure() {
    desk.server.enqueue(
        BedrockReply.stream("Hel", "lo").thenFail("modelStreamErrorException", "broken"));
    Parts parts = new Parts(10);
    desk.client.converseStream(Desk.hello()).publisher().subscribe(parts);

    assertThatThrownBy(() -> parts.end.get(20, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(ModelStreamErrorException.class);
    assertThat(parts.got).hasSize(2);
  }

  @Test
  void aSubscriberThatCancelsEndsTheCall() {
    CountDownLatch gate = new CountDownLatch(1);
    desk.server.enqueue(BedrockReply.stream("Hel", "lo").stallAfter(2, gate));
    Parts parts = new Parts(10);
    desk.client.converseStream(Desk.hello()).publisher().subscribe(parts);
    Desk.await(() -> parts.got.size() == 1);

    parts.subscription.cancel();

    assertThat(desk.calls(1).get(0).outcome().result()).isEqualTo(CallResult.CANCELLED);
    gate.countDown();
  }

  private static List<AnswerPart> read(AnswerStream stream) {
    List<AnswerPart> parts = new ArrayList<>();
    try (stream) {
      stream.forEach(parts::add);
    }
    return parts;
  }

  private static List<AnswerPart> subscribe(AnswerStream stream, int atATime) {
    Parts parts =
        new Parts(atATime) {
          @Override
          public void onNext(AnswerPart part) {
            super.onNext(part);
            subscription.request(1);
          }
        };
    stream.publisher().subscribe(parts);
    parts.end.join();
    return parts.got;
  }

  private static Answer finished(List<AnswerPart> parts) {
    return ((AnswerPart.Finished) parts.get(parts.size() - 1)).answer();
  }

  /** Collects what it asked for. */
  private static class Parts implements Flow.Subscriber<AnswerPart> {
    final List<AnswerPart> got = new CopyOnWriteArrayList<>();
    final CompletableFuture<Boolean> end = new CompletableFuture<>();
    private final int first;
    volatile Flow.Subscription subscription =
        new Flow.Subscription() {
          @Override
          public void request(long n) {}

          @Override
          public void cancel() {}
        };

    Parts(int first) {
      this.first = first;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      given.request(first);
    }

    @Override
    public void onNext(AnswerPart part) {
      got.add(part);
    }

    @Override
    public void onError(Throwable failure) {
      end.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      end.complete(true);
    }
  }
}
