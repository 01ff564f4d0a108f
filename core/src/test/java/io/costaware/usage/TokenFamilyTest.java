package io.costaware.usage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenFamilyTest {
  @ParameterizedTest(name = "''{0}''")
  @CsvSource({
    "anthropic.claude-v2:1,                          CLAUDE",
    "anthropic.claude-3-5-sonnet-20241022-v2:0,      CLAUDE",
    "anthropic.claude-opus-4-20250514-v1:0,          CLAUDE",
    "anthropic.claude-haiku-4-5-20251001-v1:0,       CLAUDE",
    "anthropic.claude-opus-4-6-v1,                   CLAUDE",
    "claude-opus-4@20250514,                         CLAUDE",
    "anthropic.claude-opus-4-7,                      CLAUDE_NEW",
    "anthropic.claude-sonnet-5,                      CLAUDE_NEW",
    "claude-opus-5-5,                                CLAUDE_NEW",
    "anthropic.claude-fable-5-1,                     CLAUDE_NEW",
    "anthropic.claude-mythos-preview,                CLAUDE_NEW",
    "gemini-2.5-flash,                               GEMINI",
    "google.gemma-3-27b-it,                          GEMINI",
    "openai.gpt-oss-120b-1:0,                        GPT",
    "openai.gpt-5.4,                                 GPT",
    "meta.llama4-scout-17b-instruct-v1:0,            LLAMA",
    "llama-3.3-70b-instruct-maas,                    LLAMA",
    "mistral.ministral-3-8b-instruct,                MISTRAL",
    "codestral-2501,                                 MISTRAL",
    "cohere.command-r-plus-v1:0,                     COHERE",
    "qwen.qwen3-32b-v1:0,                            QWEN",
    "deepseek.v3.1,                                  DEEPSEEK",
    "amazon.nova-lite-v1:0,                          OTHER",
    "amazon.titan-text-lite-v1,                      OTHER",
    "'',                                             OTHER",
  })
  void aModelBelongsToTheFamilyOfItsName(String model, TokenFamily family) {
    assertThat(TokenFamily.of(model)).isEqualTo(family);
  }

  @Test
  void theShapeOfTwoTextsIsThatOfBoth() {
    String prose = "A quiet morning in the harbour.";
    String code = "if (callCount > 10) {\n    return null;\n}";
    long apart =
        TextShape.of(prose).tokens(TokenFamily.GPT) + TextShape.of(code).tokens(TokenFamily.GPT);

    assertThat(TextShape.of(prose).add(code).tokens(TokenFamily.GPT)).isBetween(apart - 1, apart);
    assertThat(TextShape.of("").tokens(TokenFamily.GEMINI)).isZero();
  }

  @Test
  void digitsAreDearerWhereEachIsAToken() {
    String number = "1234567890".repeat(10);
    assertThat(TextShape.of(number).tokens(TokenFamily.GEMINI)).isBetween(95L, 125L);
    assertThat(TextShape.of(number).tokens(TokenFamily.GPT)).isBetween(33L, 60L);
    assertThat(TokenHeuristic.tokens(number)).isEqualTo(100);
  }

  @Test
  void newerClaudeCountsMoreAndItsCeilingCoversTheMost() {
    String text = "The same words, cut by another tokenizer. ".repeat(20);
    assertThat(TextShape.of(text).tokens(TokenFamily.CLAUDE_NEW))
        .isGreaterThan(TextShape.of(text).tokens(TokenFamily.CLAUDE));
    assertThat(TokenFamily.CLAUDE_NEW.ceilingPercent()).isEqualTo(135);
    assertThat(TokenFamily.GEMINI.ceilingPercent()).isEqualTo(100);
  }
}
