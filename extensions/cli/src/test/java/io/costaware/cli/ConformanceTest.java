package io.costaware.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ConformanceTest {
  @TestFactory
  List<DynamicTest> everyCaseCostsWhatItMust() {
    return met(Cases.all());
  }

  @TestFactory
  List<DynamicTest> shapesThatUsersKeepCostTheSame() {
    return met(Cases.further());
  }

  private static List<DynamicTest> met(List<JsonNode> cases) {
    Run run = Run.of(Cases.input(cases), "price");
    assertThat(run.err).isEmpty();
    assertThat(run.exitCode).isZero();
    assertThat(run.lines()).hasSameSizeAs(cases);
    return IntStream.range(0, cases.size())
        .mapToObj(
            i ->
                DynamicTest.dynamicTest(
                    cases.get(i).get("id").textValue(),
                    () -> Cases.assertMet(cases.get(i), run.json(i))))
        .toList();
  }
}
