package io.costaware.cli.simulate;

import java.math.BigDecimal;

/**
 * Reads the value of an option, and says what is wrong with it.
 *
 * <p>Safe for use by many threads.
 */
final class OptionText {
  private OptionText() {}

  /**
   * A whole number.
   *
   * @throws IllegalArgumentException if it is none, or out of range
   */
  static long whole(String option, String text, long least, long most) {
    try {
      long value = Long.parseLong(text.strip());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(wrong(option, text, "whole number", least, most), e);
    }
    throw new IllegalArgumentException(wrong(option, text, "whole number", least, most));
  }

  /**
   * A decimal number, counted in units of so many decimal places.
   *
   * @throws IllegalArgumentException if it is none, is finer than that, or out of range
   */
  static long decimal(String option, String text, int places, String least, String most) {
    try {
      BigDecimal value = new BigDecimal(text.strip());
      if (value.compareTo(new BigDecimal(least)) >= 0
          && value.compareTo(new BigDecimal(most)) <= 0) {
        return value.movePointRight(places).longValueExact();
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(wrong(option, text, "decimal number", least, most), e);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          option + " is '" + text + "'; give at most " + places + " decimal places", e);
    }
    throw new IllegalArgumentException(wrong(option, text, "decimal number", least, most));
  }

  private static String wrong(String option, String text, String what, Object least, Object most) {
    return option + " is '" + text + "'; give a " + what + " from " + least + " to " + most;
  }
}
