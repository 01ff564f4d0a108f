package io.costaware.bedrock.usage;

import io.costaware.usage.RawUsage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.model.CacheDetail;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailAssessment;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailTraceAssessment;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailUsage;
import software.amazon.awssdk.services.bedrockruntime.model.TokenUsage;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlockStart;

/**
 * Restates the SDK's types of Converse as raw numbers. Fields that an older SDK lacks are asked for
 * by name, so that this runs on any version from 2.40.2 on.
 *
 * <p>For use by one thread.
 */
public final class ConverseFields {
  private static final String GROUNDING_TOOL = "nova_grounding";
  private static final String SERVER_TOOL = "server_tool_use";

  private final RawUsage.Builder raw = RawUsage.builder();
  private long groundings;
  private boolean usageSeen;
  private boolean textSeen;

  /** Nothing seen yet. */
  public ConverseFields() {}

  /** Whether a token usage was seen. */
  public boolean usageSeen() {
    return usageSeen;
  }

  /** Whether the answer was seen to have text. */
  public boolean textSeen() {
    return textSeen;
  }

  /** Notes that the answer has text. */
  public void textCame() {
    textSeen = true;
  }

  /** The numbers so far. */
  public RawUsage raw() {
    if (groundings > 0) {
      raw.put(BedrockUsage.WEB_GROUNDING, groundings);
    }
    return raw.build();
  }

  /** Takes the token usage of an answer or of a stream's metadata. */
  public void take(@Nullable TokenUsage usage) {
    if (usage == null) {
      return;
    }
    usageSeen = usage.inputTokens() != null || usage.outputTokens() != null;
    put("inputTokens", usage.inputTokens());
    put("outputTokens", usage.outputTokens());
    put("totalTokens", usage.totalTokens());
    put("cacheReadInputTokens", usage.cacheReadInputTokens());
    put("cacheWriteInputTokens", usage.cacheWriteInputTokens());
    @SuppressWarnings("rawtypes")
    Optional<List> details = usage.getValueForField("cacheDetails", List.class);
    for (Object detail : details.orElse(List.of())) {
      Lifetimes.put(raw, detail);
    }
  }

  /**
   * Takes what a guardrail's trace tells, which it does only where the request switched it on.
   *
   * @param intervened whether the answer stopped because of the guardrail
   */
  public void take(@Nullable GuardrailTraceAssessment trace, boolean intervened) {
    if (trace == null) {
      return;
    }
    Units units = new Units();
    for (GuardrailAssessment assessment : trace.inputAssessment().values()) {
      units.take(assessment);
    }
    boolean modelRan = false;
    for (List<GuardrailAssessment> assessments : trace.outputAssessments().values()) {
      modelRan |= !assessments.isEmpty();
      assessments.forEach(units::take);
    }
    units.putInto(raw);
    if (intervened && trace.hasInputAssessment() && !modelRan && trace.modelOutput().isEmpty()) {
      raw.put(BedrockUsage.INPUT_BLOCKED, 1);
    }
  }

  /** The units that a guardrail counted which was called for itself. */
  public static RawUsage ofGuardrail(GuardrailUsage usage) {
    Units units = new Units();
    units.take(usage);
    RawUsage.Builder raw = RawUsage.builder();
    units.putInto(raw);
    return raw.build();
  }

  /** Takes the blocks of a message: a server tool that the model used costs by the request. */
  public void take(List<ContentBlock> content) {
    for (ContentBlock block : content) {
      textSeen |= block.text() != null && !block.text().isEmpty();
      ToolUseBlock tool = block.toolUse();
      if (tool != null) {
        takeTool(tool.name(), tool.getValueForField("type", String.class));
      }
    }
  }

  /** Takes the start of a block in a stream. */
  public void take(@Nullable ToolUseBlockStart tool) {
    if (tool != null) {
      takeTool(tool.name(), tool.getValueForField("type", String.class));
    }
  }

  private void takeTool(@Nullable String name, Optional<String> type) {
    if (GROUNDING_TOOL.equals(name) && type.filter(SERVER_TOOL::equals).isPresent()) {
      groundings++;
    }
  }

  private void put(String name, @Nullable Integer count) {
    if (count != null) {
      raw.put(name, count);
    }
  }

  /** Apart, because an SDK before 2.41.18 has no such class. */
  private static final class Lifetimes {
    static void put(RawUsage.Builder raw, Object item) {
      if (item instanceof CacheDetail detail
          && detail.inputTokens() != null
          && detail.ttlAsString() != null) {
        String name = "cacheDetails." + detail.ttlAsString();
        // A lifetime may come in several entries.
        raw.put(name, raw.build().orZero(name) + detail.inputTokens());
      }
    }
  }

  /** Sums over all assessments of a call. */
  private static final class Units {
    private static final List<String> FIELDS = GuardrailUnits.TOLD;

    private final long[] sums = new long[FIELDS.size()];

    void take(GuardrailAssessment assessment) {
      take(assessment.invocationMetrics() == null ? null : assessment.invocationMetrics().usage());
    }

    void take(@Nullable GuardrailUsage usage) {
      for (int i = 0; usage != null && i < sums.length; i++) {
        sums[i] += usage.getValueForField(FIELDS.get(i), Integer.class).orElse(0);
      }
    }

    void putInto(RawUsage.Builder raw) {
      for (int i = 0; i < sums.length; i++) {
        if (sums[i] > 0) {
          raw.put(BedrockUsage.GUARDRAIL + FIELDS.get(i), sums[i]);
        }
      }
    }
  }
}
