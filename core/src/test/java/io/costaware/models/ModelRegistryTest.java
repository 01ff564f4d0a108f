package io.costaware.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.costaware.target.ModelId;
import io.costaware.target.Provider;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelRegistryTest {
  private static final String SONNET = "global.anthropic.claude-sonnet-4-6";

  private final ModelRegistry models =
      ModelRegistry.builder()
          .alias("claude-sonnet", "bedrock:" + SONNET)
          .alias("claude-haiku", "bedrock:anthropic.claude-haiku-4-5-20251001-v1:0")
          .alias("gemini-flash", "vertex:gemini-2.5-flash")
          .build();

  @Test
  void P4_anAliasLeadsToItsModel() {
    ModelId sonnet = new ModelId(Provider.BEDROCK, SONNET);
    assertThat(models.find("claude-sonnet")).isEqualTo(sonnet);
    assertThat(models.require("claude-sonnet")).isEqualTo(sonnet);
    assertThat(models.resolve(Provider.BEDROCK, "claude-sonnet")).isEqualTo(sonnet);
    assertThat(models.find("claude-haiku").id()).endsWith("v1:0");
  }

  @Test
  void P4_whateverIsNoAliasIsTheProvidersOwnId() {
    assertThat(models.resolve(Provider.BEDROCK, "amazon.nova-lite-v1:0"))
        .isEqualTo(new ModelId(Provider.BEDROCK, "amazon.nova-lite-v1:0"));
    assertThat(models.find("amazon.nova-lite-v1:0")).isNull();
    assertThat(ModelRegistry.none().resolve(Provider.VERTEX, "gemini-flash").id())
        .isEqualTo("gemini-flash");
  }

  @Test
  void anAliasOfTheOtherProviderIsAnErrorThatSaysSo() {
    refused(
        () -> models.resolve(Provider.VERTEX, "claude-sonnet"),
        "Alias 'claude-sonnet' stands for 'bedrock:" + SONNET + "', but this call goes to vertex");
  }

  @Test
  void anUnknownAliasIsAnErrorThatNamesTheNearest() {
    refused(
        () -> models.require("claude-sonet"),
        "Unknown model alias 'claude-sonet'; did you mean claude-sonnet?");
    refused(() -> models.require("zzz"), "known are claude-haiku, claude-sonnet, gemini-flash");
    refused(() -> ModelRegistry.none().require("zzz"), "no alias is registered");
  }

  @Test
  void illegalAliasesAreRefused() {
    for (String illegal : new String[] {"", "a:b", "a b", "a/b", "ä"}) {
      refused(() -> ModelRegistry.builder().alias(illegal, "vertex:x"), "is not legal");
    }
    refused(() -> ModelRegistry.builder().alias("a", "openai:x"), "Unknown provider 'openai'");
    refused(() -> ModelRegistry.builder().alias("a", "vertex:"), "model id is empty");
  }

  @Test
  void anAliasCannotStandForTwoModelsOrForAnotherAlias() {
    ModelRegistry.Builder builder = ModelRegistry.builder().alias("a", "vertex:x");
    builder.alias("a", "vertex:x");
    refused(() -> builder.alias("a", "vertex:y"), "Alias 'a' stands for 'vertex:x' already");
    refused(() -> builder.alias("b", "a"), "names no provider");
    refused(() -> builder.alias("b", "vertex:a").build(), "'a' is an alias itself");
  }

  @Test
  void anAliasMayBeSpelledAsItsOwnModel() {
    ModelRegistry same =
        ModelRegistry.of(Map.of("gemini-3", new ModelId(Provider.VERTEX, "gemini-3")));
    assertThat(same.resolve(Provider.VERTEX, "gemini-3").id()).isEqualTo("gemini-3");
    assertThat(same.aliases()).containsOnlyKeys("gemini-3");
  }

  private static void refused(Runnable build, String because) {
    assertThatIllegalArgumentException().isThrownBy(build::run).withMessageContaining(because);
  }
}
