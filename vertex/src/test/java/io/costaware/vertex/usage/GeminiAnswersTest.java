package io.costaware.vertex.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.event.Outcome.Knowledge;
import io.costaware.money.Money;
import io.costaware.recorded.RecordedAnswer;
import io.costaware.target.ServiceTier;
import io.costaware.usage.Meter;
import io.costaware.usage.Usage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiAnswersTest {
  private static final String FLASH = "gemini-2.5-flash";
  private static final String COUNTS = "promptTokenCount: 12, candidatesTokenCount: 3";

  private static Recordings flash(String usage) {
    return Recordings.gemini(FLASH, usage);
  }

  private static Usage usage(Object... metersAndQuantities) {
    Usage.Builder usage = Usage.builder();
    for (int i = 0; i < metersAndQuantities.length; i += 2) {
      usage.add((Meter) metersAndQuantities[i], (Integer) metersAndQuantities[i + 1]);
    }
    return usage.build();
  }

  // litellm#14849: cached tokens were charged twice; the whole prompt lies above the threshold.
  @ParameterizedTest
  @CsvSource({"2026-08-21, 0.10316125"})
  void U1_M5_cachedTokensArePaidOnceAndAtTheHighBand(String day, String dollars) {
    Recordings call =
        Recordings.gemini(
                "gemini-2.5-pro",
                "promptTokenCount: 262960, cachedContentTokenCount: 257955,"
                    + " candidatesTokenCount: 1744, totalTokenCount: 264704")
            .at(day);

    assertThat(call.usage())
        .isEqualTo(usage(Meter.INPUT, 5005, Meter.CACHE_READ, 257955, Meter.OUTPUT, 1744));
    assertThat(call.cost()).isEqualTo(Money.usd(dollars));
  }

  // litellm PR #37407: cached tokens overlapped a modality's count.
  @Test
  void U1_cachedTokensOverlapAModalityAndTheSumStaysThePrompt() {
    Usage withoutDetails =
        flash(
                "promptTokenCount: 1000, cachedContentTokenCount: 500, promptTokensDetails:"
                    + " [{modality: 'TEXT', tokenCount: 200}, {modality: 'AUDIO', tokenCount: 800}]")
            .usage();
    assertThat(withoutDetails)
        .isEqualTo(
            usage(Meter.CACHE_READ, 200, Meter.CACHE_READ_AUDIO, 300, Meter.INPUT_AUDIO, 500));

    Usage withDetails =
        flash(
                "promptTokenCount: 9660, cachedContentTokenCount: 9651, promptTokensDetails:"
                    + " [{modality: 'TEXT', tokenCount: 9402}, {modality: 'IMAGE', tokenCount: 258}],"
                    + " cacheTokensDetails: [{modality: 'TEXT', tokenCount: 9393},"
                    + " {modality: 'IMAGE', tokenCount: 258}]")
            .usage();
    assertThat(withDetails).isEqualTo(usage(Meter.INPUT, 9, Meter.CACHE_READ, 9651));
    assertThat(withDetails.promptTokens()).isEqualTo(9660);
  }

  @Test
  void U1_whateverTheDetailsSayThePartsAddUpToThePrompt() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      int prompt = random.nextInt(1_000);
      int cached = prompt == 0 ? 0 : random.nextInt(prompt + 1);
      Usage usage =
          flash(
                  "promptTokenCount: %d, cachedContentTokenCount: %d, promptTokensDetails: %s, cacheTokensDetails: %s"
                      .formatted(prompt, cached, details(random), details(random)))
              .usage();

      assertThat(usage.promptTokens()).isEqualTo(prompt);
      assertThat(usage.get(Meter.CACHE_READ) + usage.get(Meter.CACHE_READ_AUDIO)).isEqualTo(cached);
    }
  }

  private static String details(Random random) {
    List<String> details = new ArrayList<>();
    for (String modality : List.of("TEXT", "AUDIO", "IMAGE", "VIDEO", "DOCUMENT")) {
      if (random.nextInt(3) > 0) {
        details.add("{modality: '" + modality + "', tokenCount: " + random.nextInt(700) + "}");
      }
    }
    return details.toString();
  }

  // litellm#17410: a text count of 0 was taken for no breakdown at all.
  @Test
  void U1_aTextCountOfZeroIsABreakdown() {
    Recordings call =
        Recordings.gemini(
            "gemini-3-pro-image",
            "candidatesTokenCount: 1120, candidatesTokensDetails: [{modality: 'TEXT', tokenCount:"
                + " 0}, {modality: 'IMAGE', tokenCount: 1120}]");

    assertThat(call.usage()).isEqualTo(usage(Meter.OUTPUT_IMAGE, 1120));
    assertThat(call.cost()).isEqualTo(Money.usd("0.1344"));
  }

  // posthog PR #45801: an image was priced as text.
  @Test
  void U1_anImageWithWordsIsPaidByBoth() {
    Recordings call =
        Recordings.gemini(
            "gemini-2.5-flash-image",
            "candidatesTokenCount: 1300, candidatesTokensDetails: [{modality: 'IMAGE', tokenCount:"
                + " 1290}]");

    assertThat(call.usage()).isEqualTo(usage(Meter.OUTPUT, 10, Meter.OUTPUT_IMAGE, 1290));
    assertThat(call.cost()).isEqualTo(Money.usd("0.038725"));
  }

  // any-llm PR #1291, Helicone PR #5604, gateway PR #1458: thoughts were left out.
  @ParameterizedTest
  @CsvSource({"20, 151, 382, 553, 533", "15, 359, 661, 1035, 1020", "10, 10, 5, 20, 10"})
  void U2_thoughtsAreOutputOnce(int prompt, int answer, int thoughts, int total, int output) {
    assertThat(
            flash(
                    "promptTokenCount: %d, candidatesTokenCount: %d, thoughtsTokenCount: %d, totalTokenCount: %d"
                        .formatted(prompt, answer, thoughts, total))
                .usage())
        .isEqualTo(Usage.tokens(prompt, output));
  }

  // sim PR #3039: tool results have a count of their own; their modalities count too.
  @Test
  void U1_toolResultsAreInputByTheirModality() {
    assertThat(
            flash(
                    "promptTokenCount: 18, candidatesTokenCount: 89, thoughtsTokenCount: 83,"
                        + " toolUsePromptTokenCount: 32, totalTokenCount: 222,"
                        + " toolUsePromptTokensDetails: [{modality: 'AUDIO', tokenCount: 30}]")
                .usage())
        .isEqualTo(usage(Meter.INPUT, 20, Meter.INPUT_AUDIO, 30, Meter.OUTPUT, 172));
  }

  // litellm#15858, #24369, PR #36397, PR #38418: searches were missing, then counted by the string,
  // then mixed with Maps.
  @ParameterizedTest
  @CsvSource({
    "gemini-2.5-flash, 1, 0.035",
    "gemini-3.5-flash, 2, 0.028",
    "gemini-3-flash-preview, 2, 0.028"
  })
  void U6_threeSearchesOfWhichTwoDiffer(String model, int searches, String dollars) {
    Recordings call =
        Recordings.of(model, "generateContent")
            .answered(
                "{candidates: [{groundingMetadata: {webSearchQueries: ['a', 'b', 'a'],"
                    + " groundingChunks: [{web: {}}]}}], usageMetadata: {promptTokenCount: 0}}");

    assertThat(call.usage()).isEqualTo(usage(Meter.WEB_SEARCH, searches));
    assertThat(call.cost()).isEqualTo(Money.usd(dollars));
  }

  @Test
  void U6_whatMapsWasAskedIsNoWebSearch() {
    Recordings maps =
        Recordings.of(FLASH, "generateContent")
            .answered(
                "{candidates: [{groundingMetadata: {webSearchQueries: ['coffee near me'],"
                    + " groundingChunks: [{maps: {}}]}}], usageMetadata: {promptTokenCount: 0}}");
    assertThat(maps.usage()).isEqualTo(usage(Meter.MAPS_GROUNDING, 1));
    assertThat(maps.cost()).isEqualTo(Money.usd("0.025"));

    Recordings both =
        Recordings.of(FLASH, "generateContent")
            .answered(
                "{candidates: [{groundingMetadata: {webSearchQueries: ['a'],"
                    + " groundingChunks: [{maps: {}}, {web: {}}]}}],"
                    + " usageMetadata: {promptTokenCount: 0}}");
    assertThat(both.usage()).isEqualTo(usage(Meter.WEB_SEARCH, 1, Meter.MAPS_GROUNDING, 1));
  }

  @Test
  void U6_theEnterprisesWebSearchIsToldByTheRequest() {
    String answer =
        "{candidates: [{groundingMetadata: {webSearchQueries: ['a']}}],"
            + " usageMetadata: {promptTokenCount: 1}}";
    assertThat(
            Recordings.of(FLASH, "generateContent")
                .asked("{tools: [{enterpriseWebSearch: {}}]}")
                .answered(answer)
                .usage())
        .isEqualTo(usage(Meter.INPUT, 1, Meter.ENTERPRISE_WEB_SEARCH, 1));
  }

  @Test
  void U1_documentsAreTextAndUnknownRemaindersToo() {
    assertThat(
            flash(
                    "promptTokenCount: 100, promptTokensDetails: [{modality: 'DOCUMENT', tokenCount:"
                        + " 40}, {modality: 'VIDEO', tokenCount: 35}]")
                .usage())
        .isEqualTo(usage(Meter.INPUT, 65, Meter.INPUT_VIDEO, 35));
  }

  // Rokabot#136: what countTokens says is no usage; only the answer's own counts are.
  @Test
  void countingTokensIsFreeWhateverItSays() {
    RecordedAnswer answer =
        Recordings.of(FLASH, "countTokens").answered("{totalTokens: 1090}").read();
    assertThat(answer.knowledge()).isEqualTo(Knowledge.FREE);
    assertThat(answer.usage()).isEqualTo(Usage.none());
  }

  @Test
  void U3_theLastCompleteUsageOfAStreamWins() {
    Recordings stream =
        Recordings.of(FLASH, "streamGenerateContent")
            .streamed(
                "[{usageMetadata: {promptTokenCount: 15, candidatesTokenCount: 4,"
                    + " cachedContentTokenCount: 5, promptTokensDetails: [{modality: 'AUDIO',"
                    + " tokenCount: 15}]}}, {usageMetadata: {}}, {usageMetadata:"
                    + " {promptTokenCount: 13, candidatesTokenCount: 9, promptTokensDetails:"
                    + " [{modality: 'TEXT', tokenCount: 13}]}}, {usageMetadata: {trafficType:"
                    + " 'ON_DEMAND'}}]");

    assertThat(stream.usage())
        .isEqualTo(usage(Meter.INPUT, 8, Meter.CACHE_READ, 5, Meter.OUTPUT, 9));
  }

  @Test
  void U3_eventsThatTellNothingMayStandAnywhereAndOftenAndChangeNothing() {
    List<String> silent =
        List.of("{usageMetadata: {trafficType: 'ON_DEMAND'}}", "{usageMetadata: {}}", "{}");
    String last = "{usageMetadata: {" + COUNTS + ", trafficType: 'ON_DEMAND'}}";
    Random random = new Random(3);
    for (int i = 0; i < 200; i++) {
      List<String> events = new ArrayList<>();
      for (int j = random.nextInt(6); j > 0; j--) {
        events.add(silent.get(random.nextInt(3)));
      }
      events.addAll(Collections.nCopies(1 + random.nextInt(3), last));
      Collections.shuffle(events, random);

      RecordedAnswer answer =
          Recordings.of(FLASH, "streamGenerateContent").streamed(events.toString()).read();
      assertThat(answer.usage()).isEqualTo(Usage.tokens(12, 3));
      assertThat(answer.raw().asMap()).hasSize(2);
    }
  }

  @Test
  void U5_silenceIsUnknownAndNeverZero() {
    assertThat(flash("trafficType: 'ON_DEMAND_FLEX'").read().tier()).isEqualTo(ServiceTier.FLEX);
    for (Recordings silent :
        List.of(
            flash("trafficType: 'ON_DEMAND'"),
            flash(""),
            flash("totalTokenCount: 12"),
            Recordings.of(FLASH, "generateContent"),
            Recordings.of(FLASH, "streamGenerateContent")
                .streamed("[{usageMetadata: {trafficType: 'ON_DEMAND'}}]"),
            Recordings.of(FLASH, "streamGenerateContent")
                .streamed("[{candidates: []}, {error: {code: 503}}]"),
            Recordings.of("gemini-embedding-2", "embedContent")
                .answered("{embedding: {values: [0.1]}}"))) {
      assertThat(silent.knowledge()).isEqualTo(Knowledge.NOTHING);
    }
    assertThat(flash("promptTokenCount: 0").knowledge()).isEqualTo(Knowledge.WHOLE);
  }

  @Test
  void aBlockedPromptIsPaidAsCounted() {
    Recordings blocked =
        Recordings.of(FLASH, "generateContent")
            .answered(
                "{promptFeedback: {blockReason: 'SAFETY'}, usageMetadata: {promptTokenCount: 12,"
                    + " totalTokenCount: 12}}");
    assertThat(blocked.usage()).isEqualTo(Usage.tokens(12, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 429})
  void callsRefusedBeforeInferenceAreAKnownZero(int status) {
    assertThat(Recordings.of(FLASH, "generateContent").failed(status).knowledge())
        .isEqualTo(Knowledge.FREE);
    assertThat(
            Recordings.of(FLASH, "generateContent")
                .answered("{error: {code: " + status + "}}")
                .knowledge())
        .isEqualTo(Knowledge.FREE);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 424, 499, 500, 503})
  void U5_callsThatBrokeDownAreUnknownUnlessTheyCounted(int status) {
    assertThat(Recordings.of(FLASH, "generateContent").failed(status).knowledge())
        .isEqualTo(Knowledge.NOTHING);
    assertThat(flash(COUNTS).failed(status).usage()).isEqualTo(Usage.tokens(12, 3));
  }

  // litellm#37647, PR #38421, PR #38458: flex was served and standard was charged.
  @ParameterizedTest
  @CsvSource({
    "ON_DEMAND, standard",
    "ON_DEMAND_PRIORITY, priority",
    "PRIORITY, priority",
    "ON_DEMAND_FLEX, flex",
    "FLEX, flex",
    "BATCH, batch",
    "PROVISIONED_THROUGHPUT, provisioned",
    "ON_DEMAND_Turbo, ON_DEMAND_Turbo"
  })
  void M6_theTierServedCountsWhateverWasAsked(String traffic, String tier) {
    RecordedAnswer body =
        flash(COUNTS + ", trafficType: '" + traffic + "'")
            .asked("{serviceTier: 'priority'}")
            .read();
    RecordedAnswer stream =
        Recordings.of(FLASH, "streamGenerateContent")
            .streamed(
                "[{usageMetadata: {trafficType: '%s'}}, {usageMetadata: {%s}}]"
                    .formatted(traffic, COUNTS))
            .read();
    assertThat(body.tier()).isEqualTo(new ServiceTier(tier));
    assertThat(stream.tier()).isEqualTo(new ServiceTier(tier));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{serviceTier: 'flex'}; flex",
        "{serviceTier: 'SERVICE_TIER_PRIORITY'}; priority",
        "{serviceTier: 'Turbo'}; Turbo",
        "{header: {name: 'X-Vertex-AI-LLM-Shared-Request-Type', value: 'flex'}}; flex",
        "{header: {'x-vertex-ai-llm-shared-request-type': 'priority'}}; priority",
        "{header: 'X-Vertex-AI-LLM-Shared-Request-Type: flex', serviceTier: 'priority'}; flex",
        "{header: {name: 'X-Vertex-AI-LLM-Request-Type', value: 'dedicated'}}; provisioned",
        "{header: {name: 'X-Vertex-AI-LLM-Request-Type', value: 'shared'}}; standard",
        "{}; standard"
      })
  void M6_theTierAskedForIsTheFallback(String request, String tier) {
    assertThat(flash(COUNTS).asked(request).read().tier()).isEqualTo(new ServiceTier(tier));
    assertThat(
            flash(COUNTS + ", trafficType: 'TRAFFIC_TYPE_UNSPECIFIED'")
                .asked(request)
                .read()
                .tier())
        .isEqualTo(new ServiceTier(tier));
  }

  @Test
  void M6_flexIsPaidAtFlexPrices() {
    assertThat(
            Recordings.gemini(
                    "gemini-3-flash-preview",
                    "promptTokenCount: 5, candidatesTokenCount: 1, thoughtsTokenCount: 51,"
                        + " totalTokenCount: 57, trafficType: 'ON_DEMAND_FLEX'")
                .cost())
        .isEqualTo(Money.usd("0.00007925"));
  }

  // litellm#34393 and #40692: the location is the client's.
  @ParameterizedTest
  @CsvSource({"us-central1, 11.55", "eu, 11.55", "global, 10.5"})
  void M7_theLocationDecides(String location, String dollars) {
    assertThat(
            Recordings.gemini(
                    "gemini-3.5-flash", "promptTokenCount: 1000000, candidatesTokenCount: 1000000")
                .in(location)
                .cost())
        .isEqualTo(Money.usd(dollars));
  }

  @Test
  void aTunedModelIsPricedByTheModelThatAnswered() {
    String answer = "{modelVersion: 'gemini-3.5-flash@default', usageMetadata: {" + COUNTS + "}}";
    assertThat(
            Recordings.of("projects/p/locations/us-central1/endpoints/7", "generateContent")
                .answered(answer)
                .read()
                .servedModels())
        .containsExactly("gemini-3.5-flash");
    assertThat(Recordings.of(FLASH, "generateContent").answered(answer).read().servedModels())
        .isEmpty();
  }

  @Test
  void sumsThatDoNotAddUpAreToldAndNotRepaired() {
    RecordedAnswer answer =
        flash(
                "promptTokenCount: 10, cachedContentTokenCount: 20, candidatesTokenCount: 5,"
                    + " candidatesTokensDetails: [{modality: 'IMAGE', tokenCount: 9}],"
                    + " totalTokenCount: 99")
            .read();

    assertThat(answer.usage()).isEqualTo(usage(Meter.CACHE_READ, 20, Meter.OUTPUT_IMAGE, 5));
    assertThat(answer.remarks())
        .containsExactly(
            "the prompt has 10 tokens, 20 of them cached",
            "the answer has 5 tokens, its details add up to 9",
            "the provider's total is 99 tokens, the counts add up to 15");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "promptTokenCount: -1; usageMetadata.promptTokenCount is -1",
        "promptTokenCount: 9223372036854775808; usageMetadata.promptTokenCount is 9223372036854775808",
        "thoughtsTokenCount: 1e400; usageMetadata.thoughtsTokenCount is ",
        "candidatesTokenCount: 'many'; usageMetadata.candidatesTokenCount is many",
        "candidatesTokenCount: true; usageMetadata.candidatesTokenCount is true",
        "candidatesTokenCount: {}; usageMetadata.candidatesTokenCount is an object",
        "cacheTokensDetails: [{modality: 'AUDIO', tokenCount: -3}]; cacheTokensDetails.tokenCount is -3"
      })
  void U1_aCountThatIsNoneIsAnErrorThatNamesIt(String usage, String message) {
    assertThatThrownBy(() -> flash(COUNTS + ", " + usage).read())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void U1_countsThatOverflowTogetherAreAnError() {
    assertThatThrownBy(
            () -> flash("candidatesTokenCount: 9223372036854775807, thoughtsTokenCount: 1").read())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("9223372036854775807");
  }

  @Test
  void countsInQuotesAndNullsAreRead() {
    assertThat(
            flash("promptTokenCount: '12', candidatesTokenCount: 3.0, thoughtsTokenCount: null")
                .usage())
        .isEqualTo(Usage.tokens(12, 3));
  }
}
