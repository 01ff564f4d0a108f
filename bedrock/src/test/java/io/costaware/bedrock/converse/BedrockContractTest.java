package io.costaware.bedrock.converse;

import io.costaware.CostAware;
import io.costaware.bedrock.CostAwareBedrock;
import io.costaware.client.CostAwareClient;
import io.costaware.client.NativeRequest;
import io.costaware.testkit.contract.CostAwareClientContract;
import io.costaware.testkit.contract.ScriptedProvider;
import io.costaware.testkit.wire.BedrockReply;
import io.costaware.testkit.wire.BedrockWireServer;
import io.costaware.testkit.wire.RecordedRequest;
import io.costaware.testkit.wire.WireReply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

/** Holds the common interface over Bedrock to what holds for every provider. */
class BedrockContractTest extends CostAwareClientContract {
  @Override
  protected ScriptedProvider startProvider() {
    return new Scripted();
  }

  private static final class Scripted implements ScriptedProvider {
    private final BedrockWireServer server = BedrockWireServer.start();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @Override
    public CostAwareClient client(CostAware costs) {
      BedrockRuntimeClient sync = CostAwareBedrock.build(Desk.syncBuilder(server), costs);
      BedrockRuntimeAsyncClient async = CostAwareBedrock.build(Desk.asyncBuilder(server), costs);
      opened.add(sync);
      opened.add(async);
      return CostAwareBedrock.client(sync, async, costs);
    }

    @Override
    public String model() {
      return Desk.MODEL;
    }

    @Override
    public String embeddingModel() {
      return "amazon.titan-embed-text-v2:0";
    }

    @Override
    public String unpricedModel() {
      return "acme.unheard-of-v1:0";
    }

    @Override
    public void answer(int inputTokens, int outputTokens, String... pieces) {
      server.enqueue(said(inputTokens, outputTokens, pieces));
    }

    @Override
    public void answerAlways(int inputTokens, int outputTokens, String... pieces) {
      server.always(request -> said(inputTokens, outputTokens, pieces));
    }

    /** To InvokeModel it says the same in the model's own body. */
    private static WireReply said(int inputTokens, int outputTokens, String... pieces) {
      String body =
          "{\"content\":[{\"type\":\"text\",\"text\":\"" + String.join("", pieces) + "\"}]}";
      return request ->
          request.operation().equals("InvokeModel")
              ? BedrockReply.invoke(body).counted(inputTokens, outputTokens).answer(request)
              : BedrockReply.stream(pieces).usage(inputTokens, outputTokens).answer(request);
    }

    @Override
    public void answerAfter(CountDownLatch gate, int inputTokens, int outputTokens, String text) {
      server.enqueue(BedrockReply.text(text).usage(inputTokens, outputTokens).heldUntil(gate));
    }

    @Override
    public void askForTool(String name, String arguments) {
      server.enqueue(BedrockReply.toolUse("tool-1", name, arguments));
    }

    @Override
    public void embed(int inputTokens, float... vector) {
      List<String> numbers = new ArrayList<>();
      for (float number : vector) {
        numbers.add(Float.toString(number));
      }
      server.enqueue(
          BedrockReply.invoke("{\"embedding\":" + numbers + "}").countedInput(inputTokens));
    }

    @Override
    public void fail(int status) {
      server.enqueue(failure(status));
    }

    @Override
    public void failAlways(int status) {
      server.always(request -> failure(status));
    }

    private static WireReply failure(int status) {
      return switch (status) {
        case 400 -> BedrockReply.validation("no");
        case 503 -> BedrockReply.unavailable();
        default -> BedrockReply.error(status, "InternalServerException", "broken");
      };
    }

    @Override
    public void endWithoutUsage(String... pieces) {
      server.enqueue(BedrockReply.stream(pieces).thenEndWithoutMetadata());
    }

    @Override
    public void failInStream(String... pieces) {
      server.enqueue(BedrockReply.stream(pieces).thenFail("modelStreamErrorException", "broken"));
    }

    @Override
    public void stallAfter(CountDownLatch gate, String... pieces) {
      server.enqueue(BedrockReply.stream(pieces).stallAfter(pieces.length + 1, gate));
    }

    @Override
    public void count(int inputTokens) {
      server.enqueue(BedrockReply.tokens(inputTokens));
    }

    @Override
    public void refuseToCount() {
      server.enqueue(BedrockReply.validation("The provided model doesn't support counting tokens"));
    }

    @Override
    public int requests() {
      return server.requests().size();
    }

    @Override
    public boolean hungUp() {
      return server.abandoned() > 0;
    }

    @Override
    public String lastBody() {
      return last().body().toString();
    }

    @Override
    public Map<String, String> lastTags() {
      Map<String, String> tags = new LinkedHashMap<>();
      last()
          .body()
          .path("requestMetadata")
          .properties()
          .forEach(entry -> tags.put(entry.getKey(), entry.getValue().asText()));
      return tags;
    }

    private RecordedRequest last() {
      List<RecordedRequest> all = server.requests();
      return all.get(all.size() - 1);
    }

    @Override
    public boolean showsRetries() {
      return true;
    }

    @Override
    public NativeRequest nativeRequest(String text) {
      return NativeRequest.to(
          model(),
          Desk.json("{'max_tokens':100,'messages':[{'role':'user','content':'" + text + "'}]}"));
    }

    @Override
    public boolean supportsInvoke() {
      return true;
    }

    @Override
    public void close() {
      for (AutoCloseable client : opened) {
        try {
          client.close();
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }
      server.close();
    }
  }
}
