package io.costaware.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFileTest {
  @TempDir private Path folder;
  private Path path;
  private ConfigurationFile file;
  private int changes;

  @BeforeEach
  void write() throws IOException {
    path = folder.resolve("budgets.yaml");
    save(budgets(5));
    file = ConfigurationFile.at(path);
    assertThat(limit(file.read())).contains("5 requests");
  }

  private static String budgets(int limit) {
    return "budgets:\n- name: a\n  limit: {requests: " + limit + "}\n  window: {per: lifetime}\n";
  }

  /** Each time with another time of change, as if seconds had passed. */
  private void save(String text) throws IOException {
    Files.writeString(path, text);
    Files.setLastModifiedTime(
        path, FileTime.from(Instant.parse("2026-11-26T12:00:00Z").plusSeconds(++changes)));
  }

  private static String limit(@Nullable Configuration configuration) {
    assertThat(configuration).isNotNull();
    return configuration.budgets().toString();
  }

  @Test
  void aChangeIsTakenWhenTwoLooksHaveFoundTheSame() throws IOException {
    assertThat(file.changed()).isNull();
    save(budgets(6));
    assertThat(file.changed()).isNull();
    assertThat(limit(file.changed())).contains("6 requests");
    assertThat(file.changed()).isNull();
    assertThat(file.changed()).isNull();
  }

  @Test
  void aFileThatIsJustBeingWrittenIsLeftAlone() throws IOException {
    // Each of these is a whole file, of fewer budgets than are to come.
    save("budgets: []\n");
    assertThat(file.changed()).isNull();
    save(budgets(7).replace("a", "b"));
    assertThat(file.changed()).isNull();
    save(budgets(7));
    assertThat(file.changed()).isNull();
    assertThat(limit(file.changed())).contains("7 requests");
  }

  @Test
  void aChangeOfTheSameSizeIsFound() throws IOException {
    save(budgets(8));
    assertThat(file.changed()).isNull();
    assertThat(limit(file.changed())).contains("8 requests");
  }

  @Test
  void aTouchedFileHasNotChanged() throws IOException {
    save(budgets(5));
    for (int look = 0; look < 3; look++) {
      assertThat(file.changed()).isNull();
    }
  }

  @Test
  void aFaultIsToldOnceAndGoingBackIsAChange() throws IOException {
    save("budgets: [{}]\n");
    assertThat(file.changed()).isNull();
    assertThatThrownBy(file::changed)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("budgets[0].name");
    assertThat(file.changed()).isNull();
    save(budgets(5));
    assertThat(file.changed()).isNull();
    assertThat(limit(file.changed())).contains("5 requests");
  }

  @Test
  void aFileThatIsReplacedIsNotMissedAndOneThatIsGoneIsToldOnce() throws IOException {
    Files.delete(path);
    assertThat(file.changed()).isNull();
    save(budgets(9));
    assertThat(file.changed()).isNull();
    assertThat(limit(file.changed())).contains("9 requests");
    Files.delete(path);
    assertThat(file.changed()).isNull();
    assertThatThrownBy(file::changed).hasMessageContaining("there is no such file");
    assertThat(file.changed()).isNull();
    Path next = Files.writeString(folder.resolve("next"), budgets(9));
    Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
    assertThat(file.changed()).isNull();
    assertThat(limit(file.changed())).contains("9 requests");
  }

  @Test
  void readingItByForceDoesNotWait() throws IOException {
    save(budgets(6));
    assertThat(limit(file.read())).contains("6 requests");
    assertThat(file.changed()).isNull();
    assertThat(file.changed()).isNull();
  }
}
