package io.costaware.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the public top-level types whose Javadoc does not say, in one of three sentences, how many
 * threads may use them. It reads sources, because class files hold no Javadoc.
 *
 * <p>Immutable.
 */
final class ThreadingSentence {
  static final List<String> ALL =
      List.of("Immutable.", "Safe for use by many threads.", "For use by one thread.");

  // Formatted sources only have top-level types in the first column. Annotations hold no state.
  private static final Pattern PUBLIC_TYPE =
      Pattern.compile(
          "^public (?:(?:final|abstract|sealed|non-sealed) )*(?:class|interface|record|enum) (\\w+)",
          Pattern.MULTILINE);

  private ThreadingSentence() {}

  static List<String> missingBelow(Path sources) {
    if (!Files.exists(sources)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> isMissing(read(file)))
          .map(file -> sources.relativize(file).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean isMissing(String source) {
    Matcher type = PUBLIC_TYPE.matcher(source);
    if (!type.find() || type.group(1).endsWith("Exception")) {
      return false;
    }
    String javadoc = lastJavadoc(source.substring(0, type.start()));
    return ALL.stream().filter(javadoc::contains).count() != 1;
  }

  private static String lastJavadoc(String head) {
    int start = head.lastIndexOf("/**");
    // A sentence may be wrapped, so line breaks and the stars after them become one blank.
    return start < 0 ? "" : head.substring(start).replaceAll("\\s*\\n\\s*\\*?\\s*", " ");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
