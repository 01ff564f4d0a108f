package io.costaware.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class UsageTest {
  @Test
  void twoQuantitiesAreTheSameAsCollectedOnes() {
    for (Meter meter : Meter.values()) {
      for (Meter other : Meter.values()) {
        for (long quantity : new long[] {0, 3}) {
          assertThat(Usage.of(meter, quantity, other, 5))
              .isEqualTo(Usage.builder().add(meter, quantity).add(other, 5).build());
          assertThat(Usage.of(meter, quantity, other, 0))
              .isEqualTo(Usage.builder().add(meter, quantity).build());
        }
      }
    }
  }

  @Test
  void nothingOfAnythingIsEmpty() {
    assertThat(Usage.of(Meter.CACHE_STORAGE, 0, Meter.INPUT, 0)).isSameAs(Usage.none());
    assertThat(Usage.builder().add(Meter.CACHE_STORAGE, 0).build()).isSameAs(Usage.none());
  }

  @Test
  void aBuilderGoesOnAfterItHasBuilt() {
    Usage.Builder builder = Usage.builder().add(Meter.OUTPUT, 1);
    Usage first = builder.build();
    Usage second = builder.add(Meter.OUTPUT, 1).add(Meter.CACHE_STORAGE, 7).build();

    assertThat(first).isEqualTo(Usage.tokens(0, 1));
    assertThat(second.get(Meter.OUTPUT)).isEqualTo(2);
    assertThat(second.get(Meter.CACHE_STORAGE)).isEqualTo(7);
    assertThat(second.get(Meter.INPUT)).isZero();
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> Usage.of(Meter.INPUT, 1, Meter.OUTPUT, -2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("output")
        .hasMessageContaining("-2");
    assertThatThrownBy(() -> Usage.of(Meter.INPUT, Long.MAX_VALUE, Meter.INPUT, 1))
        .isInstanceOf(ArithmeticException.class);
  }
}
