package io.costaware.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.costaware.budget.Amount;
import io.costaware.budget.Budget;
import io.costaware.budget.BudgetMode;
import io.costaware.budget.BudgetWindow;
import io.costaware.budget.NearLimit;
import io.costaware.budget.StoreFailure;
import io.costaware.budget.StreamRule;
import io.costaware.money.Money;
import io.costaware.target.Operation;
import io.costaware.target.Provider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static final String FULL =
      """
      budgets:
        - name: support
          where: {team: support, env: [prod, staging]}
          each: [tenant, region]
          provider: bedrock
          model: [anthropic.claude-sonnet-4-6, anthropic.claude-opus-4-6-v1]
          operation: [converse, converse_stream]
          limit: {amount: "10000.50", currency: USD}
          window: {per: year, zone: Europe/Berlin, startingIn: april, startingOnDay: 6}
          mode: warn
          raises:
            - by: {amount: 500, currency: USD}
              until: 2026-12-01T00:00:00+01:00
          warnAt: [50, 80, 100]
          output: {learned: 95}
          nearLimit: {count: true, clampTokens: 256, wait: PT2S}
          streams: extend_or_stop
          onStoreFailure: admit
          maxSubjects: 5000
        - name: agents
          each: run
          limit: {tokens: 2000000}
          window: {per: run, forgottenAfter: PT6H}
          output: {modelMaximum: true}
      """;

  private static List<Budget> yaml(String text) {
    return Configuration.read("b.yaml", text.getBytes(StandardCharsets.UTF_8)).budgets();
  }

  private static List<Budget> json(String text) {
    return Configuration.read("b.json", text.getBytes(StandardCharsets.UTF_8)).budgets();
  }

  private static List<String> faults(String yaml) {
    ConfigurationException refusal =
        catchThrowableOfType(ConfigurationException.class, () -> yaml(yaml));
    assertThat(refusal).as("refusal of %s", yaml).isNotNull();
    return refusal.faults();
  }

  /** The faults of a budget that is in order but for what is given. */
  private static List<String> faultsOf(String... lines) {
    return faults("budgets:\n- name: a\n  " + String.join("\n  ", lines) + "\n");
  }

  @Test
  void everythingThatABudgetCanSayIsRead() {
    List<Budget> budgets = yaml(FULL);
    assertThat(budgets).hasSize(2);
    Budget support = budgets.get(0);
    assertThat(support.name()).isEqualTo("support");
    assertThat(support.selector().conditions().get(0)).hasToString("team=support");
    assertThat(support.selector().conditions().get(1).values()).containsExactly("prod", "staging");
    assertThat(support.selector().each()).containsExactly("tenant", "region");
    assertThat(support.selector().providers()).containsExactly(Provider.BEDROCK);
    assertThat(support.selector().models())
        .containsExactlyInAnyOrder("anthropic.claude-sonnet-4-6", "anthropic.claude-opus-4-6-v1");
    assertThat(support.selector().operations())
        .isEqualTo(Set.of(Operation.CONVERSE, Operation.CONVERSE_STREAM));
    assertThat(support.limit()).isEqualTo(new Amount.OfMoney(Money.usd("10000.50")));
    assertThat(support.window())
        .isEqualTo(BudgetWindow.year(BERLIN).startingIn(Month.APRIL).startingOnDay(6));
    assertThat(support.rules().mode()).isEqualTo(BudgetMode.WARN);
    assertThat(support.rules().raises().get(0).by())
        .isEqualTo(new Amount.OfMoney(Money.usd("500")));
    assertThat(support.rules().raises().get(0).until())
        .isEqualTo(Instant.parse("2026-11-30T23:00:00Z"));
    assertThat(support.rules().thresholdPercents()).containsExactly(50, 80, 100);
    assertThat(support.rules().output().confidencePercent()).isEqualTo(95);
    assertThat(support.rules().nearLimit())
        .isEqualTo(new NearLimit(true, 256, Duration.ofSeconds(2)));
    assertThat(support.rules().streams()).isEqualTo(StreamRule.EXTEND_OR_STOP);
    assertThat(support.rules().storeFailure()).isEqualTo(StoreFailure.ADMIT);
    assertThat(support.rules().maxSubjects()).isEqualTo(5_000);
    Budget agents = budgets.get(1);
    assertThat(agents.limit()).isEqualTo(new Amount.OfTokens(2_000_000));
    assertThat(agents.window()).isEqualTo(BudgetWindow.run(Duration.ofHours(6)));
    assertThat(agents.rules().output().modelMaximum()).isTrue();
    assertThat(agents.rules().mode()).isEqualTo(BudgetMode.ENFORCE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{per: minute, zone: UTC}|minute in UTC",
        "{per: hour, zone: UTC}|hour in UTC",
        "{per: day, zone: Asia/Kolkata}|day in Asia/Kolkata",
        "{per: week, zone: UTC, startingOn: sunday}|week starting on Sunday in UTC",
        "{per: month, zone: UTC, startingOnDay: 15}|month starting on day 15 in UTC",
        "{per: quarter, zone: UTC, startingIn: february}|quarter starting in February in UTC",
        "{per: year, zone: UTC}|year in UTC",
        "{per: rolling, length: PT1H, buckets: 12}|rolling PT1H in 12 buckets",
        "{per: lifetime}|lifetime"
      })
  void everyWindowIsRead(String window, String words) {
    List<Budget> read =
        yaml("budgets:\n- name: a\n  limit: {requests: 5}\n  window: " + window + "\n");
    assertThat(read.get(0).window()).hasToString(words);
  }

  @Test
  void jsonAndYamlSayTheSame() {
    List<Budget> budgets =
        json(
            "{\"budgets\":[{\"name\":\"a\",\"where\":{\"team\":\"x\"},"
                + "\"limit\":{\"amount\":12.30,\"currency\":\"EUR\"},"
                + "\"window\":{\"per\":\"week\",\"zone\":\"Europe/Berlin\","
                + "\"startingOn\":\"saturday\"}}]}");
    Budget fromYaml =
        yaml("""
                budgets:
                - name: a
                  where: {team: x}
                  limit: {amount: 12.30, currency: EUR}
                  window: {per: week, zone: Europe/Berlin, startingOn: saturday}
                """)
            .get(0);
    assertThat(budgets.get(0)).hasToString(fromYaml.toString());
    assertThat(budgets.get(0).window())
        .isEqualTo(BudgetWindow.week(BERLIN).startingOn(DayOfWeek.SATURDAY));
    assertThat(json("{\"budgets\":[]}")).isEmpty();
  }

  @Test
  void allFaultsAreToldAtOnceEachWithItsPlaceAndAWayOut() {
    List<String> faults =
        faults(
            """
            budgets:
            - name: a
              limit: {amount: -5, currency: USD}
              window: {per: month}
            - name: a
              limt: {amount: "5", currency: USD}
              window: {per: fortnight, zone: UTC}
            - name: c
              limit: {requests: 1.5}
              window: {per: day, zone: Europe/Berln}
              mode: wran
              warnAt: [80, 50]
            """);
    assertThat(faults)
        .containsExactly(
            "line 3, budgets[0].limit.amount: is -5, which would refuse every call; write one above"
                + " 0, leave the budget out to limit nothing, or write mode: pause to stop its"
                + " calls",
            "line 4, budgets[0].window.zone: is missing; write one such as Europe/Berlin or UTC",
            "line 5, budgets[1].name: is 'a' as budgets[0].name is; give each budget its own name",
            "line 5, budgets[1].limit: is missing; write {amount: \"100\", currency: USD}, {tokens:"
                + " ...} or {requests: ...}",
            "line 6, budgets[1].limt: is no field here; did you mean limit?",
            "line 7, budgets[1].window.per: is 'fortnight'; there are day, hour, lifetime, minute,"
                + " month, quarter, rolling, run, week, year",
            "line 9, budgets[2].limit.requests: must be a whole number of requests from 1 to"
                + " 1000000000000000; it is 1.5",
            "line 10, budgets[2].window.zone: is 'Europe/Berln', which is no time zone; did you"
                + " mean Europe/Berlin?",
            "line 11, budgets[2].mode: is 'wran'; did you mean warn? there are enforce, pause,"
                + " warn",
            "line 12, budgets[2].warnAt: does not do: its thresholds are [80, 50]; give percents"
                + " from 1 to 100, rising");
  }

  @Test
  void aSectionThatIsNotReadIsRefused() {
    assertThat(faults("budgets: []\nbudgts: []\n"))
        .containsExactly("line 2, budgts: is no field here; did you mean budgets?");
    assertThat(faults("prices: []\nbudgets: []\n").get(0)).contains("prices", "there is budgets");
    assertThat(faults("{}"))
        .containsExactly("line 1, budgets: is missing; write a list of budgets, [] for none");
    assertThat(faults("[]"))
        .containsExactly("line 1: must be an object with budgets; it is a list");
  }

  @Test
  void whatDoesNotFitIsRefused() {
    String limit = "limit: {requests: 5}";
    String window = "window: {per: lifetime}";
    assertThat(faultsOf(limit, "window: {per: day, zone: UTC, startingOnDay: 3}"))
        .singleElement()
        .asString()
        .contains("startingOnDay: does not go with per: day, which takes zone; leave it out");
    assertThat(faultsOf(limit, "window: {per: lifetime, zone: UTC}"))
        .singleElement()
        .asString()
        .contains("takes nothing more");
    assertThat(faultsOf(limit, "window: {per: rolling, length: PT1H, buckets: 7}"))
        .singleElement()
        .asString()
        .contains("window: does not do", "7 buckets of whole milliseconds");
    assertThat(faultsOf(limit, "window: {per: run, forgottenAfter: PT1H}"))
        .singleElement()
        .asString()
        .contains("write each:");
    assertThat(faultsOf(limit, "window: {per: month, zone: UTC, startingOnDay: 29}"))
        .singleElement()
        .asString()
        .contains("from 1 to 28; it is 29");
    assertThat(faultsOf("limit: {amount: 5, tokens: 3, currency: USD}", window))
        .singleElement()
        .asString()
        .contains("limit: says amount and tokens; say only one");
    assertThat(faultsOf("limit: {amount: 5}", window).get(0))
        .contains("limit.currency: is missing");
    assertThat(faultsOf("limit: {amount: 5, currency: DOLLAR}", window).get(0))
        .contains("'DOLLAR'", "ISO 4217");
    assertThat(faultsOf("limit: {tokens: 5, currency: USD}", window).get(0))
        .contains("goes with amount alone");
    assertThat(faultsOf("limit: {amount: 1e30, currency: USD}", window).get(0))
        .contains("limit.amount: does not do: its limit 1e30 is larger");
    assertThat(
            faultsOf(
                limit,
                window,
                "raises: [{by: {tokens: 5}, until: 2026-12-01T00:00:00Z}, {by: {requests: 5}}]"))
        .hasSize(2)
        .satisfies(
            two -> {
              assertThat(two.get(0)).contains("raises[0].by", "5 tokens", "same unit");
              assertThat(two.get(1)).contains("raises[1].until: is missing");
            });
    assertThat(faultsOf(limit, window, "output: {learned: 99, tokens: 5}").get(0))
        .contains("output: says learned and tokens");
    assertThat(faultsOf(limit, window, "output: {modelMaximum: false}").get(0))
        .contains("write true");
    assertThat(faultsOf(limit, window, "nearLimit: {wait: PT2H}").get(0))
        .contains("nearLimit.wait: is 'PT2H'", "PT1M");
    assertThat(faultsOf(limit, window, "nearLimit: {wait: 2s}").get(0)).contains("PT30S");
    assertThat(faultsOf(limit, window, "where: {team: 7}").get(0))
        .contains("where.team: must be a value of the tag in quotes; it is 7");
    assertThat(faultsOf(limit, window, "where: {team: [a, b, a]}").get(0))
        .contains("where.team[2]: names 'a' twice");
    assertThat(faultsOf(limit, window, "where: [team]").get(0)).contains("{team: support}");
    assertThat(faultsOf(limit, window, "where:").get(0)).contains("where: must be", "empty");
    assertThat(faultsOf(limit, window, "each: []").get(0)).contains("each: is an empty list");
    assertThat(faultsOf(limit, window, "provider: aws").get(0))
        .contains("provider: is 'aws'; there are bedrock, vertex");
    assertThat(faultsOf(limit, window, "provider: vertex", "operation: converse").get(0))
        .contains("operation: is 'converse'");
    assertThat(faultsOf(limit, window, "model: global.anthropic.claude-sonnet-4-6").get(0))
        .contains("covers nothing; write its base id anthropic.claude-sonnet-4-6");
    assertThat(faultsOf(limit, window, "model: publishers/google/models/gemini-2.5-flash").get(0))
        .contains("a name to call a model by");
    assertThat(faultsOf(limit, window, "maxSubjects: 0").get(0)).contains("1 to 100000000");
    assertThat(faultsOf(limit, window, "streams: Stop").get(0)).contains("did you mean stop?");
  }

  @Test
  void aDamagedFileIsRefusedWithItsLine() {
    assertThat(faults("budgets:\n- name: [a\n").get(0)).startsWith("line ").contains("damaged");
    assertThat(faults(""))
        .containsExactly("line 1: the file is empty; write budgets: and a list," + " [] for none");
    assertThat(faults("budgets: []\n---\nbudgets: []\n").get(0)).contains("something follows");
    assertThatThrownBy(() -> json("{\"budgets\":[]"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("the JSON is damaged");
    assertThatThrownBy(() -> json("{\"budgets\":[],\"budgets\":[]}"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("budgets: stands twice");
    assertThat(faults("budgets: []\nbudgets: []\n").get(0)).contains("budgets: stands twice");
    assertThatThrownBy(
            () -> Configuration.read("b.json", new byte[] {'{', (byte) 0xC3, (byte) 0x28}))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("UTF-8");
  }

  @Test
  void aYamlAliasIsNotTakenForAText() {
    assertThat(
            faults(
                """
                # Grüße 🚀
                budgets:
                - name: a
                  limit: {requests: 5}
                  window: &daily {per: day, zone: UTC}
                - name: b
                  limit: {requests: 5}
                  window: *daily
                """))
        .anySatisfy(
            fault -> assertThat(fault).contains("line 8, budgets[1].window", "is an alias"));
    assertThat(yaml("budgets:\n- name: '*'\n  limit: {requests: 1}\n  window: {per: lifetime}\n"))
        .hasSize(1);
  }

  @Test
  void whatIsWrittenIsShownShortAndOnOneLine() {
    String fault =
        faultsOf("limit: {requests: 5}", "window: {per: \"x\\n" + "y".repeat(500) + "\"}").get(0);
    assertThat(fault).hasSizeLessThan(250).doesNotContain("\n").contains("x?y");
  }

  @Test
  void aFileIsReadByTheEndOfItsName(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("b.yml"), "\uFEFF" + FULL);
    assertThat(Configuration.read(file).budgets()).hasSize(2);
    assertThat(Configuration.read(file).origin()).isEqualTo(file.toString());
    assertThatThrownBy(() -> Configuration.read(folder.resolve("none.json")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("there is no such file");
    assertThatThrownBy(() -> Configuration.read(folder.resolve("b.toml")))
        .hasMessageContaining(".json, .yaml and .yml");
    assertThatThrownBy(() -> SettingFormat.of("b.yaml", ClassLoader.getPlatformClassLoader()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("jackson-dataformat-yaml", "write JSON");
  }
}
