package io.costaware.bedrock.usage;

import com.fasterxml.jackson.databind.JsonNode;
import io.costaware.usage.RawUsage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The text and image units that guardrails count, in recorded answers. */
final class GuardrailUnits {
  /** Those that cost; word filters and the free part of the filter for personal data do not. */
  static final List<String> BILLED =
      List.of(
          "topicPolicyUnits",
          "contentPolicyUnits",
          "contentPolicyImageUnits",
          "sensitiveInformationPolicyUnits",
          "contextualGroundingPolicyUnits",
          "automatedReasoningPolicyUnits",
          "contentFilter.textUnits",
          "promptAttack.textUnits",
          "sensitiveInformation.textUnits");

  /** All that a guardrail's usage tells. */
  static final List<String> TOLD =
      List.of(
          "topicPolicyUnits",
          "contentPolicyUnits",
          "contentPolicyImageUnits",
          "wordPolicyUnits",
          "sensitiveInformationPolicyUnits",
          "sensitiveInformationPolicyFreeUnits",
          "contextualGroundingPolicyUnits",
          "automatedReasoningPolicyUnits");

  private static final List<String> CHECKS =
      List.of("contentFilter", "promptAttack", "sensitiveInformation");

  private final Map<String, Long> sums = new LinkedHashMap<>();

  GuardrailUnits() {}

  /** Whether any unit was told of, be it none. */
  boolean told() {
    return !sums.isEmpty();
  }

  /** An answer of ApplyGuardrail: its usage or, without one, that of its assessments. */
  void ofAnswer(JsonNode response) {
    if (response.path("usage").isObject()) {
      ofUsage(response.path("usage"));
      return;
    }
    for (JsonNode assessment : response.path("assessments")) {
      ofUsage(assessment.path("invocationMetrics").path("usage"));
    }
  }

  /** An answer of InvokeGuardrailChecks. */
  void ofChecks(JsonNode response) {
    for (String check : CHECKS) {
      Long units = CountNames.of(response.path("usage").path(check), "textUnits");
      add(check + ".textUnits", units);
    }
  }

  /** Every assessment in a trace of Converse. */
  void ofTrace(JsonNode guardrail) {
    for (JsonNode assessment : guardrail.path("inputAssessment")) {
      ofUsage(assessment.path("invocationMetrics").path("usage"));
    }
    for (JsonNode assessments : guardrail.path("outputAssessments")) {
      for (JsonNode assessment : assessments) {
        ofUsage(assessment.path("invocationMetrics").path("usage"));
      }
    }
  }

  private void ofUsage(JsonNode usage) {
    for (String name : TOLD) {
      add(name, CountNames.of(usage, name));
    }
  }

  private void add(String name, @Nullable Long units) {
    if (units != null) {
      sums.merge(name, units, Math::addExact);
    }
  }

  void putInto(RawUsage.Builder raw) {
    sums.forEach((name, units) -> raw.put(BedrockUsage.GUARDRAIL + name, units));
  }
}
