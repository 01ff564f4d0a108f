package io.costaware.tags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class TagEnricherTest {
  @AfterEach
  void clear() {
    MDC.clear();
  }

  @Test
  void aConstantIsTheSameEachTime() {
    Tags tags = Tags.of("team", "support");
    assertThat(TagEnricher.constant(tags).tags()).isSameAs(tags);
  }

  @Test
  void aSupplierIsAskedAnewAndNullLeavesTheTagOut() {
    AtomicReference<String> tenant = new AtomicReference<>("a");
    TagEnricher enricher = TagEnricher.supplier("tenant", tenant::get);
    assertThat(enricher.tags()).isEqualTo(Tags.of("tenant", "a"));
    tenant.set(null);
    assertThat(enricher.tags()).isSameAs(Tags.none());
  }

  @Test
  void entriesOfTheMdcBecomeTagsAndThoseNotSetAreLeftOut() {
    MDC.put("user", "u1");
    MDC.put("x-tenant", "t1");
    assertThat(TagEnricher.mdc("user", "team").tags()).isEqualTo(Tags.of("user", "u1"));
    assertThat(TagEnricher.mdc(Map.of("x-tenant", "tenant", "absent", "other")).tags())
        .isEqualTo(Tags.of("tenant", "t1"));
    MDC.clear();
    assertThat(TagEnricher.mdc("user").tags()).isSameAs(Tags.none());
  }

  @Test
  void namesThatCannotBeTagsAreRefusedAtOnce() {
    assertThatIllegalArgumentException().isThrownBy(() -> TagEnricher.supplier("", () -> "a"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TagEnricher.mdc("a", "a"))
        .withMessageContaining("'a' is given twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TagEnricher.mdc(Map.of("a", "tag", "b", "tag")))
        .withMessageContaining("Two MDC keys are mapped to tag 'tag'");
    assertThatIllegalArgumentException()
        .isThrownBy(TagEnricher::mdc)
        .withMessageContaining("No MDC key is given");
  }
}
