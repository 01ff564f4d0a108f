package io.costaware.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.budget.Demand;
import io.costaware.event.CallEvent;
import io.costaware.event.CostEvent;
import io.costaware.event.RefusedEvent;
import io.costaware.money.Money;
import io.costaware.sink.JsonLinesStore;
import io.costaware.target.Operation;
import io.costaware.target.Provider;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;

class QuickstartTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  @TempDir Path directory;

  @Test
  void whatItPrintsAddsUp() {
    Path file = directory.resolve("costs.jsonl");

    String printed = run(file);

    List<CostEvent> events = events(file);
    assertThat(events).hasSizeGreaterThan(300);
    for (String team : List.of("support", "growth", "research")) {
      String inLedger = found(printed, team + " +(\\S+ USD) of \\S+ USD settled, 0 USD held");
      assertThat(booked(events, team)).hasToString(inLedger);
      assertThat(SpendTable.of(JsonLinesStore.of(file), NOON, NOON.plusSeconds(1)).of(team))
          .hasToString(inLedger);
    }
    assertThat(printed)
        .contains("all        all")
        .contains(
            booked(events, "support")
                .plus(booked(events, "growth"))
                .plus(booked(events, "research"))
                .toString())
        .contains(events.size() + " events delivered, 0 failed, 0 lost")
        .contains("1 refused, 0 with faults of metering, 0 open; 0 USD more taken than was held")
        .contains("closed with nothing left")
        .endsWith(file.toAbsolutePath() + System.lineSeparator());
  }

  @Test
  void theReceiptCanBeReckonedByHand() {
    String printed = run(directory.resolve("costs.jsonl"));

    Matcher lines = Pattern.compile("(\\d+) x (\\S+) USD +?= (\\S+) USD").matcher(printed);
    BigDecimal sum = BigDecimal.ZERO;
    while (lines.find()) {
      BigDecimal amount = new BigDecimal(lines.group(1)).multiply(new BigDecimal(lines.group(2)));
      assertThat(amount).isEqualByComparingTo(lines.group(3));
      sum = sum.add(amount);
    }
    assertThat(sum).isPositive();
    assertThat(sum).isEqualByComparingTo(found(printed, "total +(\\S+) USD \\(priced\\)"));
    assertThat(printed)
        .contains("claude-sonnet is bedrock:anthropic.claude-sonnet-4-6 (global), tier standard");
  }

  @Test
  void theRefusalSaysWhichBudgetAndWhatToDo() {
    Path file = directory.resolve("costs.jsonl");

    String printed = run(file);

    RefusedEvent refused =
        (RefusedEvent)
            events(file).stream().filter(RefusedEvent.class::isInstance).findFirst().orElseThrow();
    assertThat(refused.call().tags().get("team")).isEqualTo("research");
    assertThat(printed)
        .contains("Budget 'research' allows 0.05 USD in the day from 2026-11-20 in UTC.")
        .contains(refused.refusal().describe());
  }

  @Test
  void bothProvidersAndEverySurfaceLeaveEvents() {
    Path file = directory.resolve("costs.jsonl");

    run(file);

    assertThat(events(file).stream().map(event -> event.call().operation()).distinct())
        .contains(
            Operation.CONVERSE,
            Operation.CONVERSE_STREAM,
            Operation.GENERATE_CONTENT,
            Operation.STREAM_GENERATE_CONTENT);
    assertThat(events(file))
        .filteredOn(event -> "research".equals(event.call().tags().get("team")))
        .extracting(event -> event.call().operation().provider())
        .contains(Provider.BEDROCK, Provider.VERTEX);
  }

  @Test
  void noThreadKeepsTheProcessAlive() throws InterruptedException {
    Set<Thread> before = Thread.getAllStackTraces().keySet();

    run(directory.resolve("costs.jsonl"));

    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (!before.contains(thread) && !thread.isDaemon()) {
        // Netty's own executor takes a second to notice that it has nothing to do.
        thread.join(10_000);
        assertThat(thread.isAlive()).as("%s lives on", thread).isFalse();
      }
    }
  }

  @Test
  void liveRunsSayWhatIsMissing() {
    assertThatThrownBy(() -> Clouds.live(Provider.VERTEX, null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("set GOOGLE_CLOUD_PROJECT");
    assertThatThrownBy(
            () ->
                new Clouds.Aws(
                    Region.US_EAST_1,
                    () -> {
                      throw SdkClientException.create("Unable to load credentials");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("set AWS_PROFILE");
    assertThatThrownBy(() -> Quickstart.provider("azure"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Unknown provider 'azure'. Use no arguments, or --live bedrock");
  }

  private static String run(Path file) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, UTF_8);
    new Quickstart(out, file, InstantSource.fixed(NOON)).run(Clouds.local(), 40);
    return printed.toString(UTF_8);
  }

  private static List<CostEvent> events(Path file) {
    try (Stream<CostEvent> events = JsonLinesStore.of(file).between(NOON, NOON.plusSeconds(1))) {
      return events.collect(Collectors.toList());
    }
  }

  private static Money booked(List<CostEvent> events, String team) {
    return events.stream()
        .filter(CallEvent.class::isInstance)
        .map(CallEvent.class::cast)
        .filter(event -> team.equals(event.call().tags().get("team")))
        .map(CallEvent::booked)
        .map(Demand::cost)
        .reduce(Money.zero(Money.USD), Money::plus);
  }

  private static String found(String text, String regex) {
    Matcher matcher = Pattern.compile(regex).matcher(text);
    assertThat(matcher.find()).as("%s in %s", regex, text).isTrue();
    return matcher.group(1);
  }
}
