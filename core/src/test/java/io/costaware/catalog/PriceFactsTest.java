package io.costaware.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.money.Money;
import io.costaware.pricing.ListedPrice;
import io.costaware.pricing.ModelLimits;
import io.costaware.target.Provider;
import io.costaware.usage.Meter;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PriceFactsTest {
  @Test
  void aFactNamesTheSourcesThatAgreeAndWhenTheyWereRead() throws IOException {
    PriceFact fact =
        new FactLines()
            .line(
                "{'type':'price','provider':'vertex','model':'m','scope':'global',"
                    + "'service_tier':'standard','context':'gt_200k','dimension':'cache_write',"
                    + "'unit':'usd_per_1m_tokens','usd':'1.5','confidence':'low',"
                    + "'as_of':'2026-08-22','attrs':{'kind':'x'},'sources':["
                    + "{'id':'a','usd':'1.50','as_of':'2026-07-24'},"
                    + "{'id':'b','usd':'3','as_of':'2026-08-22'},"
                    + "{'id':'c','usd':'1.5','as_of':'2026-08-01'}]}")
            .read()
            .rows()
            .get(0);
    ListedPrice listed = fact.listed();
    assertThat(listed).isNotNull();
    assertThat(listed.source()).isEqualTo("a+c, seen 2026-08-01");
    assertThat(listed.meter()).isEqualTo(Meter.CACHE_WRITE_5M);
    assertThat(listed.anyWrite()).isTrue();
    assertThat(listed.above()).isEqualTo(200_000);
    assertThat(listed.perUnit()).isEqualTo(Money.usd("0.0000015"));
    assertThat(listed.attributes()).containsEntry("kind", "x");
  }

  @Test
  void limitsAndRetirementAreKeptForEveryModelOfWhichTheFactsTell() throws IOException {
    PriceFacts facts =
        new FactLines()
            .price("old", "global", "standard", "any", "input", "1", ",'retired':true")
            .line(
                "{'type':'limit','provider':'bedrock','model':'m','limit':'context_window_tokens',"
                    + "'tokens':200000}")
            .line(
                "{'type':'limit','provider':'bedrock','model':'m','limit':'max_output_tokens',"
                    + "'tokens':8192}")
            .line("{'type':'rule','id':'claude_cache_read','statement':'a ratio'}")
            .read();
    assertThat(facts.models())
        .containsEntry(
            new PriceFacts.ModelName(Provider.BEDROCK, "m"),
            new PriceFacts.ModelFacts(new ModelLimits(200_000, 8192), false))
        .containsEntry(
            new PriceFacts.ModelName(Provider.VERTEX, "old"),
            new PriceFacts.ModelFacts(ModelLimits.UNKNOWN, true));
  }

  @Test
  void aDamagedFileIsRefusedWholeAndEveryFaultyLineIsNamed() {
    FactLines lines =
        new FactLines()
            .price("m", "global", "standard", "input", "1")
            .line("{'type':'price'")
            .price("m", "global", "standard", "output", "-1")
            .price("m", "global", "standard", "cache_read", "cheap")
            .line("{'type':'tariff'}")
            .line("{'type':'limit','provider':'aws','model':'m'}");
    assertThatThrownBy(lines::read)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("faulty lines: 5")
        .hasMessageContaining("line 2: the JSON is damaged")
        .hasMessageContaining("line 3: usd is -1, below zero")
        .hasMessageContaining("line 4: usd is 'cheap'")
        .hasMessageContaining("line 5: type is 'tariff'")
        .hasMessageContaining("line 6:");
  }
}
