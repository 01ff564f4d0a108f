package io.costaware.testkit.fake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.costaware.CostAware;
import io.costaware.client.CostAwareClient;
import io.costaware.client.NativeRequest;
import io.costaware.client.Prompt;
import io.costaware.target.Provider;
import io.costaware.testkit.contract.ScriptedProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.ToLongFunction;

/** The fake as a provider: its script is handed to each client that is made. */
final class FakeProvider implements ScriptedProvider {
  private static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Broken(int status) {
      super("status " + status);
    }
  }

  private final List<FakeAnswer> waiting = new ArrayList<>();
  private final List<FakeCostAwareClient> clients = new ArrayList<>();
  private FakeAnswer always = FakeAnswer.text("");
  private ToLongFunction<Prompt> counts = prompt -> 0;

  @Override
  public CostAwareClient client(CostAware costs) {
    FakeCostAwareClient client =
        FakeCostAwareClient.on(costs, Provider.BEDROCK).answering(always).counting(counts);
    waiting.forEach(client::answerNext);
    waiting.clear();
    clients.add(client);
    return client;
  }

  private void next(FakeAnswer answer) {
    if (clients.isEmpty()) {
      waiting.add(answer);
    } else {
      latest().answerNext(answer);
    }
  }

  private void all(FakeAnswer answer) {
    always = answer;
    clients.forEach(client -> client.answering(answer));
  }

  private FakeCostAwareClient latest() {
    return clients.get(clients.size() - 1);
  }

  @Override
  public String model() {
    return "amazon.nova-lite-v1:0";
  }

  @Override
  public String embeddingModel() {
    return "amazon.titan-embed-text-v2:0";
  }

  @Override
  public String unpricedModel() {
    return "amazon.unheard-of-v1:0";
  }

  @Override
  public void answer(int inputTokens, int outputTokens, String... pieces) {
    next(FakeAnswer.pieces(pieces).tokens(inputTokens, outputTokens));
  }

  @Override
  public void answerAlways(int inputTokens, int outputTokens, String... pieces) {
    all(FakeAnswer.pieces(pieces).tokens(inputTokens, outputTokens));
  }

  @Override
  public void answerAfter(CountDownLatch gate, int inputTokens, int outputTokens, String text) {
    next(FakeAnswer.text(text).tokens(inputTokens, outputTokens).stallAfter(0, gate));
  }

  @Override
  public void askForTool(String name, String arguments) {
    next(FakeAnswer.toolUse("use-1", name, arguments));
  }

  @Override
  public void embed(int inputTokens, float... vector) {
    next(FakeAnswer.vector(vector).tokens(inputTokens, 0));
  }

  @Override
  public void fail(int status) {
    next(FakeAnswer.failure(new Broken(status)));
  }

  @Override
  public void failAlways(int status) {
    all(FakeAnswer.failure(new Broken(status)));
  }

  @Override
  public void endWithoutUsage(String... pieces) {
    next(FakeAnswer.pieces(pieces).withoutUsage());
  }

  @Override
  public void failInStream(String... pieces) {
    next(FakeAnswer.pieces(pieces).thenFail(new Broken(500)));
  }

  @Override
  public void stallAfter(CountDownLatch gate, String... pieces) {
    next(FakeAnswer.pieces(pieces).stallAfter(pieces.length, gate));
  }

  @Override
  public void count(int inputTokens) {
    counts = prompt -> inputTokens;
    clients.forEach(client -> client.counting(counts));
  }

  @Override
  public void refuseToCount() {
    counts =
        prompt -> {
          throw new Broken(400);
        };
    clients.forEach(client -> client.counting(counts));
  }

  @Override
  public int requests() {
    return clients.stream()
        .mapToInt(
            client ->
                client.prompts().size()
                    + client.embedRequests().size()
                    + client.nativeRequests().size())
        .sum();
  }

  @Override
  public boolean hungUp() {
    return true;
  }

  @Override
  public String lastBody() {
    List<Prompt> prompts = latest().prompts();
    Prompt last = prompts.get(prompts.size() - 1);
    return last.messages() + " " + last.system() + " " + last.settings() + " " + last.tools();
  }

  @Override
  public Map<String, String> lastTags() {
    return latest().lastTags().asMap();
  }

  @Override
  public boolean showsRetries() {
    return false;
  }

  @Override
  public boolean supportsInvoke() {
    return true;
  }

  @Override
  public NativeRequest nativeRequest(String text) {
    return NativeRequest.to(model(), JsonNodeFactory.instance.objectNode().put("prompt", text));
  }

  @Override
  public void close() {}
}
