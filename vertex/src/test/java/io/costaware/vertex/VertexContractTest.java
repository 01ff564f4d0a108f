package io.costaware.vertex;

import io.costaware.testkit.contract.CostAwareClientContract;
import io.costaware.testkit.contract.ScriptedProvider;

class VertexContractTest extends CostAwareClientContract {
  @Override
  protected ScriptedProvider startProvider() {
    return new ScriptedVertex();
  }
}
