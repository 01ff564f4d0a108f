package io.costaware.benchmarks;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Writes a file of recorded calls for {@code costaware price}: nine kinds of calls to both
 * providers in a fixed random order, over a year. The same number of lines is the same file.
 */
final class RecordedCallsFile {
  private static final long SEED = 20261121;
  private static final String[] BEDROCK = {
    "global.anthropic.claude-sonnet-4-6",
    "us.anthropic.claude-haiku-4-5-20251001-v1:0",
    "amazon.nova-lite-v1:0",
    "us.amazon.nova-pro-v1:0",
    "openai.gpt-oss-120b-1:0",
  };
  private static final String[] GEMINI = {
    "gemini-2.5-flash", "gemini-2.5-pro", "gemini-2.5-flash-lite", "gemini-3.5-flash",
  };

  private final Random random = new Random(SEED);

  private RecordedCallsFile() {}

  /** Arguments: the file, and how many lines. */
  public static void main(String[] arguments) throws IOException {
    new RecordedCallsFile().write(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
  }

  private void write(Path file, int lines) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < lines; i++) {
        out.write(call(i));
        out.write('\n');
      }
    }
  }

  private String call(int number) {
    int kind = random.nextInt(BEDROCK.length + GEMINI.length);
    return kind < BEDROCK.length
        ? bedrock(number, BEDROCK[kind])
        : gemini(number, GEMINI[kind - BEDROCK.length]);
  }

  private String bedrock(int number, String model) {
    int input = random.nextInt(20_000);
    int cached = random.nextInt(3) == 0 ? random.nextInt(100_000) : 0;
    int output = random.nextInt(2_000);
    return ("{\"id\":\"b-%d\",\"provider\":\"bedrock\",\"model\":\"%s\",\"operation\":\"converse\","
            + "\"at\":\"%s\",\"region\":\"us-east-1\",\"response\":{\"stopReason\":\"end_turn\","
            + "\"usage\":{\"inputTokens\":%d,\"outputTokens\":%d,\"cacheReadInputTokens\":%d,"
            + "\"cacheWriteInputTokens\":0,\"totalTokens\":%d},\"metrics\":{\"latencyMs\":%d}}}")
        .formatted(number, model, at(), input, output, cached, input + output + cached, output * 9);
  }

  private String gemini(int number, String model) {
    int prompt = random.nextInt(250_000);
    int cached = random.nextInt(prompt + 1) / 2;
    int output = random.nextInt(2_000);
    int thought = random.nextInt(1_000);
    return ("{\"id\":\"v-%d\",\"provider\":\"vertex\",\"model\":\"%s\","
            + "\"operation\":\"generateContent\",\"at\":\"%s\",\"location\":\"global\","
            + "\"response\":{\"usageMetadata\":{\"promptTokenCount\":%d,"
            + "\"cachedContentTokenCount\":%d,\"candidatesTokenCount\":%d,"
            + "\"thoughtsTokenCount\":%d,\"totalTokenCount\":%d,\"promptTokensDetails\":"
            + "[{\"modality\":\"TEXT\",\"tokenCount\":%d}],\"trafficType\":\"ON_DEMAND\"}}}")
        .formatted(
            number,
            model,
            at(),
            prompt,
            cached,
            output,
            thought,
            prompt + output + thought,
            prompt);
  }

  private String at() {
    int day = random.nextInt(28) + 1;
    int month = random.nextInt(12);
    return "%d-%02d-%02dT%02d:%02d:%02dZ"
        .formatted(
            month < 3 ? 2025 : 2026,
            month < 3 ? month + 10 : month - 2,
            day,
            random.nextInt(24),
            random.nextInt(60),
            random.nextInt(60));
  }
}
