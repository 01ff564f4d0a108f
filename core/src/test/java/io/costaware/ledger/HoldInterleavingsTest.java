package io.costaware.ledger;

import io.costaware.budget.Budget;
import io.costaware.budget.Coverage;
import io.costaware.budget.Demand;
import io.costaware.budget.Hold;
import io.costaware.budget.HoldAnswer;
import io.costaware.budget.Settlement;
import io.costaware.money.Money;
import io.costaware.tags.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * Whether one hold, in every order of the steps of those who extend and end it, ends as if each
 * call were one step.
 */
class HoldInterleavingsTest {
  private static final int HELD = 5;

  @Test
  void B3_inEveryOrderAHoldEndsOnce() {
    new ModelCheckingOptions()
        .iterations(5)
        .invocationsPerIteration(50)
        .threads(2)
        .actorsPerThread(2)
        .actorsBefore(0)
        .actorsAfter(1)
        .sequentialSpecification(Book.class)
        .check(Ledger.class);
  }

  /** A ledger of one budget that always has room, with one hold that is overdue. */
  @Param(name = "count", gen = IntGen.class, conf = "0:7")
  public static class Ledger {
    private final InMemoryLedger ledger =
        InMemoryLedger.of(
            List.of(Budget.named("tokens").limitTokens(1_000).lifetime()),
            Money.USD,
            Duration.ofMillis(10),
            InstantSource.fixed(Instant.EPOCH));
    private final Coverage coverage = ledger.match(Tags.none(), null);
    private final Hold hold = ledger.holdRegardless(coverage, tokens(HELD), 0);

    private static Demand tokens(int count) {
      return Demand.ofPicos(0, Money.USD, count, 0);
    }

    /** Whether the hold was open. */
    @Operation
    public boolean extend(@Param(name = "count") int count) {
      try {
        return ledger.extend(hold, tokens(count)) instanceof HoldAnswer.Granted;
      } catch (IllegalStateException hasEnded) {
        return false;
      }
    }

    /** Holds more in any case, if the hold is open. */
    @Operation
    public void extendRegardless(@Param(name = "count") int count) {
      ledger.extendRegardless(hold, tokens(count));
    }

    /** Settles. */
    @Operation
    public Settlement settle(@Param(name = "count") int count) {
      return ledger.settle(hold, tokens(count));
    }

    /** Releases. */
    @Operation
    public Settlement release() {
      return ledger.release(hold);
    }

    /** Ends what is overdue. */
    @Operation
    public boolean expire() {
      return ((OpenHold) hold).expire(10);
    }

    /** What the hold holds, or held. */
    @Operation
    public int demand() {
      return (int) hold.demand().tokens();
    }

    /** Once all have come to rest, the counter holds what the hold does, or nothing. */
    @Validate
    public void theCounterHoldsWhatTheHoldDoes() {
      WindowCounter counter = ((OpenHold) hold).counters()[0];
      Standing standing = counter.standing();
      boolean open = ((OpenHold) hold).state() instanceof Demand;
      long held = standing.committed().subtract(standing.settled()).longValueExact();
      long expected = open ? hold.demand().tokens() : 0;
      if (held != expected) {
        throw new IllegalStateException(
            "The counter holds " + held + " and the hold " + expected + "; open: " + open);
      }
    }
  }

  /** One who books one call after the other. */
  public static class Book {
    private int held = HELD;
    private boolean open = true;
    private boolean expired;

    /** Whether the hold was open. */
    public boolean extend(int count) {
      held += open ? count : 0;
      return open;
    }

    /** Holds more if the hold is open. */
    public void extendRegardless(int count) {
      held += open ? count : 0;
    }

    /** Settles. */
    public Settlement settle(int count) {
      return end();
    }

    /** Releases. */
    public Settlement release() {
      return end();
    }

    private Settlement end() {
      Settlement settlement =
          open ? Settlement.ENDED : expired ? Settlement.AFTER_EXPIRY : Settlement.ALREADY_ENDED;
      open = false;
      expired = false;
      return settlement;
    }

    /** Ends what is overdue. */
    public boolean expire() {
      boolean ended = open;
      expired |= open;
      open = false;
      return ended;
    }

    /** What the hold holds, or held. */
    public int demand() {
      return held;
    }
  }
}
