package io.costaware.sink;

import io.costaware.event.CostEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A sink that is stuck with its first event until it is opened. */
final class Gate implements EventSink {
  final List<CostEvent> taken = new CopyOnWriteArrayList<>();
  final CountDownLatch entered = new CountDownLatch(1);
  final CountDownLatch open = new CountDownLatch(1);
  volatile boolean interruptible = true;
  volatile boolean closed;

  @Override
  public void accept(CostEvent event) {
    entered.countDown();
    while (true) {
      try {
        open.await();
        break;
      } catch (InterruptedException e) {
        if (interruptible) {
          throw new IllegalStateException("interrupted", e);
        }
      }
    }
    taken.add(event);
  }

  @Override
  public void close() {
    closed = true;
  }
}
