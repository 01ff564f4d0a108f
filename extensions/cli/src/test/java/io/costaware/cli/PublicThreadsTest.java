package io.costaware.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What users of other meters complained of in public, each call under the number of its thread. */
class PublicThreadsTest {
  @TestFactory
  List<DynamicTest> noPublicComplaintHoldsHere() {
    List<JsonNode> cases = Cases.publicThreads();
    Run run = Run.of(Cases.input(cases), "price");
    assertThat(run.err).isEmpty();
    assertThat(run.exitCode).isZero();
    assertThat(run.lines()).hasSameSizeAs(cases);
    return IntStream.range(0, cases.size())
        .mapToObj(
            i ->
                DynamicTest.dynamicTest(
                    cases.get(i).get("id").textValue() + ": " + cases.get(i).get("why").textValue(),
                    () -> assertMet(cases.get(i), run.json(i))))
        .toList();
  }

  private static void assertMet(JsonNode one, JsonNode priced) {
    Cases.assertMet(one, priced);
    JsonNode expected = one.get("expect");
    if (expected.has("tier")) {
      assertThat(priced.get("tier")).isEqualTo(expected.get("tier"));
    }
    if (expected.has("warnings")) {
      List<String> warnings = new ArrayList<>();
      priced.get("warnings").forEach(warning -> warnings.add(warning.textValue()));
      assertThat(warnings).isEmpty();
    }
  }
}
