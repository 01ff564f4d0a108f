package io.costaware.config;

import io.costaware.budget.Budget;
import io.costaware.budget.NearLimit;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a budget does with single calls: the output that it reckons with, and what it tries
 * near its limit.
 *
 * <p>For use by one thread.
 */
final class CallRulesReader {
  private final Faults faults;
  private final SettingValues values;

  CallRulesReader(Faults faults) {
    this.faults = faults;
    this.values = new SettingValues(faults);
  }

  Budget read(Budget budget, Fields fields) {
    return nearLimit(output(budget, fields.get("output")), fields.get("nearLimit"));
  }

  private Budget output(Budget budget, @Nullable Setting setting) {
    List<String> known = List.of("learned", "tokens", "modelMaximum");
    Fields fields = setting == null ? null : values.fields(setting, known);
    Setting said =
        fields == null
            ? null
            : fields.oneOf(known, "write {learned: 99}, {tokens: 1024} or {modelMaximum: true}");
    if (fields == null || said == null) {
      return budget;
    }
    if (fields.has("learned")) {
      Long percent = values.number(said, "percent", 50, 99);
      return percent == null ? budget : budget.learnedOutput(percent.intValue());
    }
    if (fields.has("tokens")) {
      Long tokens = values.number(said, "tokens", 1, Budget.MAX_LIMIT);
      return tokens == null ? budget : budget.defaultOutputTokens(tokens);
    }
    Boolean maximum = values.flag(said);
    if (Boolean.FALSE.equals(maximum)) {
      faults.add(said, "is false, which says nothing; write true or leave it out");
    }
    return maximum == null ? budget : budget.holdModelMaximum();
  }

  private Budget nearLimit(Budget budget, @Nullable Setting setting) {
    Fields fields =
        setting == null ? null : values.fields(setting, List.of("count", "clampTokens", "wait"));
    if (setting == null || fields == null) {
      return budget;
    }
    Setting countSetting = fields.get("count");
    Setting clampSetting = fields.get("clampTokens");
    Setting waitSetting = fields.get("wait");
    Boolean count = countSetting == null ? Boolean.FALSE : values.flag(countSetting);
    Long clamp =
        clampSetting == null
            ? Long.valueOf(0)
            : values.number(clampSetting, "tokens", 1, Budget.MAX_LIMIT);
    Duration wait = waitSetting == null ? Duration.ZERO : wait(waitSetting);
    return count == null || clamp == null || wait == null
        ? budget
        : budget.nearLimit(new NearLimit(count, clamp, wait));
  }

  private @Nullable Duration wait(Setting setting) {
    Duration wait = values.duration(setting);
    if (wait != null
        && (wait.isNegative() || wait.isZero() || wait.compareTo(NearLimit.LONGEST_WAIT) > 0)) {
      faults.add(
          setting,
          "is " + setting.shown() + "; write a time above zero, up to " + NearLimit.LONGEST_WAIT);
      return null;
    }
    return wait;
  }
}
