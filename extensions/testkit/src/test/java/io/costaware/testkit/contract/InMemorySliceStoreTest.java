package io.costaware.testkit.contract;

import io.costaware.ledger.InMemorySliceStore;
import io.costaware.ledger.SliceStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

class InMemorySliceStoreTest extends SliceStoreContract {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-21T11:00:00Z"));
  private InMemorySliceStore store = new InMemorySliceStore(now::get);

  @Override
  protected void begin() {
    store = new InMemorySliceStore(now::get);
  }

  @Override
  protected SliceStore open() {
    return store;
  }

  @Override
  protected Instant now() {
    return now.get();
  }

  @Override
  protected void letPass(Duration duration) {
    now.updateAndGet(moment -> moment.plus(duration));
  }

  @Override
  protected Optional<Runnable> snapshot() {
    InMemorySliceStore copy = store.copy();
    return Optional.of(() -> store = copy);
  }
}
