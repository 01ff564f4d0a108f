package io.costaware.target;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelSpellingsTest {
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "BEDROCK, anthropic.claude-haiku-4-5-20251001,      anthropic.claude-haiku-4-5-20251001-v1:0",
    "BEDROCK, anthropic.claude-opus-4-6-v1:0,           anthropic.claude-opus-4-6-v1",
    "BEDROCK, anthropic.claude-opus-4-6,                anthropic.claude-opus-4-6-v1",
    "BEDROCK, anthropic.claude-sonnet-4-6-v1:0,         anthropic.claude-sonnet-4-6",
    "BEDROCK, amazon.titan-embed-text-v2,               amazon.titan-embed-text-v2:0",
    "BEDROCK, amazon.nova-lite,                         amazon.nova-lite-v1:0",
    "BEDROCK, cohere.embed-english-v3:0,                cohere.embed-english-v3",
    "BEDROCK, openai.gpt-oss-120b,                      openai.gpt-oss-120b-1:0",
    "VERTEX,  claude-haiku-4-5-20251001,                claude-haiku-4-5@20251001",
    "VERTEX,  claude-sonnet-4-6@20260217,               claude-sonnet-4-6",
    "VERTEX,  codestral-2501@001,                       codestral-2501",
    "VERTEX,  gemini-2.5-flash-001,                     gemini-2.5-flash",
  })
  void anIdIsKnownWithAndWithoutItsFirstVersion(Provider provider, String model, String listed) {
    assertThat(ModelSpellings.of(provider, model)).startsWith(model).contains(listed);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "BEDROCK, anthropic.claude-v2:1,                    anthropic.claude-v2",
    "BEDROCK, anthropic.claude-v2:1,                    anthropic.claude-v2:0",
    "BEDROCK, amazon.titan-embed-text-v2:0,             amazon.titan-embed-text-v1",
    "BEDROCK, amazon.titan-embed-text-v2:0,             amazon.titan-embed-text",
    "BEDROCK, amazon.nova-reel-v1:1,                    amazon.nova-reel-v1:0",
    "VERTEX,  claude-3-5-sonnet@20240620,               claude-3-5-sonnet@20241022",
    "VERTEX,  text-embedding-005,                       text-embedding",
    "VERTEX,  textembedding-gecko@003,                  textembedding-gecko",
  })
  void anotherVersionIsNoSpelling(Provider provider, String model, String other) {
    assertThat(ModelSpellings.of(provider, model)).startsWith(model).doesNotContain(other);
  }
}
