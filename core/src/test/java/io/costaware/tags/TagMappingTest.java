package io.costaware.tags;

import static io.costaware.tags.TagMapping.BEDROCK_REQUEST_METADATA;
import static io.costaware.tags.TagMapping.VERTEX_LABELS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TagMappingTest {
  @Test
  void T2_legalTagsGoToBedrockAsTheyAre() {
    Tags tags = Tags.of("team", "Support EU", "cost-center", "a:b_c@d$e#f=g/h+i,j-k.l", "e", "");
    assertThat(mapped(BEDROCK_REQUEST_METADATA.map(tags))).isEqualTo(tags.asMap());
  }

  @Test
  void T2_whatBedrockDoesNotTakeIsAViolationAndNothingIsMapped() {
    Tags tags = Tags.of("team", "Köln", "naïve", "x", "ok", "fine");
    assertThat(violations(BEDROCK_REQUEST_METADATA.map(tags)))
        .extracting(TagViolation::key)
        .containsExactly("naïve", "team");
    assertThat(message(BEDROCK_REQUEST_METADATA.map(tags)))
        .contains("Tag 'team' = 'Köln' can't go to Bedrock requestMetadata: its value holds 'ö'");
  }

  @Test
  void T2_bedrockTakesSixteenEntriesTheCallersOwnIncluded() {
    assertThat(mapped(BEDROCK_REQUEST_METADATA.map(numbered(16)))).hasSize(16);
    assertThat(message(BEDROCK_REQUEST_METADATA.map(numbered(17))))
        .contains("there is room for 16 entries");
    Map<String, String> own = Map.of("trace", "1");
    assertThat(mapped(BEDROCK_REQUEST_METADATA.map(numbered(15), own))).hasSize(16);
    assertThat(violations(BEDROCK_REQUEST_METADATA.map(numbered(16), own))).hasSize(1);
  }

  @Test
  void T2_theCallersOwnEntriesAreKeptAndClashesAreSaid() {
    Map<String, String> own = new LinkedHashMap<>(Map.of("team", "support", "Ünlike", "ß"));
    assertThat(mapped(BEDROCK_REQUEST_METADATA.map(Tags.of("team", "support", "app", "a"), own)))
        .isEqualTo(Map.of("team", "support", "Ünlike", "ß", "app", "a"));
    assertThat(message(BEDROCK_REQUEST_METADATA.map(Tags.of("team", "sales"), own)))
        .contains("the request sets 'team' to 'support'");
    assertThat(own).hasSize(2);
  }

  @Test
  void T2_vertexLabelsAreFoldedToLowerCase() {
    assertThat(mapped(VERTEX_LABELS.map(Tags.of("Team", "Support_1", "café", "Ärger-日本"))))
        .containsExactly(Map.entry("team", "support_1"), Map.entry("café", "ärger-日本"));
  }

  @Test
  void T2_twoKeysThatFoldToOneAreAViolation() {
    assertThat(message(VERTEX_LABELS.map(Tags.of("Team", "a", "team", "a"))))
        .contains("it ends at key 'team', as tag 'Team' does");
  }

  @Test
  void T2_whatVertexDoesNotTakeIsAViolation() {
    assertThat(message(VERTEX_LABELS.map(Tags.of("cost.center", "a"))))
        .contains("its key holds '.'");
    assertThat(message(VERTEX_LABELS.map(Tags.of("1st", "a")))).contains("its key begins with '1'");
    assertThat(message(VERTEX_LABELS.map(Tags.of("team", "a b")))).contains("its value holds ' '");
    assertThat(message(VERTEX_LABELS.map(Tags.of("k".repeat(64), "a"))))
        .contains("its key has 64 characters, allowed are 1 to 63");
    assertThat(message(VERTEX_LABELS.map(Tags.of("team", "v".repeat(64)))))
        .contains("its value has 64 characters, allowed are 0 to 63");
    assertThat(mapped(VERTEX_LABELS.map(Tags.of("k".repeat(63), "v".repeat(63))))).hasSize(1);
    assertThat(mapped(VERTEX_LABELS.map(numbered(64)))).hasSize(64);
    assertThat(violations(VERTEX_LABELS.map(numbered(65)))).hasSize(1);
    assertThat(violations(VERTEX_LABELS.atMost(32).map(numbered(33)))).hasSize(1);
  }

  @Test
  void T2_illegalCharactersAreReplacedWhereTheMappingSaysSo() {
    TagMapping lenient = VERTEX_LABELS.replaceIllegalWith('_');
    assertThat(mapped(lenient.map(Tags.of("Cost.Center", "a b/ü😀"))))
        .isEqualTo(Map.of("cost_center", "a_b_ü_"));
    assertThat(message(lenient.map(Tags.of("a.b", "1", "a/b", "1"))))
        .contains("it ends at key 'a_b', as tag 'a.b' does");
    assertThat(message(lenient.map(Tags.of(".hidden", "1")))).contains("begins with '_'");
  }

  @Test
  void T2_tagsAreRenamedAndLeftOutByName() {
    TagMapping mapping = VERTEX_LABELS.rename("cost.center", "cost-center").leaveOut("request.id");
    assertThat(mapped(mapping.map(Tags.of("cost.center", "1", "request.id", "x y", "app", "a"))))
        .containsExactly(Map.entry("app", "a"), Map.entry("cost-center", "1"));
    assertThat(message(mapping.map(Tags.of("cost.center", "1", "cost-center", "1"))))
        .contains("ends at key 'cost-center'");
  }

  @Test
  void T2_aMappingThatCannotWorkIsRefusedAtOnce() {
    refused(() -> VERTEX_LABELS.rename("a", "x").rename("b", "x"), "Two tags are renamed to 'x'");
    refused(() -> VERTEX_LABELS.rename("a", "x.y"), "it holds '.'");
    refused(() -> VERTEX_LABELS.rename("a", "x").leaveOut("a"), "renamed or left out already");
    refused(() -> VERTEX_LABELS.replaceIllegalWith('.'), "can't replace illegal characters");
    refused(() -> VERTEX_LABELS.atMost(0), "at most 0 entries");
    refused(() -> TagMapping.to("x", 3).keys(0, 5, "[a-z]"), "at least 1 character");
    refused(() -> TagMapping.to("x", 3).values(6, 5, "[a-z]"), "fits no text");
    refused(() -> TagMapping.to("x", 3).values(0, 5, "[a-z"), "not a character class");
  }

  @Test
  void equalTagsAreMappedOnce() {
    MappingAnswer first = VERTEX_LABELS.map(Tags.of("team", "once"));
    assertThat(VERTEX_LABELS.map(Tags.of("team", "once"))).isSameAs(first);
    assertThat(mapped(VERTEX_LABELS.map(Tags.none()))).isEmpty();
  }

  private static Tags numbered(int size) {
    Tags tags = Tags.none();
    for (int i = 0; i < size; i++) {
      tags = tags.with("k" + i, "v");
    }
    return tags;
  }

  private static void refused(Runnable build, String because) {
    assertThatIllegalArgumentException().isThrownBy(build::run).withMessageContaining(because);
  }

  private static Map<String, String> mapped(MappingAnswer answer) {
    assertThat(answer).isInstanceOf(MappingAnswer.Mapped.class);
    return answer.fold(entries -> entries, no -> Map.of());
  }

  private static List<TagViolation> violations(MappingAnswer answer) {
    return answer.fold(entries -> List.of(), MappingAnswer.Unmappable::violations);
  }

  private static String message(MappingAnswer answer) {
    return answer.fold(entries -> "mapped", MappingAnswer.Unmappable::message);
  }
}
