package io.costaware.tags;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TagsMergeTest {
  @Property
  void mergingIsWhatAMapDoes(@ForAll("tags") Tags under, @ForAll("tags") Tags over) {
    Map<String, String> expected = new HashMap<>(under.asMap());
    expected.putAll(over.asMap());
    assertThat(under.merge(over)).isEqualTo(Tags.of(expected)).hasSameHashCodeAs(Tags.of(expected));
  }

  @Property
  void groupingDoesNotMatter(
      @ForAll("tags") Tags a, @ForAll("tags") Tags b, @ForAll("tags") Tags c) {
    assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c)));
  }

  @Property
  void noneIsNeutralAndMergingTwiceIsMergingOnce(@ForAll("tags") Tags a, @ForAll("tags") Tags b) {
    assertThat(a.merge(Tags.none())).isSameAs(a);
    assertThat(Tags.none().merge(a)).isEqualTo(a);
    Tags once = a.merge(b);
    assertThat(once.merge(b)).isSameAs(once);
  }

  @Property
  void keysStaySortedAndUnique(@ForAll("tags") Tags a, @ForAll("tags") Tags b) {
    Tags merged = a.merge(b);
    for (int i = 1; i < merged.size(); i++) {
      assertThat(merged.keyAt(i - 1)).isLessThan(merged.keyAt(i));
    }
  }

  @Property
  void restrictingAndTakingAwayAreOpposites(@ForAll("tags") Tags a, @ForAll("keys") String key) {
    Tags kept = a.restrict(Set.of(key));
    assertThat(a.without(key).merge(kept)).isEqualTo(a);
    assertThat(kept.get(key)).isEqualTo(a.get(key));
    assertThat(a.without(key).has(key)).isFalse();
  }

  // Few keys and values, so that tags often meet.
  @Provide
  Arbitrary<String> keys() {
    return Arbitraries.of("a", "b", "c", "d", "e", "f", "g");
  }

  @Provide
  Arbitrary<Tags> tags() {
    return Arbitraries.maps(keys(), Arbitraries.of("1", "2", "")).ofMaxSize(6).map(Tags::of);
  }
}
