package io.costaware.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class RememberedAimsTest {
  private final RememberedAims aims = new RememberedAims(Provider.BEDROCK, "eu-west-1");

  @Test
  void aNameIsReadOnce() {
    Aim first = aims.aim("us.amazon.nova-lite-v1:0");
    assertThat(first)
        .isEqualTo(
            new Aim.Priceable(
                new Target(
                    Provider.BEDROCK,
                    "amazon.nova-lite-v1:0",
                    RoutingScope.geo("us"),
                    "eu-west-1")));
    assertThat(aims.aim("us.amazon.nova-lite-v1:0")).isSameAs(first);
    assertThat(aims.size()).isEqualTo(1);
  }

  @Test
  void anEmptyNameIsRefusedAndNotKept() {
    assertThatThrownBy(() -> aims.aim(" ")).isInstanceOf(IllegalArgumentException.class);
    assertThat(aims.size()).isZero();
  }

  @Test
  void aFloodOfNamesFromManyThreadsStaysWithinBoundsAndKeepsNoneOut() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> threads = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        String tenant = "acme.model-" + t + "-";
        threads.add(
            pool.submit(
                () -> {
                  for (int i = 0; i < 3_000; i++) {
                    String model = tenant + i;
                    Target target = ((Aim.Priceable) aims.aim(model)).target();
                    assertThat(target.model()).isEqualTo(model);
                  }
                }));
      }
      for (Future<?> thread : threads) {
        thread.get();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(aims.size()).isBetween(1, 4096 + 8);
    Aim late = aims.aim("acme.late");
    assertThat(aims.aim("acme.late")).isSameAs(late);
  }
}
