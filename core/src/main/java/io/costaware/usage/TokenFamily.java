package io.costaware.usage;

import java.util.Locale;

/**
 * Models that cut text into tokens in much the same way. The figures are thousandths of a token for
 * each {@link TextPart}, fitted to texts counted by a public tokenizer.
 *
 * <p>Immutable.
 */
public enum TokenFamily {
  /** Claude up to 4.6, by the one tokenizer that was published, that of Claude 2. */
  CLAUDE(
      100, 1246, 94, 2887, 553, 450, 423, 1446, 338, 646, 1286, 1105, 1146, 1430, 1740, 1345, 948,
      987, 1399),
  /**
   * Claude from Opus 4.7 on: by the vendor's word up to 35 % more tokens than before; half is
   * added.
   */
  CLAUDE_NEW(
      117, 1246, 94, 2887, 553, 450, 423, 1446, 338, 646, 1286, 1105, 1146, 1430, 1740, 1345, 948,
      987, 1399),
  /** Gemini and Gemma, by the tokenizer of Gemma 3. */
  GEMINI(
      100, 1068, 224, 561, 0, 1148, 458, 1976, 779, 273, 439, 585, 392, 301, 308, 752, 467, 678,
      634),
  /** GPT, by {@code o200k}. */
  GPT(
      100, 1030, 234, 899, 0, 525, 500, 1357, 172, 308, 408, 534, 341, 420, 365, 816, 613, 745,
      998),
  /** Llama 3 and 4, by the tokenizer of Llama 3. */
  LLAMA(
      100, 1105, 346, 794, 0, 522, 468, 1063, 0, 396, 447, 1202, 498, 637, 462, 864, 519, 843,
      1338),
  /** Mistral, by the tokenizer of Nemo. */
  MISTRAL(
      100, 1080, 167, 1194, 0, 1121, 500, 1327, 215, 342, 469, 583, 332, 451, 558, 693, 487, 889,
      1870),
  /** Cohere, by the tokenizer of Command R+. */
  COHERE(
      100, 1146, 234, 409, 0, 1145, 448, 1288, 207, 313, 324, 516, 419, 775, 1019, 735, 527, 797,
      1134),
  /** Qwen, by the tokenizer of Qwen 3. */
  QWEN(
      100, 1086, 307, 874, 0, 1121, 474, 980, 0, 425, 1023, 515, 384, 1148, 548, 967, 682, 602,
      994),
  /** DeepSeek, by the tokenizer of V3. */
  DEEPSEEK(
      100, 1172, 155, 1928, 0, 527, 462, 680, 850, 334, 578, 604, 470, 648, 375, 965, 589, 578,
      1053),
  /** Models whose tokenizer nobody has published, Nova and Titan among them: between all others. */
  OTHER(
      100, 1125, 237, 891, 0, 638, 471, 1356, 149, 342, 451, 596, 403, 474, 424, 831, 586, 724,
      1051);

  private final int percent;

  @SuppressWarnings("ImmutableEnumChecker") // Nobody writes to it.
  private final int[] thousandths;

  TokenFamily(int percent, int... thousandths) {
    this.percent = percent;
    this.thousandths = thousandths;
  }

  /**
   * The family of a model.
   *
   * @param model a base model id of either provider, without profile prefix; one that is not known
   *     is {@link #OTHER}
   */
  public static TokenFamily of(String model) {
    String id = model.toLowerCase(Locale.ROOT);
    if (id.contains("claude")) {
      return isNewClaude(id) ? CLAUDE_NEW : CLAUDE;
    }
    if (id.contains("gemini") || id.contains("gemma")) {
      return GEMINI;
    }
    if (id.contains("gpt")) {
      return GPT;
    }
    if (id.contains("deepseek")) {
      return DEEPSEEK;
    }
    if (id.contains("llama")) {
      return LLAMA;
    }
    if (id.startsWith("cohere.")) {
      return COHERE;
    }
    return id.contains("qwen") ? QWEN : isMistral(id) ? MISTRAL : OTHER;
  }

  private static boolean isMistral(String id) {
    return id.startsWith("mistral") || id.startsWith("codestral") || id.startsWith("ministral");
  }

  /** Names before Opus 4.7 have their generation first, or a version up to 4.6 behind the name. */
  private static boolean isNewClaude(String id) {
    String name = id.substring(id.indexOf("claude") + "claude".length());
    if (name.startsWith("-fable") || name.startsWith("-mythos")) {
      return true;
    }
    for (String kind : new String[] {"-opus-", "-sonnet-", "-haiku-"}) {
      if (name.startsWith(kind)) {
        String[] version = name.substring(kind.length()).split("[-@]", 3);
        int major = number(version[0]);
        int minor = version.length > 1 ? number(version[1]) : 0;
        return major > 4 || (major == 4 && minor >= 7);
      }
    }
    return false;
  }

  /** A number of one or two digits; a date is none. */
  private static int number(String text) {
    boolean digits = !text.isEmpty() && text.length() <= 2;
    for (int i = 0; i < text.length(); i++) {
      digits &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    return digits ? Integer.parseInt(text) : 0;
  }

  /**
   * How many more tokens than the public tokenizers count a model may count, by its vendor's word:
   * a number to multiply a ceiling by, in hundredths.
   */
  public int ceilingPercent() {
    return this == CLAUDE_NEW ? 135 : 100;
  }

  /** The name in words, for example {@code gemini}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  long tokens(long[] parts) {
    long sum = 0;
    for (int i = 0; i < parts.length; i++) {
      sum = Math.addExact(sum, Math.multiplyExact(parts[i], (long) thousandths[i]));
    }
    return (Math.multiplyExact(sum, (long) percent) + 99_999) / 100_000;
  }
}
