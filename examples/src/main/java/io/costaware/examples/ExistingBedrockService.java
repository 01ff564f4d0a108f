package io.costaware.examples;

import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.SystemContentBlock;

/**
 * A service as it may stand in your code: it knows the AWS SDK and nothing of costaware. Where it
 * is made, one line changes:
 *
 * <pre>{@code
 * new ExistingBedrockService(BedrockRuntimeClient.create())                                   // before
 * new ExistingBedrockService(CostAwareBedrock.build(BedrockRuntimeClient.builder(), costs))   // after
 * }</pre>
 */
final class ExistingBedrockService {
  private final BedrockRuntimeClient bedrock;

  ExistingBedrockService(BedrockRuntimeClient bedrock) {
    this.bedrock = bedrock;
  }

  String summarise(String ticket) {
    ConverseResponse response =
        bedrock.converse(
            request ->
                request
                    .modelId("amazon.nova-lite-v1:0")
                    .system(SystemContentBlock.fromText("Summarise the ticket in one sentence."))
                    .messages(
                        Message.builder()
                            .role(ConversationRole.USER)
                            .content(ContentBlock.fromText(ticket))
                            .build())
                    .inferenceConfig(config -> config.maxTokens(200)));
    return response.output().message().content().get(0).text();
  }
}
