package io.costaware.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.costaware.cli.io.Streams;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** One run of the command line in this process. */
final class Run {
  private static final ObjectMapper JSON = new ObjectMapper();

  final int exitCode;
  final String out;
  final String err;

  private Run(int exitCode, String out, String err) {
    this.exitCode = exitCode;
    this.out = out;
    this.err = err;
  }

  static Run of(String input, String... arguments) {
    return of(input.getBytes(StandardCharsets.UTF_8), arguments);
  }

  static Run of(byte[] input, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringWriter err = new StringWriter();
    int exitCode = run(new ByteArrayInputStream(input), out, err, arguments);
    return new Run(exitCode, out.toString(StandardCharsets.UTF_8), err.toString());
  }

  static int run(InputStream in, OutputStream out, StringWriter err, String... arguments) {
    Streams streams =
        new Streams(
            in,
            out,
            new PrintWriter(err),
            false,
            () -> 0,
            () -> Instant.parse("2026-08-21T00:00:00Z"));
    return Main.run(streams, arguments);
  }

  List<String> lines() {
    return out.lines().toList();
  }

  JsonNode json(int line) {
    return parse(lines().get(line));
  }

  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
