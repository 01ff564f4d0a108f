package io.costaware.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.CostAware;
import io.costaware.call.CallRefusedException;
import io.costaware.client.Answer;
import io.costaware.client.CostAwareClient;
import io.costaware.client.EmbedAnswer;
import io.costaware.client.EmbedRequest;
import io.costaware.client.Prompt;
import io.costaware.money.Money;
import io.costaware.profiles.ProfileRegistry;
import io.costaware.target.RoutingScope;
import io.costaware.testkit.wire.BedrockReply;
import io.costaware.testkit.wire.BedrockWireServer;
import io.costaware.testkit.wire.RecordedRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;

/** From the tags of a call to the profile that it goes out with, over the wire and back. */
@Timeout(60)
class ProfileLookUpTest {
  private static final String ARN =
      "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/";
  private static final String SONNET = "global.anthropic.claude-sonnet-4-6";

  private final BedrockWireServer server = BedrockWireServer.start();
  private final ResourceGroupsTaggingApiClient tagging =
      aimed(ResourceGroupsTaggingApiClient.builder(), server.endpoint()).build();
  private final BedrockClient bedrock = aimed(BedrockClient.builder(), server.endpoint()).build();
  private final BedrockRuntimeClient runtime =
      aimed(BedrockRuntimeClient.builder(), server.endpoint()).build();
  private final CostAware costs = CostAware.builder().alias("sonnet", "bedrock:" + SONNET).build();
  private final ProfileRegistry profiles = CostAwareBedrock.profiles(tagging, bedrock, "team");
  private final CostAwareClient client =
      CostAwareBedrock.client(
          runtime, null, costs, BedrockOptions.standard().profiles(profiles).profileRequired());

  @AfterEach
  void close() {
    client.close();
    costs.close();
    profiles.close();
    runtime.close();
    bedrock.close();
    tagging.close();
    server.close();
  }

  @Test
  void aCallGoesOutWithTheProfileOfItsTagsAndIsPricedByTheModelBehind() {
    global("support-sonnet", "support", "anthropic.claude-sonnet-4-6");
    global("sales-sonnet", "sales", "anthropic.claude-sonnet-4-6");
    server.enqueue(BedrockReply.text("Hi").usage(350, 900).cacheRead(120_000));

    Answer answer = client.converse(Prompt.to("sonnet").user("Hello").tag("team", "support"));

    assertThat(lastRequest().modelId()).isEqualTo(ARN + "support-sonnet");
    assertThat(answer.receipt().total()).isEqualTo(Money.usd("0.05055"));
    assertThat(answer.event().call().target())
        .satisfies(target -> assertThat(target.scope()).isEqualTo(RoutingScope.GLOBAL));
  }

  @Test
  void anEmbeddingGoesOutWithItsProfileToo() {
    server
        .profiles()
        .put(
            ARN + "titan",
            Map.of("team", "support"),
            List.of("arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-embed-text-v2:0"));
    server.enqueue(BedrockReply.invoke("{\"embedding\":[1]}").countedInput(5));

    EmbedAnswer answer =
        client.embed(EmbedRequest.to("amazon.titan-embed-text-v2:0", "a").tag("team", "support"));

    assertThat(lastRequest().modelId()).isEqualTo(ARN + "titan");
    assertThat(answer.knownTotal()).isEqualTo(Money.usd("0.0000001"));
  }

  @Test
  void withoutAFittingProfileTheCallIsRefusedWhereOneIsRequired() {
    global("support-sonnet", "support", "anthropic.claude-sonnet-4-6");

    assertThatThrownBy(() -> client.converse(Prompt.to("sonnet").user("Hello").tag("team", "ads")))
        .isInstanceOf(CallRefusedException.class)
        .hasMessageContaining("team=ads");
    assertThat(lastRequest().operation()).isNotEqualTo("Converse");
  }

  private void global(String id, String team, String model) {
    server
        .profiles()
        .put(
            ARN + id,
            Map.of("team", team),
            List.of(
                "arn:aws:bedrock:::foundation-model/" + model,
                "arn:aws:bedrock:us-east-1::foundation-model/" + model));
  }

  private RecordedRequest lastRequest() {
    List<RecordedRequest> all = server.requests();
    return all.get(all.size() - 1);
  }

  private static <B extends AwsClientBuilder<B, C>, C> B aimed(B builder, URI endpoint) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
  }
}
