package io.costaware.testkit.contract;

import io.costaware.client.AnswerPart;
import io.costaware.client.AnswerStream;
import io.costaware.client.CostAwareClient;
import io.costaware.event.CallResult;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The ways in which a call can end, and what its event says then. */
enum Ending {
  ANSWERED(CallResult.SUCCEEDED) {
    @Override
    void play(ContractStage stage, CostAwareClient client) {
      stage.provider.answer(120, 40, "Hello");
      client.converse(stage.prompt("Hi"));
    }
  },
  REFUSED_BY_THE_PROVIDER(CallResult.FAILED) {
    @Override
    void play(ContractStage stage, CostAwareClient client) {
      stage.provider.failAlways(400);
      orFail(() -> client.converse(stage.prompt("Hi")));
    }
  },
  PROVIDER_BROKE_DOWN(CallResult.FAILED) {
    @Override
    void play(ContractStage stage, CostAwareClient client) {
      stage.provider.failAlways(500);
      orFail(() -> client.converse(stage.prompt("Hi")));
    }
  },
  STREAM_READ_TO_ITS_END(CallResult.SUCCEEDED) {
    @Override
    void play(ContractStage stage, CostAwareClient client) {
      stage.provider.answer(120, 40, "Hel", "lo");
      ContractStage.read(client.converseStream(stage.prompt("Hi")));
    }
  },
  STREAM_REFUSED_BY_THE_PROVIDER(CallResult.FAILED) {
    @Override
    void play(ContractStage stage, CostAwareClient client) {
      stage.provider.failAlways(400);
      orFail(() -> ContractStage.read(client.converseStream(stage.prompt("Hi"))));
    }
  },
  STREAM_CLOSED_EARLY(CallResult.CANCELLED) {
    @Override
    void play(ContractStage stage, CostAwareClient client) {
      CountDownLatch gate = new CountDownLatch(1);
      stage.provider.stallAfter(gate, "Hel", "lo", "!");
      try (AnswerStream stream = client.converseStream(stage.prompt("Hi"))) {
        Iterator<AnswerPart> parts = stream.iterator();
        parts.next();
      } finally {
        gate.countDown();
      }
    }
  },
  SUBSCRIPTION_CANCELLED(CallResult.CANCELLED) {
    @Override
    void play(ContractStage stage, CostAwareClient client) {
      CountDownLatch gate = new CountDownLatch(1);
      stage.provider.stallAfter(gate, "Hel", "lo", "!");
      PartCollector parts = new PartCollector(0);
      client.converseStream(stage.prompt("Hi")).publisher().subscribe(parts);
      parts.request(1);
      ContractStage.await("the first part is there", () -> parts.received() == 1);
      parts.subscription().cancel();
      gate.countDown();
    }
  },
  SUBSCRIPTION_CANCELLED_WHILE_IT_WAITS(CallResult.CANCELLED) {
    @Override
    void play(ContractStage stage, CostAwareClient client) {
      CountDownLatch gate = new CountDownLatch(1);
      stage.provider.stallAfter(gate, "Hel", "lo", "!");
      PartCollector parts = new PartCollector(0);
      client.converseStream(stage.prompt("Hi")).publisher().subscribe(parts);
      parts.request(Long.MAX_VALUE);
      try {
        ContractStage.await("the first part is there", () -> parts.received() > 0);
        parts.subscription().cancel();
        stage.events.awaitCalls(1, ContractStage.LIMIT);
      } finally {
        gate.countDown();
      }
    }
  },
  FAILED_IN_THE_STREAM(CallResult.FAILED) {
    @Override
    void play(ContractStage stage, CostAwareClient client) {
      stage.provider.failInStream("Hel", "lo");
      orFail(() -> ContractStage.read(client.converseStream(stage.prompt("Hi"))));
    }
  },
  ENDED_WITHOUT_USAGE(CallResult.SUCCEEDED) {
    @Override
    void play(ContractStage stage, CostAwareClient client) {
      stage.provider.endWithoutUsage("Hel", "lo");
      ContractStage.read(client.converseStream(stage.prompt("Hi")));
    }
  },
  FUTURE_CANCELLED(null) {
    @Override
    void play(ContractStage stage, CostAwareClient client) {
      CountDownLatch gate = new CountDownLatch(1);
      stage.provider.answerAfter(gate, 120, 40, "Hello");
      CompletableFuture<?> future = client.converseAsync(stage.prompt("Hi"));
      ContractStage.await("the request has come", () -> stage.provider.requests() == 1);
      future.cancel(true);
      gate.countDown();
    }
  };

  /** Null where the provider decides: it may go on and bill though nobody waits. */
  final @Nullable CallResult result;

  Ending(@Nullable CallResult result) {
    this.result = result;
  }

  /** Makes one call and brings it to this end. */
  abstract void play(ContractStage stage, CostAwareClient client);

  /** Whether nothing but an estimate is known of the cost. */
  boolean isEstimated() {
    return this == STREAM_CLOSED_EARLY
        || this == SUBSCRIPTION_CANCELLED
        || this == SUBSCRIPTION_CANCELLED_WHILE_IT_WAITS
        || this == FAILED_IN_THE_STREAM
        || this == ENDED_WITHOUT_USAGE;
  }

  private static void orFail(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException expected) {
      return;
    }
    throw new AssertionError("The failure of the provider must reach the caller");
  }
}
