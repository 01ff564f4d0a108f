package io.costaware.bedrock.usage;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** What counts are called, and the counts of recorded calls, where one that is none is an error. */
final class CountNames {
  private CountNames() {}

  /** Whether a field of that name holds a count, whatever stands in it. */
  static boolean isCount(String field) {
    return field.endsWith("okens") || field.endsWith("Count") || field.endsWith("Units");
  }

  /** What to throw of a value that is no count: it names the field and the value. */
  static IllegalArgumentException none(String field, String value) {
    return new IllegalArgumentException(
        field
            + " is '"
            + (value.length() > 40 ? value.substring(0, 40) + "..." : value)
            + "'; a count is a whole number from 0 to "
            + Long.MAX_VALUE);
  }

  /**
   * A recorded count.
   *
   * @return null where there is none
   * @throws IllegalArgumentException if it is negative, too large, or no number
   */
  static @Nullable Long of(JsonNode node, String field) {
    return of(field, node.path(field));
  }

  /**
   * The same of a value at hand.
   *
   * @throws IllegalArgumentException if it is negative, too large, or no number
   */
  static @Nullable Long of(String field, JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isNumber()) {
      throw none(field, value.isValueNode() ? value.asText() : "an object");
    }
    try {
      return begun(field, value.decimalValue());
    } catch (NumberFormatException e) {
      // A number beyond all decimals is read as infinite.
      throw none(field, value.asText());
    }
  }

  /** Whether a value is beyond a long, told without writing out all its digits. */
  static boolean isTooLong(BigDecimal value) {
    return value.precision() - (long) value.scale() > 19;
  }

  /** A begun unit counts whole. */
  static long begun(String field, BigDecimal value) {
    if (value.signum() < 0 || isTooLong(value)) {
      throw none(field, value.toString());
    }
    try {
      return value.setScale(0, RoundingMode.CEILING).longValueExact();
    } catch (ArithmeticException e) {
      throw none(field, value.toPlainString());
    }
  }
}
