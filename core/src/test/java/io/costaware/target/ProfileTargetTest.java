package io.costaware.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileTargetTest {
  private static final String MODEL = "anthropic.claude-sonnet-4-6";
  private static final String PROFILE =
      "arn:aws:bedrock:eu-central-1:111122223333:application-inference-profile/abc";

  private static String arn(String region) {
    return "arn:aws:bedrock:" + region + "::foundation-model/" + MODEL;
  }

  private static Aim priceable(RoutingScope scope, @Nullable String region) {
    return new Aim.Priceable(new Target(Provider.BEDROCK, MODEL, scope, region));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "eu-central-1,                          in_region",
    "eu-central-1 eu-west-1,                geo:eu",
    "us-east-1 us-west-2,                   geo:us",
    "ap-northeast-1 ap-northeast-3,         geo:jp",
    "us-gov-east-1 us-gov-west-1,           geo:us-gov",
  })
  void P4_theRegionsBehindAProfileTellItsScope(String regions, String scope) {
    List<String> arns = Stream.of(regions.split(" ", -1)).map(ProfileTargetTest::arn).toList();
    assertThat(ProfileTarget.of(PROFILE, arns, "eu-west-3"))
        .isEqualTo(priceable(new RoutingScope(scope), "eu-west-3"));
  }

  @Test
  void P4_oneArnWithoutARegionMakesTheProfileGlobal() {
    assertThat(ProfileTarget.of(PROFILE, List.of(arn("eu-central-1"), arn("")), null))
        .isEqualTo(priceable(RoutingScope.GLOBAL, "eu-central-1"));
  }

  @Test
  void aProfileWhoseHomeNobodyKnowsIsReadByItsModelsAlone() {
    assertThat(ProfileTarget.of("abc", List.of(arn("eu-west-1"), arn("eu-west-3")), " "))
        .isEqualTo(priceable(RoutingScope.geo("eu"), null));
  }

  @Test
  void M3_modelsThatNameNoSingleOneAreUnpricedAndTheReasonNamesThem() {
    String other = "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0";
    assertThat(ProfileTarget.of(PROFILE, List.of(), null))
        .isInstanceOfSatisfying(
            Aim.Unpriceable.class, none -> assertThat(none.reason()).contains(PROFILE, "alias"));
    assertThat(ProfileTarget.of(PROFILE, List.of(arn("us-east-1"), other), null))
        .isInstanceOfSatisfying(
            Aim.Unpriceable.class, two -> assertThat(two.reason()).contains(MODEL, other));
    assertThat(ProfileTarget.of(PROFILE, List.of("arn:aws:bedrock"), null))
        .isInstanceOfSatisfying(
            Aim.Unpriceable.class, bad -> assertThat(bad.reason()).contains("malformed ARN"));
    assertThat(ProfileTarget.of(PROFILE, List.of(PROFILE), null))
        .isInstanceOf(Aim.Unpriceable.class);
  }
}
