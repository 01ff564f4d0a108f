package io.costaware.usage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Texts with the tokens that public tokenizers count in them. The first line of the table names the
 * columns; half of the texts, marked {@code fit}, gave the figures of {@link TokenFamily}, and the
 * others check them.
 */
record CountedTexts(List<Counted> all) {
  private static final List<TokenFamily> COLUMNS =
      List.of(
          TokenFamily.CLAUDE,
          TokenFamily.GEMINI,
          TokenFamily.GPT,
          TokenFamily.LLAMA,
          TokenFamily.MISTRAL,
          TokenFamily.COHERE,
          TokenFamily.QWEN,
          TokenFamily.DEEPSEEK);
  private static final int FIRST = 3;

  /** One text. */
  record Counted(
      String id, String kind, boolean fitted, Map<TokenFamily, Long> tokens, String text) {
    long tokens(TokenFamily family) {
      return Objects.requireNonNull(tokens.get(family), family.name());
    }
  }

  static List<TokenFamily> families() {
    return COLUMNS;
  }

  static CountedTexts read() {
    InputStream file =
        Objects.requireNonNull(CountedTexts.class.getResourceAsStream("token-counts.csv"));
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      List<Counted> texts = new ArrayList<>();
      lines.lines().skip(1).forEach(line -> texts.add(counted(line)));
      return new CountedTexts(List.copyOf(texts));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Counted counted(String line) {
    String[] fields = line.split(",", FIRST + COLUMNS.size() + 1);
    Map<TokenFamily, Long> tokens = new EnumMap<>(TokenFamily.class);
    for (int i = 0; i < COLUMNS.size(); i++) {
      tokens.put(COLUMNS.get(i), Long.valueOf(fields[FIRST + i]));
    }
    return new Counted(
        fields[0],
        fields[1],
        fields[2].equals("fit"),
        tokens,
        unescaped(fields[FIRST + COLUMNS.size()]));
  }

  private static String unescaped(String text) {
    StringBuilder plain = new StringBuilder();
    boolean escape = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && !escape) {
        escape = true;
        continue;
      }
      plain.append(escape && c == 'n' ? '\n' : escape && c == 't' ? '\t' : c);
      escape = false;
    }
    return plain.toString();
  }
}
