package io.costaware.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.costaware.budget.Budget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page on the configuration file says what the reader does. */
class ConfigurationGuideTest {
  private static final Path DOCS = Path.of(System.getProperty("basedir", ""), "../docs");
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  private static String page() throws IOException {
    return Files.readString(DOCS.resolve("configuration.md"));
  }

  @Test
  void itsExamplesAreRead() throws IOException {
    List<Budget> budgets = new ArrayList<>();
    for (Matcher block = YAML.matcher(page()); block.find(); ) {
      byte[] text = block.group(1).getBytes(StandardCharsets.UTF_8);
      budgets.addAll(Configuration.read("page.yaml", text).budgets());
    }
    assertThat(budgets)
        .extracting(Budget::toString)
        .containsExactly(
            "support: 10000 USD per month in Europe/Berlin where team=support",
            "tenants: 50 USD per day in UTC for each tenant",
            "agents: 2000000 tokens per run, forgotten PT6H after its last call for each run");
  }

  @Test
  void itNamesEveryFieldAndEveryWindowOfTheSchema() throws IOException {
    JsonNode definitions =
        new JsonMapper().readTree(DOCS.resolve("budgets.schema.json").toFile()).get("$defs");
    List<String> names = new ArrayList<>();
    definitions.at("/budget/properties").fieldNames().forEachRemaining(names::add);
    for (JsonNode kind : definitions.at("/window/oneOf")) {
      kind.at("/properties").fieldNames().forEachRemaining(names::add);
      kind.at("/properties/per/enum").forEach(per -> names.add(per.asText()));
      names.add(kind.at("/properties/per/const").asText("per"));
    }
    String page = page();
    assertThat(names)
        .hasSizeGreaterThan(30)
        .allSatisfy(name -> assertThat(page).contains("`" + name));
  }

  @Test
  void itsFaultsAreThoseThatAreTold() throws IOException {
    String damaged =
        """
        budgets:
        - name: a
          limit:
            amount: -5
            currency: USD
          window: {per: month}
        - name: b
          limit: {requests: 5}
          limt: 5
          window: {per: lifetime}
        """;
    List<String> told = new ArrayList<>();
    try {
      Configuration.read("budgets.yaml", damaged.getBytes(StandardCharsets.UTF_8));
    } catch (ConfigurationException e) {
      told.addAll(e.faults());
    }
    String page = page();
    assertThat(told)
        .hasSize(3)
        // The lines of the page are those of another file.
        .allSatisfy(
            fault -> assertThat(page).contains(fault.substring(fault.indexOf(", budgets"))));
  }
}
