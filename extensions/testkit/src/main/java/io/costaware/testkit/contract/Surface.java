package io.costaware.testkit.contract;

import io.costaware.client.CostAwareClient;
import io.costaware.client.EmbedRequest;
import io.costaware.client.Prompt;
import io.costaware.tags.Tags;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The ways in which a call can be made. */
enum Surface {
  CONVERSE {
    @Override
    void call(ContractStage stage, CostAwareClient client, Tags tags) {
      client.converse(prompt(stage, tags));
    }
  },
  CONVERSE_ASYNC {
    @Override
    void call(ContractStage stage, CostAwareClient client, Tags tags) throws Exception {
      CompletableFuture<?> future;
      try {
        future = client.converseAsync(prompt(stage, tags));
      } catch (RuntimeException e) {
        throw new AssertionError("A failure must come through the future, never be thrown", e);
      }
      try {
        ContractStage.get(future);
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      }
    }
  },
  STREAM_ITERATED {
    @Override
    void call(ContractStage stage, CostAwareClient client, Tags tags) {
      ContractStage.read(client.converseStream(prompt(stage, tags)));
    }
  },
  STREAM_PUBLISHED {
    @Override
    void call(ContractStage stage, CostAwareClient client, Tags tags) throws Exception {
      PartCollector parts = new PartCollector(1);
      client.converseStream(prompt(stage, tags)).publisher().subscribe(parts);
      parts.await();
    }
  },
  EMBED {
    @Override
    void call(ContractStage stage, CostAwareClient client, Tags tags) {
      client.embed(
          new EmbedRequest(stage.provider.embeddingModel(), List.of("some words"), null, tags));
    }

    @Override
    void script(ContractStage stage) {
      stage.provider.embed(4, 0.5f);
    }
  };

  /** Makes one call and waits for its end; throws what its caller gets. */
  abstract void call(ContractStage stage, CostAwareClient client, Tags tags) throws Exception;

  /** Scripts the answer to one call. */
  void script(ContractStage stage) {
    stage.provider.answer(10, 5, "Hel", "lo");
  }

  private static Prompt prompt(ContractStage stage, Tags tags) {
    return stage.prompt("Hi").tags(tags);
  }
}
