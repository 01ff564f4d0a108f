package io.costaware.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Recorded calls with what they must come to. */
final class Cases {
  private Cases() {}

  static List<JsonNode> all() {
    return of("cases.jsonl");
  }

  /** The calls of public complaints about other meters; the id is that of the thread. */
  static List<JsonNode> publicThreads() {
    return of("public-threads.jsonl");
  }

  /** Recordings in the shapes that users keep. */
  static List<JsonNode> further() {
    return of("further-cases.jsonl");
  }

  private static List<JsonNode> of(String file) {
    try (InputStream cases =
        Objects.requireNonNull(Cases.class.getResourceAsStream("/conformance/" + file))) {
      return new String(cases.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(Run::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The cases as a file, without what they must come to. */
  static String input() {
    return input(all());
  }

  static String input(List<JsonNode> cases) {
    return cases.stream()
        .map(one -> one.<ObjectNode>deepCopy().<ObjectNode>without("expect").toString())
        .collect(Collectors.joining("\n", "", "\n"));
  }

  static void assertMet(JsonNode one, JsonNode priced) {
    JsonNode expected = one.get("expect");
    assertThat(priced.get("id")).isEqualTo(one.get("id"));
    assertThat(priced.get("outcome")).as("%s", priced).isEqualTo(expected.get("outcome"));
    assertThat(priced.get("cost")).as("%s", priced).isEqualTo(expected.get("cost"));
    assertThat(priced.get("usage")).as("%s", priced).isEqualTo(expected.get("usage"));
  }
}
