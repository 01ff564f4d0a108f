package io.costaware.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.CostAware;
import io.costaware.call.CallRefusedException;
import io.costaware.client.CostAwareClient;
import io.costaware.event.CallEvent;
import io.costaware.event.Refusal;
import io.costaware.tags.TagEnricher;
import io.costaware.tags.TagRules;
import io.costaware.tags.TagScope;
import io.costaware.tags.TagViolation;
import io.costaware.tags.Tags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every call is attributed, whichever way it is made. */
interface TagPromises extends Staged {
  TagRules RULES = TagRules.require("team", "app").allow("env", "dev", "prod");

  @ParameterizedTest
  @EnumSource
  default void T1_badTagsAreRefusedBeforeAnythingIsSent(Surface surface) {
    CostAwareClient client = stage().client(stage().costs(b -> b.tags(RULES)));
    surface.script(stage());

    assertThatThrownBy(() -> surface.call(stage(), client, Tags.of("env", "moon")))
        .isInstanceOfSatisfying(
            CallRefusedException.class,
            refused -> {
              assertThat(((Refusal.OfTags) refused.refusal()).violations())
                  .extracting(TagViolation::key)
                  .containsExactlyInAnyOrder("team", "app", "env");
              assertThat(refused).hasMessageContainingAll("'team'", "'app'", "'moon'");
            });

    assertThat(stage().provider.requests()).isZero();
    assertThat(stage().events.awaitRefusals(1, ContractStage.LIMIT)).hasSize(1);
    assertThat(stage().events.calls()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  default void T3_everySurfaceCarriesTheSameTags(Surface surface) throws Exception {
    CostAware costs =
        stage().costs(b -> b.tags(RULES).enrich(TagEnricher.constant(Tags.of("zone", "b"))));
    CostAwareClient client = stage().client(costs);
    surface.script(stage());

    try (TagScope scope = TagScope.open(Tags.of("team", "support", "env", "dev"))) {
      surface.call(stage(), client, Tags.of("app", "chat", "env", "prod"));
      assertThat(scope.tags()).isEqualTo(TagScope.current());
    }

    Tags expected = Tags.of("team", "support", "app", "chat", "env", "prod", "zone", "b");
    CallEvent event = stage().events.awaitCalls(1, ContractStage.LIMIT).get(0);
    assertThat(event.call().tags()).isEqualTo(expected);
    if (surface != Surface.EMBED) {
      assertThat(stage().provider.lastTags()).isEqualTo(expected.asMap());
    }
  }

  @ParameterizedTest
  @EnumSource
  default void T3_tagsOfAThreadAreTakenWhereTheCallIsMade(Surface surface) throws Exception {
    ThreadLocal<String> user = new ThreadLocal<>();
    CostAware costs = stage().costs(b -> b.enrich(TagEnricher.supplier("user", user::get)));
    CostAwareClient client = stage().client(costs);
    surface.script(stage());

    user.set("ann");
    try {
      surface.call(stage(), client, Tags.none());
    } finally {
      user.remove();
    }

    CallEvent event = stage().events.awaitCalls(1, ContractStage.LIMIT).get(0);
    assertThat(event.call().tags()).isEqualTo(Tags.of("user", "ann"));
  }

  @ParameterizedTest
  @EnumSource
  default void T4_aLockedTagIsPutInAndCannotBeOverridden(Surface surface) throws Exception {
    CostAware costs = stage().costs(b -> b.tags(TagRules.none().lock("account", "prod-1")));
    CostAwareClient client = stage().client(costs);

    assertThatThrownBy(() -> surface.call(stage(), client, Tags.of("account", "mine")))
        .isInstanceOf(CallRefusedException.class)
        .hasMessageContainingAll("'account'", "'prod-1'", "'mine'");
    assertThat(stage().provider.requests()).isZero();

    surface.script(stage());
    surface.call(stage(), client, Tags.none());

    assertThat(stage().events.awaitCalls(1, ContractStage.LIMIT).get(0).call().tags())
        .isEqualTo(Tags.of("account", "prod-1"));
  }

  @Test
  default void T4_keysOfTheEngineAreOutOfReach() {
    CostAwareClient client = stage().client();

    assertThatThrownBy(
            () -> client.converse(stage().prompt("Hi").tag("costaware.request-id", "mine")))
        .isInstanceOf(CallRefusedException.class)
        .hasMessageContaining("costaware.request-id");
    assertThat(stage().provider.requests()).isZero();
  }
}
