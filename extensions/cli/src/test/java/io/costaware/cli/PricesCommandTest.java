package io.costaware.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PricesCommandTest {
  private static final String SHEET =
      """
      {"name": "ours", "version": "2026-01-01", "currency": "USD",
       "sources": {"c": "contract"},
       "models": [{"provider": "bedrock", "model": "acme.model-v1:0", "prices": [
         {"scope": "in_region", "source": "c", "rates": {"input": "%s", "output": "%s"}}]}]}
      """;

  @TempDir private Path directory;

  private String sheet(String name, String input, String output) throws IOException {
    return Files.writeString(directory.resolve(name), SHEET.formatted(input, output)).toString();
  }

  @Test
  void modelsAreListedByProviderAndPattern() {
    Run all = Run.of("", "prices", "list", "--json");
    Run flash = Run.of("", "prices", "list", "--provider", "vertex", "gemini-2.5-flash*", "--json");

    assertThat(all.lines()).hasSizeGreaterThan(400);
    assertThat(flash.lines()).isNotEmpty();
    for (int i = 0; i < flash.lines().size(); i++) {
      assertThat(flash.json(i).get("provider").textValue()).isEqualTo("vertex");
      assertThat(flash.json(i).get("model").textValue()).startsWith("gemini-2.5-flash");
      assertThat(flash.json(i).get("prices").intValue()).isPositive();
    }
    assertThat(Run.of("", "prices", "list", "gemini-2.5-pr?").lines())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("PROVIDER  MODEL");
    assertThat(Run.of("", "prices", "list", "--provider", "azure").exitCode).isEqualTo(2);
  }

  @Test
  void aSheetOfOnesOwnIsListedWithTheOthers() throws IOException {
    Run run = Run.of("", "prices", "list", "acme.*", "--prices", sheet("s.json", "1", "2"));

    assertThat(run.out).contains("acme.model-v1:0");
  }

  @Test
  void thePricesOfACallAreShownWithTheirSources() {
    Run run =
        Run.of("", "prices", "show", "bedrock:amazon.nova-lite-v1:0", "--region", "us-east-1");

    assertThat(run.exitCode).isZero();
    assertThat(run.out).contains("input", "0.06 USD/1M tokens", "in_region", "high", "seen 2026");
  }

  @ParameterizedTest
  @CsvSource({
    "2025-11-30, 0.000003",
    "2025-12-01, 0.000006",
  })
  void thePricesAreThoseOfTheDay(String day, String price) {
    Run run =
        Run.of(
            "",
            "prices",
            "show",
            "anthropic.claude-3-5-sonnet-20240620-v1:0",
            "--region",
            "us-east-1",
            "--at",
            day,
            "--json");

    assertThat(run.json(0).get("meter").textValue()).isEqualTo("input");
    assertThat(run.json(0).get("unitPrice").textValue()).isEqualTo(price);
  }

  @Test
  void everyBandAndTierCanBeShown() {
    Run run = Run.of("", "prices", "show", "gemini-2.5-pro", "--tier", "batch", "--json");

    assertThat(run.out).contains("\"band\":\"any\"", "\"band\":\"gt_200k\"", "\"tier\":\"batch\"");
  }

  @Test
  void aModelWithoutPricesIsSaidToHaveNone() {
    assertThat(Run.of("", "prices", "show", "acme.unheard-of").exitCode).isEqualTo(2);
    Run run = Run.of("", "prices", "show", "bedrock:acme.unheard-of");
    assertThat(run.exitCode).isEqualTo(1);
    assertThat(run.err).contains("acme.unheard-of");
  }

  @Test
  void aSoundSheetIsFoundSoundAndAFaultHasItsLine() throws IOException {
    Run sound = Run.of("", "prices", "verify", sheet("s.json", "1", "2"));
    assertThat(sound.exitCode).isZero();
    assertThat(sound.out).contains("nothing found");

    Run wrong = Run.of("", "prices", "verify", sheet("w.json", "-1", "2"));
    assertThat(wrong.exitCode).isEqualTo(1);
    assertThat(wrong.out).contains("refused as a whole", "line 4");

    Run odd = Run.of("", "prices", "verify", sheet("o.json", "5", "1"));
    assertThat(odd.exitCode).isEqualTo(1);
    assertThat(odd.out).contains("output_cheaper");
  }

  @Test
  void twoSheetsAreComparedPriceByPrice() throws IOException {
    String one = sheet("one.json", "1", "2");
    String two = sheet("two.json", "1.5", "2");

    assertThat(Run.of("", "prices", "diff", one, one).exitCode).isZero();
    Run run = Run.of("", "prices", "diff", one, two);
    assertThat(run.exitCode).isEqualTo(1);
    assertThat(run.lines()).hasSize(1);
    assertThat(run.out).contains("changed", "acme.model-v1:0", "1.5");
    assertThat(Run.of("", "prices", "diff", "bundled", "bundled").out).isEmpty();
    assertThat(Run.of("", "prices", "diff", one).exitCode).isEqualTo(2);
    assertThat(Run.of("", "prices", "diff", one, two, "--left-out", one).exitCode).isEqualTo(2);
  }

  @Test
  void anImportIsTriedFirstAndThenWritten() throws IOException {
    Path csv =
        Files.writeString(
            directory.resolve("prices.json"),
            """
            {"anthropic.claude-x-v1:0": {"litellm_provider": "bedrock", "mode": "chat",
              "input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-05}}
            """);
    Path sheet = directory.resolve("sheet.json");

    Run tried = Run.of("", "prices", "import", "--format", "litellm", csv.toString());
    Run written =
        Run.of(
            "",
            "prices",
            "import",
            "--format",
            "litellm",
            csv.toString(),
            "--as-of",
            "2026-08-21",
            "-o",
            sheet.toString());

    assertThat(tried.exitCode).as(tried.out + tried.err).isZero();
    assertThat(tried.out).contains("litellm-2026-08-21 (2 prices");
    assertThat(written.exitCode).isZero();
    assertThat(Files.readString(sheet)).contains("anthropic.claude-x-v1:0", "2026-08-21");
    assertThat(Run.of("", "prices", "verify", sheet.toString()).exitCode).isZero();
  }

  @Test
  void anImplausibleImportIsRefusedUntilItIsAccepted() throws IOException {
    String json =
        """
        {"anthropic.claude-x-v1:0": {"litellm_provider": "bedrock", "mode": "chat",
          "input_cost_per_token": 3e-06, "output_cost_per_token": 1e-06}}
        """;
    Path sheet = directory.resolve("sheet.json");

    Run refused =
        Run.of(json, "prices", "import", "--format", "litellm", "-", "-o", sheet.toString());
    Run accepted =
        Run.of(
            json,
            "prices",
            "import",
            "--format",
            "litellm",
            "-",
            "-o",
            "-",
            "--accept",
            "output_cheaper");

    assertThat(refused.exitCode).as(refused.err).isEqualTo(1);
    assertThat(refused.err).contains("output_cheaper");
    assertThat(sheet).doesNotExist();
    assertThat(accepted.exitCode).as(accepted.err).isZero();
    assertThat(accepted.out).contains("anthropic.claude-x-v1:0");
  }

  @Test
  void factsAndTheSheetMadeOfThemDoNotDrift() throws IOException {
    Path facts =
        Files.writeString(
            directory.resolve("facts.jsonl"),
            """
            {"type": "price", "provider": "bedrock", "model": "acme.model-v1:0",
             "scope": "in_region", "service_tier": "standard", "context": "any",
             "dimension": "input", "unit": "usd_per_1m_tokens", "usd": "1",
             "agreement": "single", "confidence": "medium", "as_of": "2026-01-01",
             "sources": [{"id": "contract", "usd": "1", "as_of": "2026-01-01"}]}
            """
                    .replace("\n", "")
                + "\n");

    Run drift = Run.of("", "prices", "diff", "bundled", "--facts", facts.toString());

    assertThat(drift.exitCode).as(drift.err).isEqualTo(1);
    assertThat(drift.out).contains("acme.model-v1:0");
    assertThat(
            Run.of("", "prices", "diff", "bundled", "bundled", "--facts", facts.toString())
                .exitCode)
        .isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "--format=xml",
    "--format=csv --as-of=soon",
    "--format=csv --accept=everything",
    "--format=csv --against=bundled --over=bundled",
    "--format=csv --mapping=x",
    "--format=litellm",
  })
  void aWrongImportIsAUsageError(String options) {
    String[] arguments = ("prices import " + options + " -").split(" ", -1);

    Run run = Run.of("no prices", arguments);

    assertThat(run.exitCode).as(run.err).isEqualTo(2);
    assertThat(run.err).doesNotContain("\tat ");
  }
}
