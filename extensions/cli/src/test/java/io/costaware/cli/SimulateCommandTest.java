package io.costaware.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulateCommandTest {
  private static Run simulate(String... options) {
    String[] arguments = new String[options.length + 1];
    arguments[0] = "simulate";
    System.arraycopy(options, 0, arguments, 1, options.length);
    return Run.of("", arguments);
  }

  private static JsonNode json(String options) {
    Run run = simulate((options + " --json").split(" ", -1));
    assertThat(run.err).isEmpty();
    return run.json(0);
  }

  private static BigDecimal money(JsonNode line, String field) {
    assertThat(line.get(field).isTextual()).as(field).isTrue();
    return new BigDecimal(line.get(field).textValue());
  }

  @Test
  void aLineTellsWhatWasSimulatedAndWhatCameOfIt() {
    JsonNode line = json("--nodes 4 --limit 3.25 --seed 7");

    assertThat(line.get("nodes").intValue()).isEqualTo(4);
    assertThat(line.get("seed").longValue()).isEqualTo(7);
    assertThat(line.get("limit").textValue()).isEqualTo("3.25");
    assertThat(line.get("factor").decimalValue()).isEqualByComparingTo("40.625");
    assertThat(money(line, "spent")).isBetween(new BigDecimal("3"), new BigDecimal("3.25"));
    assertThat(money(line, "overshoot")).isZero();
    assertThat(money(line, "bound")).isZero();
    assertThat(money(line, "left")).isNotNegative();
    assertThat(line.get("utilisationAtFirstRefusal").decimalValue())
        .isBetween(new BigDecimal("0.5"), BigDecimal.ONE);
    assertThat(line.get("storeTripsPerCall").decimalValue()).isPositive();
    assertThat(line.get("falseRefusals").longValue())
        .isBetween(0L, line.get("refused").longValue());
    assertThat(line.get("calls").longValue()).isGreaterThan(line.get("refused").longValue());
    assertThat(line.get("firstRefusalAt").decimalValue())
        .isLessThan(line.get("duration").decimalValue());
    assertThat(line.get("crashes").intValue()).isZero();
    assertThat(line.get("cuts").intValue()).isZero();
  }

  @Test
  void aRunThatRefusesNothingSaysSo() {
    JsonNode line = json("--nodes 2 --duration 20");

    assertThat(line.get("utilisationAtFirstRefusal").isNull()).isTrue();
    assertThat(line.get("firstRefusalAt").isNull()).isTrue();
    assertThat(line.get("refused").longValue()).isZero();
    assertThat(line.get("duration").decimalValue()).isEqualByComparingTo("20");
  }

  @Test
  void severalNumbersOfNodesGiveARunEach() {
    Run run = simulate("--nodes", "2,3", "--factor", "50", "--json");

    assertThat(run.lines()).hasSize(2);
    assertThat(run.json(0).get("nodes").intValue()).isEqualTo(2);
    assertThat(run.json(1).get("nodes").intValue()).isEqualTo(3);
  }

  @Test
  void withoutJsonItIsATable() {
    Run run = simulate("--nodes", "2,3", "--factor", "50");

    assertThat(run.lines()).hasSize(3);
    assertThat(run.lines().get(0)).contains("nodes", "limit", "overshoot", "bound", "trips/call");
    assertThat(run.exitCode).isZero();
  }

  @Test
  void theSameSeedPrintsTheSame() {
    String[] faulty = {
      "--nodes",
      "6",
      "--factor",
      "300",
      "--seed",
      "11",
      "--json",
      "--crash-rate",
      "30",
      "--cut-rate",
      "30",
      "--pause-rate",
      "30",
      "--overrun-rate",
      "0.1"
    };

    String first = simulate(faulty).out;

    assertThat(simulate(faulty).out).isEqualTo(first);
    faulty[5] = "12";
    assertThat(simulate(faulty).out).isNotEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource({"1, 200", "2, 200", "3, 20", "8, 200", "8, 3", "32, 100", "100, 40"})
  @Tag("litellm#6288")
  void B7_nothingIsOvershotWhereNoNodeIsLostAndHoldsCover(int nodes, int factor) {
    for (int seed = 1; seed <= 4; seed++) {
      JsonNode line = json("--nodes " + nodes + " --factor " + factor + " --seed " + seed);

      assertThat(money(line, "overshoot")).as("seed %s", seed).isZero();
      assertThat(money(line, "bound")).as("seed %s", seed).isZero();
      assertThat(money(line, "spent"))
          .as("seed %s", seed)
          .isLessThanOrEqualTo(money(line, "limit"));
    }
  }

  @Test
  void B7_crashesCutsAndPausesOvershootByNoMoreThanTheBound() {
    List<BigDecimal> overshoots = new ArrayList<>();
    long faults = 0;
    for (int seed = 1; seed <= 60; seed++) {
      JsonNode line =
          json(
              "--nodes "
                  + (2 + seed % 9)
                  + " --factor "
                  + (20 + 40 * (seed % 5))
                  + " --lease "
                  + (seed % 3 == 0 ? 5 : 20)
                  + " --crash-rate 60 --cut-rate 60 --pause-rate 40 --call-time 2 --overrun-rate "
                  + (seed % 2 == 0 ? "0.2" : "0")
                  + " --seed "
                  + seed);
      faults += line.get("crashes").longValue() + line.get("cuts").longValue();
      overshoots.add(money(line, "overshoot"));

      assertThat(money(line, "overshoot")).as("%s", line).isLessThanOrEqualTo(money(line, "bound"));
    }

    assertThat(faults).isGreaterThan(60);
    assertThat(overshoots).anyMatch(overshoot -> overshoot.signum() > 0);
  }

  @Test
  void B5_whatCallsTakeBeyondTheirHoldsIsInTheBound() {
    JsonNode line = json("--nodes 4 --factor 100 --overrun-rate 1 --seed 3");

    assertThat(money(line, "overshoot")).isPositive().isLessThanOrEqualTo(money(line, "bound"));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 16})
  void awayFromTheLimitTripsAreRareAndLittleIsLeftAtTheFirstRefusal(int nodes) {
    JsonNode line = json("--nodes " + nodes);

    assertThat(line.get("storeTripsPerCallAwayFromLimit").decimalValue())
        .isLessThan(new BigDecimal("0.005"));
    assertThat(line.get("utilisationAtFirstRefusal").decimalValue())
        .isGreaterThan(new BigDecimal("0.995"));
  }

  @Test
  void aFleetThatStartsAtOnceSharesEvenASmallBudget() {
    JsonNode line = json("--nodes 20 --factor 150 --seed 6");

    assertThat(line.get("utilisationAtFirstRefusal").decimalValue())
        .isGreaterThan(new BigDecimal("0.8"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--nodes|0|--nodes is '0'; give a whole number from 1 to 100000",
        "--nodes|2,|--nodes is ''; give a whole number from 1 to 100000",
        "--nodes|many|--nodes is 'many'; give a whole number from 1 to 100000",
        "--limit|-1|--limit is '-1'; give a decimal number from 0.000001 to 4000000",
        "--limit|5000000|--limit is '5000000'; give a decimal number from 0.000001 to 4000000",
        "--limit|1.0000000000001|--limit is '1.0000000000001'; give at most 12 decimal places",
        "--factor|1000000|--factor 1000000 makes a limit above 4000000 USD for 10000 nodes",
        "--hold|0|--hold is '0'; give a decimal number from 0.000001 to 1000",
        "--rate|0|--rate is '0'; give a decimal number from 0.001 to 100000",
        "--call-time|x|--call-time is 'x'; give a decimal number from 0.001 to 86400",
        "--overrun-rate|2|--overrun-rate is '2'; give a decimal number from 0 to 1",
        "--seed|1.5|--seed is '1.5'; give a whole number",
        "--lease|601|--lease is '601'; give a decimal number from 0.1 to 600",
        "--calls-per-trip|0|--calls-per-trip is '0'; give a whole number from 1 to 1000000",
        "--store-latency|-1|--store-latency is '-1'; give a whole number from 0 to 600000",
        "--store-timeout|0|--store-timeout is '0'; give a whole number from 1 to 600000",
        "--crash-rate|-1|--crash-rate is '-1'; give a decimal number from 0 to 100000",
        "--cut-rate|NaN|--cut-rate is 'NaN'; give a decimal number from 0 to 100000",
        "--pause-rate|''|--pause-rate is ''; give a decimal number from 0 to 100000",
        "--duration|0|--duration is '0'; give a decimal number from 1 to 31536000",
        "--run-on|-5|--run-on is '-5'; give a decimal number from 0 to 31536000",
      })
  void aWrongOptionIsOneErrorThatSaysWhatToGive(String option, String value, String message) {
    List<String> options = new ArrayList<>(List.of(option + "=" + value));
    if (option.equals("--factor")) {
      options.add("--nodes=10000");
    }

    Run run = simulate(options.toArray(new String[0]));

    assertThat(run.exitCode).isEqualTo(2);
    assertThat(run.out).isEmpty();
    assertThat(run.err).startsWith("costaware: " + message);
    assertThat(run.err.lines()).hasSize(2);
  }

  @Test
  void aLimitAndAFactorAreOneTooMany() {
    Run run = simulate("--limit", "5", "--factor", "6");

    assertThat(run.exitCode).isEqualTo(2);
    assertThat(run.err).contains("Give --limit or --factor, not both: '5', '6'");
  }
}
