package io.costaware.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.costaware.CostAware;
import io.costaware.client.Prompt;
import io.costaware.money.Money;
import io.costaware.pricing.PriceBook;
import io.costaware.pricing.PriceSheet;
import io.costaware.pricing.SheetPriceBook;
import io.costaware.report.Breakdown;
import io.costaware.report.Repricing;
import io.costaware.report.Spend;
import io.costaware.report.WhatIf;
import io.costaware.sink.JsonLinesSink;
import io.costaware.target.ModelId;
import io.costaware.target.Provider;
import io.costaware.testkit.fake.FakeAnswer;
import io.costaware.testkit.fake.FakeCostAwareClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A month of calls, a price that turns out to have been wrong, and the same month with corrections:
 * what would change, what did change, and what another model would have cost. Offline: the model is
 * in memory.
 *
 * <p>For use by one thread.
 */
public final class RepriceLastMonth {
  private static final String MODEL = "amazon.nova-lite-v1:0";
  private static final ModelId OTHER_MODEL = ModelId.parse("bedrock:amazon.nova-micro-v1:0");
  private static final ZoneId KOLKATA = ZoneId.of("Asia/Kolkata");
  private static final YearMonth MONTH = YearMonth.of(2026, 10);
  private static final String CONTRACT =
      """
      {"name": "contract", "version": "2026-10", "currency": "USD", "models": [
        {"provider": "bedrock", "model": "amazon.nova-lite-v1:0", "prices": [
          {"scope": "in_region", "from": "2026-10-10", "rates": {"input": "0.05", "output": "0.20"}}]}]}
      """;

  private final PrintStream out;
  private final Path eventFile;

  RepriceLastMonth(PrintStream out, Path eventFile) {
    this.out = out;
    this.eventFile = eventFile;
  }

  /** Runs it; see the class. */
  public static void main(String[] args) {
    long now = InstantSource.system().millis();
    Path file = Path.of("target", "reprice-" + now + ".jsonl");
    new RepriceLastMonth(System.out, file).run();
    System.out.println("Every event, old and new: " + file.toAbsolutePath());
  }

  void run() {
    Instant from = MONTH.atDay(1).atStartOfDay(KOLKATA).toInstant();
    Instant to = MONTH.plusMonths(1).atDay(1).atStartOfDay(KOLKATA).toInstant();
    makeCalls(from, to);
    PriceBook corrected = SheetPriceBook.of(PriceSheet.bundled(), contract());
    try (JsonLinesSink file = JsonLinesSink.to(eventFile)) {
      out.println("As it was told: " + spent(file, from, to));
      Repricing repricing =
          Repricing.of(file, from, to, corrected)
              .because("the contract of October was not in the sheet")
              .by(Breakdown.model(), Breakdown.tag("team"));
      out.println(repricing.report());
      out.println("Still as it was told: " + spent(file, from, to));
      out.println(repricing.apply(file, to.plus(Duration.ofDays(26))));
      out.println("With corrections: " + spent(file, from, to));
      out.print(SpendTable.of(file, from, to));
      out.println(WhatIf.of(file, from, to, corrected).on(OTHER_MODEL).report());
    }
  }

  private static Money spent(JsonLinesSink file, Instant from, Instant to) {
    return Spend.of(file, from, to, Money.USD, Breakdown.day(KOLKATA)).total();
  }

  /** Two calls every six hours, priced as the bundled sheet says. */
  private void makeCalls(Instant from, Instant to) {
    AtomicReference<Instant> now = new AtomicReference<>(from);
    CostAware costs = CostAware.builder().clock(now::get).sink(JsonLinesSink.to(eventFile)).build();
    try (costs;
        FakeCostAwareClient model =
            FakeCostAwareClient.on(costs, Provider.BEDROCK)
                .answering(FakeAnswer.text("It is on its way.").tokens(350_000, 90_000))) {
      for (Instant at = from; at.isBefore(to); at = at.plus(Duration.ofHours(6))) {
        now.set(at);
        Prompt prompt = Prompt.to(MODEL).user("Where is my parcel?");
        model.converse(prompt.tag("team", "support"));
        model.converse(prompt.tag("team", "growth"));
      }
    }
  }

  private static PriceSheet contract() {
    try {
      return PriceSheet.read(new ByteArrayInputStream(CONTRACT.getBytes(UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory cannot fail", e);
    }
  }
}
