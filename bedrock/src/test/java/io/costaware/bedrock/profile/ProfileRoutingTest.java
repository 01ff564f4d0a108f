package io.costaware.bedrock.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.target.RoutingScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileRoutingTest {
  private static final String MODEL = "anthropic.claude-sonnet-4-6";

  @ParameterizedTest
  @CsvSource({
    "us-east-1, us-east-1, in_region",
    "us-east-1, us-east-1 us-east-2 us-west-2, geo:us",
    "ca-central-1, ca-central-1 us-east-1 us-west-2, geo:us",
    "ca-central-1, ca-central-1 ca-west-1, geo:ca",
    "eu-central-1, eu-central-1 eu-west-3 eu-north-1, geo:eu",
    "ap-southeast-2, ap-southeast-2 ap-northeast-1 ap-south-1, geo:apac",
    "ap-northeast-1, ap-northeast-1 ap-northeast-3, geo:jp",
    "ap-southeast-4, ap-southeast-2 ap-southeast-4, geo:au",
    "ap-south-1, ap-south-1 ap-south-2, geo:in",
    "us-gov-west-1, us-gov-west-1 us-gov-east-1, geo:us-gov",
    "eu-central-1, eu-central-1 il-central-1, geo:eu",
  })
  void theRegionsOfTheModelsTellTheGeography(String home, String regions, String scope) {
    List<String> arns = new ArrayList<>();
    for (String region : regions.split(" ", -1)) {
      arns.add(model(region, MODEL));
    }

    assertThat(routing(home, arns)).isEqualTo(new ProfileRouting(MODEL, new RoutingScope(scope)));
  }

  @Test
  void anArnWithoutRegionMeansGlobalWhereverItStands() {
    assertThat(routing("eu-central-1", List.of(model("", MODEL), model("eu-central-1", MODEL))))
        .isEqualTo(new ProfileRouting(MODEL, RoutingScope.GLOBAL));
    assertThat(routing("eu-central-1", List.of(model("eu-central-1", MODEL), model("", MODEL))))
        .isEqualTo(new ProfileRouting(MODEL, RoutingScope.GLOBAL));
  }

  @Test
  void aSystemProfileBehindAProfileTellsItsOwnScope() {
    String system = "arn:aws:bedrock:us-east-1:123456789012:inference-profile/";

    assertThat(routing("us-east-1", List.of(system + "us." + MODEL)))
        .isEqualTo(new ProfileRouting(MODEL, RoutingScope.geo("us")));
    assertThat(routing("us-east-1", List.of(system + "global." + MODEL)))
        .isEqualTo(new ProfileRouting(MODEL, RoutingScope.GLOBAL));
  }

  @Test
  void whatNamesNoSingleModelIsNotUnderstood() {
    assertThat(ProfileRouting.of(arn("us-east-1"), List.of())).isNull();
    assertThat(
            ProfileRouting.of(
                arn("us-east-1"),
                List.of(model("us-east-1", "a.one"), model("us-east-1", "a.two"))))
        .isNull();
    assertThat(ProfileRouting.of(arn("us-east-1"), List.of("arn:aws:bedrock"))).isNull();
    assertThat(ProfileRouting.of("no-arn", List.of(model("us-east-1", MODEL)))).isNotNull();
  }

  private static ProfileRouting routing(String home, List<String> arns) {
    return Objects.requireNonNull(ProfileRouting.of(arn(home), arns));
  }

  private static String arn(String region) {
    return "arn:aws:bedrock:" + region + ":123456789012:application-inference-profile/abc";
  }

  private static String model(String region, String model) {
    return "arn:aws:bedrock:" + region + "::foundation-model/" + model;
  }
}
