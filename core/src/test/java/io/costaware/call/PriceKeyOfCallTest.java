package io.costaware.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.budget.Amount;
import io.costaware.budget.Budget;
import io.costaware.event.CallEvent;
import io.costaware.event.CallResult;
import io.costaware.event.Outcome;
import io.costaware.money.Money;
import io.costaware.pricing.PriceAttributes;
import io.costaware.tags.Tags;
import io.costaware.target.Provider;
import io.costaware.usage.Meter;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceKeyOfCallTest {
  private static final PriceAttributes LARGE = PriceAttributes.of("resolution", "4k");

  private final MeterBench bench = new MeterBench();

  private CallIntent images(int count, Tags tags) {
    Usage fees = Usage.builder().add(Meter.OUTPUT_IMAGE_EACH, count).build();
    return bench.intent(FixedPrices.MODEL, tags, CallIntent.Size.text(0, 0).withFees(fees));
  }

  private Money held() {
    return ((Amount.OfMoney) bench.status().held()).money();
  }

  private static Outcome made(int count) {
    return Outcome.measured(
        Usage.builder().add(Meter.OUTPUT_IMAGE_EACH, count).build(), RawUsage.none());
  }

  @Test
  void B5_whatTheRequestFixesIsHeldByWhatItTells() {
    bench.budgets.add(Budget.named("daily").limit("1", "USD").perDay(ZoneOffset.UTC));
    OpenCall call = bench.meter().open(images(3, Tags.none()).withAttributes(LARGE));
    assertThat(held()).isEqualTo(Money.usd("0.24"));
    call.startAttempt().end(made(2));
    CallEvent event = bench.calls().get(0);
    assertThat(event.receipt().total()).isEqualTo(Money.usd("0.16"));
    assertThat(event.outcome().attributes()).isEqualTo(LARGE);
  }

  @Test
  void M1_anAnswerThatTellsOtherwiseIsPricedAsItSays() {
    OpenCall call = bench.meter().open(images(1, Tags.none()));
    call.startAttempt().end(made(1).withAttributes(LARGE));
    assertThat(bench.calls().get(0).receipt().total()).isEqualTo(Money.usd("0.08"));
  }

  @Test
  void aCallThatTellsNothingIsBookedAtWhatItAsked() {
    OpenCall call = bench.meter().open(images(2, Tags.none()));
    call.startAttempt().end(Outcome.unmeasured(CallResult.ABANDONED, "the stream was left"));
    assertThat(bench.calls().get(0).booked().cost()).isEqualTo(Money.usd("0.08"));
  }

  @Test
  void tagsAndAccountOfTheCallReachThePriceBook() {
    bench.origin = CallOrigin.of(Provider.BEDROCK, "us-east-1", false).withAccount("123456789012");
    bench.meter().open(images(1, Tags.of("team", "art"))).startAttempt().end(made(1));
    bench.meter().open(images(1, Tags.of("team", "code"))).startAttempt().end(made(1));
    assertThat(bench.calls())
        .extracting(event -> event.receipt().total())
        .containsExactly(Money.usd("0"), Money.usd("0.04"));
  }

  @ParameterizedTest
  @CsvSource({
    "BEDROCK, arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/a, 123456789012",
    "BEDROCK, arn:aws:bedrock:eu-west-1::foundation-model/anthropic.m,",
    "BEDROCK, anthropic.claude-sonnet-4-6,",
    "BEDROCK, arn:aws:bedrock,",
    "VERTEX, projects/p-1/locations/us-central1/endpoints/7, p-1",
    "VERTEX, projects/p-1,",
    "VERTEX, gemini-2.5-pro,",
  })
  void whoPaysIsReadFromTheNameWhereTheClientDoesNotSay(
      Provider provider, String name, @Nullable String account) {
    CallOrigin origin = CallOrigin.of(provider, "eu-west-1", false);
    assertThat(origin.account(name)).isEqualTo(account);
    assertThat(origin.withAccount("mine").account(name)).isEqualTo("mine");
  }

  @Test
  void theLaterWordOnAnAttributeCounts() {
    PriceAttributes asked = PriceAttributes.of("audio", "video_only").with("resolution", "720p");
    PriceAttributes told = PriceAttributes.of("audio", "with_audio");
    assertThat(asked.with(told).asMap())
        .containsEntry("audio", "with_audio")
        .containsEntry("resolution", "720p");
    assertThat(asked.with(PriceAttributes.none())).isSameAs(asked);
    assertThat(asked.get("resolution")).isEqualTo("720p");
  }
}
