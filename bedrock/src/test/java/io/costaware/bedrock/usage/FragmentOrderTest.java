package io.costaware.bedrock.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.usage.RawUsage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** In which order the fragments of a stream come does not matter. */
class FragmentOrderTest {
  @Provide
  Arbitrary<List<RawUsage>> fragments() {
    Arbitrary<String> names =
        Arbitraries.of(
            "usage.input_tokens",
            "usage.output_tokens",
            "usage.cache_read_input_tokens",
            "invocationMetrics.inputTokenCount",
            "invocationMetrics.outputTokenCount",
            "invocationMetrics.cacheReadInputTokenCount");
    return Arbitraries.maps(names, Arbitraries.longs().between(0, 1_000_000))
        .ofMaxSize(4)
        .map(
            numbers -> {
              RawUsage.Builder raw = RawUsage.builder();
              numbers.forEach(raw::put);
              return raw.build();
            })
        .list()
        .ofMaxSize(6);
  }

  private static RawUsage merged(List<RawUsage> fragments) {
    RawUsage all = RawUsage.none();
    for (RawUsage fragment : fragments) {
      all = BedrockUsage.mergeFragment(all, fragment);
    }
    return all;
  }

  @Property
  void U3_theOrderOfFragmentsDoesNotMatter(
      @ForAll("fragments") List<RawUsage> fragments, @ForAll Random order) {
    List<RawUsage> shuffled = new ArrayList<>(fragments);
    Collections.shuffle(shuffled, order);

    RawUsage inOrder = merged(fragments);
    assertThat(merged(shuffled)).isEqualTo(inOrder);
    assertThat(BedrockUsage.ofInvoke(merged(shuffled), ModelFamily.OTHER))
        .isEqualTo(BedrockUsage.ofInvoke(inOrder, ModelFamily.OTHER));
    for (RawUsage fragment : fragments) {
      fragment
          .asMap()
          .forEach((name, count) -> assertThat(inOrder.orZero(name)).isGreaterThanOrEqualTo(count));
    }
  }
}
