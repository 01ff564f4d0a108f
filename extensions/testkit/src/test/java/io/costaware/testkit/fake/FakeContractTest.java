package io.costaware.testkit.fake;

import io.costaware.testkit.contract.CostAwareClientContract;
import io.costaware.testkit.contract.ScriptedProvider;

class FakeContractTest extends CostAwareClientContract {
  @Override
  protected ScriptedProvider startProvider() {
    return new FakeProvider();
  }
}
