package io.costaware.testkit.fake;

import io.costaware.call.CallStoppedException;
import io.costaware.client.Answer;
import io.costaware.client.AnswerPart;
import io.costaware.client.PulledAnswerStream;
import io.costaware.event.CallEvent;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A fake answer, part by part. */
final class FakeStream implements PulledAnswerStream.Source {
  /** A call that has been admitted, and what is answered to it. */
  record Begun(FakeCall call, FakeAnswer answer) {}

  private final Supplier<Begun> opening;
  private volatile @Nullable Begun begun;
  private int next;
  private @Nullable CallStoppedException stop;

  FakeStream(Supplier<Begun> opening) {
    this.opening = opening;
  }

  @Override
  public AnswerPart next() {
    Begun open = begun;
    if (open == null) {
      open = opening.get();
      begun = open;
      open.call().watch();
    }
    if (stop != null) {
      throw stop;
    }
    open.answer().awaitGate(next);
    open.call().touch();
    if (next < open.answer().parts().size()) {
      AnswerPart part = open.answer().parts().get(next++);
      stop = open.call().gives(part);
      return part;
    }
    RuntimeException failure = open.answer().failure();
    if (failure != null) {
      open.call().fail(failure, next > 0);
      throw failure;
    }
    CallEvent event = open.call().succeed();
    return new AnswerPart.Finished(
        new Answer(
            open.answer().content(),
            open.answer().stopReason(),
            open.answer().stopReason().name(),
            event));
  }

  @Override
  public void close() {
    Begun open = begun;
    if (open != null) {
      open.call().leave();
    }
  }
}
