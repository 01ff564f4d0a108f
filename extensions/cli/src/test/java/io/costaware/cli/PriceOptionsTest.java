package io.costaware.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PriceOptionsTest {
  @TempDir private Path directory;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  @Test
  void filesAreReadInTheirOrderAndErrorsNameThem() throws IOException {
    Path one = file("one.jsonl", Lines.converse().put("id", "a") + "\n{bad\n");
    Path two = file("two.jsonl", Lines.gemini().put("id", "b").toString());

    Run run = Run.of("", "price", one.toString(), two.toString());

    assertThat(run.exitCode).isEqualTo(1);
    assertThat(run.json(0).get("id").textValue()).isEqualTo("a");
    assertThat(run.json(1).get("error").textValue()).contains("one.jsonl");
    assertThat(run.json(1).get("line").longValue()).isEqualTo(2);
    assertThat(run.json(2).get("id").textValue()).isEqualTo("b");
  }

  @Test
  void gzipIsRecognisedByItsFirstBytes() throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    for (String part : new String[] {Lines.converse() + "\n", Lines.gemini() + "\n"}) {
      // Logs are zipped piece by piece and put together.
      try (OutputStream gzip = new GZIPOutputStream(zipped)) {
        gzip.write(part.getBytes(StandardCharsets.UTF_8));
      }
    }
    Path file = Files.write(directory.resolve("calls.log"), zipped.toByteArray());

    assertThat(Run.of("", "price", file.toString()).lines()).hasSize(2);
    assertThat(Run.of(zipped.toByteArray(), "price").lines()).hasSize(2);
    assertThat(Run.of(zipped.toByteArray(), "price", "-").lines()).hasSize(2);
  }

  @Test
  void brokenGzipIsAFailureOfReading() {
    Run run = Run.of(new byte[] {0x1f, (byte) 0x8b, 1, 2, 3}, "price");

    assertThat(run.exitCode).isEqualTo(3);
    assertThat(run.err).startsWith("costaware: ").doesNotContain("\tat ");
  }

  @Test
  void theOutputGoesToAFileIfOneIsNamed() throws IOException {
    Path output = directory.resolve("priced.jsonl");

    Run run = Run.of(Lines.converse() + "\n", "price", "--output", output.toString());

    assertThat(run.exitCode).isZero();
    assertThat(run.out).isEmpty();
    assertThat(Files.readString(output)).contains("\"cost\":\"0.000084\"").endsWith("}\n");
  }

  @Test
  void nothingInIsNothingOut() {
    Run run = Run.of("", "price");

    assertThat(run.exitCode).isZero();
    assertThat(run.out).isEmpty();
  }

  @Test
  void pricesOfADayReplaceThoseOfTheCall() {
    ObjectNode call =
        Lines.converse()
            .put("model", "anthropic.claude-3-5-sonnet-20240620-v1:0")
            .put("at", "2026-08-21");

    assertThat(Lines.price(call).get("cost").textValue()).isEqualTo("0.009");
    assertThat(Lines.price(call, "--as-of", "2025-11-30").get("cost").textValue())
        .isEqualTo("0.0045");
  }

  @Test
  void anotherModelIsPricedWithTheSameUsage() {
    ObjectNode call = Lines.converse();

    var line = Lines.price(call, "--model", "bedrock:amazon.nova-micro-v1:0");

    assertThat(line.get("model").textValue()).isEqualTo("amazon.nova-micro-v1:0");
    assertThat(line.get("usage")).isEqualTo(Lines.price(call).get("usage"));
    assertThat(line.get("cost").textValue()).isEqualTo("0.000049");
    assertThat(Lines.price(call, "--model", "vertex:gemini-2.5-flash").get("cost").textValue())
        .isEqualTo("0.00055");
  }

  @Test
  void aSheetOfOnesOwnLiesOverTheBundledOne() throws IOException {
    Path sheet =
        file(
            "sheet.json",
            """
            {"name": "ours", "version": "2026-01-01", "currency": "USD",
             "sources": {"c": "contract"},
             "models": [{"provider": "bedrock", "model": "amazon.nova-lite-v1:0", "prices": [
               {"scope": "in_region", "source": "c", "rates": {"input": "1", "output": "2"}}]}]}
            """);
    Path config = file("costaware.json", "{\"prices\": [\"sheet.json\"]}");

    assertThat(Lines.price(Lines.converse(), "--prices", sheet.toString()).get("cost").textValue())
        .isEqualTo("0.0012");
    assertThat(Lines.price(Lines.converse(), "--config", config.toString()).get("cost").textValue())
        .isEqualTo("0.0012");
  }

  @Test
  void aDiscountLiesOverAllSheets() throws IOException {
    Path overlay =
        file(
            "overlay.json",
            """
            {"overlays": [{"name": "contract-a", "where": {"provider": "bedrock"},
                           "discountPercent": "50"}]}
            """);
    Path config = file("costaware.json", "{\"overlays\": [\"overlay.json\"]}");

    var line = Lines.price(Lines.converse(), "--overlay", overlay.toString());

    assertThat(line.get("cost").textValue()).isEqualTo("0.000042");
    assertThat(line.at("/lines/0/condition").textValue()).contains("contract-a");
    assertThat(Lines.price(Lines.converse(), "--config", config.toString()).get("cost"))
        .isEqualTo(line.get("cost"));
    assertThat(Run.of("", "prices", "verify", overlay.toString()).exitCode).isZero();
    Path wrong = file("wrong.json", "{\"overlays\": [{\"discountPercent\": \"500\"}]}");
    assertThat(Run.of("", "price", "--overlay", wrong.toString()).exitCode).isEqualTo(2);
    assertThat(Run.of("", "prices", "verify", wrong.toString()).exitCode).isEqualTo(1);
  }

  @Test
  void aSummaryAddsUp() {
    String input = Lines.converse() + "\n" + Lines.converse() + "\n{bad\n" + Lines.gemini() + "\n";

    Run run = Run.of(input, "price", "--summary");

    assertThat(run.exitCode).isEqualTo(1);
    assertThat(run.lines()).hasSize(3);
    assertThat(run.json(0))
        .isEqualTo(
            Lines.object(
                """
                {"provider": "bedrock", "model": "amazon.nova-lite-v1:0", "outcome": "priced",
                 "calls": 2, "usage": {"input": 2000, "output": 200}, "cost": "0.000168",
                 "currency": "USD", "shadowCost": null}
                """));
    assertThat(run.json(2).get("outcome").textValue()).isEqualTo("all");
    assertThat(run.json(2).get("calls").longValue()).isEqualTo(3);
    assertThat(run.json(2).get("cost").textValue()).isEqualTo("0.000718");
    assertThat(run.json(2).get("invalid").longValue()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--format=xml",
        "--as-of=tomorrow",
        "--model=nova",
        "--model=azure:x",
        "--model=bedrock:arn:aws:bedrock:us-east-1:1:application-inference-profile/x",
        "--colour",
      })
  void aWrongOptionIsNamedAndNothingIsPriced(String option) {
    Run run = Run.of(Lines.converse() + "\n", "price", option);

    assertThat(run.exitCode).isEqualTo(2);
    assertThat(run.out).isEmpty();
    assertThat(run.err)
        .contains(option.substring(option.indexOf("=") + 1).split(":", -1)[0])
        .doesNotContain("\tat ");
  }

  @Test
  void aWrongConfigurationIsAUsageError() throws IOException {
    for (String text :
        new String[] {
          "[]",
          "{",
          "{\"alias\": {}}",
          "{\"aliases\": {\"a\": \"b\"}}",
          "{\"aliases\": 1}",
          "{\"prices\": \"x\"}",
          "{\"overlays\": [1]}",
        }) {
      Run run = Run.of("", "price", "--config", file("c.json", text).toString());
      assertThat(run.exitCode).as(text).isEqualTo(2);
      assertThat(run.err).contains("c.json");
    }
    Path sheet = file("s.json", "{\"name\": \"x\"}");
    assertThat(Run.of("", "price", "--prices", sheet.toString()).exitCode).isEqualTo(2);
  }

  @Test
  void aFileThatIsNotThereIsAFailureOfReading() {
    String missing = directory.resolve("missing").toString();

    for (String[] arguments :
        new String[][] {
          {"price", missing},
          {"price", directory.toString()},
          {"price", "--config", missing},
          {"price", "--prices", missing},
          {"price", "--output", directory.toString()},
        }) {
      Run run = Run.of("", arguments);
      assertThat(run.exitCode).as(String.join(" ", arguments)).isEqualTo(3);
      assertThat(run.err).startsWith("costaware: ");
    }
  }

  @Test
  void aReaderThatHasGoneEndsTheWorkQuietly() {
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    StringWriter err = new StringWriter();
    InputStream in =
        new ByteArrayInputStream(
            (Lines.converse() + "\n").repeat(3000).getBytes(StandardCharsets.UTF_8));

    int exitCode = Run.run(in, gone, err, "price");

    assertThat(exitCode).isZero();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aFullDiskIsAFailureOfWriting() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    StringWriter err = new StringWriter();

    int exitCode =
        Run.run(
            new ByteArrayInputStream(Lines.converse().toString().getBytes(StandardCharsets.UTF_8)),
            full,
            err,
            "price");

    assertThat(exitCode).isEqualTo(3);
    assertThat(err.toString()).contains("No space left on device");
  }

  @Test
  void progressIsToldWhereItIsAskedFor() {
    assertThat(Run.of(Lines.converse() + "\n", "price", "--progress").err)
        .contains("1 calls priced");
    assertThat(Run.of(Lines.converse() + "\n", "price").err).isEmpty();
  }

  @Test
  void whoFeedsLineByLineIsAnsweredLineByLine() throws Exception {
    PipedInputStream in = new PipedInputStream(1 << 16);
    PipedOutputStream feed = new PipedOutputStream(in);
    LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) {
            answers.add(String.valueOf((char) b));
          }

          @Override
          public void write(byte[] bytes, int from, int length) {
            answers.add(new String(bytes, from, length, StandardCharsets.UTF_8));
          }
        };
    Thread run = new Thread(() -> Run.run(in, out, new StringWriter(), "price"));
    run.start();
    for (String id : new String[] {"first", "second"}) {
      feed.write((Lines.converse().put("id", id) + "\n").getBytes(StandardCharsets.UTF_8));
      feed.flush();
      String answer = answers.poll(20, TimeUnit.SECONDS);
      assertThat(answer).contains(id).endsWith("\n");
    }
    feed.close();
    run.join(20_000);
    assertThat(run.isAlive()).isFalse();
  }
}
