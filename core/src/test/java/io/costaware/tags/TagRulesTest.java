package io.costaware.tags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

class TagRulesTest {
  private final TagRules rules =
      TagRules.require("team", "app")
          .allow("env", "dev", "prod")
          .pattern("cost-center", "[0-9]{4}")
          .lock("account", "prod-1");

  @Test
  void T1_everyViolationIsInOneMessage() {
    TagVerdict verdict =
        rules.check(
            Tags.of("app", " ", "env", "test", "cost-center", "12x", "account", "mine", "x", "y"));
    assertThat(violations(verdict).violations())
        .extracting(TagViolation::key)
        .containsExactly("account", "app", "cost-center", "env", "team");
    assertThat(violations(verdict).message())
        .isEqualTo(
            "Tag 'account' is locked to 'prod-1' but was given 'mine'; leave it out; "
                + "Tag 'app' is required but blank; give it a value; "
                + "Tag 'cost-center' is '12x'; use a value that matches [0-9]{4}; "
                + "Tag 'env' is 'test'; use one of [dev, prod]; "
                + "Tag 'team' is required but missing; give it a value");
  }

  @Test
  void keysThatAreOnlyKnownAskForNothing() {
    TagRules more = rules.alsoKnow("feature", "team");
    assertThat(rules.keys()).containsExactly("account", "app", "cost-center", "env", "team");
    assertThat(more.keys())
        .containsExactly("account", "app", "cost-center", "env", "feature", "team");
    Tags given = Tags.of("team", "support", "app", "chat");
    assertThat(accepted(more.check(given))).isEqualTo(given.with("account", "prod-1"));
    assertThat(violations(more.check(Tags.of("app", "chat"))).violations())
        .as("team stays required")
        .hasSize(1);
    assertThat(TagRules.none().keys()).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> rules.alsoKnow("costaware.x"));
  }

  @Test
  void aValueThatNoCallCanHaveIsToldBeforehand() {
    assertThat(rules.problem("env", "dev")).isNull();
    assertThat(rules.problem("env", "test")).contains("use one of [dev, prod]");
    assertThat(rules.problem("cost-center", "1234")).isNull();
    assertThat(rules.problem("cost-center", "12x")).contains("[0-9]{4}");
    assertThat(rules.problem("account", "prod-1")).isNull();
    assertThat(rules.problem("account", "prod-2")).contains("locked to 'prod-1'");
    assertThat(rules.problem("team", " ")).contains("required but blank");
    assertThat(rules.problem("unruled", "x")).isNull();
  }

  @Test
  void T1_aMissingTagWithAnAllowListSaysWhatIsAllowed() {
    TagRules required = TagRules.require("env").allow("env", "dev", "prod");
    assertThat(violations(required.check(Tags.none())).message())
        .isEqualTo("Tag 'env' is required but missing; give it a value out of [dev, prod]");
    assertThat(violations(required.check(Tags.none())).violations().get(0).value()).isNull();
  }

  @Test
  void T4_lockedTagsArePutInAndCannotBeOverridden() {
    Tags given = Tags.of("team", "support", "app", "chat");
    assertThat(accepted(rules.check(given))).isEqualTo(given.with("account", "prod-1"));
    Tags agreeing = given.with("account", "prod-1");
    assertThat(accepted(rules.check(agreeing))).isSameAs(agreeing);
    assertThat(violations(rules.check(given.with("account", "prod-2"))).violations()).hasSize(1);
  }

  @Test
  void T4_aLockedTagCountsAsGivenWhereItIsRequired() {
    assertThat(accepted(TagRules.require("account").lock("account", "a").check(Tags.none())))
        .isEqualTo(Tags.of("account", "a"));
  }

  @Test
  void T4_keysOfTheEngineCannotBeSetByCallers() {
    Tags forged = Tags.of("costaware.request_id", "forged");
    assertThat(violations(TagRules.none().check(forged)).message())
        .contains("Tag 'costaware.request_id' is set by costaware alone");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TagRules.none().lock("costaware.request_id", "x"))
        .withMessageContaining("set by costaware alone");
  }

  @Test
  void rulesThatAreChangedStayAsTheyWere() {
    TagRules first = TagRules.require("team");
    TagRules second = first.alsoRequire("app").allow("team", "a");
    assertThat(first.check(Tags.of("team", "b"))).isInstanceOf(TagVerdict.Accepted.class);
    assertThat(violations(second.check(Tags.of("team", "b"))).violations()).hasSize(2);
  }

  @Test
  void aKeyWithoutARuleMayHaveAnyValue() {
    Tags any = Tags.of("whatever", "");
    assertThat(accepted(TagRules.none().check(any))).isSameAs(any);
  }

  @Test
  void contradictionsAreRefusedAtOnce() {
    refused(() -> TagRules.none().allow("env", "dev").lock("env", "prod"), "use one of [dev]");
    refused(() -> TagRules.none().lock("env", "prod").allow("env", "dev"), "use one of [dev]");
    refused(() -> TagRules.none().lock("cc", "x").pattern("cc", "[0-9]+"), "matches [0-9]+");
    refused(() -> TagRules.none().allow("cc", "1", "x").pattern("cc", "[0-9]+"), "may be 'x'");
    refused(() -> TagRules.none().pattern("cc", "[0-9]+").allow("cc", "1", "x"), "may be 'x'");
    refused(() -> TagRules.none().allow("env", "a").allow("env", "b"), "has an allow list already");
    refused(() -> TagRules.none().pattern("a", "x").pattern("a", "y"), "has a pattern already");
    refused(() -> TagRules.none().lock("a", "x").lock("a", "y"), "is locked to 'x' already");
    refused(() -> TagRules.none().allow("env", "a", "a"), "names 'a' twice");
    refused(() -> TagRules.none().allow("env"), "is empty");
    refused(() -> TagRules.none().pattern("cc", "[0-9"), "'[0-9' of tag 'cc' is not a regular");
    refused(() -> TagRules.require(""), "blank");
  }

  @Test
  void aValueThatMatchedOnceDoesNotLetAnotherThrough() {
    for (int i = 0; i < 200; i++) {
      String value = String.format("%04d", i);
      Tags given = Tags.of("team", "t", "app", "a", "cost-center", value);
      assertThat(rules.check(given)).isInstanceOf(TagVerdict.Accepted.class);
      assertThat(rules.check(given)).isInstanceOf(TagVerdict.Accepted.class);
      assertThat(rules.check(given.with("cost-center", value + "0")))
          .isInstanceOf(TagVerdict.Violations.class);
    }
  }

  @Test
  void checkingSixValidTagsAllocatesNothingButTheAnswer() {
    Tags six =
        Tags.of(
            "team",
            "support",
            "app",
            "chat",
            "env",
            "prod",
            "cost-center",
            "1234",
            "account",
            "prod-1",
            "user",
            "u1");
    long perCall = bytesPerCall(() -> rules.check(six));
    assertThat(perCall).isLessThanOrEqualTo(24);
  }

  private static long bytesPerCall(Runnable call) {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    int calls = 20_000;
    for (int i = 0; i < calls; i++) {
      call.run();
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < calls; i++) {
      call.run();
    }
    return (threads.getCurrentThreadAllocatedBytes() - before) / calls;
  }

  private static void refused(Runnable build, String because) {
    assertThatIllegalArgumentException().isThrownBy(build::run).withMessageContaining(because);
  }

  private static Tags accepted(TagVerdict verdict) {
    return verdict.fold(tags -> tags, violations -> fail(violations.message()));
  }

  private static TagVerdict.Violations violations(TagVerdict verdict) {
    return verdict.fold(tags -> new TagVerdict.Violations(List.of()), violations -> violations);
  }

  private static Tags fail(String message) {
    throw new AssertionError(message);
  }
}
