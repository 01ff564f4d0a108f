package io.costaware.tags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TagsTest {
  private final Tags tags = Tags.of("team", "support", "app", "chat");

  @Test
  void pairsAreSortedByKeyHoweverTheyAreGiven() {
    assertThat(tags).hasToString("{app=chat, team=support}");
    assertThat(tags.keyAt(0)).isEqualTo("app");
    assertThat(tags.valueAt(1)).isEqualTo("support");
    assertThat(tags.asMap())
        .containsExactly(Map.entry("app", "chat"), Map.entry("team", "support"));
  }

  @Test
  void equalPairsAreEqualTagsWithEqualHashes() {
    Tags same = Tags.of(Map.of("app", "chat", "team", "support"));
    assertThat(same).isEqualTo(tags).hasSameHashCodeAs(tags);
    assertThat(tags)
        .isNotEqualTo(Tags.of("team", "support"))
        .isNotEqualTo(Tags.of("team", "chat", "app", "support"))
        .isNotEqualTo(null)
        .isNotEqualTo("{app=chat, team=support}");
    assertThat(Tags.of(new LinkedHashMap<>())).isEqualTo(Tags.none()).isEqualTo(Tags.of());
  }

  @Test
  void aKeyThatIsNotThereHasNoValue() {
    assertThat(tags.get("app")).isEqualTo("chat");
    assertThat(tags.get("App")).isNull();
    assertThat(tags.has("team")).isTrue();
    assertThat(Tags.none().get("team")).isNull();
  }

  @Test
  void changesLeaveTheOriginalAsItWas() {
    assertThat(tags.with("env", "prod")).hasToString("{app=chat, env=prod, team=support}");
    assertThat(tags.with("app", "mail")).hasToString("{app=mail, team=support}");
    assertThat(tags.without("app")).hasToString("{team=support}");
    assertThat(tags.restrict(Set.of("app", "other"))).hasToString("{app=chat}");
    assertThat(tags).hasToString("{app=chat, team=support}");
  }

  @Test
  void aChangeThatChangesNothingAnswersTheSameInstance() {
    assertThat(tags.with("app", "chat")).isSameAs(tags);
    assertThat(tags.merge(Tags.none())).isSameAs(tags);
    assertThat(Tags.none().merge(tags)).isSameAs(tags);
    assertThat(tags.merge(Tags.of("team", "support"))).isSameAs(tags);
    assertThat(tags.without("env")).isSameAs(tags);
    assertThat(tags.restrict(Set.of("app", "team", "env"))).isSameAs(tags);
    assertThat(tags.restrict(Set.of())).isSameAs(Tags.none());
    assertThat(Tags.of("a", "b").without("a")).isSameAs(Tags.none());
  }

  @Test
  void theMapOfTagsCannotBeChanged() {
    Map<String, String> map = tags.asMap();
    assertThatThrownBy(() -> map.put("env", "prod"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void longestKeysAndValuesAreLegalAndOneMoreIsNot() {
    assertThat(Tags.of("k".repeat(128), "v".repeat(256)).size()).isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tags.of("k".repeat(129), "v"))
        .withMessageContaining("has 129 characters; the limit is 128");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tags.of("team", "v".repeat(257)))
        .withMessage("The value of tag 'team' has 257 characters; the limit is 256");
  }

  @Test
  void nonsenseIsRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tags.of("team", "support", "app"))
        .withMessageContaining("the last key 'app' has no value");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tags.of("team", "a", "app", "b", "team", "a"))
        .withMessage("Tag 'team' is given twice; give it one value");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tags.of(" ", "a"))
        .withMessageContaining("A tag key is blank");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tags.with("a\nb", "a"))
        .withMessageContaining("control character at index 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tags.with("team", "a\u0000"))
        .withMessageContaining("The value of tag 'team' holds a control character at index 1");
  }

  @Test
  void nullIsRefusedByName() {
    assertThatNullPointerException()
        .isThrownBy(() -> Tags.of("team", null))
        .withMessageContaining("The value of tag 'team' is null");
    assertThatNullPointerException()
        .isThrownBy(() -> Tags.of(null, "support"))
        .withMessageContaining("tag key");
  }
}
