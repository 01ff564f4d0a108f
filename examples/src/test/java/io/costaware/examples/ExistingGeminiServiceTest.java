package io.costaware.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.genai.Client;
import com.google.genai.types.HttpOptions;
import io.costaware.CostAware;
import io.costaware.event.CallEvent;
import io.costaware.tags.TagScope;
import io.costaware.tags.Tags;
import io.costaware.testkit.fake.RecordingSink;
import io.costaware.testkit.wire.GeminiReply;
import io.costaware.testkit.wire.VertexWireServer;
import io.costaware.vertex.CostAwareVertex;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExistingGeminiServiceTest {
  private final RecordingSink events = new RecordingSink();

  @Test
  void plainCallsAreMetered() {
    try (VertexWireServer server = VertexWireServer.start();
        CostAware costs = CostAware.builder().sink(events).build();
        Client gemini = gemini(server, costs);
        TagScope tags = TagScope.open(Tags.of("team", "growth"))) {
      server.enqueue(GeminiReply.text("Guten Tag").usage(1000, 100));

      assertThat(new ExistingGeminiService(gemini).translate("Good day")).isEqualTo("Guten Tag");

      CallEvent event = events.awaitCalls(1, Duration.ofSeconds(10)).get(0);
      assertThat(event.call().tags()).isEqualTo(Tags.of("team", "growth"));
      assertThat(event.receipt().total()).hasToString("0.00055 USD");
      // The tags are labels of the request too, so that Google's bill can be split by them.
      assertThat(server.requests().get(0).body().path("labels").path("team").asText())
          .isEqualTo("growth");
    }
  }

  @Test
  void everyMessageOfAChatIsACall() {
    try (VertexWireServer server = VertexWireServer.start();
        CostAware costs = CostAware.builder().sink(events).build();
        Client gemini = gemini(server, costs)) {
      server.enqueue(
          GeminiReply.text("Yes.").usage(10, 2), GeminiReply.text("Because.").usage(25, 3));

      String last = new ExistingGeminiService(gemini).interview(List.of("Is it so?", "Why?"));

      assertThat(last).isEqualTo("Because.");
      assertThat(events.awaitCalls(2, Duration.ofSeconds(10)))
          .extracting(event -> event.outcome().usage().promptTokens())
          .containsExactly(10L, 25L);
    }
  }

  private static Client gemini(VertexWireServer server, CostAware costs) {
    Date never = Date.from(Instant.parse("2999-01-01T00:00:00Z"));
    return CostAwareVertex.builder(costs)
        .project("a-project")
        .location("global")
        .credentials(GoogleCredentials.create(new AccessToken("local", never)))
        .httpOptions(HttpOptions.builder().baseUrl(server.endpoint().toString()).build())
        .build();
  }
}
