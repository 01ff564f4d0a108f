package io.costaware.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelNamesTest {
  private static Aim aim(Provider provider, String name, @Nullable String region) {
    return ModelNames.aim(new ModelId(provider, name), region);
  }

  private static String reason(Aim aim) {
    assertThat(aim).isInstanceOf(Aim.Unpriceable.class);
    return ((Aim.Unpriceable) aim).reason();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "anthropic.claude-sonnet-4-6,                    anthropic.claude-sonnet-4-6, in_region",
    "us.anthropic.claude-sonnet-4-6,                 anthropic.claude-sonnet-4-6, geo:us",
    "eu.anthropic.claude-sonnet-4-6,                 anthropic.claude-sonnet-4-6, geo:eu",
    "apac.anthropic.claude-sonnet-4-6,               anthropic.claude-sonnet-4-6, geo:apac",
    "ap.anthropic.claude-sonnet-4-6,                 anthropic.claude-sonnet-4-6, geo:apac",
    "jp.anthropic.claude-sonnet-4-6,                 anthropic.claude-sonnet-4-6, geo:jp",
    "au.anthropic.claude-sonnet-4-6,                 anthropic.claude-sonnet-4-6, geo:au",
    "in.anthropic.claude-sonnet-4-6,                 anthropic.claude-sonnet-4-6, geo:in",
    "us-gov.anthropic.claude-sonnet-4-6,             anthropic.claude-sonnet-4-6, geo:us-gov",
    "global.anthropic.claude-sonnet-4-6,             anthropic.claude-sonnet-4-6, global",
    "amazon.nova-lite-v1:0,                          amazon.nova-lite-v1:0,       in_region",
    "amazon.nova-lite-v1:0:300k,                     amazon.nova-lite-v1:0,       in_region",
    "amazon.nova-premier-v1:0:mm,                    amazon.nova-premier-v1:0,    in_region",
    "anthropic.claude-v2:1,                          anthropic.claude-v2:1,       in_region",
    "anthropic.claude-v2:1:200k,                     anthropic.claude-v2:1,       in_region",
    "cohere.embed-english-v3:0:512,                  cohere.embed-english-v3:0,   in_region",
    "openai.gpt-oss-120b-1:0,                        openai.gpt-oss-120b-1:0,     in_region",
    "openai.gpt-5.4,                                 openai.gpt-5.4,              in_region",
    "  AMAZON.Nova-Lite-v1:0 ,                       amazon.nova-lite-v1:0,       in_region",
    "Global.Anthropic.Claude-Sonnet-4-6,             anthropic.claude-sonnet-4-6, global",
    "ca.amazon.nova-lite-v1:0,                       amazon.nova-lite-v1:0,       geo:ca",
    "anthropic.claude-sonnet-4-20250514-v1:0:1m,     anthropic.claude-sonnet-4-20250514-v1:0, in_region",
    "us.meta.llama4-scout-17b-instruct-v1:0,         meta.llama4-scout-17b-instruct-v1:0, geo:us",
    "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0, amazon.nova-lite-v1:0, in_region",
    "arn:aws:bedrock:::foundation-model/amazon.nova-lite-v1:0, amazon.nova-lite-v1:0, global",
    "arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/amazon.nova-lite-v1:0, amazon.nova-lite-v1:0, in_region",
    "arn:aws-cn:bedrock:cn-north-1::foundation-model/amazon.nova-lite-v1:0, amazon.nova-lite-v1:0, in_region",
    "arn:aws:bedrock:us-east-1:111122223333:inference-profile/global.anthropic.claude-sonnet-4-6, anthropic.claude-sonnet-4-6, global",
    "ARN:AWS:Bedrock:us-east-1::Foundation-Model/Amazon.Nova-Lite-v1:0, amazon.nova-lite-v1:0, in_region",
    "arn:aws-us-gov:bedrock:us-gov-west-1:111122223333:inference-profile/us-gov.amazon.nova-lite-v1:0, amazon.nova-lite-v1:0, geo:us-gov",
    "arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.amazon.nova-pro-v1:0, amazon.nova-pro-v1:0, geo:us",
  })
  void P4_everyNameOfABedrockModelLeadsToItsBaseIdAndKeepsTheRouting(
      String name, String model, String scope) {
    assertThat(aim(Provider.BEDROCK, name, "us-west-2"))
        .isEqualTo(
            new Aim.Priceable(
                new Target(Provider.BEDROCK, model, new RoutingScope(scope), "us-west-2")));
  }

  @ParameterizedTest(name = "{0} at {1}")
  @CsvSource({
    "gemini-2.5-flash,                                     ,            gemini-2.5-flash, global",
    "gemini-2.5-flash,                                     global,      gemini-2.5-flash, global",
    "gemini-2.5-flash,                                     us-central1, gemini-2.5-flash, non_global",
    "gemini-2.5-flash,                                     eu,          gemini-2.5-flash, non_global",
    "models/gemini-2.5-flash,                              ,            gemini-2.5-flash, global",
    "publishers/google/models/gemini-2.5-flash,            us-central1, gemini-2.5-flash, non_global",
    "google/gemini-2.5-flash,                              global,      gemini-2.5-flash, global",
    "gemini-2.5-flash@default,                             ,            gemini-2.5-flash, global",
    "gemini-2.5-flash@001,                                 ,            gemini-2.5-flash, global",
    "claude-haiku-4-5@20251001,                            ,            claude-haiku-4-5@20251001, global",
    "claude-sonnet-4-6@default,                            ,            claude-sonnet-4-6, global",
    "publishers/anthropic/models/claude-haiku-4-5@20251001, us-east5,   claude-haiku-4-5@20251001, non_global",
    "Gemini-2.5-Flash,                                     ,            gemini-2.5-flash, global",
    "publishers/meta/models/llama-3.3-70b-instruct-maas,   us-central1, llama-3.3-70b-instruct-maas, non_global",
    "meta/llama-3.3-70b-instruct-maas,                     us-central1, llama-3.3-70b-instruct-maas, non_global",
    "publishers/google/models/gemini-2.5-flash:countTokens, ,           gemini-2.5-flash, global",
    "textembedding-gecko@003,                              ,            textembedding-gecko@003, global",
  })
  void P4_everyNameOfAVertexModelLeadsToItsBaseIdAndKeepsTheRouting(
      String name, @Nullable String location, String model, String scope) {
    assertThat(aim(Provider.VERTEX, name, location))
        .isEqualTo(
            new Aim.Priceable(
                new Target(Provider.VERTEX, model, new RoutingScope(scope), location)));
  }

  @Test
  void aLocationInThePathOfAVertexModelIsThatOfTheCall() {
    String path = "projects/p/locations/us-central1/publishers/google/models/gemini-2.5-flash";
    assertThat(aim(Provider.VERTEX, path, null))
        .isEqualTo(
            new Aim.Priceable(
                new Target(
                    Provider.VERTEX, "gemini-2.5-flash", RoutingScope.NON_GLOBAL, "us-central1")));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "//aiplatform.googleapis.com/projects/p/locations/global/publishers/anthropic/models/claude-haiku-4-5@20251001",
        "projects/p/locations/Global/publishers/anthropic/models/claude-haiku-4-5@20251001:rawPredict",
        "/projects/p/locations/global/publishers/anthropic/models/claude-haiku-4-5@20251001"
      })
  void aFullResourceNameOfAVertexModelIsReadAsItsPath(String name) {
    assertThat(aim(Provider.VERTEX, name, "us-east5"))
        .isEqualTo(
            new Aim.Priceable(
                new Target(
                    Provider.VERTEX, "claude-haiku-4-5@20251001", RoutingScope.GLOBAL, "global")));
  }

  @Test
  void throughputBoughtBeforehandIsNoUnknownPrice() {
    String arn = "arn:aws:bedrock:us-east-1:111122223333:provisioned-model/a1b2c3";
    assertThat(aim(Provider.BEDROCK, arn, null))
        .isEqualTo(new Aim.Prepaid(arn, ServiceTier.PROVISIONED, "us-east-1"));
    assertThatThrownBy(() -> new Aim.Prepaid(arn, ServiceTier.FLEX, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("flex", arn, "provisioned");
  }

  @Test
  void aGovCloudIdIsRoutedInItsRegionUnlessAProfileSaysMore() {
    assertThat(aim(Provider.BEDROCK, "amazon.nova-lite-v1:0", "us-gov-west-1"))
        .isEqualTo(
            new Aim.Priceable(
                new Target(
                    Provider.BEDROCK,
                    "amazon.nova-lite-v1:0",
                    RoutingScope.IN_REGION,
                    "us-gov-west-1")));
  }

  @Test
  void theRegionOfAnArnStandsInForAClientWithoutOne() {
    Aim aim =
        aim(
            Provider.BEDROCK,
            "arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-lite-v1:0",
            null);
    assertThat(((Aim.Priceable) aim).target().region()).isEqualTo("eu-west-1");
  }

  @Test
  void anApplicationInferenceProfileIsLeftToALookUp() {
    String arn =
        "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/a1b2c3d4e5f6";
    assertThat(aim(Provider.BEDROCK, arn, "us-east-1")).isEqualTo(new Aim.Profile(arn));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "arn:aws:bedrock:us-east-1:111122223333:custom-model/amazon.x/abc,   a custom model",
    "arn:aws:bedrock:us-east-1:111122223333:custom-model-deployment/abc, a custom model",
    "arn:aws:bedrock:us-east-1:111122223333:imported-model/abc,          an imported model",
    "arn:aws:bedrock:us-east-1:111122223333:prompt/ABC:1,                a stored prompt",
    "arn:aws:bedrock:us-east-1:111122223333:prompt-router/abc,           a prompt router",
    "arn:aws:bedrock:us-east-1:111122223333:default-prompt-router/abc:1, a prompt router",
    "arn:aws:sagemaker:us-east-1:111122223333:endpoint/mine,             a SageMaker endpoint",
  })
  void M3_anArnThatNamesNoPriceSaysWhatItIsAndWhatToDo(String arn, String what) {
    assertThat(reason(aim(Provider.BEDROCK, arn, "us-east-1"))).contains(arn, what, "by an alias");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "arn:",
        "arn:aws:bedrock",
        "arn:aws:bedrock:us-east-1:111122223333",
        "arn:azure:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0",
        "arn:aws:s3:::bucket/key",
        "arn:aws:bedrock:us-east-1::foundation-model/",
        "arn:aws:bedrock:us-east-1::foundation-model",
      })
  void aMalformedArnIsNamedAsSuchAndThrowsNothing(String arn) {
    assertThat(reason(aim(Provider.BEDROCK, arn, "us-east-1"))).contains("malformed ARN", arn);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "projects/p/locations/us-central1/endpoints/123",
        "projects/p/locations/us-central1/models/456",
        "endpoints/123",
        "tunedModels/mine",
      })
  void M3_aTunedModelOfVertexSaysWhatToDo(String name) {
    assertThat(reason(aim(Provider.VERTEX, name, "us-central1"))).contains(name, "by an alias");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "publishers/google/models/",
        "publishers/google",
        "projects/p/locations/l",
        "a/b/c",
        "/"
      })
  void aPathThatNamesNoModelIsRefusedInWords(String name) {
    assertThat(reason(aim(Provider.VERTEX, name, null))).contains("is no Vertex AI model name");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"us.", "global.", "nova lite", "a/b"})
  void aBedrockNameThatCannotBeAnIdIsRefusedInWords(String name) {
    assertThat(reason(aim(Provider.BEDROCK, name, null))).contains("is no Bedrock model id");
  }
}
