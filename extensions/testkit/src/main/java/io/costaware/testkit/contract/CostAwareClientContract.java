package io.costaware.testkit.contract;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@code CostAwareClient} must keep, whoever answers. Extend it and say how the provider
 * is started; the tests bear the numbers of the promises that they prove.
 *
 * <p>For use by one thread.
 */
@Timeout(120)
public abstract class CostAwareClientContract
    implements AnswerPromises,
        EstimatePromises,
        TagPromises,
        BudgetPromises,
        NearLimitPromises,
        StreamPromises,
        StopPromises,
        EventPromises {
  private ContractStage stage;

  /** For subclasses. */
  @SuppressWarnings("NullAway.Init") // JUnit sets the stage before each test.
  protected CostAwareClientContract() {}

  /** Starts a provider whose script is empty; each test has its own. */
  protected abstract ScriptedProvider startProvider();

  @BeforeEach
  void openStage() {
    stage = new ContractStage(startProvider());
  }

  @AfterEach
  void closeStage() throws Exception {
    stage.close();
  }

  @Override
  public final ContractStage stage() {
    return stage;
  }
}
